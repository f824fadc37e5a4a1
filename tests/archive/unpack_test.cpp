#include "archive/unpack.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include "tests/archive/archive_fixture.h"
#include "tests/archive/packed_file.h"

namespace sohoa {
namespace {

constexpr const char* kPdf = "%PDF-1.7 a page";

class Unpack : public ArchiveTest {
 protected:
  Unpack() { fs::create_directories(out_); }

  [[nodiscard]] std::vector<UnpackedMember> unpacked(Packing packing,
                                                     const std::vector<PackedEntry>& entries) {
    pack(file_, packing, entries);
    return unpack(file_, out_, limits_);
  }
  [[nodiscard]] Reason unpack_reason() {
    return reason_of([&] { (void)unpack(file_, out_, limits_); });
  }
  [[nodiscard]] std::string packed(Packing packing, const std::vector<PackedEntry>& entries) {
    pack(folder_ / "inner", packing, entries);
    return read_all(folder_ / "inner");
  }
  [[nodiscard]] std::size_t files_out() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(out_), fs::directory_iterator()));
  }

  fs::path file_ = folder_ / "scans";
  fs::path out_ = folder_ / "out";
  UnpackLimits limits_;
};

TEST_F(Unpack, EveryFormatGivesItsMembers) {
  for (const Packing packing :
       {Packing::zip, Packing::zip_stored, Packing::tar, Packing::tar_gz, Packing::tar_bz2,
        Packing::tar_xz, Packing::tar_zstd, Packing::seven_zip}) {
    const auto members = unpacked(
        packing,
        {{"dir", "", PackedKind::folder}, {"dir/Quyết định.pdf", kPdf}, {"empty.pdf", ""}});
    EXPECT_TRUE(is_archive_file(read_all(file_).substr(0, 512)));
    ASSERT_EQ(members.size(), 2U);
    EXPECT_EQ(members[0].name, "dir/Quyết định.pdf");
    EXPECT_EQ(read_all(members[0].file), kPdf);
    EXPECT_EQ(members[0].file.parent_path(), out_);
    EXPECT_EQ(members[1].refused, Reason::none);
    for (const auto& member : members) fs::remove(member.file);
  }
}

TEST_F(Unpack, StopsBeforeTheDiskIsFullAndLeavesNothing) {
  pack(file_, Packing::zip, {{"a.pdf", kPdf}, {"b.pdf", std::string(3 << 20, 'b')}});
  struct statvfs disk {};
  ASSERT_EQ(::statvfs(out_.c_str(), &disk), 0);
  const unsigned long long free = disk.f_bavail * disk.f_frsize;
  limits_.leave_free = free + (1ULL << 30);
  EXPECT_EQ(unpack_reason(), Reason::disk_full);
  EXPECT_EQ(files_out(), 0U);
  limits_.leave_free = free / 2;
  EXPECT_EQ(unpack(file_, out_, limits_).size(), 2U);
}

TEST_F(Unpack, PdfImagesAndTextAreNoArchives) {
  for (const std::string& bytes : std::vector<std::string>{
           "", "PK", "%PDF-1.7\n", "\xFF\xD8\xFF\xE0", "\x89PNG\r\n\x1A\n", "II*", "MM", "BM",
           "RIFF....WEBPVP8 ", "plain text of a document", "BZh is how this text begins",
           std::string(512, '\0'), std::string(512, ' '), std::string(1024, '7')})
    EXPECT_FALSE(is_archive_file(bytes)) << bytes;
}

TEST_F(Unpack, UnsafeNamesAreRefusedEntryByEntry) {
  const auto members = unpacked(Packing::tar, {{"../evil.pdf", kPdf},
                                               {"/etc/evil.pdf", kPdf},
                                               {"a/../../evil.pdf", kPdf},
                                               {"good.pdf", kPdf}});
  ASSERT_EQ(members.size(), 4U);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(members[i].refused, Reason::unsafe_name);
    EXPECT_TRUE(members[i].file.empty());
  }
  EXPECT_EQ(members[3].refused, Reason::none);
  EXPECT_EQ(files_out(), 1U);
}

TEST_F(Unpack, BackslashesOfOldZipsSeparateFolders) {
  const auto members = unpacked(Packing::zip, {{"a\\b.pdf", kPdf}, {"..\\..\\evil.pdf", kPdf}});
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].name, "a/b.pdf");
  EXPECT_EQ(members[1].refused, Reason::unsafe_name);
}

TEST_F(Unpack, LinksAndPipesAreRefused) {
  const auto members = unpacked(Packing::tar, {{"good.pdf", kPdf},
                                               {"soft.pdf", "/etc/passwd", PackedKind::symlink},
                                               {"hard.pdf", "good.pdf", PackedKind::hardlink},
                                               {"pipe", "", PackedKind::fifo}});
  ASSERT_EQ(members.size(), 4U);
  for (int i = 1; i < 4; ++i) EXPECT_EQ(members[i].refused, Reason::not_a_regular_file) << i;
  EXPECT_EQ(files_out(), 1U);
}

