// Every way in which a scan's samples are stored in a PDF.
#include <gtest/gtest.h>
#include <tiffio.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <qpdf/Buffer.hh>
#include <qpdf/Pl_Buffer.hh>
#include <qpdf/Pl_Flate.hh>

#include "pdf/pdf_reader.h"
#include "reader_pdf_builder.h"

namespace sohoa {

namespace {

using namespace testing_pdf;

constexpr int kWidth = 272;
constexpr int kHeight = 352;
const std::string kGreyKeys = "/BitsPerComponent 8 /ColorSpace /DeviceGray";

std::string deflate(const std::string& data) {
  Pl_Buffer out("out");
  Pl_Flate flate("flate", &out, Pl_Flate::a_deflate);
  flate.write(reinterpret_cast<const unsigned char*>(data.data()), data.size());
  flate.finish();
  const std::shared_ptr<Buffer> all = out.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(all->getBuffer()), all->getSize()};
}

// One bit a pixel, rows on bytes, 1 where the top left quarter is.
std::string one_bit_samples() {
  std::string bits;
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; x += 8)
      bits += static_cast<char>(x < kWidth / 2 && y < kHeight / 2 ? 0xFF : 0x00);
  return bits;
}

// The headers of a JPEG file; the reader looks no further.
std::string jpeg_head(int width, int height, int components) {
  std::string jpeg = "\xFF\xD8\xFF\xC0";
  jpeg += std::string("\0\x11\x08", 3);
  jpeg += {static_cast<char>(height >> 8), static_cast<char>(height), static_cast<char>(width >> 8),
           static_cast<char>(width), static_cast<char>(components)};
  return jpeg + std::string(9, '\1') + "\xFF\xD9";
}

std::string jpeg2000_head(int width, int height, int components) {
  std::string file = std::string("\xFF\x4F\xFF\x51\0\x2F\0\0", 8);
  const auto put = [&file](int value) {
    for (int shift = 24; shift >= 0; shift -= 8) file += static_cast<char>(value >> shift);
  };
  for (const int value : {width, height, 0, 0, width, height, 0, 0}) put(value);
  return file + '\0' + static_cast<char>(components) + std::string(20, '\7');
}

class PdfImage : public PdfTest {
 protected:
  // A page of 612 x 792 points that the image covers.
  std::string scan(const std::string& keys, const std::string& data,
                   PdfBuilder builder = {}) const {
    const int image =
        builder.add_stream("/Type /XObject /Subtype /Image /Width " + std::to_string(kWidth) +
                               " /Height " + std::to_string(kHeight) + " " + keys,
                           data);
    return write(pdf_of(builder, {{"q 612 0 0 792 0 0 cm /I Do Q",
                                   "/XObject << /I " + std::to_string(image) + " 0 R >>", ""}}));
  }

  std::optional<PdfPageImage> image_of(const std::string& keys, const std::string& data,
                                       const PdfBuilder& builder = {}) const {
    PdfReader reader(mapped(scan(keys, data, builder)), {});
    return reader.page_image(1);
  }

