// Bags of other makers that are valid, but of which somebody should know something.
#include <boost/filesystem.hpp>

#include "tests/archive/foreign_bag.h"

namespace sohoa {
namespace {

class BagitWarning : public ForeignBagTest {
 protected:
  BagitWarning() { make(); }
  void expect_warning(const std::string& rule, const std::string& what = "") {
    const BagitReport report = check();
    EXPECT_EQ(report.verdict(), BagitVerdict::valid_with_warnings) << told(report);
    EXPECT_TRUE(has_rule(report.warnings, rule, what)) << rule << '\n' << told(report);
  }
};

TEST_F(BagitWarning, Section24Md5AndSha1AloneDoNotHoldAgainstForgery) {
  for (const char* algorithm : {"md5", "sha1"}) {
    make("1.0", {algorithm});
    expect_warning("weak checksum algorithm");
  }
}

TEST_F(BagitWarning, Section24AnUnknownAlgorithmBesideAKnownOne) {
  files_["manifest-whirlpool9.txt"] = "00ff  data/one.txt\n00ff  data/sub/Quyết định.txt\n";
  sum_tags();
  expect_warning("unknown checksum algorithm", "manifest-whirlpool9.txt");
}

TEST_F(BagitWarning, Section24TheNameOfTheAlgorithmIsInLowerCase) {
  files_["manifest-SHA256.txt"] = files_["manifest-sha256.txt"];
  files_.erase("manifest-sha256.txt");
  sum_tags();
  expect_warning("manifest name not in lower case", "manifest-SHA256.txt");
}

TEST_F(BagitWarning, Section213MadeWithTheAsteriskOfAChecksumTool) {
  std::string& manifest = files_["manifest-sha256.txt"];
  manifest.replace(manifest.find("  data/one"), 2, " *");
  sum_tags();
  expect_warning("asterisk before the path", "manifest-sha256.txt line 1");
}

TEST_F(BagitWarning, Section213ALeadingDotSlash) {
  std::string& manifest = files_["manifest-sha256.txt"];
  manifest.insert(manifest.find("data/one"), "./");
  sum_tags();
  expect_warning("leading ./", "manifest-sha256.txt line 1");
}

TEST_F(BagitWarning, Section213AnEmptyLine) {
  files_["manifest-sha256.txt"] += "\n";
  sum_tags();
  expect_warning("empty line in a manifest", "line 3");
}

TEST_F(BagitWarning, Section213APercentSignThatShouldBeEncoded) {
  add_payload("data/50% off", "x");
  files_["bag-info.txt"] = "";
  sum_tags();
  expect_warning("percent sign not encoded", "data/50% off");
}

TEST_F(BagitWarning, Draft097TheSameLineTwice) {
  make("0.97");
  files_["manifest-sha256.txt"] += line("sha256", "data/one.txt");
  sum_tags();
  expect_warning("listed twice", "data/one.txt");
}

TEST_F(BagitWarning, Section52TheManifestNamesAFileInAnotherNormalForm) {
  add_payload("data/Quye\u0302\u0301t", "x");
  files_["data/Quyết"] = "x";
  files_.erase("data/Quye\u0302\u0301t");
  files_["bag-info.txt"] = "";
  sum_tags();
  expect_warning("name in another Unicode normal form", "data/Quye");
}

TEST_F(BagitWarning, Section52TwoNamesThatDifferOnlyInNormalForm) {
  add_payload("data/Quye\u0302\u0301t", "x");
  add_payload("data/Quyết", "y");
  files_["bag-info.txt"] = "";
  sum_tags();
  expect_warning("names differ only in Unicode normal form", "the bag");
}

TEST_F(BagitWarning, Section52TwoNamesThatDifferOnlyInCase) {
  add_payload("data/ONE.txt", "x");
  files_["bag-info.txt"] = "";
  sum_tags();
  expect_warning("names differ only in case", "data/one.txt");
}

TEST_F(BagitWarning, Section23AByteOrderMarkInATagFile) {
  files_["bag-info.txt"] = "\xEF\xBB\xBFPayload-Oxum: 8.2\n";
  sum_tags();
  expect_warning("byte order mark", "bag-info.txt");
  EXPECT_EQ(check().info.at(0).first, "Payload-Oxum");
}

TEST_F(BagitWarning, Section221ATagFileThatNoTagManifestHolds) {
  files_["notes.txt"] = "x";
  expect_warning("tag file not in the tag manifest", "notes.txt");
}

TEST_F(BagitWarning, Draft097ATagManifestListsATagManifest) {
  make("0.97", {"sha256", "sha512"});
  files_["tagmanifest-sha256.txt"] += line("sha256", "tagmanifest-sha512.txt");
  expect_warning("tag manifest lists a tag manifest");
}

TEST_F(BagitWarning, Section222TheBlankAroundTheColon) {
  files_["bag-info.txt"] = "Contact-Name : X\n";
  sum_tags();
  expect_warning("blank before the colon", "line 1");
  EXPECT_EQ(check().info.at(0).first, "Contact-Name");
  files_["bag-info.txt"] = "Contact-Name:X\n";
  sum_tags();
  expect_warning("not one blank after the colon", "line 1");
  EXPECT_EQ(check().info.at(0).second, "X");
}

TEST_F(BagitWarning, Section222LabelsThatShouldStandOnce) {
  for (const char* label : {"Bagging-Date", "Bag-Size", "Bag-Group-Identifier", "Bag-Count"}) {
    files_["bag-info.txt"] = std::string(label) + ": 2026-01-01\n" + label + ": 2026-01-01\n";
    sum_tags();
    expect_warning("label repeated in bag-info.txt", label);
  }
  files_["bag-info.txt"] = "Payload-Oxum: 8.2\nPAYLOAD-OXUM: 8.2\n";
  sum_tags();
  expect_warning("label repeated in bag-info.txt", "PAYLOAD-OXUM");
}

TEST_F(BagitWarning, Section222TheBaggingDateIsADate) {
  files_["bag-info.txt"] = "Bagging-Date: 01/02/2026\n";
  sum_tags();
  expect_warning("Bagging-Date is not YYYY-MM-DD");
}

TEST_F(BagitWarning, Section222AnEmptyLineInBagInfo) {
  files_["bag-info.txt"] += "\n";
  sum_tags();
  expect_warning("empty line in bag-info.txt", "line 3");
}

TEST_F(BagitWarning, Section223WhatIsFetchedHasAUrl) {
  files_["fetch.txt"] = "one 4 data/one.txt\n";
  sum_tags();
  expect_warning("no URL in fetch.txt", "line 1");
}

TEST_F(BagitWarning, Section61FilesThatAnOperatingSystemLeftBehind) {
  for (const char* name : {"Thumbs.db", ".DS_Store", "desktop.ini", "._one.txt"}) {
    make();
    add_payload("data/" + std::string(name), "x");
    files_["bag-info.txt"] = "";
    sum_tags();
    expect_warning("file of an operating system", name);
  }
}

TEST_F(BagitWarning, Section212AnEmptyFolderIsHeldByNoManifest) {
  (void)check();
  fs::create_directories(folder_ / "bag/data/empty");
  const BagitReport report = check_bagit(folder_ / "bag");
  EXPECT_EQ(report.verdict(), BagitVerdict::valid_with_warnings);
  EXPECT_TRUE(has_rule(report.warnings, "empty folder", "data/empty")) << told(report);
}

}  // namespace
}  // namespace sohoa
