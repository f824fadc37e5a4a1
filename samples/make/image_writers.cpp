#include <leptonica/allheaders.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include "samples/make/writers.h"

namespace sohoa::samples {

namespace {

struct PixFree {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixHold = std::unique_ptr<Pix, PixFree>;

PixHold checked(Pix* pix) {
  if (pix == nullptr) throw std::runtime_error("leptonica made no image");
  return PixHold(pix);
}

PixHold to_pix(const Raster& page, Colour colour) {
  PixHold pix = checked(pixCreate(page.width, page.height, 32));
  for (int y = 0; y < page.height; ++y) {
    l_uint32* row = pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
    const unsigned char* from = page.rgb.data() + page.offset(0, y);
    for (int x = 0; x < page.width; ++x, from += 3)
      composeRGBPixel(from[0], from[1], from[2], row + x);
  }
  if (colour != Colour::colour) pix = checked(pixConvertRGBToGray(pix.get(), 0.3F, 0.59F, 0.11F));
  // A scanner's fixed threshold, a little above the middle so that thin strokes stay.
  if (colour == Colour::bilevel) pix = checked(pixThresholdToBinary(pix.get(), 150));
  const int dpi = static_cast<int>(std::lround(page.dpi));
  pixSetResolution(pix.get(), dpi, dpi);
  return pix;
}

template <typename Write>
std::string in_memory(Write write) {
  l_uint8* data = nullptr;
  std::size_t size = 0;
  const int failed = write(&data, &size);
  std::string bytes;
  if (data != nullptr) bytes.assign(reinterpret_cast<const char*>(data), size);
  std::free(data);
  if (failed != 0 || bytes.empty()) throw std::runtime_error("leptonica could not encode a page");
  return bytes;
}

int leptonica_format(TiffCoding coding) {
  switch (coding) {
    case TiffCoding::g4:
      return IFF_TIFF_G4;
    case TiffCoding::g3:
      return IFF_TIFF_G3;
    case TiffCoding::lzw:
      return IFF_TIFF_LZW;
    case TiffCoding::deflate:
      return IFF_TIFF_ZIP;
    case TiffCoding::jpeg:
      return IFF_TIFF_JPEG;
    case TiffCoding::none:
      return IFF_TIFF;
  }
  return IFF_TIFF;
}

}  // namespace

std::string jpeg_of(const Raster& page, Colour colour, int quality) {
  const PixHold pix = to_pix(page, colour);
  return in_memory([&](l_uint8** data, std::size_t* size) {
    return pixWriteMemJpeg(data, size, pix.get(), quality, 0);
  });
}

std::string png_of(const Raster& page, Colour colour) {
  const PixHold pix = to_pix(page, colour);
  return in_memory(
      [&](l_uint8** data, std::size_t* size) { return pixWriteMemPng(data, size, pix.get(), 0); });
}

std::string bmp_of(const Raster& page, Colour colour) {
  const PixHold pix = to_pix(page, colour);
  return in_memory(
      [&](l_uint8** data, std::size_t* size) { return pixWriteMemBmp(data, size, pix.get()); });
}

std::string webp_of(const Raster& page, int quality) {
  const PixHold pix = to_pix(page, Colour::colour);
  return in_memory([&](l_uint8** data, std::size_t* size) {
    return pixWriteMemWebP(data, size, pix.get(), quality, 0);
  });
}

std::string jpeg2000_of(const Raster& page, Colour colour) {
  const PixHold pix = to_pix(page, colour);
  constexpr int kSnr = 27;  // signal to noise; leptonica's scale
  return in_memory([&](l_uint8** data, std::size_t* size) {
    return pixWriteMemJp2k(data, size, pix.get(), kSnr, 5, 0, 0);
  });
}

std::string g4_of(const Raster& page) {
  const PixHold pix = to_pix(page, Colour::bilevel);
  L_COMP_DATA* coded = nullptr;
  if (pixGenerateCIData(pix.get(), L_G4_ENCODE, 0, 0, &coded) != 0 || coded == nullptr)
    throw std::runtime_error("leptonica could not encode G4");
  std::string bytes(reinterpret_cast<const char*>(coded->datacomp), coded->nbytescomp);
  l_CIDataDestroy(&coded);
  return bytes;
}

std::string tiff_of(const std::vector<Raster>& pages, Colour colour, TiffCoding coding) {
  // Leptonica appends directories to files only.
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("sohoa-" + std::to_string(getpid()) + ".tif");
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const PixHold pix = to_pix(pages[i], colour);
    if (pixWriteTiff(path.c_str(), pix.get(), leptonica_format(coding), i == 0 ? "w" : "a") != 0)
      throw std::runtime_error("leptonica could not write " + path.string());
  }
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::filesystem::remove(path);
  return bytes;
}

}  // namespace sohoa::samples
