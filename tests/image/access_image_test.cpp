#include <gtest/gtest.h>

#include "image/image_file.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

EncodedImage access_of(const std::string& file) {
  return access_image(bytes_of(file), 1, {});
}

TEST(AccessImage, AJpegIsPassedThroughByteForByte) {
  for (const int depth : {8, 32}) {
    const std::string file = save(picture(100, 80, depth), Saved::jpeg);
    const EncodedImage image = access_of(file);
    EXPECT_EQ(image.filter, PdfFilter::dct);
    EXPECT_EQ(image.data, file);
    EXPECT_EQ(image.components, depth == 8 ? 1 : 3);
  }
}

TEST(AccessImage, AJpegOnItsSideKeepsItsStreamAndTellsTheTurn) {
  const std::string file = with_orientation(save(picture(100, 80, 32), Saved::jpeg), 6);
  const EncodedImage image = access_of(file);
  EXPECT_EQ(image.data, file);
  EXPECT_EQ(image.width, 100);
  EXPECT_EQ(image.quarter_turns, 1);
}

TEST(AccessImage, AMirroredJpegIsEncodedUpright) {
  const std::string file = with_orientation(save(picture(100, 80, 32), Saved::jpeg), 2);
  const EncodedImage image = access_of(file);
  EXPECT_EQ(image.quarter_turns, 0);
  EXPECT_LT(mean_difference(show(image), decode_image(bytes_of(file), 1, {})), 3);
}

TEST(AccessImage, APngGivesItsOwnStreamAndTheSamePixels) {
  for (const int depth : {8, 32}) {
    const PageImage page = picture(100, 80, depth);
    const EncodedImage image = access_of(save(page, Saved::png));
    EXPECT_EQ(image.filter, PdfFilter::flate);
    EXPECT_EQ(image.png_predictor_columns, 100);
    EXPECT_EQ(largest_difference(show(image), page), 0);
  }
}

TEST(AccessImage, AJpeg2000FileIsPassedThrough) {
  const std::string file = save(picture(100, 80, 32), Saved::jp2);
  const EncodedImage image = access_of(file);
  EXPECT_EQ(image.filter, PdfFilter::jpx);
  EXPECT_EQ(image.data, file);
}

TEST(AccessImage, BilevelTiffsOfAnyKindBecomeG4WithTheSamePixels) {
  const PageImage page = text_page(333, 222, 1);
  for (const int compression : {1, 3, 4, 5, 8}) {
    for (const int rows : {0, 10}) {
      for (const bool white_is_zero : {true, false}) {
        for (const bool low_bit_first : {false, true}) {
          TiffWay way{compression, rows, 0, white_is_zero, low_bit_first, 1};
          const EncodedImage image = access_of(save_tiff({&page}, way));
          EXPECT_EQ(image.filter, PdfFilter::ccitt_g4);
          EXPECT_EQ(image.bits_per_component, 1);
          EXPECT_TRUE(image.black_is_zero);
          EXPECT_EQ(largest_difference(show(image), page), 0)
              << "compression " << compression << ", rows " << rows;
        }
      }
    }
  }
}

TEST(AccessImage, AJpegStripOfATiffIsPassedThroughWithItsTables) {
  const PageImage page = picture(128, 96, 32);
  TiffWay way;
  way.compression = 7;
  const std::string file = save_tiff({&page}, way);
  const EncodedImage image = access_of(file);
  EXPECT_EQ(image.filter, PdfFilter::dct);
  EXPECT_LT(image.data.size(), file.size() + 100);
  EXPECT_LE(largest_difference(show(image), decode_image(bytes_of(file), 1, {})), 4);
  way.rows_a_strip = 16;
  const EncodedImage strips = access_of(save_tiff({&page}, way));
  EXPECT_EQ(strips.filter, PdfFilter::dct);
  EXPECT_LT(mean_difference(show(strips), page), 3);
}

TEST(AccessImage, LosslessColourBecomesFlateThatIsNotLarger) {
  for (const int depth : {8, 32}) {
    const PageImage page = picture(400, 300, depth);
    for (const int compression : {5, 8}) {
      TiffWay way;
      way.compression = compression;
      way.white_is_zero = false;
      const std::string file = save_tiff({&page}, way);
      const EncodedImage image = access_of(file);
      EXPECT_EQ(image.filter, PdfFilter::flate);
      EXPECT_EQ(largest_difference(show(image), page), 0);
      EXPECT_LE(image.data.size(), file.size() * 105 / 100 + 20'000);
    }
  }
}

TEST(AccessImage, ABilevelBitmapBecomesG4) {
  const PageImage page = text_page(333, 222, 1);
  const EncodedImage image = access_of(save(page, Saved::bmp));
  EXPECT_EQ(image.filter, PdfFilter::ccitt_g4);
  EXPECT_EQ(largest_difference(show(image), page), 0);
}

TEST(AccessImage, AWebpBecomesAJpegOfThePicture) {
  const PageImage page = picture(200, 150, 32);
  const EncodedImage image = access_of(save(page, Saved::webp));
  EXPECT_EQ(image.filter, PdfFilter::dct);
  EXPECT_LT(mean_difference(show(image), page), 5);
}

TEST(AccessImage, RenderedPagesAreEncodedByWhatIsOnThem) {
  EXPECT_EQ(encode_page(text_page(200, 100, 1)).filter, PdfFilter::ccitt_g4);
  const EncodedImage grey = encode_page(picture(200, 100, 8));
  EXPECT_EQ(grey.filter, PdfFilter::dct);
  EXPECT_EQ(grey.components, 1);
  PageImage colourless = blank_page(200, 100, 32);
  fill_box(colourless, {20, 20, 50, 10}, 90, 92, 94);
  EXPECT_EQ(encode_page(colourless).components, 1);
  EXPECT_EQ(encode_page(picture(200, 100, 32)).components, 3);
}

}  // namespace
}  // namespace sohoa::test
