// Copies of an archive, and what is mended from them.
#include "pipeline/copy.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>

#include <fstream>
#include <iterator>

#include "archive/durable_file.h"
#include "archive/ledger.h"
#include "archive/ledger_check.h"
#include "archive/ledger_head.h"
#include "document/error.h"
#include "pipeline/repair.h"
#include "tests/pipeline/house_for_test.h"
#include "tests/pipeline/made_archive.h"

namespace sohoa {
namespace {

const Clock kNow = [] { return std::chrono::system_clock::now(); };

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void overwrite(const fs::path& file, const std::string& bytes) {
  fs::permissions(file, fs::owner_all);
  std::ofstream(file.string(), std::ios::binary | std::ios::trunc) << bytes;
}

std::string with_a_bit_turned(std::string bytes, std::size_t at) {
  bytes[at] = static_cast<char>(bytes[at] ^ 4);
  return bytes;
}

class Copies : public testing::Test {
 protected:
  Copies() { make_archive(layout_, {.records = 3}); }

  CopyReport copy(bool check = false) {
    return copy_archive(layout_, {copy_, false, check}, watch(), kNow);
  }
  Reason copy_refusal(const fs::path& to) {
    try {
      (void)copy_archive(layout_, {to}, watch(), kNow);
    } catch (const Error& error) {
      return error.reason();
    }
    return Reason::none;
  }
  RepairReport mend(bool dry_run = false, const fs::path& home = {}) {
    return repair(
        home.empty() ? layout_ : ArchiveLayout(home), {copy_, dry_run},
        [&](const RepairStep& step) { steps_ += step.path + " " + step.detail + "\n"; }, watch(),
        kNow);
  }
  long long damage(const ArchiveLayout& layout) {
    found_.clear();
    return verify(layout, {}, watch(), kNow).damage;
  }
  [[nodiscard]] fs::path bag() const {
    for (fs::recursive_directory_iterator entry(layout_.store()), end; entry != end; ++entry)
      if (entry->path().extension() == ".tar") return entry->path();
    return {};
  }
  [[nodiscard]] fs::path in_copy(const fs::path& file) const {
    return copy_ / file.lexically_relative(layout_.root());
  }
  VerifyWatch& watch() {
    watch_.finding = [this](const Finding& finding) {
      found_ += std::string(finding_code(finding.kind)) + " " + finding.path + " " +
                finding.detail + "\n";
    };
    return watch_;
  }

