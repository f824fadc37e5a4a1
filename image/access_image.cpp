#include <optional>
#include <string>
#include <utility>

#include "image/encode.h"
#include "image/image_file.h"
#include "image/jp2_stream.h"
#include "image/jpeg_codec.h"
#include "image/jpeg_stream.h"
#include "image/orientation.h"
#include "image/png_stream.h"
#include "image/sniff.h"

namespace sohoa {
namespace {

EncodedImage pass_through(const StoredImage& image, PdfFilter filter, std::string data) {
  EncodedImage out;
  out.filter = filter;
  out.data = std::move(data);
  out.width = image.width;
  out.height = image.height;
  out.components = image.components;
  out.quarter_turns = quarter_turns_of(image.orientation);
  return out;
}

bool pdf_can_show(const JpegStream& jpeg) {
  const bool process = jpeg.process <= 2;  // baseline, extended, progressive
  const int components = jpeg.image.components;
  return process && jpeg.bits_a_sample == 8 && jpeg.says_colour &&
         (components == 1 || components == 3);
}

std::optional<EncodedImage> pass_jpeg(Bytes file) {
  const JpegStream jpeg = read_jpeg_stream(file);
  if (!pdf_can_show(jpeg)) return std::nullopt;
  return pass_through(
      jpeg.image, PdfFilter::dct,
      std::string(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(jpeg.end)));
}

std::optional<EncodedImage> pass_png(Bytes file) {
  PngStream png = read_png_stream(file, true);
  const bool depth =
      png.bits_a_sample == 8 || (png.bits_a_sample == 1 && png.image.components == 1);
  if (png.palette || png.alpha || png.interlaced || !depth) return std::nullopt;
  EncodedImage out = pass_through(png.image, PdfFilter::flate, std::move(png.pixels));
  out.bits_per_component = png.bits_a_sample;
  out.png_predictor_columns = png.image.width;
  return out;
}

std::optional<EncodedImage> pass_jp2(Bytes file) {
  const Jp2Stream jp2 = read_jp2_stream(file);
  const int components = jp2.image.components;
  if (!jp2.plain || (components != 1 && components != 3)) return std::nullopt;
  return pass_through(jp2.image, PdfFilter::jpx, as_jp2_file(file, jp2));
}

std::optional<EncodedImage> pass_stream(Bytes file, ImageFormat format) {
  switch (format) {
    case ImageFormat::jpeg:
      return pass_jpeg(file);
    case ImageFormat::png:
      return pass_png(file);
    case ImageFormat::jpeg2000:
      return pass_jp2(file);
    default:
      return std::nullopt;
  }
}

// Stored pixels, upright where no quarter turn can make them so.
EncodedImage encode_stored(PageImage stored, int orientation, std::size_t original_bytes,
                           bool was_lossy) {
  const bool mirrored = is_mirrored(orientation);
  const PageImage image =
      mirrored ? make_upright(std::move(stored), orientation) : std::move(stored);
  const std::size_t budget = access_budget(original_bytes);
  EncodedImage out = was_lossy && image.depth() != 1
                         ? encode_as_jpeg(image, budget)
                         : encode_within(drop_unused_depth(image), budget);
  out.quarter_turns = mirrored ? 0 : quarter_turns_of(orientation);
  return out;
}

EncodedImage tiff_access_image(Bytes file, int page, const ImageLimits& limits) {
  TiffFile tiff = open_tiff_page(file, page, limits);
  const StoredImage image = tiff.page().image;
  if (!is_mirrored(image.orientation)) {
    if (auto g4 = tiff.g4_stream()) {
      EncodedImage out = pass_through(image, PdfFilter::ccitt_g4, std::move(*g4));
      out.bits_per_component = 1;
      return out;
    }
    if (auto jpeg = tiff.jpeg_stream()) {
      const Bytes bytes(reinterpret_cast<const unsigned char*>(jpeg->data()), jpeg->size());
      const JpegStream header = read_jpeg_stream(bytes);
      const bool same_size =
          header.image.width == image.width && header.image.height == image.height;
      if (header.image.complete && same_size && pdf_can_show(header)) {
        return pass_through(image, PdfFilter::dct, std::move(*jpeg));
      }
    }
  }
  constexpr int kOldJpeg = 6;
  constexpr int kJpeg = 7;
  const int compression = tiff.page().compression;
  return encode_stored(tiff.decode(), image.orientation, tiff.stored_size(),
                       compression == kOldJpeg || compression == kJpeg);
}

}  // namespace

EncodedImage access_image(Bytes file, int page, const ImageLimits& limits) {
  const ImageFormat format = known_format(file);
  if (page < 1 || (page > 1 && format != ImageFormat::tiff)) {
    image_failed(Reason::no_pages, "the image file has no page " + std::to_string(page));
  }
  if (format == ImageFormat::tiff) return tiff_access_image(file, page, limits);
  const StoredImage image = read_header(file, format);
  check_stored(image, limits);
  if (!is_mirrored(image.orientation)) {
    if (auto passed = pass_stream(file, format)) return std::move(*passed);
  }
  const bool lossy =
      format == ImageFormat::jpeg || format == ImageFormat::jpeg2000 || format == ImageFormat::webp;
  return encode_stored(decode_stored(file, format, image), image.orientation, file.size(), lossy);
}

}  // namespace sohoa
