#include "sample_images.h"

#include <allheaders.h>
#include <tiffio.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>

namespace sohoa::test {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A path in the running test's own directory, which is removed with it.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "sohoa-image-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) directory_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(directory_); }
  [[nodiscard]] std::string file() const { return (directory_ / "image").string(); }

 private:
  std::filesystem::path directory_;
};

void set_pixel(Pix* pix, int x, int y, int red, int green, int blue) {
  l_uint32 value = 0;
  const int depth = pixGetDepth(pix);
  if (depth == 32) {
    composeRGBPixel(red, green, blue, &value);
  } else {
    const int grey = (red + green + blue) / 3;
    value = depth == 8 ? static_cast<l_uint32>(grey) : static_cast<l_uint32>(grey < 128);
  }
  pixSetPixel(pix, x, y, value);
}

std::vector<unsigned char> packed_row(const PageImage& page, int y, bool invert) {
  const int depth = page.depth();
  const auto width = static_cast<std::size_t>(page.width());
  std::vector<unsigned char> row(depth == 1 ? (width + 7) / 8 : depth == 8 ? width : width * 3);
  for (int x = 0; x < page.width(); ++x) {
    l_uint32 value = 0;
    pixGetPixel(page.pix(), x, y, &value);
    const auto at = static_cast<std::size_t>(x);
    if (depth == 1) {
      const l_uint32 bit = invert ? 1 - value : value;
      row[at / 8] = static_cast<unsigned char>(row[at / 8] | bit << (7 - at % 8));
    } else if (depth == 8) {
      row[at] = static_cast<unsigned char>(invert ? 255 - value : value);
    } else {
      row[at * 3] = static_cast<unsigned char>(value >> 24);
      row[at * 3 + 1] = static_cast<unsigned char>(value >> 16);
      row[at * 3 + 2] = static_cast<unsigned char>(value >> 8);
    }
  }
  return row;
}

void set_tags(TIFF* tiff, const PageImage& page, const TiffWay& way) {
  const int depth = page.depth();
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.width());
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, page.height());
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, depth == 1 ? 1 : 8);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, depth == 32 ? 3 : 1);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, way.compression);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, way.orientation);
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 300.0);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 300.0);
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  if (way.low_bit_first) TIFFSetField(tiff, TIFFTAG_FILLORDER, FILLORDER_LSB2MSB);
  if (depth == 32 && way.compression == COMPRESSION_JPEG) {
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_YCBCR);
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, 92);
  } else {
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
                 depth == 32         ? PHOTOMETRIC_RGB
                 : way.white_is_zero ? PHOTOMETRIC_MINISWHITE
                                     : PHOTOMETRIC_MINISBLACK);
  }
}

void write_tiles(TIFF* tiff, const PageImage& page, const TiffWay& way, bool invert) {
  TIFFSetField(tiff, TIFFTAG_TILEWIDTH, way.tile);
  TIFFSetField(tiff, TIFFTAG_TILELENGTH, way.tile);
  const auto side = static_cast<std::size_t>(way.tile);
  const auto bits = static_cast<std::size_t>(page.depth() == 32 ? 24 : page.depth());
  const std::size_t tile_row = side * bits / 8;
  std::vector<unsigned char> tile(tile_row * side);
  for (int top = 0; top < page.height(); top += way.tile) {
    for (int left = 0; left < page.width(); left += way.tile) {
      std::fill(tile.begin(), tile.end(), static_cast<unsigned char>(0));
      for (int y = top; y < std::min(page.height(), top + way.tile); ++y) {
        const auto row = packed_row(page, y, invert);
        const std::size_t from = static_cast<std::size_t>(left) * bits / 8;
        std::memcpy(tile.data() + static_cast<std::size_t>(y - top) * tile_row, row.data() + from,
                    std::min(tile_row, row.size() - from));
      }
      TIFFWriteTile(tiff, tile.data(), static_cast<unsigned>(left), static_cast<unsigned>(top), 0,
                    0);
    }
  }
}

