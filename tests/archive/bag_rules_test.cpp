// The rules of RFC 8493 and of format 1, each broken once. The names say the section.
#include "archive/bag.h"
#include "archive/bag_manifest.h"
#include "tests/archive/archive_fixture.h"
#include "tests/archive/packed_file.h"

namespace sohoa {
namespace {

// A whole bag as a list of members, to be changed and packed again.
class Rfc8493 : public ArchiveTest {
 protected:
  Rfc8493() {
    const BagContents given = contents();
    const BagReceipt receipt = write_bag(layout_, place(given), given);
    top_ = place(given).id.text + "/";
    for (const std::string& member : list_bag(receipt.path))
      entries_.push_back({top_ + member, read_bag_text(receipt.path, member)});
  }

  [[nodiscard]] PackedEntry& entry(const std::string& member) {
    for (PackedEntry& each : entries_)
      if (each.name == top_ + member) return each;
    throw std::logic_error("no such member: " + member);
  }
  void erase(const std::string& member) {
    std::erase_if(entries_, [&](const PackedEntry& each) { return each.name == top_ + member; });
  }
  // Tag manifests that agree with the tag files as they are now.
  void sum_tag_files() {
    MemberSums tags;
    for (const PackedEntry& each : entries_) {
      const std::string member = each.name.substr(top_.size());
      if (!is_payload(member) && !member.starts_with("tagmanifest-"))
        tags[member] = hash_bytes(each.content);
    }
    entry("tagmanifest-sha256.txt").content = write_manifest(tags, SumKind::sha256);
    entry("tagmanifest-sha512.txt").content = write_manifest(tags, SumKind::sha512);
  }
  [[nodiscard]] std::vector<std::string> check() {
    pack(folder_ / "bag.tar", Packing::tar, entries_);
    return check_bag(folder_ / "bag.tar");
  }
  void replace(const std::string& member, const std::string& from, const std::string& to) {
    std::string& text = entry(member).content;
    ASSERT_NE(text.find(from), std::string::npos);
    text.replace(text.find(from), from.size(), to);
  }

