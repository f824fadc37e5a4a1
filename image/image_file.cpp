#include "image/image_file.h"

#include <optional>
#include <stdexcept>
#include <utility>

#include "image/jp2_stream.h"
#include "image/jpeg_stream.h"
#include "image/orientation.h"
#include "image/plain_headers.h"
#include "image/png_stream.h"
#include "image/sniff.h"
#include "image/stored_image.h"
#include "image/tiff_file.h"

namespace sohoa {
namespace {

void inspect_tiff(Bytes file, const ImageLimits& limits, ImageFileInfo& info) {
  TiffFile tiff(file);
  while (tiff.next_page()) {
    if (static_cast<int>(info.pages.size()) >= limits.max_pages) {
      image_failed(Reason::too_many_pages,
                   "the TIFF file has more than " + std::to_string(limits.max_pages) + " pages");
    }
    check_stored(tiff.page().image, limits);
    info.pages.push_back(upright_info(tiff.page().image));
  }
}

}  // namespace

std::optional<ImageFormat> sniff_format(Bytes file) {
  if (looks_like_jpeg(file)) return ImageFormat::jpeg;
  if (looks_like_png(file)) return ImageFormat::png;
  if (looks_like_tiff(file)) return ImageFormat::tiff;
  if (looks_like_webp(file)) return ImageFormat::webp;
  if (looks_like_jp2(file)) return ImageFormat::jpeg2000;
  if (looks_like_bmp(file)) return ImageFormat::bmp;
  if (looks_like_pnm(file)) return ImageFormat::pnm;
  return std::nullopt;
}

StoredImage read_header(Bytes file, ImageFormat format) {
  switch (format) {
    case ImageFormat::jpeg:
      return read_jpeg_stream(file).image;
    case ImageFormat::png:
      return read_png_stream(file, false).image;
    case ImageFormat::jpeg2000:
      return read_jp2_stream(file).image;
    case ImageFormat::webp:
      return read_webp_header(file);
    case ImageFormat::bmp:
      return read_bmp_header(file);
    case ImageFormat::pnm:
      return read_pnm_header(file);
    case ImageFormat::tiff:
      break;
  }
  throw std::logic_error("read_header: a TIFF has a header for each page");
}

ImageFormat known_format(Bytes file) {
  if (file.empty()) image_failed(Reason::empty_file, "the image file is empty");
  const auto format = sniff_format(file);
  if (!format) {
    image_failed(Reason::unreadable_image,
                 "the file is not an image of a known format (JPEG, PNG, TIFF, WebP, JPEG 2000, "
                 "BMP, PNM)");
  }
  return *format;
}

void check_stored(const StoredImage& image, const ImageLimits& limits) {
  const long long pixels = static_cast<long long>(image.width) * image.height;
  if (image.width > limits.max_side || image.height > limits.max_side ||
      pixels > limits.max_pixels) {
    image_failed(Reason::image_too_large, "the image is " + std::to_string(image.width) + " x " +
                                              std::to_string(image.height) + " pixels; at most " +
                                              std::to_string(limits.max_side) + " a side and " +
                                              std::to_string(limits.max_pixels) +
                                              " in all are taken");
  }
  if (image.width <= 0 || image.height <= 0) {
    image_failed(Reason::unreadable_image, "the image has no size");
  }
  if (!image.complete) {
    image_failed(Reason::truncated, "the file ends before its image does; copy or scan it again");
  }
}

ImagePageInfo upright_info(const StoredImage& image) {
  ImagePageInfo info{image.width, image.height, image.dpi, image.bits};
  if (swaps_sides(image.orientation)) std::swap(info.width, info.height);
  return info;
}

bool is_image_file(Bytes file) {
  return sniff_format(file).has_value();
}

ImageFileInfo inspect_image_file(Bytes file, const ImageLimits& limits) {
  ImageFileInfo info;
  info.format = known_format(file);
  if (info.format == ImageFormat::tiff) {
    inspect_tiff(file, limits, info);
  } else {
    const StoredImage image = read_header(file, info.format);
    check_stored(image, limits);
    info.pages.push_back(upright_info(image));
  }
  return info;
}

}  // namespace sohoa