  // One strip of `bits` coded by libtiff.
  std::string coded_as_fax(const std::string& bits, int compression, int options) const {
    const std::string path = (folder_ / "fax.tif").string();
    TIFF* tiff = TIFFOpen(path.c_str(), "w");
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, kWidth);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, kHeight);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, kHeight);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    if (compression == COMPRESSION_CCITTFAX3) TIFFSetField(tiff, TIFFTAG_GROUP3OPTIONS, options);
    std::string copy = bits;
    TIFFWriteEncodedStrip(tiff, 0, copy.data(), static_cast<tmsize_t>(copy.size()));
    TIFFClose(tiff);
    tiff = TIFFOpen(path.c_str(), "r");
    std::string coded(static_cast<std::size_t>(TIFFRawStripSize(tiff, 0)), '\0');
    TIFFReadRawStrip(tiff, 0, coded.data(), static_cast<tmsize_t>(coded.size()));
    TIFFClose(tiff);
    return coded;
  }

  // The TIFF as the eye sees it: true where it is black.
  std::vector<bool> black_of(const std::string& file) const {
    TIFF* tiff = TIFFOpen(write(file, "out.tif").c_str(), "r");
    std::vector<bool> black;
    std::uint16_t photometric = 0;
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    std::string row(static_cast<std::size_t>(TIFFScanlineSize(tiff)), '\0');
    for (std::uint32_t y = 0; y < kHeight; ++y) {
      EXPECT_EQ(TIFFReadScanline(tiff, row.data(), y), 1);
      for (std::size_t x = 0; x < kWidth; ++x) {
        const bool one = (static_cast<unsigned char>(row[x / 8]) >> (7 - x % 8)) & 1;
        black.push_back(one == (photometric == PHOTOMETRIC_MINISWHITE));
      }
    }
    TIFFClose(tiff);
    return black;
  }

  static std::string fax_keys(const std::string& parameters, const std::string& more = "") {
    return "/Filter /CCITTFaxDecode /BitsPerComponent 1 /ColorSpace /DeviceGray /DecodeParms << "
           "/Columns 272 /Rows 352 " +
           parameters + " >> " + more;
  }
};

void expect_quarter(const std::vector<bool>& black, bool inside) {
  ASSERT_EQ(black.size(), static_cast<std::size_t>(kWidth * kHeight));
  for (int y = 0; y < kHeight; ++y)
    for (int x = 0; x < kWidth; ++x)
      ASSERT_EQ(black[static_cast<std::size_t>(y * kWidth + x)],
                (x < kWidth / 2 && y < kHeight / 2) == inside)
          << x << "," << y;
}

}  // namespace

TEST_F(PdfImage, AJpegIsPassedOnUntouched) {
  const std::string jpeg = jpeg_head(kWidth, kHeight, 3);
  const auto image =
      image_of("/Filter /DCTDecode /BitsPerComponent 8 /ColorSpace /DeviceRGB", jpeg);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->format, PdfImageFormat::jpeg);
  EXPECT_EQ(image->data, jpeg);
}

TEST_F(PdfImage, AJpegWithinAnotherFilterIsUnpackedFirst) {
  const std::string jpeg = jpeg_head(kWidth, kHeight, 1);
  const auto image = image_of("/Filter [ /FlateDecode /DCTDecode ] " + kGreyKeys, deflate(jpeg));
  ASSERT_TRUE(image);
  EXPECT_EQ(image->data, jpeg);
}

TEST_F(PdfImage, AJpegThatIsNotWhatTheDictionarySaysIsRendered) {
  EXPECT_FALSE(image_of("/Filter /DCTDecode " + kGreyKeys, jpeg_head(kWidth, kHeight, 3)));
  EXPECT_FALSE(image_of("/Filter /DCTDecode " + kGreyKeys, jpeg_head(kWidth + 1, kHeight, 1)));
  EXPECT_FALSE(image_of("/Filter /DCTDecode " + kGreyKeys, "no jpeg"));
}

TEST_F(PdfImage, CmykSeparationsAndMasksAreRendered) {
  EXPECT_FALSE(image_of("/Filter /DCTDecode /BitsPerComponent 8 /ColorSpace /DeviceCMYK",
                        jpeg_head(kWidth, kHeight, 4)));
  EXPECT_FALSE(image_of("/Filter /DCTDecode " + kGreyKeys + " /Decode [1 0]",
                        jpeg_head(kWidth, kHeight, 1)));
  EXPECT_FALSE(image_of(kGreyKeys + " /Mask [ 0 0 ]", grey_samples(kWidth, kHeight)));
  EXPECT_FALSE(image_of("/BitsPerComponent 8 /ColorSpace [ /Separation /Red /DeviceRGB 9 0 R ]",
                        grey_samples(kWidth, kHeight)));
}

