#include "archive/store.h"

#include "archive/record_bags.h"
#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

const RecordId kFirst{"0000000000000000"};
const RecordId kSecond{"1111111111111111"};

class StoreTest : public ArchiveTest {
 protected:
  void put(const BagPlace& place) { write_all(layout_.bag(place), "bytes"); }

  std::vector<std::string> walk(const std::optional<BagPlace>& after = std::nullopt) {
    std::vector<std::string> seen;
    StoreWalk store(layout_, after);
    while (const std::optional<StoreEntry> entry = store.next()) {
      const char* kind = entry->kind == StoreEntryKind::bag        ? "bag"
                         : entry->kind == StoreEntryKind::leftover ? "leftover"
                         : entry->kind == StoreEntryKind::key_file ? "key"
                                                                   : "strange";
      EXPECT_EQ(entry->bag.has_value(), entry->kind == StoreEntryKind::bag);
      seen.push_back(std::string(kind) + " " +
                     entry->path.lexically_relative(layout_.store()).string());
    }
    return seen;
  }
};

TEST_F(StoreTest, AnEmptyStoreHasNoBags) {
  EXPECT_TRUE(walk().empty());
}

TEST_F(StoreTest, BagsComeInTheOrderOfTheirPathsAndVersionTenBehindVersionTwo) {
  put({"b", 2025, kFirst, 1});
  put({"a", 2026, kSecond, 10});
  put({"a", 2026, kSecond, 2});
  put({"a", 2026, kFirst, 1, true});
  put({"a", 2025, kSecond, 1});
  EXPECT_EQ(walk(),
            (std::vector<std::string>{
                "bag a/2025/1111111111111111/v1.tar", "bag a/2026/0000000000000000/v1.tar.enc",
                "bag a/2026/1111111111111111/v2.tar", "bag a/2026/1111111111111111/v10.tar",
                "bag b/2025/0000000000000000/v1.tar"}));
}

TEST_F(StoreTest, WalkingGoesOnBehindABag) {
  put({"a", 2025, kFirst, 1});
  put({"a", 2026, kFirst, 1});
  put({"a", 2026, kFirst, 2});
  put({"a", 2026, kSecond, 1});
  put({"b", 2024, kFirst, 1});
  const std::vector<std::string> all = walk();
  ASSERT_EQ(all.size(), 5U);
  StoreWalk store(layout_);
  for (std::size_t done = 1; done <= all.size(); ++done) {
    const BagPlace reached = store.next()->bag->place;
    EXPECT_EQ(walk(reached),
              std::vector<std::string>(all.begin() + static_cast<std::ptrdiff_t>(done), all.end()));
  }
}

TEST_F(StoreTest, WalkingGoesOnBehindABagThatIsNoLongerThere) {
  put({"a", 2025, kFirst, 1});
  put({"a", 2025, kSecond, 2});
  EXPECT_EQ(walk(BagPlace{"a", 2025, kFirst, 7}),
            std::vector<std::string>{"bag a/2025/1111111111111111/v2.tar"});
  EXPECT_EQ(walk(BagPlace{"a", 2024, kSecond, 1}).size(), 2U);
  EXPECT_TRUE(walk(BagPlace{"b", 1999, kFirst, 1}).empty());
}

TEST_F(StoreTest, WhatHasNoBusinessInTheStoreIsNamed) {
  put({"a", 2025, kFirst, 1});
  const fs::path folder = layout_.store() / "a" / "2025" / kFirst.text;
  write_all(folder / "notes.txt", "x");
  write_all(folder / ".v2.tar.0123456789abcdef.part", "x");
  write_all(layout_.store() / "a" / "key-1.json", "x");
  write_all(layout_.store() / "a" / "key-01.json", "x");
  fs::create_directories(folder / "v9.tar");
  fs::create_symlink(folder / "v1.tar", folder / "v3.tar");
  fs::create_directories(layout_.store() / "a" / "25");
  fs::create_symlink(layout_.store() / "a", layout_.store() / "c");
  EXPECT_EQ(walk(),
            (std::vector<std::string>{
                "leftover a/2025/0000000000000000/.v2.tar.0123456789abcdef.part",
                "strange a/2025/0000000000000000/notes.txt", "bag a/2025/0000000000000000/v1.tar",
                "strange a/2025/0000000000000000/v3.tar", "strange a/2025/0000000000000000/v9.tar",
                "strange a/25", "strange a/key-01.json", "key a/key-1.json", "strange c"}));
}

TEST_F(StoreTest, AllVersionsOfARecordAreFoundNewestLast) {
  put({"a", 2025, kSecond, 1});
  put({"b", 2026, kFirst, 1});
  put({"b", 2026, kFirst, 11});
  put({"b", 2026, kFirst, 3});
  const RecordVersions versions = record_versions(layout_, kFirst);
  ASSERT_EQ(versions.size(), 3U);
  EXPECT_EQ(versions.front().place.version, 1);
  EXPECT_EQ(versions.back().place.version, 11);
  EXPECT_EQ(versions.back().place.fonds, "b");
  EXPECT_TRUE(record_versions(layout_, RecordId{"2222222222222222"}).empty());
}

TEST_F(StoreTest, ARecordOfOneVersionIsReadFromItsOneBag) {
  const BagContents bag = contents();
  (void)write_bag(layout_, place(bag), bag);
  const RecordBags record(layout_, place(bag).id);
  EXPECT_EQ(record.version(), 1);
  EXPECT_EQ(record.read_text("data/metadata/record.json"), bag.record_json);
  EXPECT_EQ(record.read_text(record.member_in("data/original/")), "the original bytes");
  EXPECT_EQ(reason_of([&] { (void)record.read_text("data/text/p0009.json"); }), Reason::not_found);
  EXPECT_EQ(reason_of([&] { (void)RecordBags(layout_, place(bag).id, 2); }), Reason::not_found);
  EXPECT_EQ(reason_of([&] { (void)RecordBags(layout_, kFirst); }), Reason::not_found);
}

}  // namespace
}  // namespace sohoa
