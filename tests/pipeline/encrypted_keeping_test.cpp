// An undamaged archive has no findings, whatever was done with it: an encrypted
// fonds, with its key and without, its copies, and work that goes on meanwhile.
#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <fstream>

#include "archive/bag_check.h"
#include "archive/fonds_keys.h"
#include "archive/ledger.h"
#include "archive/store.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/copy.h"
#include "pipeline/key_source.h"
#include "pipeline/reindex.h"
#include "pipeline/repair.h"
#include "pipeline/rotate_key.h"
#include "pipeline/verify.h"
#include "tests/pipeline/house_for_test.h"
#include "tests/pipeline/made_archive.h"

namespace sohoa {
namespace {

const Clock kNow = [] { return std::chrono::system_clock::now(); };

class Undamaged : public testing::Test {
 protected:
  ~Undamaged() override { set_master_key_source(nullptr); }

  // What verify finds, at both depths.
  std::string found(const ArchiveLayout& layout) {
    std::string text;
    for (const FixityDepth depth : {FixityDepth::regular, FixityDepth::thorough}) {
      VerifyOptions options;
      options.depth = depth;
      text += found(layout, options);
    }
    return text;
  }
  std::string found(const ArchiveLayout& layout, const VerifyOptions& options) {
    std::string text;
    VerifyWatch watch;
    watch.finding = [&](const Finding& finding) {
      text += std::string(finding_code(finding.kind)) + " " + finding.path + ": " + finding.detail +
              "\n";
    };
    report_ = verify(layout, options, watch, kNow);
    EXPECT_EQ(report_.damage + report_.notices > 0, !text.empty());
    return text;
  }
  std::string found_without_key(const ArchiveLayout& layout) {
    set_master_key_source(nullptr);
    std::string text = found(layout);
    use_key_of_settings(layout_);
    return text;
  }
  void copy(bool check = false) {
    CopyOptions options;
    options.to = copy_.root();
    options.check = check;
    (void)copy_archive(layout_, options, {}, kNow);
  }
  [[nodiscard]] std::vector<StoredBag> bags() const {
    std::vector<StoredBag> all;
    StoreWalk walk(layout_);
    while (const auto entry = walk.next())
      if (entry->bag) all.push_back(*entry->bag);
    return all;
  }