TEST_F(Unpack, LinksInAZipAreRefused) {
  const auto members = unpacked(
      Packing::zip, {{"soft.pdf", "/etc/passwd", PackedKind::symlink}, {"good.pdf", kPdf}});
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].refused, Reason::not_a_regular_file);
}

TEST_F(Unpack, NestedArchivesAreOpenedAndNamedByTheirWay) {
  const std::string tar = packed(Packing::tar_gz, {{"deep/b.pdf", "b"}});
  const auto members = unpacked(
      Packing::zip,
      {{"inner.zip", packed(Packing::zip, {{"in.tgz", tar}, {"c.pdf", "c"}})}, {"a.pdf", "a"}});
  ASSERT_EQ(members.size(), 3U);
  EXPECT_EQ(members[0].name, "inner.zip/in.tgz/deep/b.pdf");
  EXPECT_EQ(read_all(members[0].file), "b");
  EXPECT_EQ(members[1].name, "inner.zip/c.pdf");
  EXPECT_EQ(members[2].name, "a.pdf");
  EXPECT_EQ(files_out(), 3U);
}

TEST_F(Unpack, ANestedArchiveIsKnownByItsContentNotItsName) {
  const auto members =
      unpacked(Packing::tar, {{"scan.pdf", packed(Packing::zip, {{"x.pdf", "x"}})}});
  ASSERT_EQ(members.size(), 1U);
  EXPECT_EQ(members[0].name, "scan.pdf/x.pdf");
}

TEST_F(Unpack, ArchivesNestedTooDeeplyAreRefused) {
  std::string bytes = kPdf;
  std::string name = "x.pdf";
  for (int i = 0; i < 6; ++i) {
    bytes = packed(Packing::zip, {{name, bytes}, {"beside.pdf", kPdf}});
    name = "x.zip";
  }
  write_all(file_, bytes);
  const auto members = unpack(file_, out_, limits_);
  ASSERT_EQ(members.size(), 5U);
  EXPECT_EQ(members[0].name, "x.zip/x.zip/x.zip/x.zip");
  EXPECT_EQ(members[0].refused, Reason::archive_too_deep);
  EXPECT_EQ(files_out(), 4U);
}

TEST_F(Unpack, ABombIsStoppedByItsRatio) {
  pack(file_, Packing::tar_gz, {{"zeros", std::string(100 << 20, '\0')}});
  EXPECT_EQ(unpack_reason(), Reason::archive_too_large);
  EXPECT_EQ(files_out(), 0U);
}

TEST_F(Unpack, ABombUnderARefusedNameIsStoppedToo) {
  pack(file_, Packing::zip, {{"../zeros", std::string(100 << 20, '\0')}});
  EXPECT_EQ(unpack_reason(), Reason::archive_too_large);
}

TEST_F(Unpack, AllMembersTogetherAreLimited) {
  limits_.max_bytes = 100'000;
  pack(file_, Packing::zip, {{"a", noise(60'000)}, {"b", noise(60'000)}});
  EXPECT_EQ(unpack_reason(), Reason::archive_too_large);
  EXPECT_EQ(files_out(), 0U);
}

TEST_F(Unpack, AMemberTooLargeIsRefusedAndTheOthersStay) {
  limits_.max_member_bytes = 50'000;
  const auto members = unpacked(Packing::zip, {{"a", noise(60'000)}, {"b", noise(40'000)}});
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].refused, Reason::archive_too_large);
  EXPECT_EQ(members[1].refused, Reason::none);
}

TEST_F(Unpack, TooManyMembersAreRefused) {
  limits_.max_members = 10;
  pack(file_, Packing::tar, std::vector<PackedEntry>(11, {"same.pdf", kPdf}));
  EXPECT_EQ(unpack_reason(), Reason::archive_too_large);
}

TEST_F(Unpack, AnEncryptedZipIsNamed) {
  pack(file_, Packing::zip, {{"a.pdf", kPdf}, {"b.pdf", kPdf}}, "password");
  EXPECT_EQ(unpack_reason(), Reason::archive_encrypted);
}

TEST_F(Unpack, AnEncryptedZipWithinAZipRefusesItsMembersOnly) {
  pack(folder_ / "locked", Packing::zip, {{"a.pdf", kPdf}}, "password");
  const auto members =
      unpacked(Packing::zip, {{"locked.zip", read_all(folder_ / "locked")}, {"b.pdf", kPdf}});
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].name, "locked.zip/a.pdf");
  EXPECT_EQ(members[0].refused, Reason::archive_encrypted);
  EXPECT_EQ(members[1].refused, Reason::none);
}

TEST_F(Unpack, ATruncatedArchiveIsNamedAndLeavesNothing) {
  for (const Packing packing :
       {Packing::zip, Packing::tar, Packing::tar_gz, Packing::tar_xz, Packing::seven_zip}) {
    pack(file_, packing, {{"a.pdf", noise(30'000, 1)}, {"b.pdf", noise(30'000, 2)}});
    const std::string good = read_all(file_);
    write_all(file_, good.substr(0, good.size() * 3 / 4));
    EXPECT_EQ(unpack_reason(), Reason::archive_damaged) << static_cast<int>(packing);
    EXPECT_EQ(files_out(), 0U);
  }
}

