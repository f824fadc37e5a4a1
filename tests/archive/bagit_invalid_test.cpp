// Bags of other makers with one rule of RFC 8493 broken; the names say where it stands.
#include <boost/filesystem.hpp>

#include "tests/archive/foreign_bag.h"
#include "tests/archive/packed_file.h"

namespace sohoa {
namespace {

class BagitInvalid : public ForeignBagTest {
 protected:
  BagitInvalid() { make(); }
  void expect_error(const std::string& rule, const std::string& what = "") {
    const BagitReport report = check();
    EXPECT_EQ(report.verdict(), BagitVerdict::invalid);
    EXPECT_TRUE(has_rule(report.errors, rule, what)) << rule << '\n' << told(report);
  }
};

TEST_F(BagitInvalid, Section211BagitTextIsThere) {
  files_.erase("bagit.txt");
  sum_tags();
  expect_error("bagit.txt is missing");
}

TEST_F(BagitInvalid, Section211BagitTextIsTwoLines) {
  for (const char* text :
       {"", "BagIt-Version: 1.0\n", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\n",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nX: y\n"}) {
    files_["bagit.txt"] = text;
    sum_tags();
    expect_error("bagit.txt is not two lines");
  }
}

TEST_F(BagitInvalid, Section211TheLinesAreInOrderAndSpelledSo) {
  for (const char* text : {"Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n",
                           "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n",
                           "BagIt-Version:1.0\nTag-File-Character-Encoding: UTF-8\n",
                           " BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
                           "BagIt-Version: 1.0\nTag-File-Encoding: UTF-8\n"}) {
    files_["bagit.txt"] = text;
    sum_tags();
    expect_error("bad line in bagit.txt");
  }
}

TEST_F(BagitInvalid, Section211TheVersionIsOneThatThereIs) {
  for (const char* version : {"1", "1.0.1", "2.0", "0.5", "one", "1.0 ", "-1.0", ""}) {
    files_["bagit.txt"] =
        "BagIt-Version: " + std::string(version) + "\nTag-File-Character-Encoding: UTF-8\n";
    sum_tags();
    expect_error("unknown BagIt version");
  }
}

TEST_F(BagitInvalid, Section211BagitTextHasNoByteOrderMark) {
  files_["bagit.txt"] = "\xEF\xBB\xBF" + files_["bagit.txt"];
  sum_tags();
  expect_error("byte order mark in bagit.txt");
}

TEST_F(BagitInvalid, Section211TheEncodingIsKnown) {
  for (const char* encoding : {"NO-SUCH-8", "../../x", "UTF 8"}) {
    files_["bagit.txt"] =
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: " + std::string(encoding) + "\n";
    sum_tags();
    EXPECT_EQ(check().verdict(), BagitVerdict::invalid) << encoding;
  }
}

TEST_F(BagitInvalid, Section211TagFilesAreInTheEncodingThatIsNamed) {
  files_["bag-info.txt"] = "Contact-Name: Ren\xE9\n";
  sum_tags();
  expect_error("tag file not in its encoding", "bag-info.txt");
}

TEST_F(BagitInvalid, Section212ThePayloadFolderIsThere) {
  files_.erase("data/one.txt");
  files_.erase("data/sub/Quyết định.txt");
  files_["manifest-sha256.txt"] = "";
  expect_error("no payload folder");
}

TEST_F(BagitInvalid, Section213APayloadManifestIsThere) {
  files_.erase("manifest-sha256.txt");
  sum_tags();
  expect_error("no payload manifest");
}

TEST_F(BagitInvalid, Section213AManifestThatNobodyCanProveIsNotEnough) {
  files_["manifest-whirlpool9.txt"] = files_["manifest-sha256.txt"];
  files_.erase("manifest-sha256.txt");
  sum_tags();
  expect_error("no payload manifest that can be proved");
}

TEST_F(BagitInvalid, Section213ALineIsAChecksumAndAPath) {
  for (const char* text : {"data/one.txt\n", "xyz  data/one.txt\n", "0123  data/one.txt\n",
                           "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"}) {
    make();
    files_["manifest-sha256.txt"] += text;
    sum_tags();
    expect_error("bad line in a manifest", "manifest-sha256.txt line 3");
  }
}

TEST_F(BagitInvalid, Section213EveryListedFileIsThere) {
  files_.erase("data/one.txt");
  expect_error("missing file", "data/one.txt, in manifest-sha256.txt");
}

TEST_F(BagitInvalid, Section213EveryPayloadFileIsListed) {
  files_["data/extra.txt"] = "x";
  expect_error("unexpected file", "data/extra.txt");
}

TEST_F(BagitInvalid, Section213EveryPayloadFileIsListedInEveryManifest) {
  make("1.0", {"sha256", "sha512"});
  files_["manifest-sha512.txt"] = line("sha512", "data/one.txt");
  sum_tags();
  expect_error("not in every payload manifest", "manifest-sha512.txt");
}

TEST_F(BagitInvalid, Section213AFileIsListedExactlyOnce) {
  files_["manifest-sha256.txt"] += line("sha256", "data/one.txt");
  sum_tags();
  expect_error("listed twice", "data/one.txt");
}

TEST_F(BagitInvalid, Section213AFileHasOneChecksumInAManifest) {
  for (const char* version : {"0.97", "1.0"}) {
    make(version);
    files_["manifest-sha256.txt"] += sum("sha256", "other") + "  data/one.txt\n";
    sum_tags();
    expect_error("two checksums for one file", "data/one.txt");
  }
}

TEST_F(BagitInvalid, Section213APayloadManifestListsPayloadOnly) {
  files_["manifest-sha256.txt"] += line("sha256", "bag-info.txt");
  sum_tags();
  expect_error("payload manifest lists what is not payload", "bag-info.txt");
}

TEST_F(BagitInvalid, Section3AChangedPayloadFileIsNamedForEveryAlgorithm) {
  for (const char* algorithm : {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}) {
    make("0.97", {algorithm});
    files_["data/one.txt"] = "0ne\n";
    expect_error("checksum mismatch",
                 "data/one.txt against manifest-" + std::string(algorithm) + ".txt");
  }
}

TEST_F(BagitInvalid, Section3AChangedTagFileIsNamed) {
  files_["bag-info.txt"] += "Contact-Name: X\n";
  expect_error("checksum mismatch", "bag-info.txt against tagmanifest-sha256.txt");
}

TEST_F(BagitInvalid, Section3AWrongSumBesideARightOneIsStillWrong) {
  make("1.0", {"sha256", "sha512"});
  files_["manifest-sha512.txt"] =
      sum("sha512", "no") + "  data/one.txt\n" + line("sha512", "data/sub/Quyết định.txt");
  sum_tags();
  expect_error("checksum mismatch", "data/one.txt against manifest-sha512.txt");
}

TEST_F(BagitInvalid, Section221ListedTagFilesAreThere) {
  files_["notes.txt"] = "x";
  sum_tags();
  files_.erase("notes.txt");
  expect_error("missing file", "notes.txt, in tagmanifest-sha256.txt");
}

TEST_F(BagitInvalid, Section221ATagManifestListsEveryPayloadManifest) {
  files_["tagmanifest-sha256.txt"] = line("sha256", "bagit.txt") + line("sha256", "bag-info.txt");
  expect_error("payload manifest not in the tag manifest", "manifest-sha256.txt");
}

TEST_F(BagitInvalid, Section221ATagManifestListsNoTagManifest) {
  make("1.0", {"sha256", "sha512"});
  files_["tagmanifest-sha256.txt"] += line("sha256", "tagmanifest-sha512.txt");
  expect_error("tag manifest lists a tag manifest", "tagmanifest-sha512.txt");
}

TEST_F(BagitInvalid, Section221ATagManifestListsNoPayload) {
  files_["tagmanifest-sha256.txt"] += line("sha256", "data/one.txt");
  expect_error("tag manifest lists payload", "data/one.txt");
}

TEST_F(BagitInvalid, Section222ALineOfBagInfoHasALabel) {
  for (const char* text : {"no label here\n", ": value\n", "  begins with a blank: x\n"}) {
    files_["bag-info.txt"] = text;
    sum_tags();
    expect_error("bad line in bag-info.txt", "line 1");
  }
}

TEST_F(BagitInvalid, Section222ThePayloadOxumAgrees) {
  for (const char* oxum : {"9.2", "8.3", "0.0"}) {
    files_["bag-info.txt"] = "Payload-Oxum: " + std::string(oxum) + "\n";
    sum_tags();
    expect_error("Payload-Oxum mismatch", oxum);
  }
}

TEST_F(BagitInvalid, Section222ThePayloadOxumIsOctetsAndFiles) {
  for (const char* oxum : {"8", "eight.two", "-8.2", ""}) {
    files_["bag-info.txt"] = "payload-oxum: " + std::string(oxum) + "\n";
    sum_tags();
    expect_error("bad Payload-Oxum");
  }
}

TEST_F(BagitInvalid, Section223WhatIsStillToBeFetchedIsNotThere) {
  files_["fetch.txt"] = "https://example.org/three 5 data/three.txt\n";
  files_["manifest-sha256.txt"] += sum("sha256", "three") + "  data/three.txt\n";
  sum_tags();
  expect_error("not fetched", "data/three.txt");
}

TEST_F(BagitInvalid, Section223ALineOfFetchIsUrlLengthAndPath) {
  for (const char* text : {"https://example.org/one data/one.txt\n", "https://example.org/one 4\n",
                           "https://example.org/one four data/one.txt\n", " 4 data/one.txt\n",
                           "https://example.org/one -4 data/one.txt\n", "\n"}) {
    make();
    files_["fetch.txt"] = text;
    sum_tags();
    expect_error("bad line in fetch.txt", "fetch.txt line 1");
  }
}

TEST_F(BagitInvalid, Section223WhatIsFetchedIsInEveryManifest) {
  files_["fetch.txt"] = "https://example.org/x 1 data/x\n";
  files_["data/x"] = "x";
  sum_tags();
  expect_error("fetch.txt lists what no manifest does", "data/x");
}

TEST_F(BagitInvalid, Section223TagFilesAreNotFetched) {
  files_["fetch.txt"] = "https://example.org/i 10 bag-info.txt\n";
  sum_tags();
  expect_error("fetch.txt lists what is not payload", "bag-info.txt");
}

TEST_F(BagitInvalid, Section223AFetchedFileHasTheLengthThatWasSaid) {
  files_["fetch.txt"] = "https://example.org/one 5 data/one.txt\n";
  sum_tags();
  expect_error("fetched file of another length", "data/one.txt");
}

TEST_F(BagitInvalid, Section51PathsThatLeadOutsideAreNotFollowed) {
  for (const char* path :
       {"../secret", "data/../../secret", "/etc/passwd", "~/secret", "~root/.ssh/id", "data//x",
        "C:\\windows\\system.ini", "data\\one.txt", "c:/x", "data/./one.txt"}) {
    make();
    files_["manifest-sha256.txt"] += sum("sha256", "x") + "  " + path + "\n";
    sum_tags();
    expect_error("dangerous path", path);
    make();
    files_["fetch.txt"] = "https://example.org/x - " + std::string(path) + "\n";
    sum_tags();
    expect_error("dangerous path", "fetch.txt line 1");
  }
}

TEST_F(BagitInvalid, Section51AnEncodedLineEndDoesNotHideAPathThatLeadsOutside) {
  write_all(folder_ / "secret", "x");
  files_["manifest-sha256.txt"] += sum("sha256", "x") + "  data/..%2F..%2Fsecret\n";
  sum_tags();
  expect_error("missing file");
}

TEST_F(BagitInvalid, Section51LinksAndPipesAreNotPayload) {
  (void)check();
  const fs::path bag = folder_ / "bag";
  fs::create_symlink("/etc/passwd", bag / "data/link");
  ASSERT_EQ(run_shell("mkfifo '" + (bag / "data/pipe").string() + "'"), 0);
  const BagitReport report = check_bagit(bag);
  EXPECT_TRUE(has_rule(report.errors, "not a regular file", "data/link")) << told(report);
  EXPECT_TRUE(has_rule(report.errors, "not a regular file", "data/pipe")) << told(report);
}

TEST_F(BagitInvalid, Section51ALinkedFolderIsNotEntered) {
  (void)check();
  fs::create_directories(folder_ / "outside");
  write_all(folder_ / "outside/x", "x");
  fs::create_symlink(folder_ / "outside", folder_ / "bag/data/folder");
  const BagitReport report = check_bagit(folder_ / "bag");
  EXPECT_TRUE(has_rule(report.errors, "not a regular file", "data/folder")) << told(report);
  for (const BagitPayload& file : report.payload) EXPECT_NE(file.path, "data/folder/x");
}

TEST_F(BagitInvalid, Section4APackageHasOneTopFolder) {
  std::vector<PackedEntry> entries;
  for (const auto& [path, content] : files_) entries.push_back({"bag/" + path, content});
  entries.push_back({"other/x", "x"});
  pack(folder_ / "two.tar", Packing::tar, entries);
  EXPECT_TRUE(
      has_rule(check_bagit(folder_ / "two.tar").errors, "package with more than one top folder"));
}

TEST_F(BagitInvalid, Section4APackageHasATopFolder) {
  std::vector<PackedEntry> entries;
  for (const auto& [path, content] : files_) entries.push_back({path, content});
  pack(folder_ / "none.tar", Packing::tar, entries);
  const BagitReport report = check_bagit(folder_ / "none.tar");
  EXPECT_TRUE(has_rule(report.errors, "package without a top folder")) << told(report);
  EXPECT_EQ(report.payload.size(), 2U);
}

TEST_F(BagitInvalid, Section4AFileStandsInAPackageOnce) {
  std::vector<PackedEntry> entries;
  for (const auto& [path, content] : files_) entries.push_back({"bag/" + path, content});
  entries.push_back({"bag/data/one.txt", "another one"});
  pack(folder_ / "twice.tar", Packing::tar, entries);
  EXPECT_TRUE(has_rule(check_bagit(folder_ / "twice.tar").errors, "file twice in the package"));
}

TEST_F(BagitInvalid, Section51PackagesWithPathsThatLeadOutsideAndLinks) {
  std::vector<PackedEntry> entries;
  for (const auto& [path, content] : files_) entries.push_back({"bag/" + path, content});
  entries.push_back({"bag/data/../../x", "x"});
  entries.push_back({"bag/data/link", "/etc/passwd", PackedKind::symlink});
  entries.push_back({"bag/data/hard", "bag/bagit.txt", PackedKind::hardlink});
  pack(folder_ / "evil.tar", Packing::tar, entries);
  const BagitReport report = check_bagit(folder_ / "evil.tar");
  EXPECT_TRUE(has_rule(report.errors, "dangerous path", "../x")) << told(report);
  EXPECT_TRUE(has_rule(report.errors, "not a regular file", "data/link")) << told(report);
  EXPECT_TRUE(has_rule(report.errors, "not a regular file", "data/hard")) << told(report);
}

TEST_F(BagitInvalid, Section4APackageCutShortIsDamaged) {
  (void)check_tar();
  const std::string whole = read_all(folder_ / "bag.tar");
  write_all(folder_ / "cut.tar", whole.substr(0, whole.size() / 2));
  EXPECT_EQ(check_bagit(folder_ / "cut.tar").verdict(), BagitVerdict::invalid);
  write_all(folder_ / "noise.tar", noise(9000));
  EXPECT_TRUE(has_rule(check_bagit(folder_ / "noise.tar").errors, "damaged package"));
}

TEST_F(BagitInvalid, WhatIsNotThereCannotBeRead) {
  EXPECT_TRUE(has_rule(check_bagit(folder_ / "nowhere").errors, "cannot read"));
}

}  // namespace
}  // namespace sohoa
