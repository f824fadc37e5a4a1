#include "image/tiff_pages.h"

#include <tiffio.h>

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <memory>

#include "document/error.h"
#include "image/tiff_memory.h"

namespace sohoa {

namespace {

constexpr int kJpegQuality = 90;

void set_text(TIFF* tiff, std::uint32_t tag, const std::string& text) {
  if (!text.empty()) TIFFSetField(tiff, tag, text.c_str());
}

void describe(TIFF* tiff, const RawImage& page, const TiffNotes& notes) {
  const bool colour = page.kind == PixelKind::colour;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(page.width));
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(page.height));
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, page.kind == PixelKind::bilevel ? 1 : 8);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, colour ? 3 : 1);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(page.height));
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, page.dpi.value);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, page.dpi.value);
  set_text(tiff, TIFFTAG_MAKE, notes.make);
  set_text(tiff, TIFFTAG_MODEL, notes.model);
  set_text(tiff, TIFFTAG_SOFTWARE, notes.software);
  set_text(tiff, TIFFTAG_DATETIME, notes.time);
}

void choose_compression(TIFF* tiff, const RawImage& page, bool lossless) {
  const bool colour = page.kind == PixelKind::colour;
  if (page.kind == PixelKind::bilevel) {
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  } else if (lossless) {
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
    TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, colour ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
  } else {
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_JPEG);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, colour ? PHOTOMETRIC_YCBCR : PHOTOMETRIC_MINISBLACK);
    if (colour) TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
    TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, kJpegQuality);
    TIFFSetField(tiff, TIFFTAG_JPEGTABLESMODE, 0);  // each strip a JPEG file by itself
    if (colour) TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  }
}

[[noreturn]] void throw_unwritten(const std::string& path, const std::string& why) {
  throw Error(ErrorKind::service_broken, Reason::disk_full, "scan",
              path + " cannot be written (" + why + "); see whether the disk has room");
}

struct Messages {
  std::string error;
};

int keep_message(TIFF*, void* user, const char*, const char* format, std::va_list values) {
  char text[256];
  std::vsnprintf(text, sizeof text, format, values);
  static_cast<Messages*>(user)->error = text;
  return 1;
}

int keep_silent(TIFF*, void*, const char*, const char*, std::va_list) {
  return 1;
}

struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

// Null when it cannot be opened. `messages` must outlive it.
TiffPtr open_path(const std::string& path, const char* mode, Messages& messages) {
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_message, &messages);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), keep_silent, nullptr);
  return TiffPtr(TIFFOpenExt(path.c_str(), mode, options.get()));
}

template <class Value>
void copy_number(TIFF* from, TIFF* to, std::uint32_t tag) {
  Value value{};
  if (TIFFGetField(from, tag, &value) != 0) TIFFSetField(to, tag, value);
}

void copy_tags(TIFF* from, TIFF* to) {
  for (const std::uint32_t tag : {TIFFTAG_IMAGEWIDTH, TIFFTAG_IMAGELENGTH, TIFFTAG_ROWSPERSTRIP})
    copy_number<std::uint32_t>(from, to, tag);
  // The compression comes first: tags of a codec are known only once it is set.
  for (const std::uint32_t tag :
       {TIFFTAG_COMPRESSION, TIFFTAG_BITSPERSAMPLE, TIFFTAG_SAMPLESPERPIXEL, TIFFTAG_PLANARCONFIG,
        TIFFTAG_ORIENTATION, TIFFTAG_PHOTOMETRIC, TIFFTAG_RESOLUTIONUNIT, TIFFTAG_PREDICTOR})
    copy_number<std::uint16_t>(from, to, tag);
  for (const std::uint32_t tag : {TIFFTAG_XRESOLUTION, TIFFTAG_YRESOLUTION})
    copy_number<float>(from, to, tag);
  for (const std::uint32_t tag : {TIFFTAG_MAKE, TIFFTAG_MODEL, TIFFTAG_SOFTWARE, TIFFTAG_DATETIME})
    copy_number<char*>(from, to, tag);
  std::uint16_t across = 0;
  std::uint16_t down = 0;
  if (TIFFGetField(from, TIFFTAG_YCBCRSUBSAMPLING, &across, &down) != 0)
    TIFFSetField(to, TIFFTAG_YCBCRSUBSAMPLING, across, down);
  float* range = nullptr;
  if (TIFFGetField(from, TIFFTAG_REFERENCEBLACKWHITE, &range) != 0)
    TIFFSetField(to, TIFFTAG_REFERENCEBLACKWHITE, range);
}

void append_page(TIFF* from, TIFF* to, int number, std::size_t count) {
  copy_tags(from, to);
  TIFFSetField(to, TIFFTAG_SUBFILETYPE, FILETYPE_PAGE);
  TIFFSetField(to, TIFFTAG_PAGENUMBER, number, static_cast<int>(count));
}

}  // namespace

std::string tiff_page(const RawImage& page, const TiffNotes& notes, bool lossless) {
  const std::size_t bytes = page.row_bytes() * static_cast<std::size_t>(page.height);
  if (page.width <= 0 || page.height <= 0 || page.rows.size() != bytes)
    throw Error(ErrorKind::document_failed, Reason::unreadable_image, "scan",
                "the page is not as large as was announced; scan it again");
  TiffMemory memory;
  memory.writing = true;
  TiffPtr tiff = open_tiff(memory);
  bool written = tiff != nullptr;
  if (written) {
    describe(tiff.get(), page, notes);
    choose_compression(tiff.get(), page, lossless);
    std::vector<unsigned char> row(page.row_bytes());
    for (int y = 0; written && y < page.height; ++y) {
      const auto begin = page.rows.begin() + static_cast<std::ptrdiff_t>(row.size()) * y;
      row.assign(begin, begin + static_cast<std::ptrdiff_t>(row.size()));
      written = TIFFWriteScanline(tiff.get(), row.data(), static_cast<std::uint32_t>(y)) >= 0;
    }
    written = written && TIFFWriteDirectory(tiff.get()) != 0;
  }
  tiff.reset();
  if (!written)
    throw Error(ErrorKind::document_failed, Reason::unreadable_image, "scan",
                "the page cannot be written as TIFF (" + memory.error + ")");
  return std::move(memory.output);
}

void join_tiff_pages(const std::vector<std::string>& files, const std::string& target) {
  Messages messages;
  const TiffPtr out = open_path(target, "w", messages);
  if (!out) throw_unwritten(target, messages.error);
  int number = 0;
  for (const std::string& file : files) {
    const TiffPtr in = open_path(file, "r", messages);
    if (!in || TIFFNumberOfStrips(in.get()) != 1)
      throw Error(ErrorKind::service_broken, Reason::internal, "scan",
                  file + " is not the page that was written (" + messages.error + ")");
    const auto size = static_cast<tmsize_t>(TIFFRawStripSize64(in.get(), 0));
    std::vector<unsigned char> data(static_cast<std::size_t>(size));
    if (TIFFReadRawStrip(in.get(), 0, data.data(), size) != size)
      throw Error(ErrorKind::service_broken, Reason::internal, "scan",
                  file + " cannot be read back (" + messages.error + ")");
    append_page(in.get(), out.get(), number++, files.size());
    if (TIFFWriteRawStrip(out.get(), 0, data.data(), size) != size ||
        TIFFWriteDirectory(out.get()) == 0)
      throw_unwritten(target, messages.error);
  }
  if (TIFFFlush(out.get()) == 0) throw_unwritten(target, messages.error);
}

}  // namespace sohoa