  std::string top_;
  std::vector<PackedEntry> entries_;
};

TEST_F(Rfc8493, AnUnchangedCopyIsWhole) {
  EXPECT_EQ(check(), std::vector<std::string>{});
}

TEST_F(Rfc8493, Section211BagitTextMustBeThere) {
  erase("bagit.txt");
  EXPECT_TRUE(finds(check(), "missing file", "bagit.txt"));
}

TEST_F(Rfc8493, Section211BagitTextHasTwoLinesAndNoByteOrderMark) {
  for (const char* text : {"", "BagIt-Version: 1.0\n",
                           "\xEF\xBB\xBF"
                           "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
                           "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n",
                           "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n",
                           "Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n"}) {
    entry("bagit.txt").content = text;
    EXPECT_TRUE(finds(check(), "bad bagit.txt", "")) << text;
  }
}

TEST_F(Rfc8493, Section212ThePayloadMustBeThere) {
  std::erase_if(entries_, [](const PackedEntry& each) {
    return each.name.find("/data/") != std::string::npos;
  });
  EXPECT_TRUE(finds(check(), "missing file", "data/"));
}

TEST_F(Rfc8493, Section213EveryPayloadFileIsListedInEveryManifest) {
  entries_.push_back({top_ + "data/original/extra.txt", "smuggled in"});
  const std::vector<std::string> findings = check();
  EXPECT_TRUE(finds(findings, "unexpected file", "extra.txt is not listed in manifest-sha256.txt"));
  EXPECT_TRUE(finds(findings, "unexpected file", "extra.txt is not listed in manifest-sha512.txt"));
  EXPECT_TRUE(finds(findings, "oxum mismatch", "bag-info.txt"));
}

TEST_F(Rfc8493, Section213EveryListedFileIsThere) {
  erase("data/metadata/record.json");
  EXPECT_TRUE(finds(check(), "missing file", "data/metadata/record.json"));
}

TEST_F(Rfc8493, Section213AManifestMustBeThere) {
  erase("manifest-sha256.txt");
  EXPECT_TRUE(finds(check(), "missing file", "manifest-sha256.txt"));
}

TEST_F(Rfc8493, Section213AChangedPayloadFileIsNamed) {
  entry("data/metadata/record.json").content = R"({"id":"y"})";
  const std::vector<std::string> findings = check();
  EXPECT_TRUE(finds(findings, "checksum mismatch", "record.json against manifest-sha256.txt"));
  EXPECT_TRUE(finds(findings, "checksum mismatch", "record.json against manifest-sha512.txt"));
}

TEST_F(Rfc8493, Section213ALineThatIsNoChecksumAndPathIsNamed) {
  entry("manifest-sha256.txt").content += "0123  data/x\n";
  sum_tag_files();
  EXPECT_TRUE(finds(check(), "bad manifest", "manifest-sha256.txt line"));
}

TEST_F(Rfc8493, Section213AFileIsListedOnce) {
  std::string& text = entry("manifest-sha256.txt").content;
  text += text.substr(0, text.find('\n') + 1);
  sum_tag_files();
  EXPECT_TRUE(finds(check(), "duplicate entry", "listed twice"));
}

TEST_F(Rfc8493, Section213LineEndsAndPercentAreEncodedInPaths) {
  EXPECT_EQ(encode_path("a\r\n%b"), "a%0D%0A%25b");
  EXPECT_EQ(decode_path("a%0d%0A%25b%41"), "a\r\n%b%41");
  BagContents given = contents("other bytes");
  given.original_name = "100% rõ.pdf";
  const BagReceipt receipt = write_bag(layout_, place(given), given);
  EXPECT_EQ(check_bag(receipt.path), std::vector<std::string>{});
  EXPECT_NE(read_bag_text(receipt.path, "manifest-sha256.txt").find("100%25 rõ.pdf"),
            std::string::npos);
  EXPECT_EQ(read_bag_text(receipt.path, "data/original/100% rõ.pdf"), "other bytes");
}

TEST_F(Rfc8493, Section221AChangedTagFileIsNamed) {
  replace("bag-info.txt", "2026", "2025");
  EXPECT_TRUE(finds(check(), "checksum mismatch", "bag-info.txt against tagmanifest-sha256.txt"));
}

TEST_F(Rfc8493, Section221ATagFileMoreIsNamed) {
  entries_.push_back({top_ + "notes.txt", "x"});
  EXPECT_TRUE(finds(check(), "unexpected file", "notes.txt"));
}

TEST_F(Rfc8493, Section221TagManifestsDoNotListThePayload) {
  entry("tagmanifest-sha256.txt").content +=
      hash_bytes(entry("data/metadata/record.json").content).sha256.hex +
      "  data/metadata/record.json\n";
  EXPECT_TRUE(finds(check(), "bad manifest", "tagmanifest-sha256.txt lists data/metadata"));
}

TEST_F(Rfc8493, Section222TheOxumMustAgree) {
  replace("bag-info.txt", "Payload-Oxum: ", "Payload-Oxum: 1");
  sum_tag_files();
  const std::vector<std::string> findings = check();
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(finds(findings, "oxum mismatch", "bag-info.txt says 1"));
}

TEST_F(Rfc8493, Section222TheOxumStandsOnce) {
  entry("bag-info.txt").content += "Payload-Oxum: 1.1\n";
  sum_tag_files();
  EXPECT_TRUE(finds(check(), "bad bag-info.txt", "exactly once"));
}

TEST_F(Rfc8493, Section222ALineWithoutLabelIsNamed) {
  entry("bag-info.txt").content += "no label\n";
  sum_tag_files();
  EXPECT_TRUE(finds(check(), "bad bag-info.txt", "Label: value"));
}

TEST_F(Rfc8493, Section222AnIndentedLineContinuesTheOneBefore) {
  std::vector<std::string> findings;
  const BagInfo info = parse_bag_info("A: one\n two\r\nB:\n", findings);
  EXPECT_TRUE(findings.empty());
  ASSERT_EQ(info.size(), 2U);
  EXPECT_EQ(info[0].second, "one two");
  EXPECT_EQ(info[1].second, "");
}

TEST_F(Rfc8493, Section223APartToBeFetchedIsRefused) {
  entries_.push_back({top_ + "fetch.txt", "https://example.org/x 1 data/x\n"});
  sum_tag_files();
  EXPECT_TRUE(finds(check(), "fetch.txt", "not complete"));
}

TEST_F(Rfc8493, Section4TheTarHasOneTopFolder) {
  entries_.push_back({"elsewhere/file", "x"});
  EXPECT_TRUE(finds(check(), "unexpected file", "elsewhere/file"));
}

TEST_F(Rfc8493, Section4AMemberStandsInTheTarOnce) {
  entries_.push_back(entry("data/metadata/record.json"));
  EXPECT_TRUE(finds(check(), "duplicate entry", "data/metadata/record.json"));
}

TEST_F(Rfc8493, Section51PathsThatLeadOutsideAreDangerous) {
  for (const char* path : {"../x", "/etc/passwd", "~root/x", "data/../../x", "data\\x"}) {
    entry("manifest-sha256.txt").content = std::string(64, '0') + "  " + path + "\n";
    EXPECT_TRUE(finds(check(), "dangerous path", path)) << path;
  }
}

TEST_F(Rfc8493, Section51MembersThatLeadOutsideAreDangerous) {
  for (const char* path : {"../x", "/etc/passwd", "a/../../x"}) {
    entries_.push_back({path, "x"});
    EXPECT_TRUE(finds(check(), "dangerous path", path)) << path;
    entries_.pop_back();
  }
}

TEST_F(Rfc8493, Section51LinksAreNotTaken) {
  entries_.push_back({top_ + "data/link", "/etc/passwd", PackedKind::symlink});
  EXPECT_TRUE(finds(check(), "not a regular file", "data/link"));
  entries_.back() = {top_ + "data/link", top_ + "bagit.txt", PackedKind::hardlink};
  EXPECT_TRUE(finds(check(), "not a regular file", "data/link"));
}

TEST_F(Rfc8493, Section52NamesAreInNfc) {
  entries_.push_back({top_ + "data/e\u0302", "x"});
  EXPECT_TRUE(finds(check(), "damaged tar", "NFC"));
}

TEST_F(Rfc8493, Format1TheIdentifierIsTheTopFolder) {
  replace("bag-info.txt", "External-Identifier: ", "External-Identifier: x");
  sum_tag_files();
  EXPECT_TRUE(finds(check(), "bad bag-info.txt", "External-Identifier"));
}

TEST_F(Rfc8493, Format1ABagInTheFolderOfAnotherRecordIsNamed) {
  const fs::path elsewhere = folder_ / "0123456789abcdef" / "v1.tar";
  fs::create_directories(elsewhere.parent_path());
  pack(elsewhere, Packing::tar, entries_);
  EXPECT_TRUE(finds(check_bag(elsewhere), "unexpected file", "lies in the folder of"));
}

TEST_F(Rfc8493, WhatIsNoTarOrNotThereIsNamed) {
  write_all(folder_ / "no.tar", noise(5000));
  EXPECT_TRUE(finds(check_bag(folder_ / "no.tar"), "damaged tar", ""));
  EXPECT_TRUE(finds(check_bag(folder_ / "none.tar"), "cannot read", "none.tar"));
}

TEST_F(Rfc8493, Section63MembersThatDifferInCaseAloneAreDangerous) {
  entries_.push_back({top_ + "data/text/P0001.json", "x"});
  EXPECT_TRUE(finds(check(), "dangerous path", "differ in case"));
}

}  // namespace
}  // namespace sohoa