  const EmptyFolder folder_;
  const ArchiveLayout layout_{folder_.path() / "kho"};
  const fs::path copy_ = folder_.path() / "copy";
  VerifyWatch watch_;
  std::string found_;
  std::string steps_;
};

TEST_F(Copies, ACopyHoldsEverythingAndVerifiesByItself) {
  const CopyReport report = copy();
  EXPECT_EQ(report.copied, report.files);
  EXPECT_EQ(bytes_of(in_copy(bag())), bytes_of(bag()));
  EXPECT_EQ(bytes_of(in_copy(layout_.settings())), bytes_of(layout_.settings()));
  EXPECT_EQ(ledger_head(ArchiveLayout(copy_)), ledger_head(layout_));
  const std::string ledger = bytes_of(copy_ / "ledger" / "2026.jsonl");
  EXPECT_EQ(damage(ArchiveLayout(copy_)), 0) << found_;
  EXPECT_EQ(bytes_of(copy_ / "ledger" / "2026.jsonl"), ledger);
}

TEST_F(Copies, ASecondCallBringsOnlyWhatIsNew) {
  (void)copy();
  EXPECT_EQ(copy().copied, 0);
  (void)add_record(layout_, {}, 99);
  EXPECT_EQ(copy().copied, 1);
  const auto states = copy_states(layout_);
  ASSERT_EQ(states.size(), 1U);
  EXPECT_TRUE(states[0].reachable);
  EXPECT_TRUE(states[0].same_device);
  EXPECT_EQ(states[0].lines_behind, 0U);
}

TEST_F(Copies, ABagDamagedAtHomeIsReportedAndTheGoodCopyKept) {
  (void)copy();
  const fs::path damaged = bag();
  const std::string good = bytes_of(damaged);
  overwrite(damaged, with_a_bit_turned(good, good.size() / 2));
  EXPECT_EQ(copy(true).findings, 0) << "the copy's own file is whole and is left alone";
  EXPECT_EQ(bytes_of(in_copy(damaged)), good);
  fs::remove(in_copy(damaged));
  const CopyReport report = copy();
  EXPECT_EQ(report.findings, 1);
  EXPECT_NE(found_.find("file_changed"), std::string::npos);
  EXPECT_FALSE(fs::exists(in_copy(damaged)));
}

TEST_F(Copies, AFileDamagedInTheCopyIsBroughtAnew) {
  (void)copy();
  const std::string good = bytes_of(bag());
  overwrite(in_copy(bag()), with_a_bit_turned(good, 700));
  EXPECT_EQ(copy(true).mended, 1);
  EXPECT_EQ(bytes_of(in_copy(bag())), good);
}

TEST_F(Copies, TheWrongFolderIsRefused) {
  EXPECT_EQ(copy_refusal(layout_.root() / "copy"), Reason::bad_settings);
  EXPECT_EQ(copy_refusal(folder_.path()), Reason::bad_settings);
  const fs::path other = folder_.path() / "photos";
  fs::create_directories(other);
  std::ofstream((other / "cat.jpg").string()) << "meow";
  EXPECT_EQ(copy_refusal(other), Reason::bad_settings);
  const EmptyFolder elsewhere;
  const ArchiveLayout stranger(elsewhere.path() / "kho");
  make_archive(stranger, {.records = 1});
  (void)copy_archive(stranger, {elsewhere.path() / "copy"}, watch(), kNow);
  EXPECT_EQ(copy_refusal(elsewhere.path() / "copy"), Reason::bad_settings);
}

TEST_F(Copies, ACopyWhoseDiskIsNotThereIsNotBegunAnewByMistake) {
  (void)copy();
  fs::rename(copy_, folder_.path() / "unplugged");
  fs::create_directories(copy_);
  EXPECT_EQ(copy_refusal(copy_), Reason::bad_settings);
  EXPECT_FALSE(copy_states(layout_).at(0).reachable);
  EXPECT_EQ(copy_archive(layout_, {copy_, true, false}, watch(), kNow).findings, 0);
}

TEST_F(Copies, NothingIsWrittenToTheLedgerOfACopy) {
  (void)copy();
  EXPECT_THROW(
      append_to_ledger(ArchiveLayout(copy_), {"2026-03-04T05:06:07Z", "a", "", "", "", ""}), Error);
}

TEST_F(Copies, WhatTheLedgerTookAwayLeavesTheCopyToo) {
  (void)copy();
  const fs::path gone = bag();
  const std::string path = gone.lexically_relative(layout_.root()).string();
  fs::remove(gone);
  append_to_ledger(layout_, {"2026-03-05T05:06:07Z", "destroy", "", "", "", "t", {}, {path}});
  EXPECT_EQ(copy().removed, 1);
  EXPECT_FALSE(fs::exists(in_copy(gone)));
}

TEST_F(Copies, ADamagedLedgerIsNotCopied) {
  (void)copy();
  const fs::path ledger = layout_.ledger(2026);
  overwrite(ledger, with_a_bit_turned(bytes_of(ledger), 100));
  const std::string kept = bytes_of(copy_ / "ledger" / "2026.jsonl");
  EXPECT_EQ(copy_refusal(copy_), Reason::archive_corrupt);
  EXPECT_EQ(bytes_of(copy_ / "ledger" / "2026.jsonl"), kept);
}

TEST_F(Copies, RepairRestoresKeepsWhatItReplacesAndWritesItDown) {
  (void)copy();
  const fs::path damaged = bag();
  const std::string good = bytes_of(damaged);
  const std::string bad = with_a_bit_turned(good, 3000);
  overwrite(damaged, bad);
  EXPECT_EQ(mend(true).restored, 1);
  EXPECT_EQ(bytes_of(damaged), bad) << "a dry run changes nothing";
  const RepairReport report = mend();
  EXPECT_EQ(report.restored, 1);
  EXPECT_EQ(report.not_mended, 0) << steps_;
  EXPECT_EQ(bytes_of(damaged), good);
  std::string kept;
  for (fs::recursive_directory_iterator entry(layout_.root() / "quarantine" / "replaced"), end;
       entry != end; ++entry)
    if (fs::is_regular_file(entry->path())) kept = bytes_of(entry->path());
  EXPECT_EQ(kept, bad);
  EXPECT_NE(bytes_of(layout_.ledger(2026)).find("\"act\":\"repair\""), std::string::npos);
  EXPECT_EQ(damage(layout_), 0) << found_;
}

TEST_F(Copies, ALedgerThatWasCutIsJoinedAgain) {
  (void)copy();
  const std::string good = bytes_of(layout_.ledger(2026));
  overwrite(layout_.ledger(2026), good.substr(0, good.find('\n', good.size() / 2) + 1));
  EXPECT_GT(damage(layout_), 0);
  EXPECT_EQ(mend().not_mended, 0) << steps_;
  EXPECT_TRUE(bytes_of(layout_.ledger(2026)).starts_with(good));
  EXPECT_EQ(damage(layout_), 0) << found_;
}

TEST_F(Copies, ABitInALineThatNoCopyHasIsMendedByTheChainAlone) {
  (void)copy();
  (void)add_record(layout_, {}, 99);
  (void)add_record(layout_, {}, 100);
  const std::string good = bytes_of(layout_.ledger(2026));
  const std::size_t last = good.rfind('\n', good.size() - 2);
  for (const std::size_t at : {last - 40, last + 40}) {
    overwrite(layout_.ledger(2026), with_a_bit_turned(good, at));
    EXPECT_EQ(mend().not_mended, 0) << steps_;
    EXPECT_TRUE(bytes_of(layout_.ledger(2026)).starts_with(good)) << at;
    overwrite(layout_.ledger(2026), good);
    write_noted_head(layout_, ledger_head(layout_));
  }
}

TEST_F(Copies, TwoHistoriesAreNeverJoined) {
  (void)copy();
  // The archive goes back to an older state and takes another way from there.
  const std::string ledger = bytes_of(layout_.ledger(2026));
  overwrite(layout_.ledger(2026), ledger.substr(0, ledger.find('\n', ledger.size() / 2) + 1));
  write_noted_head(layout_, ledger_head(layout_));
  append_to_ledger(layout_, {"2026-03-05T05:06:07Z", "other", "", "", "", "t"});
  const std::string before = bytes_of(layout_.ledger(2026));
  EXPECT_THROW((void)mend(), Error);
  EXPECT_EQ(bytes_of(layout_.ledger(2026)), before);
}

TEST_F(Copies, WhatTheCopyHasWrongTooIsLeftAndReported) {
  (void)copy();
  const std::string good = bytes_of(bag());
  overwrite(bag(), with_a_bit_turned(good, 900));
  overwrite(in_copy(bag()), with_a_bit_turned(good, 1000));
  EXPECT_EQ(mend().not_mended, 1);
  EXPECT_EQ(bytes_of(bag()), with_a_bit_turned(good, 900));
}

TEST_F(Copies, ACopyWhoseLedgerCameButNotTheNoteOfItsEndIsWhole) {
  (void)copy();
  const fs::path head = ledger_head_file(ArchiveLayout(copy_));
  const std::string before = bytes_of(head);
  for (unsigned seed = 70; seed < 73; ++seed) (void)add_record(layout_, {}, seed);
  (void)copy();
  overwrite(head, before);
  EXPECT_EQ(damage(ArchiveLayout(copy_)), 0) << found_;
  fs::remove(bag());
  EXPECT_EQ(mend().restored, 1) << steps_;
  EXPECT_EQ(damage(layout_), 0) << found_;
}

TEST_F(Copies, KnownCopiesOutliveTheLossOfTheFixityRecord) {
  (void)copy();
  const std::vector<CopyState> before = copy_states(layout_);
  ASSERT_EQ(before.size(), 1U);
  for (const char* end : {"", "-wal", "-shm"}) fs::remove(layout_.fixity().string() + end);
  const std::vector<CopyState> after = copy_states(layout_);
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after[0].known.id, before[0].known.id);
  EXPECT_EQ(after[0].known.path, before[0].known.path);
  EXPECT_EQ(after[0].known.seq, before[0].known.seq);
  EXPECT_EQ(after[0].known.files, before[0].known.files);
  EXPECT_EQ(after[0].known.bytes, before[0].known.bytes);
  EXPECT_EQ(after[0].lines_behind, before[0].lines_behind);
  EXPECT_TRUE(after[0].reachable);
}

TEST_F(Copies, AnEmptyFolderIsFilledFromTheCopy) {
  (void)copy();
  const ArchiveLayout home(folder_.path() / "new");
  const RepairReport report = mend(false, home.root());
  EXPECT_EQ(report.not_mended, 0) << steps_;
  EXPECT_EQ(bytes_of(home.root() / bag().lexically_relative(layout_.root())), bytes_of(bag()));
  EXPECT_TRUE(is_archive(home));
  EXPECT_EQ(check_ledger(home), std::vector<std::string>{});
}

TEST_F(Copies, AWholeBagThatACrashKeptOutOfTheLedgerIsEntered) {
  const std::string ledger = bytes_of(layout_.ledger(2026));
  const LedgerHead head = ledger_head(layout_);
  (void)add_record(layout_, {}, 99);
  overwrite(layout_.ledger(2026), ledger);
  write_noted_head(layout_, head);
  EXPECT_GT(damage(layout_), 0);
  EXPECT_NE(found_.find("file_unlisted"), std::string::npos);
  // The lock that the command holds does not make its own findings look like work going on.
  const FileDescriptor lock(
      ::open((layout_.work() / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  ASSERT_EQ(::flock(lock.get(), LOCK_EX | LOCK_NB), 0);
  const RepairReport report = repair(
      layout_, {}, [](const RepairStep&) {}, watch(), kNow);
  EXPECT_EQ(report.entered, 1);
  EXPECT_EQ(damage(layout_), 0) << found_;
}

}  // namespace
}  // namespace sohoa
