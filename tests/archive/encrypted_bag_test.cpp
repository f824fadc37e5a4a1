#include <boost/filesystem/operations.hpp>

#include "archive/bag_check.h"
#include "archive/bag_version.h"
#include "archive/fonds_keys.h"
#include "archive/record_bags.h"
#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

class EncryptedBag : public ArchiveTest {
 protected:
  EncryptedBag() : key_(folder_ / "master.key") {
    write_master_key(key_);
    use(key_);
    encrypt_fonds(layout_, "default");
  }
  ~EncryptedBag() override { set_master_key_source(nullptr); }

  static void use(const fs::path& file) {
    set_master_key_source([file] { return read_master_key(file); });
  }
  [[nodiscard]] BagPlace sealed_place(const BagContents& given, int version = 1) const {
    BagPlace at = place(given, version);
    at.encrypted = true;
    return at;
  }
  [[nodiscard]] fs::path fonds() const { return fonds_folder(layout_, "default"); }

  fs::path key_;
};

TEST_F(EncryptedBag, ReadsAsAnyOther) {
  const BagContents given = contents(noise(300'000));
  const BagReceipt receipt = write_bag(layout_, sealed_place(given), given);
  EXPECT_EQ(receipt.path.filename().string(), "v1.tar.enc");
  EXPECT_EQ(receipt.tar_sha256, hash_file(receipt.path).sha256);
  EXPECT_EQ(check_bag(receipt.path), std::vector<std::string>{});
  EXPECT_EQ(read_bag_text(receipt.path, "data/original/Quyết định 12.pdf"), noise(300'000));
  EXPECT_EQ(list_bag(receipt.path).size(), 14U);
  const RecordBags record(layout_, place(given).id);
  EXPECT_TRUE(record.newest().encrypted);
  EXPECT_EQ(record.read_text("data/metadata/record.json"), given.record_json);
}

TEST_F(EncryptedBag, ShowsNothingOfItsContents) {
  const BagContents given = contents("a sentence that nobody may read");
  const BagReceipt receipt = write_bag(layout_, sealed_place(given), given);
  const std::string bytes = read_all(receipt.path);
  for (const char* text : {"a sentence", "record.json", "manifest", "ustar", "Quy"})
    EXPECT_EQ(bytes.find(text), std::string::npos) << text;
}

TEST_F(EncryptedBag, TwoBagsOfTheSameContentsAreNotAlike) {
  const BagContents given = contents();
  const Sha256 first = write_bag(layout_, sealed_place(given), given).tar_sha256;
  EXPECT_NE(write_bag(layout_, sealed_place(given, 2), given).tar_sha256, first);
}

TEST_F(EncryptedBag, IsAdoptedWhereItStands) {
  const BagContents given = contents();
  const Sha256 first = write_bag(layout_, sealed_place(given), given).tar_sha256;
  EXPECT_EQ(write_bag(layout_, sealed_place(given), given).tar_sha256, first);
}

TEST_F(EncryptedBag, ALaterVersionKeepsWhatAnEncryptedOneHolds) {
  const BagContents given = contents();
  (void)write_bag(layout_, sealed_place(given), given);
  const auto bags = require_whole(record_versions(layout_, place(given).id));
  VersionContents version{{{"data/metadata/record.json", "{}", {}, {}}},
                          kept_after(bags, {"data/metadata/record.json"}),
                          "2027-01-01",
                          "sohoa"};
  (void)write_bag_version(layout_, sealed_place(given, 2), version);
  const RecordBags now(layout_, place(given).id);
  EXPECT_EQ(now.read_text("data/metadata/record.json"), "{}");
  EXPECT_EQ(now.read_text(now.member_in("data/original/")), "the original bytes");
  EXPECT_NO_THROW((void)require_whole(record_versions(layout_, place(given).id)));
}

TEST_F(EncryptedBag, WithoutTheKeyIsProvedByItsChecksumAndOtherwiseSaysWhatIsMissing) {
  const BagContents given = contents();
  const BagReceipt receipt = write_bag(layout_, sealed_place(given), given);
  set_master_key_source(nullptr);
  const BagCheck check = inspect_bag(receipt.path);
  EXPECT_TRUE(check.key_missing);
  EXPECT_TRUE(check.findings.empty());
  EXPECT_EQ(check.tar.sha256, receipt.tar_sha256);
  EXPECT_TRUE(finds(check_bag(receipt.path), "key missing", ""));
  const auto read = [&] { (void)read_bag_text(receipt.path, "data/metadata/record.json"); };
  EXPECT_EQ(reason_of(read), Reason::key_missing);
  EXPECT_EQ(reason_of([&] { (void)list_bag(receipt.path); }), Reason::key_missing);
  EXPECT_EQ(reason_of([&] { (void)RecordBags(layout_, place(given).id); }), Reason::key_missing);
  EXPECT_EQ(reason_of([&] { (void)write_bag(layout_, sealed_place(given, 2), given); }),
            Reason::key_missing);
  EXPECT_FALSE(fs::exists(layout_.bag(sealed_place(given, 2))));
}

TEST_F(EncryptedBag, AnotherMasterKeyOpensNothing) {
  const BagContents given = contents();
  const BagReceipt receipt = write_bag(layout_, sealed_place(given), given);
  write_master_key(folder_ / "other.key");
  use(folder_ / "other.key");
  EXPECT_EQ(reason_of([&] { (void)list_bag(receipt.path); }), Reason::key_missing);
}

TEST_F(EncryptedBag, EveryFlippedByteIsFound) {
  const BagContents given = contents();
  const BagReceipt receipt = write_bag(layout_, sealed_place(given), given);
  const std::string good = read_all(receipt.path);
  const fs::path copy = layout_.bag(sealed_place(given, 2));
  for (std::size_t at = 0; at < good.size(); at += at < 256 ? 1 : 211) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    write_all(copy, bad);
    ASSERT_FALSE(check_bag(copy).empty()) << "byte " << at;
  }
}

TEST_F(EncryptedBag, EveryTruncationAndEveryAddedByteIsFound) {
  const BagContents given = contents(noise(200'000));
  const BagReceipt receipt = write_bag(layout_, sealed_place(given), given);
  const std::string good = read_all(receipt.path);
  const fs::path copy = layout_.bag(sealed_place(given, 2));
  for (std::size_t size = 0; size < good.size(); size += 6007) {
    write_all(copy, good.substr(0, size));
    ASSERT_FALSE(check_bag(copy).empty()) << size << " bytes";
  }
  write_all(copy, good + "x");
  EXPECT_FALSE(check_bag(copy).empty());
}

TEST_F(EncryptedBag, RotatingTheMasterKeyTouchesNoBag) {
  const BagContents given = contents();
  const BagReceipt before = write_bag(layout_, sealed_place(given), given);
  const fs::path next = folder_ / "next.key";
  write_master_key(next);
  add_rotated_key(layout_, "default", read_master_key(key_), read_master_key(next));
  // Both are good until the old one is dropped.
  for (const fs::path& file : {key_, next}) {
    use(file);
    EXPECT_EQ(check_bag(before.path), std::vector<std::string>{}) << file;
  }
  drop_old_keys(layout_, "default", read_master_key(next));
  use(next);
  EXPECT_EQ(hash_file(before.path).sha256, before.tar_sha256);
  EXPECT_EQ(check_bag(before.path), std::vector<std::string>{});
  const BagReceipt after = write_bag(layout_, sealed_place(given, 2), given);
  EXPECT_EQ(check_bag(after.path), std::vector<std::string>{});
  use(key_);
  EXPECT_EQ(reason_of([&] { (void)list_bag(before.path); }), Reason::key_missing);
}

TEST_F(EncryptedBag, RotationCanBeRepeatedAfterACrashAtAnyPoint) {
  const fs::path next = folder_ / "next.key";
  write_master_key(next);
  const SecretKey from = read_master_key(key_);
  const SecretKey to = read_master_key(next);
  EXPECT_EQ(reason_of([&] { drop_old_keys(layout_, "default", to); }), Reason::key_missing);
  write_all(fonds() / ".key-2.json.0123456789abcdef.part", "half");
  for (int i = 0; i < 3; ++i) add_rotated_key(layout_, "default", from, to);
  for (int i = 0; i < 3; ++i) drop_old_keys(layout_, "default", to);
  EXPECT_FALSE(fs::exists(fonds() / "key-1.json"));
  EXPECT_TRUE(fs::exists(fonds() / "key-2.json"));
  EXPECT_FALSE(fs::exists(fonds() / "key-3.json"));
}

TEST_F(EncryptedBag, ADamagedKeyFileIsNamed) {
  const BagContents given = contents();
  const BagReceipt receipt = write_bag(layout_, sealed_place(given), given);
  const fs::path file = fonds() / "key-1.json";
  const std::string good = read_all(file);
  fs::permissions(file, fs::owner_read | fs::owner_write);
  for (const std::string& bad :
       {good.substr(0, good.size() / 2), std::string("{}"), std::string("[]"), [&] {
          std::string text = good;
          const std::size_t at = text.find("wrapped\": \"") + 12;
          text[at] = text[at] == '0' ? '1' : '0';
          return text;
        }()}) {
    write_all(file, bad);
    use(key_);
    EXPECT_EQ(reason_of([&] { (void)list_bag(receipt.path); }), Reason::archive_corrupt) << bad;
  }
  write_all(file, good);
  use(key_);
  EXPECT_EQ(check_bag(receipt.path), std::vector<std::string>{});
}

TEST_F(EncryptedBag, AKeyOfAnotherFondsIsNotTakenForItsOwn) {
  encrypt_fonds(layout_, "other");
  fs::remove(fonds_folder(layout_, "other") / "key-1.json");
  fs::copy_file(fonds() / "key-1.json", fonds_folder(layout_, "other") / "key-1.json");
  use(key_);
  EXPECT_EQ(reason_of([&] { (void)newest_data_key(fonds_folder(layout_, "other")); }),
            Reason::archive_corrupt);
}

TEST_F(EncryptedBag, AMasterKeyFileIsNeverReplacedAndMustBeOne) {
  EXPECT_EQ(reason_of([&] { write_master_key(key_); }), Reason::bad_settings);
  write_all(folder_ / "bad.key", "sohoa-master-key-1 12");
  EXPECT_EQ(reason_of([&] { (void)read_master_key(folder_ / "bad.key"); }), Reason::key_missing);
  EXPECT_EQ(reason_of([&] { (void)read_master_key(folder_ / "none.key"); }), Reason::key_missing);
}

}  // namespace
}  // namespace sohoa
