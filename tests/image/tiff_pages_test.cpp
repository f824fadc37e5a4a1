#include "image/tiff_pages.h"

#include <gtest/gtest.h>
#include <tiffio.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "document/error.h"
#include "tests/image/sample_images.h"

namespace sohoa {

namespace {

namespace stdfs = std::filesystem;

// A page with a dark band whose place tells pages apart; wide enough for partial bytes.
RawImage banded(PixelKind kind, int band) {
  RawImage page;
  page.kind = kind;
  page.width = 301;
  page.height = 200;
  page.dpi = {300};
  const bool bilevel = kind == PixelKind::bilevel;
  page.rows.assign(page.row_bytes() * 200, bilevel ? 0x00 : 0xff);
  const auto begin = page.rows.begin() + static_cast<std::ptrdiff_t>(page.row_bytes()) * band;
  std::fill(begin, begin + static_cast<std::ptrdiff_t>(page.row_bytes()) * 20,
            bilevel ? 0xff : 0x10);
  return page;
}

class TiffPages : public testing::Test {
 protected:
  TiffPages() {
    std::string pattern = (stdfs::temp_directory_path() / "sohoa-tiff-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    folder_ = pattern;
  }
  ~TiffPages() override { stdfs::remove_all(folder_); }

  std::string written(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return (folder_ / name).string();
  }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  stdfs::path folder_;
};

void expect_band(const std::string& file, int page, int band) {
  const PageImage image = decode_image(test::bytes_of(file), page, {});
  EXPECT_EQ(image.width(), 301);
  EXPECT_EQ(image.height(), 200);
  EXPECT_EQ(image.dpi().value, 300);
  EXPECT_NEAR(test::value_at(image, 150, band + 10), 8, 10) << "page " << page;
  EXPECT_NEAR(test::value_at(image, 300, band > 100 ? 20 : 180), 255, 3) << "page " << page;
}

}  // namespace

TEST_F(TiffPages, EachKindOfPageReadsBackWithItsPixelsAndResolution) {
  for (const PixelKind kind : {PixelKind::bilevel, PixelKind::grey, PixelKind::colour})
    for (const bool lossless : {true, false})
      expect_band(tiff_page(banded(kind, 40), {"Noname", "frontend-tester", "sohoa", ""}, lossless),
                  1, 40);
}

TEST_F(TiffPages, WithoutLossEachPixelIsTheSame) {
  RawImage page = banded(PixelKind::colour, 40);
  for (std::size_t i = 0; i < page.rows.size(); ++i)
    page.rows[i] = static_cast<unsigned char>(i * 31 % 251);
  const std::string file = tiff_page(page, {}, true);
  const PageImage image = decode_image(test::bytes_of(file), 1, {});
  int different = 0;
  for (int y = 0; y < page.height; ++y)
    for (int x = 0; x < page.width; ++x) {
      const std::size_t at =
          static_cast<std::size_t>(y) * page.row_bytes() + static_cast<std::size_t>(x) * 3;
      const int mean = (page.rows[at] + page.rows[at + 1] + page.rows[at + 2]) / 3;
      if (std::abs(test::value_at(image, x, y) - mean) > 1) ++different;
    }
  EXPECT_EQ(different, 0);
}

TEST_F(TiffPages, PagesOfDifferentKindsBecomeOneFileAndNoneIsCompressedAnew) {
  const std::string bilevel = tiff_page(banded(PixelKind::bilevel, 20), {}, false);
  const std::string grey = tiff_page(banded(PixelKind::grey, 90), {}, false);
  const std::string colour = tiff_page(banded(PixelKind::colour, 150), {}, false);
  const std::string deflated = tiff_page(banded(PixelKind::colour, 60), {}, true);
  const std::string target = (folder_ / "whole.tif").string();
  join_tiff_pages({written("1.tif", bilevel), written("2.tif", grey), written("3.tif", colour),
                   written("4.tif", deflated)},
                  target);
  const std::string whole = read(target);
  ASSERT_EQ(inspect_image_file(test::bytes_of(whole), {}).pages.size(), 4u);
  expect_band(whole, 1, 20);
  expect_band(whole, 2, 90);
  expect_band(whole, 3, 150);
  expect_band(whole, 4, 60);
  for (const auto& [page, alone] : {std::pair<int, const std::string&>{2, grey}, {3, colour}}) {
    const EncodedImage joined = access_image(test::bytes_of(whole), page, {});
    EXPECT_EQ(joined.filter, PdfFilter::dct);
    EXPECT_TRUE(joined.data == access_image(test::bytes_of(alone), 1, {}).data) << page;
  }
}

TEST_F(TiffPages, AFileThatCannotBeWrittenIsAnErrorAndNotAnAbort) {
  const std::string page = written("1.tif", tiff_page(banded(PixelKind::grey, 20), {}, false));
  EXPECT_THROW(join_tiff_pages({page}, (folder_ / "none" / "x.tif").string()), Error);
  EXPECT_THROW(join_tiff_pages({page}, "/dev/full"), Error);
  EXPECT_THROW(join_tiff_pages({(folder_ / "none.tif").string()}, (folder_ / "x.tif").string()),
               Error);
}

TEST_F(TiffPages, PixelsThatAreNotThoseAnnouncedAreRefused) {
  RawImage page = banded(PixelKind::grey, 20);
  page.rows.pop_back();
  EXPECT_THROW((void)tiff_page(page, {}, false), Error);
}

}  // namespace sohoa
