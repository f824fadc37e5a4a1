#include "image/image_file.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "document/error.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

constexpr int kLzw = 5;
constexpr int kG3 = 3;
constexpr int kG4 = 4;
constexpr int kJpeg = 7;
constexpr int kDeflate = 8;

Reason reason_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::document_failed);
    return error.reason();
  }
  return Reason::none;
}

Reason decoding(const std::string& file, int page = 1) {
  return reason_of([&] { static_cast<void>(decode_image(bytes_of(file), page, {})); });
}

Reason inspecting(const std::string& file, const ImageLimits& limits = {}) {
  return reason_of([&] { static_cast<void>(inspect_image_file(bytes_of(file), limits)); });
}

TEST(ImageFile, EveryFormatIsKnownByItsContentAndGivesItsSize) {
  const PageImage page = picture(61, 47, 32);
  const std::pair<Saved, ImageFormat> kinds[] = {
      {Saved::jpeg, ImageFormat::jpeg}, {Saved::png, ImageFormat::png},
      {Saved::webp, ImageFormat::webp}, {Saved::jp2, ImageFormat::jpeg2000},
      {Saved::bmp, ImageFormat::bmp},   {Saved::pnm, ImageFormat::pnm}};
  for (const auto& [saved, format] : kinds) {
    const std::string file = save(page, saved);
    ASSERT_TRUE(is_image_file(bytes_of(file)));
    const ImageFileInfo info = inspect_image_file(bytes_of(file), {});
    EXPECT_EQ(info.format, format);
    ASSERT_EQ(info.pages.size(), 1U);
    EXPECT_EQ(info.pages[0].width, 61);
    EXPECT_EQ(info.pages[0].height, 47);
  }
  EXPECT_FALSE(is_image_file(bytes_of("%PDF-1.7 is no image")));
  EXPECT_FALSE(is_image_file({}));
}

TEST(ImageFile, LosslessFormatsGiveBackEveryPixel) {
  for (const Saved saved : {Saved::png, Saved::bmp, Saved::pnm}) {
    for (const int depth : {1, 8, 32}) {
      const PageImage page = depth == 1 ? text_page(203, 101, 1) : picture(61, 47, depth);
      EXPECT_EQ(largest_difference(decode_image(bytes_of(save(page, saved)), 1, {}), page), 0)
          << "format " << static_cast<int>(saved) << ", depth " << depth;
    }
  }
}

TEST(ImageFile, LossyFormatsGiveBackNearlyThePicture) {
  for (const Saved saved : {Saved::jpeg, Saved::webp, Saved::jp2}) {
    const PageImage page = picture(128, 96, 32);
    EXPECT_LT(mean_difference(decode_image(bytes_of(save(page, saved)), 1, {}), page), 4)
        << "format " << static_cast<int>(saved);
  }
}

TEST(ImageFile, EveryTiffCompressionOfBilevelPagesGivesBackEveryPixel) {
  const PageImage page = text_page(213, 149, 1);
  for (const int compression : {1, kG3, kG4, kLzw, kDeflate}) {
    for (const int rows : {0, 1, 7}) {
      for (const bool white_is_zero : {true, false}) {
        TiffWay way;
        way.compression = compression;
        way.rows_a_strip = rows;
        way.white_is_zero = white_is_zero;
        const std::string file = save_tiff({&page}, way);
        EXPECT_EQ(largest_difference(decode_image(bytes_of(file), 1, {}), page), 0)
            << "compression " << compression << ", rows " << rows;
      }
    }
  }
}

TEST(ImageFile, GreyAndColourTiffsInStripsAndTilesGiveBackEveryPixel) {
  for (const int depth : {8, 32}) {
    const PageImage page = picture(115, 83, depth);
    for (const int compression : {1, kLzw, kDeflate}) {
      for (const int tile : {0, 32}) {
        TiffWay way;
        way.compression = compression;
        way.rows_a_strip = 5;
        way.tile = tile;
        way.white_is_zero = false;
        const std::string file = save_tiff({&page}, way);
        EXPECT_EQ(largest_difference(decode_image(bytes_of(file), 1, {}), page), 0)
            << "compression " << compression << ", depth " << depth << ", tile " << tile;
      }
    }
  }
}

TEST(ImageFile, TiledBilevelTiffStaysBilevel) {
  const PageImage page = text_page(213, 149, 1);
  TiffWay way;
  way.compression = kG4;
  way.tile = 64;
  const std::string file = save_tiff({&page}, way);
  EXPECT_EQ(largest_difference(decode_image(bytes_of(file), 1, {}), page), 0);
}

TEST(ImageFile, PagesOfATiffKeepTheirOrderSizeAndResolution) {
  const PageImage first = text_page(200, 120, 1);
  const PageImage second = picture(90, 60, 32);
  const std::string file = save_tiff({&first, &second}, {});
  const ImageFileInfo info = inspect_image_file(bytes_of(file), {});
  ASSERT_EQ(info.pages.size(), 2U);
  EXPECT_EQ(info.pages[1].width, 90);
  EXPECT_EQ(info.pages[1].bits, 24);
  EXPECT_NEAR(info.pages[0].dpi.value, 300, 0.5);
  const PageImage decoded = decode_image(bytes_of(file), 2, {});
  EXPECT_EQ(largest_difference(decoded, second), 0);
  EXPECT_NEAR(decoded.dpi().value, 300, 0.5);
  EXPECT_EQ(decoding(file, 3), Reason::no_pages);
}