  const EmptyFolder folder_;
  const ArchiveLayout layout_{folder_.path() / "kho"};
  const ArchiveLayout copy_{folder_.path() / "copy"};
  VerifyReport report_;
};

TEST_F(Undamaged, AnEncryptedFondsHasNoFindingsWithItsKeyAndWithout) {
  make_archive(layout_, {.records = 3, .encrypted = true});
  EXPECT_EQ(found(layout_), "");
  EXPECT_EQ(report_.unopened, 0);
  EXPECT_EQ(found_without_key(layout_), "");
  EXPECT_EQ(report_.unopened, 3);
}

TEST_F(Undamaged, AThoroughCheckReadsTheMembersOfAnEncryptedBag) {
  make_archive(layout_, {.records = 1, .encrypted = true});
  const fs::path bag = bags().front().path;
  // Of another bag's bytes, but with a line of the ledger that agrees with them.
  fs::permissions(bag, fs::owner_all);
  std::fstream file(bag.string(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(-20, std::ios::end);
  const char other = static_cast<char>(file.get() ^ 1);
  file.seekp(-20, std::ios::end);
  file.put(other);
  file.close();
  append_to_ledger(layout_,
                   {iso_time(kNow()), "other", "", "", "", "", {ledger_file(layout_, bag)}});
  EXPECT_NE(found(layout_).find("file_changed store/default"), std::string::npos);
  EXPECT_EQ(found_without_key(layout_), "");
}

TEST_F(Undamaged, CopiesOfAnEncryptedFondsRotationRepairAndReindexLeaveNone) {
  make_archive(layout_, {.records = 3, .encrypted = true});
  copy();
  EXPECT_EQ(found(copy_), "");
  EXPECT_EQ(found_without_key(copy_), "");
  (void)rotate_key(layout_, {(folder_.path() / "next.key").string(), ""}, kNow);
  EXPECT_EQ(found(layout_), "");
  EXPECT_EQ(found(copy_), "");
  copy(true);
  EXPECT_EQ(found(copy_), "");
  const fs::path bag = bags().front().path;
  fs::remove(bag);
  RepairOptions options;
  options.from = copy_.root();
  (void)repair(
      layout_, options, [](const RepairStep&) {}, {}, kNow);
  EXPECT_EQ(found(layout_), "");
  const ArchiveLayout anew(folder_.path() / "new");
  (void)repair(
      anew, options, [](const RepairStep&) {}, {}, kNow);
  EXPECT_EQ(found_without_key(anew),
            "catalogue_missing catalogue.db: not there\n"
            "search_missing search.db: not there\n"
            "catalogue_missing catalogue.db: not there\n"
            "search_missing search.db: not there\n");
}

TEST_F(Undamaged, TextOfAnEncryptedFondsInTheDatabasesIsPointedOut) {
  make_archive(layout_, {.records = 1, .encrypted = true});
  const StoredBag bag = bags().front();
  SearchIndex(layout_.search().string()).add({bag.place.id.text, {}, {"chữ"}});
  RecordRow row = *Catalogue(layout_.catalogue().string()).find_by_id(bag.place.id.text);
  row.original_name = "tên.pdf";
  Catalogue(layout_.catalogue().string()).add_record(row);
  const std::string text = found(layout_, {});
  EXPECT_NE(text.find("record_exposed"), std::string::npos);
  EXPECT_NE(text.find("search.db"), std::string::npos);
  EXPECT_NE(text.find("catalogue.db"), std::string::npos);
  EXPECT_EQ(report_.damage, 0);
}

// Others work while verify runs: here at its first finding or its first file.
TEST_F(Undamaged, WhatIsTakenInWhileItRunsIsNoFinding) {
  make_archive(layout_, {.records = 3});
  VerifyWatch watch;
  std::string text;
  unsigned seed = 100;
  watch.finding = [&](const Finding& finding) { text += finding.path + ": " + finding.detail; };
  watch.progress = [&](long long, unsigned long long, unsigned long long) {
    if (seed > 102) return;
    (void)add_record(layout_, {}, seed++);
  };
  (void)verify(layout_, {}, watch, kNow);
  EXPECT_EQ(text, "");
  EXPECT_EQ(found(layout_), "");
}

TEST_F(Undamaged, WhatIsTakenAwayByAnActWhileItRunsIsNoFinding) {
  make_archive(layout_, {.records = 3});
  const fs::path note = layout_.failed() / "0123-hỏng.pdf.json";
  VerifyWatch watch;
  VerifyOptions options;
  options.jobs = 1;
  std::string text;
  watch.finding = [&](const Finding& finding) { text += finding.path + ": " + finding.detail; };
  bool gone = false;
  watch.progress = [&](long long, unsigned long long, unsigned long long) {
    if (gone) return;
    gone = true;
    for (const fs::path& file : {note, layout_.failed() / "0123-hỏng.pdf"}) {
      append_to_ledger(layout_, {iso_time(kNow()),
                                 "release",
                                 "",
                                 "",
                                 "",
                                 "",
                                 {},
                                 {file.lexically_relative(layout_.root()).string()}});
      fs::remove(file);
    }
  };
  (void)verify(layout_, options, watch, kNow);
  EXPECT_EQ(text, "");
}

TEST_F(Undamaged, ACopyingThatWasCutShortIsNoDamageOfTheCopy) {
  make_archive(layout_, {.records = 2});
  copy();
  const fs::path bag = add_record(layout_, {}, 50);
  const fs::path there = copy_.root() / bag.lexically_relative(layout_.root());
  fs::create_directories(there.parent_path());
  fs::copy_file(bag, there);
  EXPECT_NE(found(copy_, {}).find("copy_unfinished store/"), std::string::npos);
  EXPECT_EQ(report_.damage, 0);
  copy();
  EXPECT_EQ(found(copy_), "");
}

TEST_F(Undamaged, AKeyThatCopyingTookAwayBeforeItsLineCameIsNoDamageOfTheCopy) {
  make_archive(layout_, {.records = 1, .encrypted = true});
  copy();
  (void)rotate_key(layout_, {(folder_.path() / "next.key").string(), ""}, kNow);
  for (const fs::path& old : key_files(copy_, "default")) fs::remove(old);
  const fs::path key = key_files(layout_, "default").front();
  fs::copy_file(key, copy_.root() / key.lexically_relative(layout_.root()));
  EXPECT_NE(found(copy_, {}).find("copy_unfinished store/default/key-1.json"), std::string::npos);
  EXPECT_EQ(report_.damage, 0);
}

}  // namespace
}  // namespace sohoa
