// Bags of other makers that RFC 8493 and the drafts before it call valid.
#include <boost/filesystem.hpp>

#include "archive/bag.h"
#include "tests/archive/foreign_bag.h"
#include "tests/archive/packed_file.h"

namespace sohoa {
namespace {

class BagitValid : public ForeignBagTest {
 protected:
  void expect_valid(const std::string& why = "") {
    const BagitReport folder = check();
    EXPECT_EQ(folder.verdict(), BagitVerdict::valid) << why << '\n' << told(folder);
    const BagitReport tar = check_tar();
    EXPECT_EQ(tar.verdict(), BagitVerdict::valid) << why << '\n' << told(tar);
    EXPECT_EQ(folder.payload.size(), tar.payload.size());
  }
};

TEST_F(BagitValid, Section3ABagOfEachVersionWithEachAlgorithm) {
  for (const char* version : {"0.93", "0.94", "0.95", "0.96", "0.97", "1.0"})
    for (const char* algorithm : {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}) {
      const bool weak = std::string(algorithm) == "md5" || std::string(algorithm) == "sha1";
      if (weak && std::string(version) == "1.0") continue;
      make(version, {algorithm});
      expect_valid(std::string(version) + " " + algorithm);
      EXPECT_EQ(check().version, version);
    }
}

TEST_F(BagitValid, Section24TheSha3AndBlake2SumsOfLibcryptoAreKnown) {
  for (const char* algorithm : {"sha3224", "sha3256", "sha3384", "sha3512", "blake2b512"}) {
    make("1.0", {algorithm});
    expect_valid(algorithm);
  }
}

TEST_F(BagitValid, Section24SeveralAlgorithmsAtOnceAllHold) {
  make("1.0", {"md5", "sha1", "sha256", "sha512"});
  expect_valid();
}

TEST_F(BagitValid, Section24ChecksumsMayBeInUpperCase) {
  make();
  std::string& manifest = files_["manifest-sha256.txt"];
  for (std::size_t i = 0; i < manifest.find(' '); ++i)
    manifest[i] = static_cast<char>(std::toupper(manifest[i]));
  sum_tags();
  expect_valid();
}

TEST_F(BagitValid, Section213AnyRunOfBlanksAndTabsPartsSumAndPath) {
  for (const char* between : {" ", "  ", "\t", " \t  "}) {
    make();
    files_["manifest-sha256.txt"] = sum("sha256", "one\n") + between + "data/one.txt\n" +
                                    sum("sha256", "hai\n") + between + "data/sub/Quyết định.txt\n";
    sum_tags();
    expect_valid(between);
  }
}

TEST_F(BagitValid, Section23TagFilesEndTheirLinesWithLfCrOrBoth) {
  for (const char* end : {"\n", "\r", "\r\n"}) {
    make();
    for (auto& [path, text] : files_) {
      if (path.starts_with("data/") || path.starts_with("tagmanifest-")) continue;
      std::string changed;
      for (const char c : text) c == '\n' ? changed += end : changed += c;
      text = changed;
    }
    sum_tags();
    expect_valid(end);
  }
}

TEST_F(BagitValid, Section23TheLastLineNeedsNoEnd) {
  make();
  for (const char* name : {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"})
    files_[name].pop_back();
  sum_tags();
  expect_valid();
}

TEST_F(BagitValid, Section213PathsMayHoldBlanksAndAnyLetters) {
  make();
  add_payload("data/thư mục/công văn  số 5 (bản sao).pdf", "x");
  files_["bag-info.txt"] = "Payload-Oxum: 9.3\n";
  sum_tags();
  expect_valid();
}

TEST_F(BagitValid, Section213LineEndsAndPercentInPathsAreEncoded) {
  make();
  files_["data/100%\r\nsure"] = "x";
  files_["manifest-sha256.txt"] += sum("sha256", "x") + "  data/100%25%0D%0Asure\n";
  files_["bag-info.txt"] = "Payload-Oxum: 9.3\n";
  sum_tags();
  const BagitReport report = check();
  EXPECT_EQ(report.verdict(), BagitVerdict::valid) << told(report);
}

TEST_F(BagitValid, Draft097APercentSignInAPathStandsForItself) {
  make("0.97");
  add_payload("data/50%25off", "x");
  files_["bag-info.txt"] = "Payload-Oxum: 9.3\n";
  sum_tags();
  expect_valid();
}

TEST_F(BagitValid, Draft097AFileInOneOfSeveralManifestsIsEnough) {
  make("0.97", {"md5", "sha256"});
  files_["manifest-md5.txt"] = line("md5", "data/one.txt");
  sum_tags();
  expect_valid();
}

TEST_F(BagitValid, Section2BagInfoAndTagManifestsAreOptional) {
  make();
  files_.erase("bag-info.txt");
  files_.erase("tagmanifest-sha256.txt");
  expect_valid();
}

TEST_F(BagitValid, Section222LabelsMayRepeatAndKeepTheirOrder) {
  make();
  files_["bag-info.txt"] = "Contact-Name: B\nContact-Name: A\nX-Own: 1\n";
  sum_tags();
  expect_valid();
  const BagitInfo info = check().info;
  ASSERT_EQ(info.size(), 3U);
  EXPECT_EQ(info[0].second, "B");
  EXPECT_EQ(info[1].second, "A");
}

TEST_F(BagitValid, Section222AnIndentedLineContinuesTheValue) {
  make();
  files_["bag-info.txt"] = "External-Description: dòng một\n  dòng hai\n\tdòng ba\n";
  sum_tags();
  expect_valid();
  EXPECT_EQ(check().info.at(0).second, "dòng một dòng hai dòng ba");
}

TEST_F(BagitValid, Section222AColonMayStandInTheValue) {
  make();
  files_["bag-info.txt"] = "External-Identifier: urn:phong:1975\n";
  sum_tags();
  expect_valid();
  EXPECT_EQ(check().info.at(0).second, "urn:phong:1975");
}

TEST_F(BagitValid, Draft095MetadataStandInPackageInfo) {
  make("0.95");
  files_.erase("bag-info.txt");
  files_["package-info.txt"] = "Source-Organization: A\nPayload-Oxum: 8.2\n";
  sum_tags();
  expect_valid();
  EXPECT_EQ(check().info.size(), 2U);
}

TEST_F(BagitValid, Section211TagFilesInOtherEncodings) {
  make();
  files_["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: ISO-8859-1\n";
  files_["bag-info.txt"] = "Contact-Name: Ren\xE9\n";
  files_.erase("data/sub/Quyết định.txt");
  files_["manifest-sha256.txt"] = line("sha256", "data/one.txt");
  sum_tags();
  expect_valid();
  EXPECT_EQ(check().info.at(0).second, "René");
}

TEST_F(BagitValid, Section211TagFilesInUtf16WithItsByteOrderMark) {
  make();
  files_.erase("tagmanifest-sha256.txt");
  files_["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n";
  files_["bag-info.txt"] = std::string("\xFF\xFE") + std::string("A\0:\0 \0b\0\n\0", 10);
  files_.erase("data/sub/Quyết định.txt");
  std::string manifest = "\xFF\xFE";
  for (const char c : line("sha256", "data/one.txt")) manifest.append(1, c).append(1, '\0');
  files_["manifest-sha256.txt"] = manifest;
  expect_valid();
}

TEST_F(BagitValid, Section223AFileThatWasFetchedCountsAsAnyOther) {
  make();
  files_["fetch.txt"] =
      "https://example.org/one 4 data/one.txt\nhttps://example.org/2 - "
      "data/sub/Quyết định.txt\n";
  sum_tags();
  expect_valid();
}

TEST_F(BagitValid, Section224OtherTagFilesAndFoldersMayStandBesideThePayload) {
  make();
  files_["metadata/mets.xml"] = "<mets/>";
  sum_tags();
  expect_valid();
}

TEST_F(BagitValid, Section212ABagInABagIsPayload) {
  make();
  add_payload("data/inner/bagit.txt", "not looked at");
  add_payload("data/inner/manifest-sha256.txt", "not looked at");
  files_["bag-info.txt"] = "";
  sum_tags();
  expect_valid();
}

TEST_F(BagitValid, Section212ThePayloadMayBeEmpty) {
  make();
  files_ = {{"bagit.txt", files_["bagit.txt"]}, {"manifest-sha256.txt", ""}};
  const fs::path bag = folder_ / "empty";
  for (const auto& [path, content] : files_) write_all(bag / path, content);
  fs::create_directories(bag / "data");
  EXPECT_EQ(check_bagit(bag).verdict(), BagitVerdict::valid) << told(check_bagit(bag));
}

TEST_F(BagitValid, Section4PackagesOfEveryKindThatIsTakenIn) {
  make();
  std::vector<PackedEntry> entries;
  for (const auto& [path, content] : files_) entries.push_back({"bag/" + path, content});
  for (const Packing packing :
       {Packing::tar, Packing::tar_gz, Packing::tar_xz, Packing::zip, Packing::seven_zip}) {
    const fs::path file = folder_ / ("packed" + std::to_string(static_cast<int>(packing)));
    pack(file, packing, entries);
    const BagitReport report = check_bagit(file);
    EXPECT_EQ(report.verdict(), BagitVerdict::valid) << told(report);
    EXPECT_EQ(report.top, "bag");
  }
}

TEST_F(BagitValid, ThePayloadIsListedWithLengthAndSums) {
  make("1.0", {"sha256", "sha512"});
  const BagitReport report = check();
  ASSERT_EQ(report.payload.size(), 2U);
  EXPECT_EQ(report.payload[0].path, "data/one.txt");
  EXPECT_EQ(report.payload[0].bytes, 4U);
  EXPECT_EQ(report.payload[0].sums.at("sha256"), sum("sha256", "one\n"));
  EXPECT_EQ(report.payload[0].sums.at("sha512"), sum("sha512", "one\n"));
}

class BagitOwn : public ArchiveTest {};

TEST_F(BagitOwn, ABagThatThisArchiveWritesIsAValidBag) {
  const BagContents given = contents();
  const BagitReport report = check_bagit(write_bag(layout_, place(given), given).path);
  EXPECT_EQ(report.verdict(), BagitVerdict::valid) << told(report);
  EXPECT_EQ(report.version, "1.0");
}

}  // namespace
}  // namespace sohoa
