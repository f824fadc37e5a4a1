#include "image/encode.h"

#include <allheaders.h>
#include <zlib.h>

#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "image/jpeg_codec.h"
#include "image/stored_image.h"
#include "image/tiff_file.h"

namespace sohoa {
namespace {

using Row = std::vector<unsigned char>;

EncodedImage describe(const PageImage& image, PdfFilter filter, std::string data) {
  EncodedImage out;
  out.filter = filter;
  out.data = std::move(data);
  out.width = image.width();
  out.height = image.height();
  out.bits_per_component = image.depth() == 1 ? 1 : 8;
  out.components = image.depth() == 32 ? 3 : 1;
  return out;
}

// ISO/IEC 15948, 9.4.
int paeth(int left, int up, int corner) {
  const int by_left = std::abs(up - corner);
  const int by_up = std::abs(left - corner);
  const int by_corner = std::abs(left + up - 2 * corner);
  if (by_left <= by_up && by_left <= by_corner) return left;
  return by_up <= by_corner ? up : corner;
}

int predict(int filter, int left, int up, int corner) {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) / 2;
    case 4:
      return paeth(left, up, corner);
    default:
      return 0;
  }
}

// Writes the filter's number and the filtered row; returns the sum of absolute differences.
long filter_row(int filter, const Row& row, const Row& above, std::size_t pixel_bytes, Row& out) {
  out[0] = static_cast<unsigned char>(filter);
  long sum = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const int left = i >= pixel_bytes ? row[i - pixel_bytes] : 0;
    const int corner = i >= pixel_bytes ? above[i - pixel_bytes] : 0;
    const int difference = row[i] - predict(filter, left, above[i], corner);
    out[i + 1] = static_cast<unsigned char>(difference);
    sum += std::abs(static_cast<signed char>(out[i + 1]));
  }
  return sum;
}

// The filter with the least sum of absolute differences, as ISO/IEC 15948, 12.8 advises.
const Row& best_filter(const Row& row, const Row& above, std::size_t pixel_bytes,
                       std::array<Row, 5>& tries) {
  std::size_t best = 0;
  long least = -1;
  for (std::size_t filter = 0; filter < tries.size(); ++filter) {
    const long sum = filter_row(static_cast<int>(filter), row, above, pixel_bytes, tries[filter]);
    if (least < 0 || sum < least) {
      least = sum;
      best = filter;
    }
  }
  return tries[best];
}

void copy_row(Pix* pix, int y, Row& row) {
  const l_uint32* line = pixGetData(pix) + static_cast<std::size_t>(y) * pixGetWpl(pix);
  const int width = pixGetWidth(pix);
  for (int x = 0; x < width; ++x) {
    const auto at = static_cast<std::size_t>(x);
    if (pixGetDepth(pix) == 8) {
      row[at] = static_cast<unsigned char>(line[x / 4] >> (24 - 8 * (x % 4)));
    } else {
      row[at * 3] = static_cast<unsigned char>(line[x] >> 24);
      row[at * 3 + 1] = static_cast<unsigned char>(line[x] >> 16);
      row[at * 3 + 2] = static_cast<unsigned char>(line[x] >> 8);
    }
  }
}

class Deflater {
 public:
  Deflater() {
    if (deflateInit(&stream_, 6) != Z_OK) throw std::bad_alloc();
  }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;
  ~Deflater() { deflateEnd(&stream_); }

