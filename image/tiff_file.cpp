#include "image/tiff_file.h"

#include <allheaders.h>
#include <tiffio.h>

#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "image/byte_reader.h"
#include "image/jpeg_stream.h"
#include "image/tiff_directories.h"
#include "image/tiff_memory.h"

namespace sohoa {
namespace {

std::uint16_t tag16(TIFF* tiff, std::uint32_t tag) {
  std::uint16_t value = 0;
  TIFFGetFieldDefaulted(tiff, tag, &value);
  return value;
}

std::uint32_t tag32(TIFF* tiff, std::uint32_t tag) {
  std::uint32_t value = 0;
  TIFFGetFieldDefaulted(tiff, tag, &value);
  return value;
}

Dpi resolution_of(TIFF* tiff) {
  float resolution = 0;
  if (TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &resolution) == 0 || !(resolution > 0)) return {};
  const std::uint16_t unit = tag16(tiff, TIFFTAG_RESOLUTIONUNIT);
  if (unit == RESUNIT_NONE) return {};
  const double dpi = unit == RESUNIT_CENTIMETER ? resolution * 2.54 : resolution;
  return {dpi < 100'000 ? dpi : 0.0};
}

std::uint32_t piece_count(TIFF* tiff) {
  return TIFFIsTiled(tiff) != 0 ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
}

// Strips or tiles that lie wholly in the file. Old-style JPEG keeps its data
// elsewhere; there the decoder decides.
bool pieces_inside(TIFF* tiff, std::size_t file_size, int compression) {
  if (compression == COMPRESSION_OJPEG) return true;
  const std::uint32_t pieces = piece_count(tiff);
  if (pieces == 0) return false;
  for (std::uint32_t i = 0; i < pieces; ++i) {
    const std::uint64_t offset = TIFFGetStrileOffset(tiff, i);
    const std::uint64_t length = TIFFGetStrileByteCount(tiff, i);
    if (offset > file_size || length > file_size - offset) return false;
    if (offset == 0 || length == 0) return false;
  }
  return true;
}

TiffPage read_page(TIFF* tiff, std::size_t file_size) {
  TiffPage page;
  StoredImage& image = page.image;
  image.width = side_from(tag32(tiff, TIFFTAG_IMAGEWIDTH));
  image.height = side_from(tag32(tiff, TIFFTAG_IMAGELENGTH));
  image.components = tag16(tiff, TIFFTAG_SAMPLESPERPIXEL);
  const int sample_bits = tag16(tiff, TIFFTAG_BITSPERSAMPLE);
  image.bits = sample_bits * image.components;
  image.dpi = resolution_of(tiff);
  const int orientation = tag16(tiff, TIFFTAG_ORIENTATION);
  image.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  page.compression = tag16(tiff, TIFFTAG_COMPRESSION);
  const int photometric = tag16(tiff, TIFFTAG_PHOTOMETRIC);
  page.bilevel = image.bits == 1 && image.components == 1 &&
                 (photometric == PHOTOMETRIC_MINISWHITE || photometric == PHOTOMETRIC_MINISBLACK);
  image.complete = pieces_inside(tiff, file_size, page.compression);
  return page;
}

bool is_thumbnail(TIFF* tiff, const TiffPage& page, const TiffPage& before) {
  const bool reduced = (tag32(tiff, TIFFTAG_SUBFILETYPE) & FILETYPE_REDUCEDIMAGE) != 0;
  return reduced && page.image.width < before.image.width &&
         page.image.height < before.image.height;
}

// Rows of one sample of 1 or 8 bits, as they come.
PixPtr decode_rows(TIFF* tiff, const TiffPage& page) {
  PixPtr pix(pixCreate(page.image.width, page.image.height, page.image.bits));
  if (!pix) return nullptr;
  const std::size_t row_bytes = static_cast<std::size_t>(pixGetWpl(pix.get())) * 4;
  const std::size_t line = static_cast<std::size_t>(TIFFScanlineSize(tiff));
  if (line == 0 || line > row_bytes) return nullptr;
  auto* rows = reinterpret_cast<unsigned char*>(pixGetData(pix.get()));
  for (int y = 0; y < page.image.height; ++y) {
    if (TIFFReadScanline(tiff, rows + row_bytes * static_cast<std::size_t>(y),
                         static_cast<std::uint32_t>(y), 0) != 1) {
      return nullptr;
    }
  }
  pixEndianByteSwap(pix.get());
  const bool white_is_zero = tag16(tiff, TIFFTAG_PHOTOMETRIC) == PHOTOMETRIC_MINISWHITE;
  // A set bit is black in a 1-bit PIX, white in an 8-bit one.
  if ((page.image.bits == 1) != white_is_zero) pixInvert(pix.get(), pix.get());
  pixSetPadBits(pix.get(), 0);
  return pix;
}

// Everything else through libtiff's RGBA reader; transparency on white.
PixPtr decode_rgba(TIFF* tiff, const TiffPage& page) {
  PixPtr pix(pixCreate(page.image.width, page.image.height, 32));
  if (!pix) return nullptr;
  if (TIFFReadRGBAImageOriented(tiff, static_cast<std::uint32_t>(page.image.width),
                                static_cast<std::uint32_t>(page.image.height),
                                pixGetData(pix.get()), page.image.orientation, 1) != 1) {
    return nullptr;
  }
  const std::size_t count =
      static_cast<std::size_t>(page.image.width) * static_cast<std::size_t>(page.image.height);
  l_uint32* data = pixGetData(pix.get());
  for (std::size_t i = 0; i < count; ++i) {
    const l_uint32 abgr = data[i];
    const l_uint32 clear = 255 - TIFFGetA(abgr);  // colours come multiplied by alpha
    data[i] = (TIFFGetR(abgr) + clear) << 24 | (TIFFGetG(abgr) + clear) << 16 |
              (TIFFGetB(abgr) + clear) << 8;
  }
  return pix;
}

// The depth that the file had, where the RGBA reader has widened it.
PixPtr narrow(PixPtr rgb, const TiffPage& page) {
  if (page.bilevel) {
    const PixPtr grey(pixGetRGBComponent(rgb.get(), COLOR_RED));
    return PixPtr(pixThresholdToBinary(grey.get(), 128));
  }
  int colour = 1;
  if (page.image.components <= 2) pixColorsForQuantization(rgb.get(), 0, nullptr, &colour, 0);
  const bool grey = page.image.components <= 2 && colour == 0;
  return grey ? PixPtr(pixGetRGBComponent(rgb.get(), COLOR_RED)) : std::move(rgb);
}

void reverse_bits(std::string& bytes) {
  TIFFReverseBits(reinterpret_cast<std::uint8_t*>(bytes.data()),
                  static_cast<tmsize_t>(bytes.size()));
}

}  // namespace

struct TiffFile::Handle {
  TiffMemory memory;
  TiffPtr tiff;
  TiffPage page;
  bool started = false;

