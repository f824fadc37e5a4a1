// Image files as they come from scanners: what is in them, their pixels, and
// the bytes that an access copy can carry unchanged.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "image/page_image.h"

namespace sohoa {

enum class ImageFormat { jpeg, png, tiff, webp, jpeg2000, bmp, pnm };

struct ImageLimits {
  long long max_pixels = 250'000'000;  // a page; larger is refused before decoding
  int max_side = 32'000;               // pixels; Tesseract's own limit is 32,767
  int max_pages = 10'000;              // of a multi-page TIFF
};

struct ImagePageInfo {
  int width = 0;  // pixels as stored
  int height = 0;
  Dpi dpi;       // 0 when the file does not say
  int bits = 0;  // bits a pixel
};

struct ImageFileInfo {
  ImageFormat format{};
  std::vector<ImagePageInfo> pages;
};

using Bytes = std::span<const unsigned char>;

// By content, never by name. false: not an image format known here.
[[nodiscard]] bool is_image_file(Bytes file);

// Reads headers only. Throws Error{document_failed} with reason empty_file,
// truncated, unreadable_image, image_too_large, no_pages or too_many_pages.
[[nodiscard]] ImageFileInfo inspect_image_file(Bytes file, const ImageLimits& limits);

// `page` is 1-based. EXIF and TIFF orientation are applied; transparency lies on
// white; the result has 1, 8 or 32 bits. A file that ends early is refused, never
// half decoded. Throws as above. Thread-safe, as all calls here.
[[nodiscard]] PageImage decode_image(Bytes file, int page, const ImageLimits& limits);

// How a compressed image is named in PDF.
enum class PdfFilter { dct, jpx, ccitt_g4, flate };

// An image that a PDF page can show: the file's own stream or a re-encoding that
// loses nothing, except: WebP, CMYK JPEG and TIFF JPEG in several strips become a
// JPEG, and so does an image whose lossless form would be more than 5 % and 20 kB
// larger than the original.
//
// Its pixels are the stored ones, before orientation. `quarter_turns` clockwise
// turns of it give the page as decode_image returns it: a point (x, y) of the
// stored width w and height h stands there at (x, y), (h - y, x), (w - x, h - y)
// or (y, w - x) for 0, 1, 2 or 3 turns. Mirrored orientations are encoded upright.
struct EncodedImage {
  PdfFilter filter{};
  std::string data;
  int width = 0;
  int height = 0;
  int bits_per_component = 8;
  int components = 1;             // 1 grey or bilevel, 3 RGB, 4 CMYK
  bool black_is_zero = true;      // for 1 bit: as PDF's DeviceGray reads it
  int png_predictor_columns = 0;  // >0: flate data with PNG predictors (Predictor 15)
  int quarter_turns = 0;  // turns clockwise to apply for an upright page (EXIF/TIFF orientation)
};

// The page's own compressed stream where PDF can carry it (JPEG, JPEG 2000,
// TIFF G4 and JPEG in one strip, PNG without alpha or interlace); else an encoding.
[[nodiscard]] EncodedImage access_image(Bytes file, int page, const ImageLimits& limits);

// For rendered pages: bilevel as G4, near-grey as grey JPEG, else colour JPEG.
[[nodiscard]] EncodedImage encode_page(const PageImage& image);

}  // namespace sohoa
