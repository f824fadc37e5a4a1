#include "archive/bag.h"

#include <sys/stat.h>
#include <unistd.h>

#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

using Bag = ArchiveTest;

TEST_F(Bag, AWrittenBagIsWholeAndReadOnly) {
  const BagContents given = contents();
  const BagReceipt receipt = write_bag(layout_, place(given), given);
  EXPECT_EQ(receipt.path, layout_.bag(place(given)));
  EXPECT_EQ(check_bag(receipt.path), std::vector<std::string>{});
  const Checksums tar = hash_file(receipt.path);
  EXPECT_EQ(receipt.bytes, tar.bytes);
  EXPECT_EQ(receipt.tar_sha256, tar.sha256);
  struct stat status {};
  ASSERT_EQ(stat(receipt.path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0444U);
}

TEST_F(Bag, TarAndSha256sumAloneProveIt) {
  const BagContents given = contents();
  const BagReceipt receipt = write_bag(layout_, place(given), given);
  const fs::path out = folder_ / "out";
  fs::create_directories(out);
  ASSERT_EQ(run_shell("tar -xf " + receipt.path.string() + " -C " + out.string()), 0);
  const fs::path bag = out / place(given).id.text;
  const std::string in_bag = "cd " + bag.string() + " && ";
  EXPECT_EQ(run_shell(in_bag + "sha256sum --status -c manifest-sha256.txt"), 0);
  EXPECT_EQ(run_shell(in_bag + "sha512sum --status -c manifest-sha512.txt"), 0);
  EXPECT_EQ(run_shell(in_bag + "sha256sum --status -c tagmanifest-sha256.txt"), 0);
  EXPECT_EQ(run_shell(in_bag + "sha512sum --status -c tagmanifest-sha512.txt"), 0);
  EXPECT_EQ(read_all(bag / "data/original/Quyết định 12.pdf"), "the original bytes");
}

TEST_F(Bag, TheSameContentsGiveTheSameBytes) {
  const BagContents given = contents();
  const BagReceipt first = write_bag(layout_, place(given), given);
  const ArchiveLayout other(folder_ / "other");
  EXPECT_EQ(write_bag(other, place(given), given).tar_sha256, first.tar_sha256);
}

TEST_F(Bag, SmallFilesStandBeforeTheAccessCopyAndTheOriginalStandsLast) {
  const BagContents given = contents();
  const BagReceipt receipt = write_bag(layout_, place(given), given);
  const std::vector<std::string> members = list_bag(receipt.path);
  ASSERT_EQ(members.size(), 14U);
  EXPECT_EQ(members[0], "bagit.txt");
  EXPECT_EQ(members[6], "data/metadata/record.json");
  EXPECT_EQ(members[8], "data/text/p0001.json");
  EXPECT_EQ(members[11], "data/text/p0002.alto.xml");
  EXPECT_EQ(members[12], "data/access/" + place(given).id.text + ".pdf");
  EXPECT_EQ(members[13], "data/original/Quyết định 12.pdf");
}

TEST_F(Bag, AnyMemberCanBeReadBack) {
  const BagContents given = contents(noise(700'000));
  const BagReceipt receipt = write_bag(layout_, place(given), given);
  EXPECT_EQ(read_bag_text(receipt.path, "data/metadata/record.json"), given.record_json);
  EXPECT_EQ(read_bag_text(receipt.path, "data/original/Quyết định 12.pdf"), noise(700'000));
  EXPECT_EQ(reason_of([&] { (void)read_bag_text(receipt.path, "data/none"); }), Reason::not_found);
}

TEST_F(Bag, AnEmptyOriginalAndALongNameAreKept) {
  BagContents given = contents("");
  given.original_name = std::string(300, 'x') + ".pdf";
  const BagReceipt receipt = write_bag(layout_, place(given), given);
  EXPECT_EQ(check_bag(receipt.path), std::vector<std::string>{});
  EXPECT_EQ(list_bag(receipt.path).back(), "data/original/" + std::string(196, 'x') + ".pdf");
}

TEST_F(Bag, AnOriginalThatChangedSinceIntakeIsRefusedAndLeavesNothing) {
  for (const char* now : {"the original byteZ", "shorter", "the original bytes and more"}) {
    const BagContents given = contents();
    write_all(given.original, now);
    EXPECT_EQ(reason_of([&] { (void)write_bag(layout_, place(given), given); }),
              Reason::changed_while_reading);
    EXPECT_TRUE(fs::is_empty(layout_.bag(place(given)).parent_path()));
  }
}

TEST_F(Bag, ABagThatStandsThereIsAdopted) {
  BagContents given = contents();
  const BagReceipt first = write_bag(layout_, place(given), given);
  given.bagging_date = "2027-01-01";
  const BagReceipt second = write_bag(layout_, place(given), given);
  EXPECT_EQ(second.tar_sha256, first.tar_sha256);
  EXPECT_EQ(second.bytes, first.bytes);
}

TEST_F(Bag, ADamagedBagThatStandsThereIsNotAdopted) {
  const BagContents given = contents();
  const BagReceipt receipt = write_bag(layout_, place(given), given);
  fs::permissions(receipt.path, fs::owner_read | fs::owner_write);
  fs::resize_file(receipt.path, receipt.bytes - 2000);
  EXPECT_EQ(reason_of([&] { (void)write_bag(layout_, place(given), given); }),
            Reason::archive_corrupt);
}

TEST_F(Bag, ALaterVersionWithAnotherDescriptionIsNotTakenForTheSame) {
  BagContents given = contents();
  (void)write_bag(layout_, place(given, 2), given);
  given.record_json = R"({"id":"corrected"})";
  EXPECT_EQ(reason_of([&] { (void)write_bag(layout_, place(given, 2), given); }),
            Reason::bag_mismatch);
}

TEST_F(Bag, LeftoversOfACrashDoNotDisturbAndAreCleared) {
  const BagContents given = contents();
  const fs::path record = layout_.bag(place(given)).parent_path();
  const fs::path leftover = record / ".v1.tar.0123456789abcdef.part";
  write_all(leftover, "half a bag");
  EXPECT_FALSE(layout_.parse_bag(leftover));
  const BagReceipt receipt = write_bag(layout_, place(given), given);
  EXPECT_EQ(check_bag(receipt.path), std::vector<std::string>{});
  EXPECT_FALSE(fs::exists(leftover));
}

TEST_F(Bag, EveryFlippedByteIsFound) {
  const BagContents given = contents();
  const std::string good = read_all(write_bag(layout_, place(given), given).path);
  const fs::path copy = folder_ / "copy.tar";
  for (std::size_t at = 0; at < good.size(); at += at < 1024 ? 3 : 13) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    write_all(copy, bad);
    ASSERT_FALSE(check_bag(copy).empty()) << "byte " << at;
  }
}

TEST_F(Bag, EveryTruncationIsFound) {
  const BagContents given = contents();
  const std::string good = read_all(write_bag(layout_, place(given), given).path);
  const fs::path copy = folder_ / "copy.tar";
  for (std::size_t size = 0; size < good.size(); size += 97) {
    write_all(copy, good.substr(0, size));
    ASSERT_FALSE(check_bag(copy).empty()) << size << " bytes";
  }
  write_all(copy, good.substr(0, good.size() - 1));
  EXPECT_FALSE(check_bag(copy).empty());
  write_all(copy, good + '\0');
  EXPECT_FALSE(check_bag(copy).empty());
}

TEST_F(Bag, ReadingADamagedMemberIsAnError) {
  const BagContents given = contents();
  std::string bytes = read_all(write_bag(layout_, place(given), given).path);
  bytes[bytes.find("the original bytes")] = 'T';
  write_all(folder_ / "copy.tar", bytes);
  EXPECT_EQ(reason_of([&] {
              (void)read_bag_text(folder_ / "copy.tar", "data/original/Quyết định 12.pdf");
            }),
            Reason::archive_corrupt);
}

TEST_F(Bag, AnyMutationEndsInFindingsNeverInACrash) {
  const BagContents given = contents();
  const std::string good = read_all(write_bag(layout_, place(given), given).path);
  const fs::path copy = folder_ / "copy.tar";
  const std::string bytes = noise(4000, 7);
  for (std::size_t i = 0; i < 300; ++i) {
    std::string bad = good;
    for (std::size_t j = 0; j < 8; ++j) {
      const std::size_t at = (static_cast<unsigned char>(bytes[i * 10 + j]) * 977U + i * 131U + j);
      bad[at % bad.size()] = bytes[i * 3 + j];
    }
    write_all(copy, bad);
    EXPECT_EQ(check_bag(copy).empty(), bad == good) << i;
    try {
      (void)list_bag(copy);
    } catch (const Error&) {
    }
  }
}

}  // namespace
}  // namespace sohoa