PixPtr show_flate(const EncodedImage& image) {
  // A PNG file around the same stream: what a viewer's predictor does.
  const auto be32 = [](unsigned long value) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
    return out;
  };
  const auto chunk = [&](const std::string& type, const std::string& body) {
    unsigned long crc = 0xffffffff;
    for (const char c : type + body) {
      crc ^= static_cast<unsigned char>(c);
      for (int i = 0; i < 8; ++i) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
    return be32(body.size()) + type + body + be32(crc ^ 0xffffffff);
  };
  std::string header = be32(static_cast<unsigned long>(image.width)) +
                       be32(static_cast<unsigned long>(image.height));
  header.push_back(static_cast<char>(image.bits_per_component));
  header.push_back(image.components == 3 ? '\2' : '\0');
  header.append(3, '\0');
  const std::string png =
      "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", image.data) + chunk("IEND", "");
  return PixPtr(pixReadMemPng(bytes_of(png).data(), png.size()));
}

PixPtr show_g4(const EncodedImage& image) {
  const Scratch scratch;
  TIFF* tiff = TIFFOpen(scratch.file().c_str(), "w");
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, image.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, image.height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, image.height);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  std::string data = image.data;
  TIFFWriteRawStrip(tiff, 0, data.data(), static_cast<tmsize_t>(data.size()));
  TIFFClose(tiff);
  return PixPtr(pixRead(scratch.file().c_str()));
}

}  // namespace

PageImage blank_page(int width, int height, int depth) {
  PixPtr pix(pixCreate(width, height, depth));
  if (depth == 1) {
    pixClearAll(pix.get());
  } else {
    pixSetAllArbitrary(pix.get(), depth == 8 ? 250 : 0xfafafa00);
  }
  PageImage page(std::move(pix));
  page.set_dpi({300});
  return page;
}

void fill_box(const PageImage& page, PixelBox box, int red, int green, int blue) {
  for (int y = std::max(0, box.top); y < std::min(page.height(), box.bottom()); ++y) {
    for (int x = std::max(0, box.left); x < std::min(page.width(), box.right()); ++x) {
      set_pixel(page.pix(), x, y, red, green, blue);
    }
  }
}

PageImage text_page(int width, int height, int depth) {
  PageImage page = blank_page(width, height, depth);
  const int letter = std::max(4, width / 100);
  unsigned state = 7;
  for (int y = height / 10; y < height * 9 / 10; y += letter * 5 / 2) {
    for (int x = width / 8; x < width * 7 / 8;) {
      state = state * 1103515245 + 12345;
      const int kind = static_cast<int>(state >> 16 & 7);
      if (kind != 0) {
        const int rise = kind == 1 ? letter / 2 : 0;  // b, d, h
        fill_box(page, {x, y - rise, letter / 3, letter + rise}, 20, 20, 20);
        fill_box(page, {x, y + letter - letter / 4, letter, letter / 4}, 20, 20, 20);
        if (kind < 5) fill_box(page, {x, y, letter, letter / 4}, 20, 20, 20);
      }
      x += letter * (4 + static_cast<int>(state >> 20 & 3)) / 4;
    }
  }
  return page;
}

PageImage picture(int width, int height, int depth) {
  PixPtr pix(pixCreate(width, height, depth));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      set_pixel(pix.get(), x, y, x * 255 / width, y * 255 / height,
                (x + y) * 255 / (width + height));
    }
  }
  PageImage page(std::move(pix));
  page.set_dpi({300});
  return page;
}

PageImage rotated(const PageImage& page, double degrees) {
  const auto radians = static_cast<l_float32>(degrees * std::numbers::pi / 180);
  PageImage out(PixPtr(pixRotate(page.pix(), radians,
                                 page.depth() == 1 ? L_ROTATE_SAMPLING : L_ROTATE_AREA_MAP,
                                 L_BRING_IN_WHITE, 0, 0)));
  out.set_dpi(page.dpi());
  return out;
}

