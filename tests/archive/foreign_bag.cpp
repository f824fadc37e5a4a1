#include "tests/archive/foreign_bag.h"

#include <boost/filesystem.hpp>

#include "archive/digests.h"
#include "tests/archive/packed_file.h"

namespace sohoa {

namespace {

bool is_tag_manifest(const std::string& path) {
  return path.starts_with("tagmanifest-");
}

}  // namespace

ForeignBagTest::ForeignBagTest()
    : folder_(fs::temp_directory_path() / fs::unique_path("sohoa-foreign-%%%%-%%%%")) {
  fs::create_directories(folder_);
}

ForeignBagTest::~ForeignBagTest() {
  boost::system::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void ForeignBagTest::make(const std::string& version, const std::vector<std::string>& algorithms) {
  algorithms_ = algorithms;
  files_.clear();
  files_["bagit.txt"] = "BagIt-Version: " + version + "\nTag-File-Character-Encoding: UTF-8\n";
  for (const std::string& algorithm : algorithms_) files_["manifest-" + algorithm + ".txt"];
  add_payload("data/one.txt", "one\n");
  add_payload("data/sub/Quyết định.txt", "hai\n");
  files_["bag-info.txt"] = "Source-Organization: Tỉnh ủy\nPayload-Oxum: 8.2\n";
  sum_tags();
}

void ForeignBagTest::add_payload(const std::string& path, const std::string& content) {
  files_[path] = content;
  for (const std::string& algorithm : algorithms_)
    files_["manifest-" + algorithm + ".txt"] += line(algorithm, path);
}

void ForeignBagTest::sum_tags() {
  for (const std::string& algorithm : algorithms_) {
    std::string lines;
    for (const auto& [path, content] : files_)
      if (!path.starts_with("data/") && !is_tag_manifest(path)) lines += line(algorithm, path);
    files_["tagmanifest-" + algorithm + ".txt"] = lines;
  }
}

std::string ForeignBagTest::sum(const std::string& algorithm, const std::string& content) const {
  Digests digests({algorithm});
  digests.add(content.data(), content.size());
  return digests.finish()[algorithm];
}

std::string ForeignBagTest::line(const std::string& algorithm, const std::string& path) const {
  return sum(algorithm, files_.at(path)) + "  " + path + "\n";
}

BagitReport ForeignBagTest::check() {
  const fs::path bag = folder_ / "bag";
  fs::remove_all(bag);
  fs::create_directories(bag);
  for (const auto& [path, content] : files_) write_all(bag / path, content);
  return check_bagit(bag);
}

BagitReport ForeignBagTest::check_tar() {
  std::vector<PackedEntry> entries;
  for (const auto& [path, content] : files_) entries.push_back({"bag/" + path, content});
  pack(folder_ / "bag.tar", Packing::tar, entries);
  return check_bagit(folder_ / "bag.tar");
}

bool has_rule(const std::vector<BagitFinding>& findings, const std::string& rule,
              const std::string& what) {
  for (const BagitFinding& finding : findings)
    if (finding.rule == rule && finding.what.find(what) != std::string::npos) return true;
  return false;
}

std::string told(const BagitReport& report) {
  std::string text;
  for (const BagitFinding& finding : report.errors)
    text += "error: " + finding.rule + ": " + finding.what + "\n";
  for (const BagitFinding& finding : report.warnings)
    text += "warning: " + finding.rule + ": " + finding.what + "\n";
  return text;
}

}  // namespace sohoa