TEST_F(Unpack, ADamagedNestedArchiveIsRefusedAlone) {
  const std::string inner = packed(Packing::zip, {{"x.pdf", noise(30'000)}});
  const auto members =
      unpacked(Packing::tar, {{"bad.zip", inner.substr(0, 20'000)}, {"good.pdf", kPdf}});
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].name, "bad.zip");
  EXPECT_EQ(members[0].refused, Reason::archive_damaged);
  EXPECT_EQ(members[1].refused, Reason::none);
}

TEST_F(Unpack, AMemberWithAWrongChecksumIsRefused) {
  pack(file_, Packing::zip_stored, {{"a.pdf", std::string(5000, 'a')}, {"b.pdf", kPdf}});
  std::string bytes = read_all(file_);
  bytes[bytes.find("aaaaaaaa") + 100] = 'b';
  write_all(file_, bytes);
  const auto members = unpack(file_, out_, limits_);
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].refused, Reason::archive_damaged);
  EXPECT_EQ(members[1].refused, Reason::none);
}

TEST_F(Unpack, OfficeDocumentsAndEBooksAreNoArchivesOfScans) {
  pack(file_, Packing::zip, {{"[Content_Types].xml", "<x/>"}, {"word/document.xml", "<x/>"}});
  EXPECT_EQ(unpack_reason(), Reason::unknown_format);
  pack(file_, Packing::zip_stored,
       {{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<x/>"}});
  EXPECT_EQ(unpack_reason(), Reason::unknown_format);
  EXPECT_EQ(files_out(), 0U);
}

TEST_F(Unpack, AnOfficeDocumentWithinAZipIsOneMember) {
  const std::string document = packed(Packing::zip, {{"[Content_Types].xml", "<x/>"}});
  const auto members = unpacked(Packing::zip, {{"letter.docx", document}, {"a.pdf", kPdf}});
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].name, "letter.docx");
  EXPECT_EQ(read_all(members[0].file), document);
}

TEST_F(Unpack, NamesBecomeNfc) {
  const auto members = unpacked(Packing::zip, {{"Quye\u0302\u0301t.pdf", kPdf}});
  ASSERT_EQ(members.size(), 1U);
  EXPECT_EQ(members[0].name, "Quyết.pdf");
}

TEST_F(Unpack, ANameInCodePage437IsReadAsSuch) {
  pack(file_, Packing::tar, {{"QQQ.pdf", kPdf}});
  pack(file_, Packing::zip, {{"QQQ.pdf", kPdf}});
  std::string bytes = read_all(file_);
  for (std::size_t at = bytes.find("QQQ"); at != std::string::npos; at = bytes.find("QQQ"))
    bytes.replace(at, 3, "\x82\x8A\x85");
  write_all(file_, bytes);
  const auto members = unpack(file_, out_, limits_);
  ASSERT_EQ(members.size(), 1U);
  EXPECT_EQ(members[0].name, "éèà.pdf");
}

TEST_F(Unpack, WhatSystemsAddOfTheirOwnIsLeftOut) {
  const auto members =
      unpacked(Packing::zip, {{"__MACOSX/._a.pdf", "x"}, {"dir/Thumbs.db", "x"}, {"a.pdf", kPdf}});
  ASSERT_EQ(members.size(), 1U);
  EXPECT_EQ(members[0].name, "a.pdf");
}

TEST_F(Unpack, CompressedBytesThatAreNoTarAreAnUnknownFormat) {
  write_all(folder_ / "note", std::string(3000, 'x') + noise(3000));
  ASSERT_EQ(run_shell("gzip -c " + (folder_ / "note").string() + " > " + file_.string()), 0);
  EXPECT_EQ(unpack_reason(), Reason::unknown_format);
}

TEST_F(Unpack, AnyMutationEndsInMembersOrAnError) {
  limits_.max_bytes = 10 << 20;
  for (const Packing packing : {Packing::zip, Packing::tar_gz, Packing::tar, Packing::seven_zip}) {
    pack(file_, packing,
         {{"a.pdf", std::string(900, 'a')}, {"b.zip", packed(Packing::zip, {{"c", "c"}})}});
    const std::string good = read_all(file_);
    const std::string random = noise(3000, 11);
    for (std::size_t i = 0; i < 120; ++i) {
      std::string bad = good;
      for (std::size_t j = 0; j < 4; ++j) {
        const std::size_t at = static_cast<unsigned char>(random[i * 8 + j]) * 31U + i * 7U;
        bad[at % bad.size()] = random[i * 8 + j + 4];
      }
      write_all(file_, bad);
      try {
        for (const UnpackedMember& member : unpack(file_, out_, limits_))
          EXPECT_TRUE(member.file.empty() || member.file.parent_path() == out_);
      } catch (const Error&) {
      }
      fs::remove_all(out_);
      fs::create_directories(out_);
    }
  }
}

}  // namespace
}  // namespace sohoa
