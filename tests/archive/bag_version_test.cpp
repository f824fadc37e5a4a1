#include "archive/bag_version.h"

#include "archive/record_bags.h"
#include "tests/archive/archive_fixture.h"
#include "tests/archive/packed_file.h"

namespace sohoa {
namespace {

class BagVersion : public ArchiveTest {
 protected:
  BagVersion() : first_(contents(noise(100'000))), id_(place(first_).id) {
    (void)write_bag(layout_, place(first_), first_);
  }

  // The next version with another description and, where given, another page 1.
  [[nodiscard]] VersionContents next(const std::string& record_json, const std::string& page = "") {
    const std::vector<InspectedBag> bags = require_whole(record_versions(layout_, id_));
    VersionContents version;
    version.changed = {{"data/metadata/record.json", record_json, {}, {}},
                       {"data/metadata/premis.xml", "<premis>2</premis>", {}, {}}};
    if (!page.empty()) version.changed.push_back({"data/text/p0001.json", page, {}, {}});
    std::set<std::string> changed;
    for (const NewMember& member : version.changed) changed.insert(member.path);
    version.kept = kept_after(bags, changed);
    version.bagging_date = "2026-05-06";
    version.bag_software = "sohoa test";
    return version;
  }
  [[nodiscard]] fs::path bag(int version) const { return layout_.bag(place(first_, version)); }
  BagReceipt write(int version, const VersionContents& contents) {
    return write_bag_version(layout_, place(first_, version), contents);
  }
  [[nodiscard]] std::vector<std::string> record_findings() const {
    return check_versions(inspect_record(record_versions(layout_, id_)));
  }

  BagContents first_;
  RecordId id_;
};

TEST_F(BagVersion, HoldsOnlyWhatChangedAndTheOriginalIsStoredOnce) {
  const BagReceipt receipt = write(2, next("{\"v\":2}"));
  EXPECT_EQ(check_bag(receipt.path), std::vector<std::string>{});
  EXPECT_EQ(record_findings(), std::vector<std::string>{});
  EXPECT_LT(receipt.bytes, 20'000U);
  for (const std::string& member : list_bag(receipt.path))
    EXPECT_FALSE(member.starts_with("data/original/")) << member;
}

TEST_F(BagVersion, TheRecordIsReadAcrossItsVersions) {
  (void)write(2, next("{\"v\":2}", "{\"page\":\"corrected\"}"));
  (void)write(3, next("{\"v\":3}"));
  const RecordBags now(layout_, id_);
  EXPECT_EQ(now.version(), 3);
  EXPECT_EQ(now.read_text("data/metadata/record.json"), "{\"v\":3}");
  EXPECT_EQ(now.read_text("data/text/p0001.json"), "{\"page\":\"corrected\"}");
  EXPECT_EQ(now.read_text("data/text/p0002.json"), R"({"page":2})");
  EXPECT_EQ(now.read_text(now.member_in("data/original/")), noise(100'000));
  EXPECT_EQ(now.members().size(), 8U);
  const RecordBags before(layout_, id_, 1);
  EXPECT_EQ(before.read_text("data/text/p0001.json"), R"({"page":1})");
  EXPECT_EQ(RecordBags(layout_, id_, 2).read_text("data/metadata/record.json"), "{\"v\":2}");
}

TEST_F(BagVersion, KeepsAreTakenOnFromVersionToVersion) {
  (void)write(2, next("{\"v\":2}", "{\"page\":\"corrected\"}"));
  (void)write(3, next("{\"v\":3}"));
  const TagTexts tags = read_bag_tags(bag(3));
  std::vector<std::string> findings;
  const std::vector<KeptBag> kept = parse_kept(tags, findings);
  EXPECT_TRUE(findings.empty());
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].name, "v1.tar");
  EXPECT_EQ(kept[0].sha256, hash_file(bag(1)).sha256);
  EXPECT_EQ(kept[0].members.size(), 5U);
  EXPECT_EQ(kept[1].name, "v2.tar");
  EXPECT_EQ(kept[1].members.size(), 1U);
}

TEST_F(BagVersion, AMemberThatIsDroppedIsNoLongerPartOfTheRecord) {
  VersionContents version = next("{\"v\":2}");
  version.kept = kept_after(require_whole(record_versions(layout_, id_)),
                            {"data/metadata/record.json", "data/metadata/premis.xml"},
                            {"data/text/p0002.json"});
  (void)write(2, version);
  EXPECT_FALSE(RecordBags(layout_, id_).has("data/text/p0002.json"));
  EXPECT_TRUE(RecordBags(layout_, id_, 1).has("data/text/p0002.json"));
  EXPECT_EQ(record_findings(), std::vector<std::string>{});
}

TEST_F(BagVersion, TarAndSha256sumAloneProveTheWholeRecord) {
  (void)write(2, next("{\"v\":2}", "{\"page\":\"corrected\"}"));
  (void)write(3, next("{\"v\":3}"));
  const fs::path out = folder_ / "out";
  fs::create_directories(out);
  for (const int version : {1, 2, 3})
    ASSERT_EQ(run_shell("tar -xf " + bag(version).string() + " -C " + out.string()), 0);
  EXPECT_EQ(run_shell("cd " + (out / id_.text).string() +
                      " && cat manifest-sha256.txt kept-v1-sha256.txt kept-v2-sha256.txt"
                      " | sha256sum --status -c && sha512sum --status -c kept-v1-sha512.txt"),
            0);
  EXPECT_EQ(run_shell("cd " + bag(3).parent_path().string() + " && tar -xOf v3.tar " + id_.text +
                      "/bag-info.txt | sed -n 's/^Sohoa-Keeps: \\(.*\\) \\(.*\\)/\\2  \\1/p'"
                      " | sha256sum --status -c"),
            0);
}

TEST_F(BagVersion, TheSameVersionAgainIsAdoptedAndAnotherOneRefused) {
  const VersionContents version = next("{\"v\":2}");
  const BagReceipt receipt = write(2, version);
  EXPECT_EQ(write(2, version).tar_sha256, receipt.tar_sha256);
  VersionContents other = version;
  other.changed.front().text = "{\"v\":\"other\"}";
  EXPECT_EQ(reason_of([&] { (void)write(2, other); }), Reason::bag_mismatch);
  other = version;
  other.kept.front().members.erase("data/text/p0002.json");
  EXPECT_EQ(reason_of([&] { (void)write(2, other); }), Reason::bag_mismatch);
}

TEST_F(BagVersion, AKeptBagThatIsMissingIsNamed) {
  (void)write(2, next("{\"v\":2}"));
  fs::remove(bag(1));
  EXPECT_TRUE(finds(record_findings(), "v2.tar: missing file", "v1.tar"));
  EXPECT_TRUE(finds(record_findings(), "missing file", "version 1"));
  EXPECT_EQ(reason_of([&] { (void)RecordBags(layout_, id_); }), Reason::archive_corrupt);
  EXPECT_EQ(check_bag(bag(2)), std::vector<std::string>{});
}

TEST_F(BagVersion, AKeptBagThatWasReplacedByAnotherWholeOneIsNamed) {
  (void)write(2, next("{\"v\":2}"));
  fs::remove(bag(1));
  first_.record_json = "{\"replaced\":true}";
  (void)write_bag(layout_, place(first_), first_);
  EXPECT_EQ(check_bag(bag(1)), std::vector<std::string>{});
  EXPECT_TRUE(finds(record_findings(), "v2.tar: checksum mismatch", "v1.tar"));
}

TEST_F(BagVersion, VersionsThatChangedPlacesAreNamed) {
  (void)write(2, next("{\"v\":2}"));
  fs::rename(bag(1), folder_ / "swap");
  fs::rename(bag(2), bag(1));
  fs::rename(folder_ / "swap", bag(2));
  EXPECT_TRUE(finds(check_bag(bag(1)), "unexpected file", "v1.tar"));
  EXPECT_TRUE(finds(check_bag(bag(2)), "unexpected file", "v2.tar"));
}

TEST_F(BagVersion, AVersionThatIsMissingBetweenTwoIsNamed) {
  (void)write(2, next("{\"v\":2}"));
  (void)write(3, next("{\"v\":3}"));
  fs::remove(bag(2));
  EXPECT_TRUE(finds(record_findings(), "missing file", "version 2"));
}

TEST_F(BagVersion, NoVersionIsBuiltOnADamagedOne) {
  std::string bytes = read_all(bag(1));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  fs::permissions(bag(1), fs::owner_read | fs::owner_write);
  write_all(bag(1), bytes);
  EXPECT_EQ(reason_of([&] { (void)next("{}"); }), Reason::archive_corrupt);
}

// A later version as a list of members, each rule of its kept lists broken once.
class KeptLists : public BagVersion {
 protected:
  KeptLists() {
    (void)write(2, next("{\"v\":2}"));
    for (const std::string& member : list_bag(bag(2)))
      entries_[member] = read_bag_text(bag(2), member);
  }
  [[nodiscard]] std::vector<std::string> check() {
    MemberSums tags;
    for (const auto& [member, text] : entries_)
      if (!is_payload(member) && !member.starts_with("tagmanifest-"))
        tags[member] = hash_bytes(text);
    entries_["tagmanifest-sha256.txt"] = write_manifest(tags, SumKind::sha256);
    entries_["tagmanifest-sha512.txt"] = write_manifest(tags, SumKind::sha512);
    std::vector<PackedEntry> packed;
    for (const auto& [member, text] : entries_) packed.push_back({id_.text + "/" + member, text});
    pack(folder_ / "bag.tar", Packing::tar, packed);
    return check_bag(folder_ / "bag.tar");
  }
  void replace(const std::string& member, const std::string& from, const std::string& to) {
    std::string& text = entries_.at(member);
    ASSERT_NE(text.find(from), std::string::npos);
    text.replace(text.find(from), from.size(), to);
  }
  std::map<std::string, std::string> entries_;
};

TEST_F(KeptLists, AsWrittenAreWhole) {
  EXPECT_EQ(check(), std::vector<std::string>{});
}

TEST_F(KeptLists, NameAnEarlierBag) {
  replace("bag-info.txt", "v1.tar", "v2.tar");
  EXPECT_TRUE(finds(check(), "bad kept list", "v2.tar"));
}

TEST_F(KeptLists, NameTheBagsSum) {
  replace("bag-info.txt", hash_file(bag(1)).sha256.hex, "0123");
  EXPECT_TRUE(finds(check(), "bad kept list", "0123"));
}

TEST_F(KeptLists, MustBothBeThere) {
  entries_.erase("kept-v1-sha512.txt");
  EXPECT_TRUE(finds(check(), "missing file", "kept-v1-sha512.txt"));
}

TEST_F(KeptLists, MustListTheSameMembers) {
  const std::string& text = entries_.at("kept-v1-sha512.txt");
  entries_["kept-v1-sha512.txt"] = text.substr(0, text.find('\n') + 1);
  EXPECT_TRUE(finds(check(), "bad kept list", "has no SHA-512"));
}

TEST_F(KeptLists, DoNotKeepWhatTheBagHolds) {
  for (const char* kind : {"256", "512"})
    entries_[std::string("kept-v1-sha") + kind + ".txt"] +=
        entries_[std::string("manifest-sha") + kind + ".txt"];
  EXPECT_TRUE(finds(check(), "bad kept list", "record.json"));
}

TEST_F(KeptLists, NeedTheirLineInBagInfo) {
  entries_["kept-v7-sha256.txt"] = "";
  EXPECT_TRUE(finds(check(), "unexpected file", "kept-v7-sha256.txt"));
}

TEST_F(KeptLists, DoNotLeadOutOfTheBag) {
  replace("kept-v1-sha256.txt", "data/text/p0002.json", "../text/p0002.json");
  EXPECT_TRUE(finds(check(), "dangerous path", "../text/p0002.json"));
}

TEST_F(KeptLists, ListPayloadOnly) {
  for (const char* kind : {"kept-v1-sha256.txt", "kept-v1-sha512.txt"})
    replace(kind, "data/text/p0002.json", "tags/p0002.json");
  EXPECT_TRUE(finds(check(), "bad kept list", "tags/p0002.json"));
}

}  // namespace
}  // namespace sohoa