TEST(ImageFile, OrientationTurnsAndMirrorsAsExifSays) {
  PageImage page = blank_page(64, 32, 8);
  fill_box(page, {0, 0, 16, 8}, 0, 0, 0);  // dark in the stored top left corner
  const std::string jpeg = save(page, Saved::jpeg);
  struct Case {
    int orientation;
    bool right;
    bool bottom;
  };
  // Where the first stored row and column stand: TIFF 6.0, tag 274.
  for (const Case& c :
       {Case{1, false, false}, Case{2, true, false}, Case{3, true, true}, Case{4, false, true},
        Case{5, false, false}, Case{6, true, false}, Case{7, true, true}, Case{8, false, true}}) {
    const std::string file = with_orientation(jpeg, c.orientation);
    const PageImage upright = decode_image(bytes_of(file), 1, {});
    const ImagePageInfo info = inspect_image_file(bytes_of(file), {}).pages[0];
    EXPECT_EQ(upright.width(), c.orientation >= 5 ? 32 : 64);
    EXPECT_EQ(info.width, upright.width());
    EXPECT_EQ(info.height, upright.height());
    const int x = c.right ? upright.width() - 3 : 2;
    const int y = c.bottom ? upright.height() - 3 : 2;
    EXPECT_LT(value_at(upright, x, y), 60) << "orientation " << c.orientation;
    EXPECT_GT(value_at(upright, upright.width() - 1 - x, upright.height() - 1 - y), 200);
  }
}

TEST(ImageFile, AFileCutAnywhereIsCalledTruncatedAndNeverHalfDecoded) {
  const PageImage colour = picture(160, 120, 32);
  const PageImage bilevel = text_page(300, 200, 1);
  TiffWay g4;
  g4.compression = kG4;
  TiffWay jpeg_tiff;
  jpeg_tiff.compression = kJpeg;
  TiffWay strips;
  strips.compression = kLzw;
  strips.rows_a_strip = 8;
  const std::string files[] = {
      save(colour, Saved::jpeg), save(colour, Saved::png),        save(colour, Saved::webp),
      save(colour, Saved::jp2),  save(colour, Saved::bmp),        save(colour, Saved::pnm),
      save_tiff({&bilevel}, g4), save_tiff({&colour}, jpeg_tiff), save_tiff({&colour}, strips)};
  for (std::size_t i = 0; i < std::size(files); ++i) {
    ASSERT_EQ(decoding(files[i]), Reason::none) << "file " << i;
    for (const double share : {0.3, 0.5, 0.8, 0.95}) {
      const auto length = static_cast<std::size_t>(static_cast<double>(files[i].size()) * share);
      EXPECT_EQ(decoding(files[i].substr(0, length)), Reason::truncated)
          << "file " << i << " at " << share;
      EXPECT_EQ(inspecting(files[i].substr(0, length)), Reason::truncated)
          << "file " << i << " at " << share;
    }
  }
}

TEST(ImageFile, AJpegWhoseScanEndsEarlyIsTruncatedThoughItHasItsEndMarker) {
  const std::string file = save(picture(160, 120, 32), Saved::jpeg);
  EXPECT_EQ(decoding(file.substr(0, file.size() / 2) + "\xff\xd9"), Reason::truncated);
}

TEST(ImageFile, EmptyAndStrangeFilesHaveTheirOwnReasons) {
  EXPECT_EQ(decoding(""), Reason::empty_file);
  EXPECT_EQ(inspecting(""), Reason::empty_file);
  EXPECT_EQ(decoding("no image at all, only words"), Reason::unreadable_image);
  EXPECT_EQ(decoding(save(picture(20, 20, 8), Saved::png), 2), Reason::no_pages);
}

TEST(ImageFile, AHugeHeaderIsRefusedBeforeDecoding) {
  std::string png = save(picture(20, 20, 8), Saved::png);
  png.replace(16, 8, std::string("\0\0\x75\x30\0\0\x75\x30", 8));  // 30000 x 30000
  EXPECT_EQ(decoding(png), Reason::image_too_large);
  EXPECT_EQ(inspecting(png), Reason::image_too_large);
  EXPECT_EQ(decoding(png.substr(0, 40)), Reason::image_too_large);
  EXPECT_EQ(decoding("P6\n30000 30000\n255\n"), Reason::image_too_large);
  ImageLimits small;
  small.max_side = 10;
  EXPECT_EQ(inspecting(save(picture(20, 20, 8), Saved::jpeg), small), Reason::image_too_large);
}

TEST(ImageFile, MorePagesThanAllowedAreRefused) {
  const PageImage page = text_page(60, 40, 1);
  ImageLimits limits;
  limits.max_pages = 2;
  EXPECT_EQ(inspecting(save_tiff({&page, &page}, {}), limits), Reason::none);
  EXPECT_EQ(inspecting(save_tiff({&page, &page, &page}, {}), limits), Reason::too_many_pages);
}

}  // namespace
}  // namespace sohoa::test
