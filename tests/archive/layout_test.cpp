#include "archive/layout.h"

#include <sys/stat.h>

#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

using Layout = ArchiveTest;

TEST_F(Layout, ARecordIdIsTheFirstEightyBitsInCrockfordBase32) {
  EXPECT_EQ(record_id(Sha256{std::string(64, 'f')}).text, "zzzzzzzzzzzzzzzz");
  // 0123456789abcdef0123 in groups of five bits.
  EXPECT_EQ(record_id(Sha256{"0123456789abcdef0123" + std::string(44, 'f')}).text,
            "04hmasw9nf6yy093");
}

TEST_F(Layout, ABagPathIsMadeAndParsed) {
  const BagPlace place{"tinh-uy", 2026, record_id(hash_bytes("x").sha256), 12};
  const fs::path path = layout_.bag(place);
  EXPECT_EQ(path, layout_.root() / "store/tinh-uy/2026" / place.id.text / "v12.tar");
  const std::optional<BagPlace> parsed = layout_.parse_bag(path);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->fonds, "tinh-uy");
  EXPECT_EQ(parsed->year, 2026);
  EXPECT_EQ(parsed->id, place.id);
  EXPECT_EQ(parsed->version, 12);
}

TEST_F(Layout, WhatIsNoBagPathIsNotParsed) {
  const std::string id = record_id(hash_bytes("x").sha256).text;
  for (const std::string& path : std::vector<std::string>{
           "default/2026/" + id + "/v0.tar", "default/2026/" + id + "/v01.tar",
           "default/2026/" + id + "/v1.tar.part", "default/26/" + id + "/v1.tar",
           std::string("default/2026/short/v1.tar"), "default/2026/" + id,
           "../2026/" + id + "/v1.tar", "default/2026/" + id + "/v-1.tar",
           "default/2026/" + id + "/v99999999999.tar"})
    EXPECT_FALSE(layout_.parse_bag(layout_.store() / path)) << path;
  EXPECT_FALSE(layout_.parse_bag("/elsewhere/v1.tar"));
}

TEST_F(Layout, AFondsThatLeadsOutsideIsRefused) {
  BagPlace place{"..", 2026, record_id(hash_bytes("x").sha256), 1};
  for (const char* fonds : {"..", "a/b", "", ".hidden", "a\\b", "a\nb"}) {
    place.fonds = fonds;
    EXPECT_EQ(reason_of([&] { (void)layout_.bag(place); }), Reason::bad_settings) << fonds;
  }
}

TEST_F(Layout, ANewArchiveHasItsFoldersAndKeys) {
  EXPECT_FALSE(is_archive(layout_));
  create_archive_folders(layout_, folder_ / "private.key");
  EXPECT_TRUE(is_archive(layout_));
  for (const fs::path& folder : {layout_.inbox(), layout_.store(), layout_.failed(),
                                 layout_.secret(), layout_.work(), layout_.reports()})
    EXPECT_TRUE(fs::is_directory(folder)) << folder;
  struct stat status {};
  ASSERT_EQ(stat((folder_ / "private.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0400U);
  ASSERT_EQ(stat(layout_.secret().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0077, 0U);
}

TEST_F(Layout, AnArchiveIsNotMadeTwice) {
  create_archive_folders(layout_, folder_ / "private.key");
  EXPECT_EQ(reason_of([&] { create_archive_folders(layout_, folder_ / "other.key"); }),
            Reason::bad_settings);
  EXPECT_FALSE(fs::exists(folder_ / "other.key"));
}

TEST_F(Layout, ACreationCutShortIsFinishedWithTheSameKey) {
  create_archive_folders(layout_, folder_ / "private.key");
  const std::string key = read_all(layout_.sealing_public_key());
  fs::remove(layout_.sealing_public_key());
  EXPECT_FALSE(is_archive(layout_));
  create_archive_folders(layout_, folder_ / "private.key");
  EXPECT_EQ(read_all(layout_.sealing_public_key()), key);
}

using Hash = ArchiveTest;

// The example of FIPS 180-4, "abc".
TEST_F(Hash, AgreesWithTheExampleOfTheStandard) {
  write_all(folder_ / "abc", "abc");
  const Checksums sums = hash_file(folder_ / "abc");
  EXPECT_EQ(sums.sha256.hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sums.sha512.hex,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(sums.bytes, 3U);
  EXPECT_EQ(hash_bytes("abc").sha512, sums.sha512);
}

TEST_F(Hash, LinksFoldersPipesAndMissingFilesAreNamed) {
  write_all(folder_ / "file", "x");
  fs::create_symlink(folder_ / "file", folder_ / "link");
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  const auto reason = [&](const char* name) {
    return reason_of([&] { (void)hash_file(folder_ / name); });
  };
  EXPECT_EQ(reason("link"), Reason::not_a_regular_file);
  EXPECT_EQ(reason("pipe"), Reason::not_a_regular_file);
  EXPECT_EQ(reason("."), Reason::not_a_regular_file);
  EXPECT_EQ(reason("none"), Reason::not_found);
}

}  // namespace
}  // namespace sohoa
