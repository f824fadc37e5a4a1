#include "pipeline/scan_job.h"

#include <gtest/gtest.h>

#include <fstream>

#include "archive/durable_file.h"
#include "document/error.h"
#include "image/image_file.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

// A page whose width says which it is; with lines of marks, or blank.
RawImage numbered(int number, bool blank = false) {
  RawImage page;
  page.kind = PixelKind::bilevel;
  page.width = 1000 + number;
  page.height = 1400;
  page.dpi = {120};
  page.rows.assign(page.row_bytes() * 1400, 0x00);
  if (blank) return page;
  for (int line = 0; line < 20; ++line)
    for (int y = 100 + line * 60; y < 118 + line * 60; ++y)
      for (std::size_t x = 15; x + 15 < page.row_bytes(); x += 2)
        page.rows[static_cast<std::size_t>(y) * page.row_bytes() + x] = 0x7e;
  return page;
}

// What a scanner does, told beforehand: pages, an empty feeder, trouble.
class ToldSource : public PageSource {
 public:
  struct Step {
    std::optional<RawImage> page;
    std::optional<ScanTrouble> trouble;
    bool stop = false;
  };
  std::vector<Step> steps;

  std::optional<RawImage> next_page() override {
    if (at_ >= steps.size()) return std::nullopt;
    const Step& step = steps[at_++];
    if (step.stop) throw Error(ErrorKind::retry, Reason::interrupted, "scan", "stop");
    if (step.trouble) throw ScanError(*step.trouble, "told");
    return step.page;
  }
  void add(int number, bool blank = false) { steps.push_back({numbered(number, blank), {}}); }
  void end() { steps.push_back({}); }
  void fail(ScanTrouble trouble) { steps.push_back({{}, trouble}); }

 private:
  std::size_t at_ = 0;
};

class ToldAttendant : public ScanAttendant {
 public:
  int mends = 0;    // so many more troubles are mended
  int agains = 0;   // so many more times the backs are scanned again
  int sheets = 0;   // so many more are laid on the glass
  int pages = 0;    // the last count heard
  int fronts = -1;  // when the stack was turned
  std::vector<ScanTrouble> troubles;

  void page_scanned(int count) override { pages = count; }
  bool turn_stack(int count) override {
    fronts = count;
    return true;
  }
  bool lay_next_page(int) override { return sheets-- > 0; }
  bool mend(ScanTrouble trouble, int) override {
    troubles.push_back(trouble);
    return mends-- > 0;
  }
  bool scan_backs_again(int, int) override { return agains-- > 0; }
};

class ScanToFolder : public testing::Test {
 protected:
  ScanToFolder() {
    job_.folder = folder_.path() / "inbox" / "HS-01";
    job_.name = "quet";
  }

  // The numbers of the pages in a file, in order.
  static std::vector<int> numbers(const fs::path& file) {
    const std::string bytes = read_small_file(file, std::size_t{1} << 30, "test");
    const Bytes data(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    std::vector<int> out;
    for (const ImagePageInfo& page : inspect_image_file(data, {}).pages)
      out.push_back(page.width - 1000);
    return out;
  }

  // Names in the folder, hidden ones too.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> out;
    if (!fs::exists(job_.folder)) return out;
    for (const fs::directory_entry& entry : fs::directory_iterator(job_.folder))
      out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }

  template <class Failure>
  void expect_nothing_is_left() {
    EXPECT_THROW((void)scan_to_folder(source_, job_, attendant_), Failure);
    EXPECT_EQ(names(), std::vector<std::string>{});
  }

  EmptyFolder folder_;
  ScanJob job_;
  ToldSource source_;
  ToldAttendant attendant_;
};

}  // namespace