TEST_F(PdfImage, Jpeg2000IsPassedOnUntouched) {
  const std::string file = jpeg2000_head(kWidth, kHeight, 3);
  const auto image = image_of("/Filter /JPXDecode", file);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->format, PdfImageFormat::jpeg2000);
  EXPECT_EQ(image->data, file);
  EXPECT_FALSE(image_of("/Filter /JPXDecode", jpeg2000_head(kWidth, kHeight, 4)));
  EXPECT_FALSE(image_of("/Filter /JPXDecode /SMaskInData 1", file));
}

TEST_F(PdfImage, Jbig2IsRendered) {
  PdfReader reader(
      mapped(scan("/Filter /JBIG2Decode /BitsPerComponent 1 /ColorSpace /DeviceGray", "x")), {});
  EXPECT_EQ(reader.inspect().pages.at(0).filter, "JBIG2");
  EXPECT_FALSE(reader.page_image(1));
}

TEST_F(PdfImage, FaxGroup4BecomesATiffThatLooksTheSame) {
  const std::string coded = coded_as_fax(one_bit_samples(), COMPRESSION_CCITTFAX4, 0);
  const auto image = image_of(fax_keys("/K -1"), coded);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->format, PdfImageFormat::tiff);
  expect_quarter(black_of(image->data), true);
  expect_quarter(black_of(image_of(fax_keys("/K -1 /BlackIs1 true"), coded)->data), false);
  expect_quarter(black_of(image_of(fax_keys("/K -1", "/Decode [1 0]"), coded)->data), false);
  expect_quarter(black_of(image_of(fax_keys("/K -1 /BlackIs1 true", "/Decode [1 0]"), coded)->data),
                 true);
}

TEST_F(PdfImage, FaxGroup3OfBothKindsBecomesATiffThatLooksTheSame) {
  const std::string bits = one_bit_samples();
  const std::string one = coded_as_fax(bits, COMPRESSION_CCITTFAX3, 0);
  const std::string two = coded_as_fax(bits, COMPRESSION_CCITTFAX3, GROUP3OPT_2DENCODING);
  const std::string rows = coded_as_fax(bits, COMPRESSION_CCITTRLE, 0);
  expect_quarter(black_of(image_of(fax_keys("/K 0 /EndOfLine true"), one)->data), true);
  expect_quarter(black_of(image_of(fax_keys("/K 4 /EndOfLine true"), two)->data), true);
  expect_quarter(black_of(image_of(fax_keys("/K 0 /EncodedByteAlign true"), rows)->data), true);
}

TEST_F(PdfImage, FaxThatNoTiffCanHoldIsRendered) {
  const std::string coded = coded_as_fax(one_bit_samples(), COMPRESSION_CCITTFAX4, 0);
  EXPECT_FALSE(image_of(fax_keys("/K -1 /EncodedByteAlign true"), coded));
  EXPECT_FALSE(image_of(fax_keys("/K 0"), coded));
  EXPECT_FALSE(
      image_of("/Filter /CCITTFaxDecode /BitsPerComponent 1 /ColorSpace /DeviceGray "
               "/DecodeParms << /K -1 >>",
               coded));
}

TEST_F(PdfImage, PlainAndDeflatedSamplesComeAsTheyAre) {
  const std::string grey = grey_samples(kWidth, kHeight);
  const auto raw = image_of(kGreyKeys, grey);
  ASSERT_TRUE(raw);
  EXPECT_EQ(raw->format, PdfImageFormat::raw);
  EXPECT_EQ(raw->components, 1);
  EXPECT_EQ(raw->data, grey);
  EXPECT_EQ(image_of("/Filter /FlateDecode " + kGreyKeys, deflate(grey))->data, grey);
  const std::string rgb(std::size_t{kWidth} * kHeight * 3, '\x55');
  const auto colour =
      image_of("/Filter /FlateDecode /BitsPerComponent 8 /ColorSpace /DeviceRGB", deflate(rgb));
  EXPECT_EQ(colour->components, 3);
  EXPECT_EQ(colour->data, rgb);
}

