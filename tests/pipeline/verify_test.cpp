#include "pipeline/verify.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "archive/anchor.h"
#include "archive/ledger_check.h"
#include "tests/pipeline/house_for_test.h"
#include "tests/pipeline/made_archive.h"

namespace sohoa {
namespace {

const Clock kNow = [] { return std::chrono::system_clock::now(); };

class Verify : public testing::Test {
 protected:
  Verify() { make_archive(layout_, {.records = 4}); }

  VerifyReport run(const VerifyOptions& options = {}) {
    found_.clear();
    VerifyWatch watch;
    watch.finding = [this](const Finding& finding) {
      found_ += std::string(finding_code(finding.kind)) + " " + finding.path + ": " +
                finding.detail + "\n";
    };
    return verify(layout_, options, watch, kNow);
  }
  [[nodiscard]] bool finds(const std::string& what) const {
    return found_.find(what) != std::string::npos;
  }
  [[nodiscard]] fs::path bag() const {
    for (fs::recursive_directory_iterator entry(layout_.store()), end; entry != end; ++entry)
      if (entry->path().extension() == ".tar") return entry->path();
    return {};
  }

  const EmptyFolder folder_;
  const ArchiveLayout layout_{folder_.path() / "kho"};
  std::string found_;
};

TEST_F(Verify, AWholeArchiveHasNoFindingsAndTheRunIsWrittenDown) {
  const VerifyReport report = run();
  EXPECT_EQ(found_, "");
  EXPECT_TRUE(report.complete);
  EXPECT_EQ(report.checked, report.listed);
  std::ifstream ledger(layout_.ledger(2026).string());
  const std::string text{std::istreambuf_iterator<char>(ledger), {}};
  EXPECT_NE(text.find("\"act\":\"fixity\""), std::string::npos);
  const FixityRecord record(layout_.fixity().string());
  EXPECT_EQ(record.last_run().files, report.checked);
  EXPECT_EQ(record.summary("2026").checked, report.checked);
  EXPECT_FALSE(fs::is_empty(layout_.root() / "ledger" / "anchors"));
}

TEST_F(Verify, AChangedMemberIsNamedWithItsBag) {
  const fs::path damaged = bag();
  fs::permissions(damaged, fs::owner_all);
  std::fstream file(damaged.string(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(fs::file_size(damaged)) - 1600);
  file.put('\x55').put('\x54');
  file.close();
  EXPECT_EQ(run().damage, 1);
  EXPECT_TRUE(finds("file_changed store/default/2026/"));
  EXPECT_TRUE(finds("data/original/")) << found_;
}

TEST_F(Verify, AMissingBagIsNamedOnAllSides) {
  fs::remove(bag());
  EXPECT_GE(run().damage, 2);
  EXPECT_TRUE(finds("file_missing store/"));
  EXPECT_TRUE(finds("row_without_bag store/"));
}

TEST_F(Verify, StrangeFilesAreNamedEverywhere) {
  for (const char* path : {"store/default/note.txt", "quarantine/failed/x", "ledger/old.txt",
                           "ledger/anchors/2020-01-01.txt"}) {
    fs::create_directories((layout_.root() / path).parent_path());
    std::ofstream((layout_.root() / path).string()) << "x";
  }
  (void)run();
  for (const char* path :
       {"strange_file store/default/note.txt", "file_unlisted quarantine/failed/x",
        "strange_file ledger/old.txt", "ledger/anchors/2020-01-01.txt"})
    EXPECT_TRUE(finds(path)) << path << "\n" << found_;
}

TEST_F(Verify, LeftoversOfACrashAreWorthKnowingButNoDamage) {
  std::ofstream((bag().parent_path() / ".v2.tar.0123456789abcdef.part").string()) << "half";
  const VerifyReport report = run();
  EXPECT_EQ(report.damage, 0) << found_;
  EXPECT_EQ(report.notices, 1);
  EXPECT_TRUE(finds("leftover store/"));
}

TEST_F(Verify, CatalogueSearchIndexAndStoreAreHeldAgainstEachOther) {
  RecordRow row;
  row.id = "0000000000000000";
  row.bag_path = "store/default/2026/0000000000000000/v1.tar";
  row.fonds = "default";
  Catalogue(layout_.catalogue().string()).add_record(row);
  SearchIndex(layout_.search().string()).add({"1111111111111111", {}, {"a"}});
  (void)run();
  EXPECT_TRUE(finds("row_without_bag store/default/2026/0000000000000000"));
  EXPECT_TRUE(finds("search_without_record search.db: an entry for 1111111111111111"));
  for (const char* end : {"", "-wal", "-shm"}) {
    fs::remove(layout_.catalogue().string() + end);
    fs::remove(layout_.search().string() + end);
  }
  (void)run();
  EXPECT_TRUE(finds("catalogue_missing"));
  EXPECT_TRUE(finds("search_missing"));
  const SearchIndex empty_search(layout_.search().string());
  const Catalogue empty(layout_.catalogue().string());
  (void)run();
  EXPECT_TRUE(finds("record_not_catalogued store/"));
}

TEST_F(Verify, ADamagedCatalogueIsNamedAndFilesAreCheckedAllTheSame) {
  std::fstream file(layout_.catalogue().string(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(4096, 'x');
  file.close();
  const VerifyReport report = run();
  EXPECT_TRUE(finds("catalogue_damaged")) << found_;
  EXPECT_EQ(report.checked, report.listed);
}

TEST_F(Verify, WhatWasUncheckedLongestComesFirstAndTheNextRunGoesOn) {
  const VerifyReport all = run();
  // Stopped after the first file, again and again: every one gets its turn.
  for (long long i = 0; i < all.listed; ++i) {
    std::atomic<bool> stop{false};
    VerifyWatch watch;
    watch.stop = &stop;
    watch.progress = [&](long long, unsigned long long, unsigned long long) { stop = true; };
    VerifyOptions one;
    one.jobs = 1;
    EXPECT_ANY_THROW((void)verify(layout_, one, watch, kNow));
  }
  const FixityRecord record(layout_.fixity().string());
  EXPECT_EQ(record.last_run().files, 1);
  std::string first_run_end = record.summary("").oldest_check;
  (void)run();
  EXPECT_GT(FixityRecord(layout_.fixity().string()).summary("").oldest_check, first_run_end);
}

TEST_F(Verify, TheTimeThatItMayTakeIsKeptAndEveryFileGetsItsTurn) {
  long long listed = 0;
  long long checked = 0;
  int runs = 0;
  bool complete = false;
  while (!complete && runs < 20) {
    int seconds = 0;  // every look at the clock takes one
    VerifyWatch watch;
    watch.steady_clock = [&] {
      return std::chrono::steady_clock::time_point(std::chrono::seconds(seconds++));
    };
    VerifyOptions options;
    options.jobs = 1;
    options.max_duration = std::chrono::seconds(4);
    const VerifyReport report = verify(layout_, options, watch, kNow);
    EXPECT_LE(report.checked, 3);
    EXPECT_EQ(report.damage, 0);
    checked += report.checked;
    listed = report.listed;
    ++runs;
    complete = FixityRecord(layout_.fixity().string()).summary("2026").checked == listed;
  }
  EXPECT_TRUE(complete);
  // The anchor of the first run is the one file that came in between.
  EXPECT_EQ(checked, listed);
  EXPECT_EQ(runs, (listed + 2) / 3);
}

TEST_F(Verify, AnAnchorKeptElsewhereProvesTheLedger) {
  const fs::path anchor = anchor_ledger_daily(layout_, "2026-03-05T00:00:00Z", "t");
  const fs::path page = folder_.path() / "page.txt";
  fs::copy_file(anchor, page);
  VerifyOptions options;
  options.anchors = {page};
  EXPECT_EQ(run(options).damage, 0) << found_;
  fs::remove_all(layout_.ledger(2026).parent_path());
  append_to_ledger(layout_, {"2026-03-05T00:00:00Z", "init", "", "", "", ""});
  EXPECT_GT(run(options).damage, 0);
  EXPECT_TRUE(finds("anchor_broken " + page.string()));
}

TEST_F(Verify, WithoutTheFixityRecordEverythingIsCheckedAgain) {
  (void)run();
  for (const char* end : {"", "-wal", "-shm"}) fs::remove(layout_.fixity().string() + end);
  const VerifyReport report = run();
  EXPECT_EQ(report.damage, 0);
  EXPECT_EQ(report.checked, report.listed);
}

}  // namespace
}  // namespace sohoa
