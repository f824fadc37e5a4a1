// The whole way of a document with real stores, real workers and real scans.
#include "pipeline/ingest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "archive/bag.h"
#include "archive/hash.h"
#include "archive/ledger_check.h"
#include "archive/seal.h"
#include "document/error.h"
#include "document/vietnamese_text.h"
#include "pipeline/quarantine.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

const std::string kLetter = "quyet-dinh-100dpi.png";

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void put(const fs::path& file, const std::string& bytes) {
  std::ofstream(file.string(), std::ios::binary) << bytes;
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (fs::recursive_directory_iterator entry(folder), end; entry != end; ++entry)
    if (fs::is_regular_file(entry->path())) files.push_back(entry->path());
  return files;
}

std::vector<SearchHit> find(const SearchIndex& search, const std::string& text) {
  SearchQuery query;
  query.text = text;
  return search.search(query);
}

}  // namespace

TEST(Ingest, ALetterEndsAsACheckedBagARowAndASearchEntry) {
  TestArchive archive;
  const auto outcomes = archive.ingest_paths({sample(kLetter).string()});
  ASSERT_EQ(outcomes.size(), 1U);
  ASSERT_EQ(outcomes[0].outcome, Outcome::archived) << outcomes[0].detail;

  const auto row = archive.catalogue.find_by_id(outcomes[0].id);
  ASSERT_TRUE(row);
  const fs::path bag = archive.layout.root() / row->bag_path;
  EXPECT_TRUE(check_bag(bag).empty());
  std::string original;
  read_bag_member(bag, "data/original/" + kLetter, [&](const void* data, std::size_t size) {
    original.append(static_cast<const char*>(data), size);
  });
  EXPECT_EQ(original, bytes_of(sample(kLetter)));
  EXPECT_TRUE(check_ledger(archive.layout).empty());
  ASSERT_EQ(find(archive.search, "quyet dinh").size(), 1U);
  EXPECT_EQ(find(archive.search, "quyet dinh")[0].id, outcomes[0].id);
  EXPECT_TRUE(nothing_left_in_work(archive.layout));
}

TEST(Ingest, TheSameBytesAgainAreADuplicateAndAreNotReadAgain) {
  TestArchive archive;
  const fs::path copy = archive.folder.path() / "bản sao.png";
  fs::copy_file(sample(kLetter), copy);
  (void)archive.ingest_paths({sample(kLetter).string()});
  const int pages = archive.progress.pages;
  const auto outcomes = archive.ingest_paths({copy.string()});
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].outcome, Outcome::duplicate);
  EXPECT_EQ(archive.progress.pages, pages);
  EXPECT_EQ(archive.catalogue.status().records, 1);
}

TEST(Ingest, TwoEqualFilesAtOnceGiveOneRecordAndOneDuplicate) {
  TestArchive archive;
  const fs::path inbox = archive.folder.path() / "in";
  fs::create_directories(inbox);
  fs::copy_file(sample(kLetter), inbox / "a.png");
  fs::copy_file(sample(kLetter), inbox / "b.png");
  const auto outcomes = archive.ingest_paths({inbox.string()});
  ASSERT_EQ(outcomes.size(), 2U);
  std::multiset<Outcome> kinds{outcomes[0].outcome, outcomes[1].outcome};
  EXPECT_EQ(kinds, (std::multiset<Outcome>{Outcome::archived, Outcome::duplicate}));
}

TEST(Ingest, AfterACrashBetweenBagAndRowsTheRecordIsCompletedFromTheBag) {
  TestArchive archive;
  (void)archive.ingest_paths({sample(kLetter).string()});
  // A second archive that holds the bag and nothing else is what such a crash leaves.
  TestArchive crashed;
  fs::remove_all(crashed.layout.store());
  fs::rename(archive.layout.store(), crashed.layout.store());
  const auto outcomes = crashed.ingest_paths({sample(kLetter).string()});
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].outcome, Outcome::archived);
  EXPECT_EQ(crashed.progress.pages, 0) << "pages were recognised twice";
  EXPECT_EQ(find(crashed.search, "quyet dinh").size(), 1U);
}