  [[nodiscard]] std::optional<Bytes> only_strip() const {
    if (TIFFIsTiled(tiff.get()) != 0 || TIFFNumberOfStrips(tiff.get()) != 1) return std::nullopt;
    const std::uint64_t offset = TIFFGetStrileOffset(tiff.get(), 0);
    const std::uint64_t length = TIFFGetStrileByteCount(tiff.get(), 0);
    const ByteReader reader(memory.input);
    if (!reader.inside(offset, length) || length == 0) return std::nullopt;
    return memory.input.subspan(offset, length);
  }
};

bool looks_like_tiff(Bytes file) {
  using namespace std::string_view_literals;
  const ByteReader reader(file);
  return reader.has(0, "II\x2a\0"sv) || reader.has(0, "MM\0\x2a"sv) ||
         reader.has(0, "II\x2b\0"sv) || reader.has(0, "MM\0\x2b"sv);
}

TiffFile::TiffFile(Bytes file) : handle_(std::make_unique<Handle>()) {
  if (!tiff_directories_complete(file)) {
    image_failed(Reason::truncated,
                 "the TIFF file ends before its page directories do; copy or scan it again");
  }
  handle_->memory.input = file;
  handle_->tiff = open_tiff(handle_->memory);
  if (handle_->tiff) return;
  image_failed(Reason::unreadable_image, "the TIFF file has no readable page directory (" +
                                             handle_->memory.error + "); scan the page again");
}

TiffFile::TiffFile(TiffFile&&) noexcept = default;
TiffFile& TiffFile::operator=(TiffFile&&) noexcept = default;
TiffFile::~TiffFile() = default;

bool TiffFile::next_page() {
  TIFF* tiff = handle_->tiff.get();
  const std::size_t size = handle_->memory.input.size();
  if (!handle_->started) {
    handle_->started = true;
    handle_->page = read_page(tiff, size);
    return true;
  }
  while (TIFFLastDirectory(tiff) == 0) {
    handle_->memory.error.clear();
    if (TIFFReadDirectory(tiff) == 0) {
      image_failed(Reason::truncated, "the chain of pages of the TIFF file is broken (" +
                                          handle_->memory.error + "); scan the document again");
    }
    const TiffPage page = read_page(tiff, size);
    if (is_thumbnail(tiff, page, handle_->page)) continue;
    handle_->page = page;
    return true;
  }
  return false;
}

const TiffPage& TiffFile::page() const {
  return handle_->page;
}

PageImage TiffFile::decode() {
  TIFF* tiff = handle_->tiff.get();
  const TiffPage& page = handle_->page;
  const int photometric = tag16(tiff, TIFFTAG_PHOTOMETRIC);
  const bool grey = photometric == PHOTOMETRIC_MINISWHITE || photometric == PHOTOMETRIC_MINISBLACK;
  const bool simple = page.image.components == 1 && grey &&
                      (page.image.bits == 1 || page.image.bits == 8) && TIFFIsTiled(tiff) == 0 &&
                      page.compression != COMPRESSION_OJPEG;
  handle_->memory.premature = false;
  PixPtr pix = simple ? decode_rows(tiff, page) : decode_rgba(tiff, page);
  if (handle_->memory.premature) {
    image_failed(Reason::truncated,
                 "the fax data of the TIFF page end too early; scan the page again");
  }
  if (!pix) {
    image_failed(Reason::unreadable_image,
                 "libtiff cannot decode the TIFF page: " + handle_->memory.error);
  }
  return PageImage(simple ? std::move(pix) : narrow(std::move(pix), page));
}

std::optional<std::string> TiffFile::g4_stream() const {
  TIFF* tiff = handle_->tiff.get();
  const auto strip = handle_->only_strip();
  if (!strip || handle_->page.compression != COMPRESSION_CCITTFAX4 || !handle_->page.bilevel ||
      tag16(tiff, TIFFTAG_PHOTOMETRIC) != PHOTOMETRIC_MINISWHITE) {
    return std::nullopt;
  }
  std::string data(strip->begin(), strip->end());
  if (tag16(tiff, TIFFTAG_FILLORDER) == FILLORDER_LSB2MSB) reverse_bits(data);
  return data;
}

std::optional<std::string> TiffFile::jpeg_stream() const {
  TIFF* tiff = handle_->tiff.get();
  const auto strip = handle_->only_strip();
  const int components = handle_->page.image.components;
  const int photometric = tag16(tiff, TIFFTAG_PHOTOMETRIC);
  const bool grey = components == 1 && photometric == PHOTOMETRIC_MINISBLACK;
  const bool rgb = components == 3 && photometric == PHOTOMETRIC_RGB;
  const bool ycc = components == 3 && photometric == PHOTOMETRIC_YCBCR;
  if (!strip || handle_->page.compression != COMPRESSION_JPEG || !(grey || rgb || ycc)) {
    return std::nullopt;
  }
  std::uint32_t table_size = 0;
  void* table_data = nullptr;
  Bytes tables;
  if (TIFFGetField(tiff, TIFFTAG_JPEGTABLES, &table_size, &table_data) == 1) {
    tables = {static_cast<const unsigned char*>(table_data), table_size};
  }
  return join_tiff_jpeg(tables, *strip, rgb);
}

std::size_t TiffFile::stored_size() const {
  std::size_t total = 0;
  const std::uint32_t pieces = piece_count(handle_->tiff.get());
  for (std::uint32_t i = 0; i < pieces; ++i) {
    total += TIFFGetStrileByteCount(handle_->tiff.get(), i);
  }
  return std::min(total, handle_->memory.input.size());
}

std::string encode_g4(const PageImage& bilevel) {
  TiffMemory memory;
  memory.writing = true;
  const TiffPtr tiff = open_tiff(memory);
  const auto height = static_cast<std::uint32_t>(bilevel.height());
  TIFFSetField(tiff.get(), TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(bilevel.width()));
  TIFFSetField(tiff.get(), TIFFTAG_IMAGELENGTH, height);
  TIFFSetField(tiff.get(), TIFFTAG_BITSPERSAMPLE, 1);
  TIFFSetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff.get(), TIFFTAG_ROWSPERSTRIP, height);
  TIFFSetField(tiff.get(), TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
  TIFFSetField(tiff.get(), TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  const PixPtr swapped(pixEndianByteSwapNew(bilevel.pix()));
  const std::size_t row_bytes = static_cast<std::size_t>(pixGetWpl(swapped.get())) * 4;
  const std::size_t line = (static_cast<std::size_t>(bilevel.width()) + 7) / 8;
  const auto* rows = reinterpret_cast<const unsigned char*>(pixGetData(swapped.get()));
  std::vector<unsigned char> strip(line * height);
  for (std::size_t y = 0; y < height; ++y) {
    std::memcpy(strip.data() + y * line, rows + y * row_bytes, line);
  }
  if (TIFFWriteEncodedStrip(tiff.get(), 0, strip.data(), static_cast<tmsize_t>(strip.size())) < 0) {
    image_failed(Reason::unreadable_image, "libtiff cannot encode the page as G4: " + memory.error);
  }
  TIFFFlushData(tiff.get());
  return memory.output.substr(TIFFGetStrileOffset(tiff.get(), 0),
                              TIFFGetStrileByteCount(tiff.get(), 0));
}

}  // namespace sohoa
