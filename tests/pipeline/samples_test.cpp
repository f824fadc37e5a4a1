// Every sample, taken in as a folder, ends as its truth says.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "archive/bag.h"
#include "archive/ledger_check.h"
#include "document/vietnamese_text.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

using Json = nlohmann::json;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::map<std::string, Json> truths() {
  std::ifstream file(SOHOA_SOURCE_DIR "/samples/truth/fields.jsonl");
  std::map<std::string, Json> by_file;
  for (std::string line; std::getline(file, line);) {
    const Json truth = Json::parse(line);
    by_file[truth.at("file").get<std::string>()] = truth;
  }
  return by_file;
}

// The name as in fields.jsonl: members of the zip are named by their path inside.
std::string truth_name(const std::string& path) {
  const std::string folder = (fs::path(SOHOA_SOURCE_DIR) / "samples/scans/").string();
  const std::string name = path.substr(folder.size());
  const std::string zip = "lo-quet.zip/";
  return name.rfind(zip, 0) == 0 ? name.substr(zip.size()) : name;
}

// All samples in one archive, taken in once for the tests below.
struct Taken {
  Taken() {
    for (const DocumentOutcome& outcome : archive.ingest_paths({SOHOA_SOURCE_DIR "/samples/scans"}))
      by_name[truth_name(outcome.path)] = outcome;
  }
  TestArchive archive;
  std::map<std::string, DocumentOutcome> by_name;
};

Taken& taken() {
  static Taken all;
  return all;
}

}  // namespace

TEST(Samples, EveryFileEndsAsItsTruthSays) {
  std::map<std::string, DocumentOutcome>& by_name = taken().by_name;
  for (const auto& [name, truth] : truths()) {
    ASSERT_EQ(by_name.count(name), 1U) << name;
    const DocumentOutcome& outcome = by_name[name];
    const std::string expected = truth.at("outcome").get<std::string>();
    // Two equal files are taken in at once: either may come first.
    const bool equal_pair = name.rfind("giay-moi", 0) == 0;
    if (!equal_pair) {
      EXPECT_EQ(outcome_name(outcome.outcome), expected) << name << ": " << outcome.detail;
    }
    EXPECT_EQ(reason_code(outcome.reason), truth.at("reason").get<std::string>())
        << name << ": " << outcome.detail;
    if (expected == "archived") {
      EXPECT_EQ(outcome.pages, truth.at("pages").get<int>()) << name;
    }
  }
  EXPECT_EQ(by_name.size(), truths().size());
}

TEST(Samples, MostLettersAreDescribedWithoutTyping) {
  int letters = 0;
  std::map<std::string, int> right;
  for (const auto& [name, truth] : truths()) {
    if (truth.at("outcome") != "archived" || truth.at("type").is_null()) continue;
    const auto row = taken().archive.catalogue.find_by_id(taken().by_name[name].id);
    ASSERT_TRUE(row) << name;
    ++letters;
    for (const char* key : {"type", "notation", "issued_date"}) {
      const auto field = row->fields.find(key);
      if (field == row->fields.end()) continue;
      if (fold(field->second.value) == fold(truth.at(key).get<std::string>())) ++right[key];
    }
  }
  EXPECT_GT(letters, 20);
  EXPECT_GE(right["type"], letters * 8 / 10);
  // Some numbers and days are written by pen.
  EXPECT_GE(right["notation"], letters * 4 / 10);
  EXPECT_GE(right["issued_date"], letters * 4 / 10);
}

TEST(Samples, TheSecretLetterIsSealedAndNothingOfItIsWrittenAnywhere) {
  Taken& all = taken();
  ASSERT_EQ(all.by_name["cong-van-dau-mat.pdf"].reason, Reason::suspected_secret);
  EXPECT_EQ(all.archive.catalogue.status().suspected_secrets, 1);
  int sealed_files = 0;
  for (fs::directory_iterator entry(all.archive.layout.secret()), end; entry != end; ++entry)
    ++sealed_files;
  EXPECT_EQ(sealed_files, 1);
  const std::string original = bytes_of(sample("cong-van-dau-mat.pdf"));
  for (fs::recursive_directory_iterator entry(all.archive.layout.root()), end; entry != end;
       ++entry) {
    if (!fs::is_regular_file(entry->path())) continue;
    const std::string bytes = bytes_of(entry->path());
    for (const char* trace : {"cong-van-dau-mat", "77-CV/VPTU"})
      EXPECT_EQ(bytes.find(trace), std::string::npos) << entry->path() << " holds " << trace;
    EXPECT_EQ(bytes.find(original.substr(original.size() / 2, 200)), std::string::npos)
        << entry->path() << " holds the scan";
  }
  EXPECT_EQ(all.archive.log.text.find("dau-mat"), std::string::npos);
}

TEST(Samples, EveryBagAndTheLedgerAreWhole) {
  Taken& all = taken();
  int bags = 0;
  for (fs::recursive_directory_iterator entry(all.archive.layout.store()), end; entry != end;
       ++entry) {
    if (entry->path().extension() != ".tar") continue;
    EXPECT_TRUE(check_bag(entry->path()).empty()) << entry->path();
    ++bags;
  }
  EXPECT_EQ(bags, all.archive.catalogue.status().records);
  EXPECT_TRUE(check_ledger(all.archive.layout).empty());
}

}  // namespace sohoa