TEST_F(ScanToFolder, AStackBecomesOneFileInTheFolderOfItsFileAndNothingElse) {
  for (int number : {1, 2, 3}) source_.add(number);
  const ScannedFile file = scan_to_folder(source_, job_, attendant_);
  EXPECT_EQ(file.path, job_.folder / "quet.tif");
  EXPECT_EQ(file.pages, 3);
  EXPECT_EQ(numbers(file.path), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(names(), std::vector<std::string>{"quet.tif"});
  EXPECT_EQ(attendant_.pages, 3);
}

TEST_F(ScanToFolder, ANameThatIsTakenIsLeftAlone) {
  fs::create_directories(job_.folder);
  std::ofstream((job_.folder / "quet.tif").string()) << "other";
  source_.add(1);
  EXPECT_EQ(scan_to_folder(source_, job_, attendant_).path, job_.folder / "quet-2.tif");
  EXPECT_EQ(read_small_file(job_.folder / "quet.tif", 100, "test"), "other");
}

TEST_F(ScanToFolder, BacksOfATurnedStackAreCollatedAndBlankOnesFlaggedNotDropped) {
  for (int number : {1, 3, 5}) source_.add(number);
  source_.end();
  source_.add(6);
  source_.add(4, true);
  source_.add(2);
  job_.sides = ScanSides::backs_after;
  const ScannedFile file = scan_to_folder(source_, job_, attendant_);
  EXPECT_EQ(attendant_.fronts, 3);
  EXPECT_EQ(numbers(file.path), (std::vector<int>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(file.blank_backs, std::vector<int>{4});
}

TEST_F(ScanToFolder, ABlankFrontIsNoBlankBack) {
  source_.add(1, true);
  source_.add(2);
  source_.add(3);
  source_.add(4, true);
  job_.sides = ScanSides::both;
  const ScannedFile file = scan_to_folder(source_, job_, attendant_);
  EXPECT_EQ(numbers(file.path), (std::vector<int>{1, 2, 3, 4}));
  EXPECT_EQ(file.blank_backs, std::vector<int>{4});
}

TEST_F(ScanToFolder, BacksThatAreTooFewAreScannedAgain) {
  for (int number : {1, 3}) source_.add(number);
  source_.end();
  source_.add(4);
  source_.end();
  for (int number : {4, 2}) source_.add(number);
  job_.sides = ScanSides::backs_after;
  attendant_.agains = 1;
  const ScannedFile file = scan_to_folder(source_, job_, attendant_);
  EXPECT_EQ(numbers(file.path), (std::vector<int>{1, 2, 3, 4}));
}

TEST_F(ScanToFolder, BacksThatStayTooFewLeaveNoFile) {
  for (int number : {1, 3}) source_.add(number);
  source_.end();
  source_.add(4);
  job_.sides = ScanSides::backs_after;
  expect_nothing_is_left<ScanError>();
}

TEST_F(ScanToFolder, AJamThatIsMendedGoesOnWithTheSheetThatWasStuck) {
  source_.add(1);
  source_.fail(ScanTrouble::jam);
  source_.add(2);
  attendant_.mends = 1;
  const ScannedFile file = scan_to_folder(source_, job_, attendant_);
  EXPECT_EQ(attendant_.troubles, std::vector<ScanTrouble>{ScanTrouble::jam});
  EXPECT_EQ(numbers(file.path), (std::vector<int>{1, 2}));
}

TEST_F(ScanToFolder, AJamBetweenTheSidesOfASheetGivesEachSideOnceAndInTurn) {
  for (int number : {1, 2, 3}) source_.add(number);
  source_.fail(ScanTrouble::jam);
  for (int number : {3, 4, 5, 6}) source_.add(number, number == 4);
  job_.sides = ScanSides::both;
  attendant_.mends = 1;
  const ScannedFile file = scan_to_folder(source_, job_, attendant_);
  EXPECT_EQ(numbers(file.path), (std::vector<int>{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(file.blank_backs, std::vector<int>{4});
}

TEST_F(ScanToFolder, AJamThatNobodyMendsLeavesNoFile) {
  source_.add(1);
  source_.fail(ScanTrouble::jam);
  expect_nothing_is_left<ScanError>();
}

TEST_F(ScanToFolder, TroubleThatNoHandMendsIsNotAskedAbout) {
  source_.add(1);
  source_.fail(ScanTrouble::failed);
  attendant_.mends = 5;
  expect_nothing_is_left<ScanError>();
  EXPECT_TRUE(attendant_.troubles.empty());
}

TEST_F(ScanToFolder, AnEmptyFeederIsAskedAboutAndLeavesNoFile) {
  expect_nothing_is_left<ScanError>();
  EXPECT_EQ(attendant_.troubles, std::vector<ScanTrouble>{ScanTrouble::feeder_empty});
}

TEST_F(ScanToFolder, AStopLeavesNoFile) {
  source_.add(1);
  source_.steps.push_back({{}, {}, true});
  expect_nothing_is_left<Error>();
}

TEST_F(ScanToFolder, SheetsOnTheGlassAreOneFile) {
  for (int number : {1, 2, 3}) source_.add(number);
  job_.sides = ScanSides::page_by_page;
  attendant_.sheets = 2;
  EXPECT_EQ(numbers(scan_to_folder(source_, job_, attendant_).path), (std::vector<int>{1, 2, 3}));
}

TEST_F(ScanToFolder, WhatAKilledRunLeftIsRemovedByTheNext) {
  fs::create_directories(job_.folder / ".sohoa-scan-abcdefgh");
  std::ofstream((job_.folder / ".sohoa-scan-abcdefgh" / "p1.tif").string()) << "half";
  fs::create_directories(job_.folder / ".others");
  source_.add(1);
  (void)scan_to_folder(source_, job_, attendant_);
  EXPECT_EQ(names(), (std::vector<std::string>{".others", "quet.tif"}));
}

}  // namespace sohoa
