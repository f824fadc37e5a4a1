#include "pipeline/file_ending.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "archive/durable_file.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

class FileEndingTest : public testing::Test {
 protected:
  [[nodiscard]] FileEnding ending_of(const std::string& bytes) const {
    const fs::path file = folder_.path() / "file";
    std::ofstream(file.string(), std::ios::binary) << bytes;
    const FileDescriptor open(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    return look_at_ending(open.get());
  }

  static std::string bytes_of(const std::string& name) {
    std::ifstream in(sample(name).string(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

 private:
  EmptyFolder folder_;
};

class EndingOfSample : public FileEndingTest, public testing::WithParamInterface<const char*> {};

TEST_P(EndingOfSample, IsWholeAsItIsAndCutAtEveryTwentiethOfItsLength) {
  const std::string whole = bytes_of(GetParam());
  ASSERT_GT(whole.size(), 1000U);
  EXPECT_EQ(ending_of(whole), FileEnding::whole);
  for (std::size_t part = 1; part < 20; ++part)
    EXPECT_EQ(ending_of(whole.substr(0, whole.size() * part / 20)), FileEnding::cut)
        << "at " << part << "/20";
  EXPECT_EQ(ending_of(whole.substr(0, whole.size() - 100)), FileEnding::cut);
}

INSTANTIATE_TEST_SUITE_P(Formats, EndingOfSample,
                         testing::Values("quyet-dinh-tinh-uy.pdf", "chi-thi-g4.tif",
                                         "danh-sach-hoc-vien.tif", "giay-moi.jpg",
                                         "quyet-dinh-100dpi.png", "lo-quet.zip",
                                         "cong-dien-khan.webp", "ket-luan-den-trang.bmp"));

TEST_F(FileEndingTest, OfAnEmptyFileIsCut) {
  EXPECT_EQ(ending_of(""), FileEnding::cut);
}

TEST_F(FileEndingTest, OfAFormatWithoutAnEndIsUnknown) {
  EXPECT_EQ(ending_of("just a text"), FileEnding::unknown);
}

TEST_F(FileEndingTest, MayHaveALineOfAnotherProgramBehindIt) {
  EXPECT_EQ(ending_of(bytes_of("quyet-dinh-tinh-uy.pdf") + "\r\n% printed by x\r\n"),
            FileEnding::whole);
}

TEST_F(FileEndingTest, OfDirectoriesThatPointAtEachOtherIsFound) {
  // Two empty-handed directories in a ring: what that is worth is the reader's to say.
  std::string ring("II*\0\x08\0\0\0", 8);
  const std::string entry("\0\x01\x04\0\x01\0\0\0\x01\0\0\0", 12);
  ring += std::string("\x01\0", 2) + entry + std::string("\x1A\0\0\0", 4);
  ring += std::string("\x01\0", 2) + entry + std::string("\x08\0\0\0", 4);
  EXPECT_EQ(ending_of(ring), FileEnding::whole);
}

TEST_F(FileEndingTest, SurvivesAnyChangeOfOneByte) {
  std::string bytes = bytes_of("chi-thi-g4.tif");
  bytes.resize(std::min<std::size_t>(bytes.size(), 4096));
  for (std::size_t i = 0; i < 64; ++i) {
    std::string changed = bytes;
    changed[i] = static_cast<char>(~changed[i]);
    (void)ending_of(changed);
  }
}

}  // namespace
}  // namespace sohoa