  void add(const Row& bytes, bool last) {
    Row input = bytes;
    stream_.next_in = input.data();
    stream_.avail_in = static_cast<uInt>(input.size());
    do {
      stream_.next_out = buffer_.data();
      stream_.avail_out = static_cast<uInt>(buffer_.size());
      deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
      out_.append(buffer_.begin(), buffer_.end() - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }
  std::string take() { return std::move(out_); }

 private:
  z_stream stream_{};
  std::array<unsigned char, 65536> buffer_{};
  std::string out_;
};

std::string deflate_with_predictors(const PageImage& image) {
  const std::size_t pixel_bytes = image.depth() == 32 ? 3 : 1;
  const std::size_t row_size = static_cast<std::size_t>(image.width()) * pixel_bytes;
  Row row(row_size);
  Row above(row_size, 0);
  std::array<Row, 5> tries;
  for (Row& one : tries) one.resize(row_size + 1);
  Deflater deflater;
  for (int y = 0; y < image.height(); ++y) {
    copy_row(image.pix(), y, row);
    deflater.add(best_filter(row, above, pixel_bytes, tries), y + 1 == image.height());
    std::swap(row, above);
  }
  return deflater.take();
}

bool is_grey(Pix* rgb, int tolerance) {
  int colour = 0;
  const int step = tolerance > 0 ? 2 : 1;
  for (int y = 0; y < pixGetHeight(rgb); y += step) {
    const l_uint32* line = pixGetData(rgb) + static_cast<std::size_t>(y) * pixGetWpl(rgb);
    for (int x = 0; x < pixGetWidth(rgb); x += step) {
      const int red = static_cast<int>(line[x] >> 24);
      const int green = static_cast<int>(line[x] >> 16 & 0xff);
      const int blue = static_cast<int>(line[x] >> 8 & 0xff);
      if (std::abs(red - green) > tolerance || std::abs(green - blue) > tolerance) ++colour;
    }
  }
  // A rendered page may have a few coloured pixels from font smoothing; a lossless
  // reduction may have none.
  return tolerance == 0 ? colour == 0
                        : colour <= pixGetWidth(rgb) * pixGetHeight(rgb) / (step * step * 10'000);
}

bool is_black_and_white(Pix* grey) {
  const PixPtr middle(pixGenerateMaskByBand(grey, 1, 254, 1, 0));
  int empty = 0;
  pixZero(middle.get(), &empty);
  return empty != 0;
}

}  // namespace

std::size_t access_budget(std::size_t original_bytes) {
  return original_bytes + original_bytes / 20 + 20'000;
}

PageImage drop_unused_depth(const PageImage& image) {
  PixPtr pix(pixClone(image.pix()));
  if (pixGetDepth(pix.get()) == 32 && is_grey(pix.get(), 0)) {
    pix.reset(pixGetRGBComponent(pix.get(), COLOR_GREEN));
  }
  if (pixGetDepth(pix.get()) == 8 && is_black_and_white(pix.get())) {
    pix.reset(pixThresholdToBinary(pix.get(), 128));
  }
  PageImage out(std::move(pix));
  out.set_dpi(image.dpi());
  return out;
}

EncodedImage encode_lossless(const PageImage& image) {
  if (image.depth() == 1) return describe(image, PdfFilter::ccitt_g4, encode_g4(image));
  EncodedImage out = describe(image, PdfFilter::flate, deflate_with_predictors(image));
  out.png_predictor_columns = image.width();
  return out;
}

EncodedImage encode_as_jpeg(const PageImage& image, std::size_t budget) {
  std::string data;
  for (const int quality : {92, 85, 75}) {
    data = encode_jpeg(image, {quality, quality > 90});
    if (data.size() <= budget) break;
  }
  return describe(image, PdfFilter::dct, std::move(data));
}

EncodedImage encode_within(const PageImage& image, std::size_t budget) {
  EncodedImage lossless = encode_lossless(image);
  if (lossless.data.size() <= budget || image.depth() == 1) return lossless;
  EncodedImage jpeg = encode_as_jpeg(image, budget);
  return jpeg.data.size() < lossless.data.size() ? jpeg : lossless;
}

EncodedImage encode_page(const PageImage& image) {
  const PageImage plain = drop_unused_depth(image);
  if (plain.depth() == 1) return encode_lossless(plain);
  constexpr int kNearGrey = 12;  // differences that an eye does not see as colour
  if (plain.depth() == 32 && is_grey(plain.pix(), kNearGrey)) {
    PageImage grey(PixPtr(pixConvertRGBToLuminance(plain.pix())));
    grey.set_dpi(image.dpi());
    return describe(grey, PdfFilter::dct, encode_jpeg(grey, {85, false}));
  }
  return describe(plain, PdfFilter::dct, encode_jpeg(plain, {85, false}));
}

}  // namespace sohoa
