#include "archive/seal.h"

#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

class Seal : public ArchiveTest {
 protected:
  Seal() { create_archive_folders(layout_, key_); }

  void seal(const std::string& bytes) {
    write_all(folder_ / "source", bytes);
    seal_file(folder_ / "source", "Tài liệu.pdf", "mark at page 1", layout_.sealing_public_key(),
              sealed_);
  }
  [[nodiscard]] Reason unseal_reason() {
    return reason_of([&] { (void)unseal_file(sealed_, key_, folder_ / "open"); });
  }

  fs::path key_ = folder_ / "private.key";
  fs::path sealed_ = layout_.secret() / "item.sealed";
};

TEST_F(Seal, WhatWasSealedComesBackWithItsNameAndNote) {
  for (const std::size_t size : {0UL, 1UL, 65536UL - 60, 65536UL, 200'000UL}) {
    seal(noise(size));
    const Unsealed result = unseal_file(sealed_, key_, folder_ / "open");
    EXPECT_EQ(result.name, "Tài liệu.pdf");
    EXPECT_EQ(result.note, "mark at page 1");
    EXPECT_EQ(read_all(folder_ / "open"), noise(size));
    fs::remove(folder_ / "open");
    fs::remove(sealed_);
  }
}

TEST_F(Seal, NeitherNameNorContentCanBeSeen) {
  seal("a secret sentence");
  const std::string bytes = read_all(sealed_);
  EXPECT_EQ(bytes.find("secret"), std::string::npos);
  EXPECT_EQ(bytes.find("Tài"), std::string::npos);
}

TEST_F(Seal, AnotherKeyDoesNotOpenIt) {
  seal("x");
  create_archive_folders(ArchiveLayout(folder_ / "other"), folder_ / "other.key");
  key_ = folder_ / "other.key";
  EXPECT_EQ(unseal_reason(), Reason::no_permission);
  EXPECT_FALSE(fs::exists(folder_ / "open"));
}

TEST_F(Seal, DamageIsNamedAndNothingIsWritten) {
  seal(noise(150'000));
  fs::permissions(sealed_, fs::owner_read | fs::owner_write);
  const std::string good = read_all(sealed_);
  for (std::size_t at = 24; at < good.size(); at += 4999) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 4);
    write_all(sealed_, bad);
    const Reason reason = unseal_reason();
    EXPECT_TRUE(reason == Reason::archive_corrupt || reason == Reason::truncated) << at;
    EXPECT_FALSE(fs::exists(folder_ / "open"));
  }
  write_all(sealed_, good + "x");
  EXPECT_NE(unseal_reason(), Reason::none);
}

TEST_F(Seal, ACutFileIsNamedAsTruncated) {
  seal(noise(150'000));
  fs::permissions(sealed_, fs::owner_read | fs::owner_write);
  const std::string good = read_all(sealed_);
  for (const std::size_t size : {good.size() - 1, std::size_t{128} + 65553, std::size_t{70'000},
                                 std::size_t{128}, std::size_t{50}, std::size_t{8}}) {
    write_all(sealed_, good.substr(0, size));
    EXPECT_EQ(unseal_reason(), Reason::truncated) << size;
  }
  write_all(sealed_, "");
  EXPECT_EQ(unseal_reason(), Reason::unknown_format);
}

TEST_F(Seal, AnExistingSealIsLeftAlone) {
  seal("first");
  const std::string before = read_all(sealed_);
  seal("second");
  EXPECT_EQ(read_all(sealed_), before);
}

TEST_F(Seal, AnExistingTargetIsNotOverwritten) {
  seal("x");
  write_all(folder_ / "open", "mine");
  EXPECT_NE(unseal_reason(), Reason::none);
  EXPECT_EQ(read_all(folder_ / "open"), "mine");
}

TEST_F(Seal, TheNameIsTheSameForTheSameBytesAndTellsNoChecksum) {
  const std::string sum = hash_bytes("x").sha256.hex;
  const std::string name = sealed_name(sum, layout_.sealing_public_key());
  EXPECT_EQ(name, sealed_name(sum, layout_.sealing_public_key()));
  EXPECT_NE(name, sealed_name(hash_bytes("y").sha256.hex, layout_.sealing_public_key()));
  create_archive_folders(ArchiveLayout(folder_ / "other"), folder_ / "other.key");
  EXPECT_NE(name, sealed_name(sum, ArchiveLayout(folder_ / "other").sealing_public_key()));
}

TEST_F(Seal, AFileThatIsNoKeyIsRefused) {
  write_all(folder_ / "no.key", "sohoa-sealing-public-key-1 zz");
  write_all(folder_ / "source", "x");
  EXPECT_EQ(
      reason_of([&] { seal_file(folder_ / "source", "n", "", folder_ / "no.key", folder_ / "t"); }),
      Reason::bad_settings);
  EXPECT_FALSE(fs::exists(folder_ / "t"));
}

}  // namespace
}  // namespace sohoa