TEST(Ingest, ALostSearchEntryComesBackWhenTheFileIsSeenAgain) {
  TestArchive archive;
  (void)archive.ingest_paths({sample(kLetter).string()});
  SearchIndex fresh((archive.folder.path() / "fresh.db").string());
  House house{archive.layout, archive.settings, archive.catalogue, fresh,
              archive.pool,   archive.log,      archive.progress,  archive.house.clock};
  const DocumentOutcome outcome =
      process_document({sample(kLetter), sample(kLetter).string()}, house);
  EXPECT_EQ(outcome.outcome, Outcome::duplicate);
  EXPECT_EQ(find(fresh, "quyet dinh").size(), 1U);
}

TEST(Ingest, WhatAnOlderRunPutAsideLeavesTheQuarantineOnceItIsArchived) {
  TestArchive archive;
  const DocumentInput input{sample(kLetter), "in/letter.png"};
  const std::string sha256 = hash_file(input.file).sha256.hex;
  quarantine_failed(
      input, {input.path, sha256, Outcome::quarantined, "", 0, 0, Reason::pdf_damaged, "once"},
      archive.house);
  ASSERT_FALSE(fs::is_empty(archive.layout.failed()));
  EXPECT_EQ(process_document(input, archive.house).outcome, Outcome::archived);
  EXPECT_TRUE(fs::is_empty(archive.layout.failed()));
  EXPECT_EQ(archive.catalogue.status().quarantined, 0);
  EXPECT_TRUE(check_ledger(archive.layout).empty());
}

TEST(Ingest, BadFilesEndWithTheirReasonAndTheRestGoesOn) {
  TestArchive archive;
  const fs::path inbox = archive.folder.path() / "in";
  fs::create_directories(inbox);
  fs::copy_file(sample(kLetter), inbox / "good.png");
  put(inbox / "cut.png", bytes_of(sample(kLetter)).substr(0, 20000));
  put(inbox / "empty.pdf", "");
  put(inbox / "note.pdf", "this is no PDF at all");
  fs::create_symlink(inbox / "good.png", inbox / "link.png");
  std::map<std::string, DocumentOutcome> by_name;
  for (const DocumentOutcome& outcome : archive.ingest_paths({inbox.string()}))
    by_name[fs::path(outcome.path).filename().string()] = outcome;
  EXPECT_EQ(by_name["good.png"].outcome, Outcome::archived);
  EXPECT_EQ(by_name["cut.png"].outcome, Outcome::quarantined);
  EXPECT_EQ(by_name["cut.png"].reason, Reason::truncated);
  EXPECT_EQ(by_name["empty.pdf"].reason, Reason::empty_file);
  EXPECT_EQ(by_name["note.pdf"].reason, Reason::unknown_format);
  EXPECT_EQ(by_name["link.png"].reason, Reason::not_a_regular_file);
  // The quarantine keeps the bytes and the reason.
  const auto kept = files_below(archive.layout.failed());
  EXPECT_EQ(kept.size(), 2U);
  EXPECT_EQ(archive.catalogue.status().quarantined, 4);
}

TEST(Ingest, AFileWithAFolderNobodyHasIsRejectedByName) {
  TestArchive archive;
  const auto outcomes = archive.ingest_paths({"/nonexistent/scan.pdf"});
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].outcome, Outcome::rejected);
  EXPECT_EQ(outcomes[0].reason, Reason::not_found);
}

TEST(Ingest, AStopBeforeTheStartLeavesEverythingAsItWas) {
  TestArchive archive;
  archive.stop = true;
  EXPECT_TRUE(archive.ingest_paths({sample(kLetter).string()}).empty());
  EXPECT_EQ(archive.catalogue.status().records, 0);
  archive.stop = false;
  EXPECT_EQ(archive.ingest_paths({sample(kLetter).string()}).at(0).outcome, Outcome::archived);
}

}  // namespace sohoa