TEST_F(PdfImage, RunLengthSamplesAreUnpacked) {
  std::string coded;
  for (int i = 0; i < kWidth * kHeight / 128; ++i) coded += "\x81\x40";  // 128 times 0x40
  coded += '\x80';
  const auto image = image_of("/Filter /RunLengthDecode " + kGreyKeys, coded);
  ASSERT_TRUE(image);
  EXPECT_EQ(image->data, std::string(std::size_t{kWidth} * kHeight, '\x40'));
}

TEST_F(PdfImage, ADecodeArrayThatInvertsIsApplied) {
  const auto image =
      image_of(kGreyKeys + " /Decode [1 0]", std::string(std::size_t{kWidth} * kHeight, '\x10'));
  ASSERT_TRUE(image);
  EXPECT_EQ(image->data, std::string(std::size_t{kWidth} * kHeight, '\xEF'));
}

TEST_F(PdfImage, OneBitSamplesStayOneBitWithBlackAsZero) {
  const std::string bits = one_bit_samples();
  std::string inverse = bits;
  for (char& byte : inverse) byte = static_cast<char>(~byte);
  const std::string keys = "/BitsPerComponent 1 /ColorSpace ";
  const auto plain = image_of(keys + "/DeviceGray", bits);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->bits_per_component, 1);
  EXPECT_EQ(plain->data, bits);
  EXPECT_EQ(image_of(keys + "/DeviceGray /Decode [1 0]", bits)->data, inverse);
  EXPECT_EQ(image_of(keys + "[ /Indexed /DeviceRGB 1 <FFFFFF000000> ]", bits)->data, inverse);
}

TEST_F(PdfImage, APaletteIsSpreadOut) {
  const auto colour = image_of(
      "/BitsPerComponent 1 /ColorSpace [ /Indexed /DeviceRGB 1 "
      "<FF0000FFFFFF> ]",
      one_bit_samples());
  ASSERT_TRUE(colour);
  EXPECT_EQ(colour->components, 3);
  EXPECT_EQ(colour->data.substr(0, 3), "\xFF\xFF\xFF");
  EXPECT_EQ(colour->data.substr(colour->data.size() - 3), std::string("\xFF\0\0", 3));
  const auto four = image_of(
      "/BitsPerComponent 4 /ColorSpace [ /Indexed /DeviceGray 15 "
      "<000102030405060708090A0B0C0D0E0F> ]",
      std::string(std::size_t{kWidth} * kHeight / 2, '\x3C'));
  ASSERT_TRUE(four);
  EXPECT_EQ(four->data.substr(0, 4), "\x03\x0C\x03\x0C");
}

TEST_F(PdfImage, SamplesThatAreTooFewAreRendered) {
  EXPECT_FALSE(image_of(kGreyKeys, std::string(100, '\0')));
}

TEST_F(PdfImage, AStreamThatUnpacksToFarMoreThanItsImageIsNotFollowed) {
  EXPECT_FALSE(image_of("/Filter /FlateDecode " + kGreyKeys,
                        deflate(std::string(std::size_t{64} << 20U, '\0'))));
}

TEST_F(PdfImage, AnImageOfTooManyPixelsIsNeverDecoded) {
  PdfBuilder builder;
  const int image = builder.add_stream(
      "/Subtype /Image /Width 30000 /Height 38823 /BitsPerComponent 8 /ColorSpace /DeviceGray",
      "x");
  PdfReader reader(
      mapped(write(pdf_of(builder, {{"612 0 0 792 0 0 cm /I Do",
                                     "/XObject << /I " + std::to_string(image) + " 0 R >>", ""}}))),
      {});
  const PdfPageInfo page = reader.inspect().pages.at(0);
  EXPECT_EQ(page.kind, PdfPageKind::render);
  EXPECT_LE(page.dpi.value, 600);
  EXPECT_FALSE(reader.page_image(1));
}

}  // namespace sohoa