int value_at(const PageImage& page, int x, int y) {
  l_uint32 value = 0;
  pixGetPixel(page.pix(), x, y, &value);
  if (page.depth() == 1) return value != 0 ? 0 : 255;
  if (page.depth() == 8) return static_cast<int>(value);
  return static_cast<int>(((value >> 24) + (value >> 16 & 0xff) + (value >> 8 & 0xff)) / 3);
}

std::string save(const PageImage& page, Saved as) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  switch (as) {
    case Saved::jpeg:
      pixWriteMemJpeg(&data, &size, page.pix(), 92, 0);
      break;
    case Saved::png:
      pixWriteMemPng(&data, &size, page.pix(), 0);
      break;
    case Saved::webp:
      pixWriteMemWebP(&data, &size, page.pix(), 90, 0);
      break;
    case Saved::jp2:
      pixWriteMemJp2k(&data, &size, page.pix(), 40, 0, 0, 0);
      break;
    case Saved::bmp:
      pixWriteMemBmp(&data, &size, page.pix());
      break;
    case Saved::pnm:
      pixWriteMemPnm(&data, &size, page.pix());
      break;
  }
  std::string out(reinterpret_cast<const char*>(data), size);
  lept_free(data);
  return out;
}

std::string save_tiff(const std::vector<const PageImage*>& pages, const TiffWay& way) {
  const Scratch scratch;
  TIFF* tiff = TIFFOpen(scratch.file().c_str(), "w");
  for (const PageImage* page : pages) {
    set_tags(tiff, *page, way);
    const bool invert = page->depth() == 1   ? !way.white_is_zero
                        : page->depth() == 8 ? way.white_is_zero
                                             : false;
    if (way.tile > 0) {
      write_tiles(tiff, *page, way, invert);
    } else {
      TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP,
                   way.rows_a_strip > 0 ? way.rows_a_strip : page->height());
      for (int y = 0; y < page->height(); ++y) {
        auto row = packed_row(*page, y, invert);
        TIFFWriteScanline(tiff, row.data(), static_cast<unsigned>(y), 0);
      }
    }
    TIFFWriteDirectory(tiff);
  }
  TIFFClose(tiff);
  return read_file(scratch.file());
}

std::string with_orientation(const std::string& jpeg, int orientation) {
  std::string exif(
      "\xff\xe1\x00\x22"
      "Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0",
      29);
  exif.push_back(static_cast<char>(orientation));
  exif.append(6, '\0');
  return jpeg.substr(0, 2) + exif + jpeg.substr(2);
}

int largest_difference(const PageImage& a, const PageImage& b) {
  if (a.width() != b.width() || a.height() != b.height() || a.depth() != b.depth()) return 999;
  int largest = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      l_uint32 p = 0;
      l_uint32 q = 0;
      pixGetPixel(a.pix(), x, y, &p);
      pixGetPixel(b.pix(), x, y, &q);
      for (int shift = a.depth() == 32 ? 8 : 0; shift < 32; shift += 8) {
        largest = std::max(largest, std::abs(static_cast<int>(p >> shift & 0xff) -
                                             static_cast<int>(q >> shift & 0xff)));
      }
    }
  }
  return largest;
}

double mean_difference(const PageImage& a, const PageImage& b) {
  if (a.width() != b.width() || a.height() != b.height()) return 999;
  double sum = 0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) sum += std::abs(value_at(a, x, y) - value_at(b, x, y));
  }
  return sum / a.width() / a.height();
}

PageImage show(const EncodedImage& image) {
  const Bytes data = bytes_of(image.data);
  PixPtr pix;
  switch (image.filter) {
    case PdfFilter::dct:
      pix.reset(pixReadMemJpeg(data.data(), data.size(), 0, 1, nullptr, 0));
      break;
    case PdfFilter::jpx:
      pix.reset(pixReadMemJp2k(data.data(), data.size(), 1, nullptr, 0, 0));
      break;
    case PdfFilter::ccitt_g4:
      pix = show_g4(image);
      break;
    case PdfFilter::flate:
      pix = show_flate(image);
      break;
  }
  return PageImage(std::move(pix));
}

}  // namespace sohoa::test
