#include "image/facing_pages.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "image/borders.h"
#include "image/page_transform.h"
#include "image/paper.h"
#include "image/raster.h"
#include "image/skew.h"

namespace sohoa {
namespace {

constexpr double kSmallSide = 850;  // pixels: the height of a sheet lying across, looked at
constexpr int kInk = 170;

// An A3 or A4 sheet lying across is 1.41 times as wide as it is high; books and
// scanners with a margin of glass vary around that.
constexpr double kNarrowest = 1.15;
constexpr double kWidest = 1.95;

// Shares of the sheet's width. Two inner margins of 10 mm each on A3 are 0.048.
constexpr double kMiddle = 0.10;  // how far from the middle the cut may lie
constexpr double kGap = 0.042;    // the least clear strip
constexpr double kFold = 0.012;   // what a fold's line may fill of it
constexpr double kGutter = 0.06;  // and the black of a book's gutter

// Shares of the sheet's height.
constexpr double kSpecks = 0.006;   // ink in a clear column
constexpr double kSolid = 0.5;      // mean ink of the columns of a gutter
constexpr double kFoldLine = 0.10;  // ink in a column of a fold's line, which may lean

// Lines of text. A signature block and the recipients beside it have fewer.
constexpr std::size_t kFewestLines = 5;  // on each side
constexpr std::size_t kFullPage = 12;    // on one side

Raster small_grey(const PageImage& sheet, int factor) {
  if (sheet.depth() != 32) return reduce(to_raster(sheet), factor);
  const PageImage grey(PixPtr(pixConvertRGBToLuminance(sheet.pix())));
  return reduce(to_raster(grey), factor);
}

struct Look {
  Raster level;  // even, level, without black borders
  Degrees skew;  // that was taken away
};

Look look_at(const PageImage& sheet, int factor) {
  Look look;
  look.level = small_grey(sheet, factor);
  if (sheet.depth() != 1) {
    look.level = even_light(look.level, find_paper(to_grey_image(look.level)));
  }
  fill_with_paper(look.level, find_dark_borders(look.level, 128), 1);
  const SkewFinding skew = find_skew(look.level, kInk);
  if (skew.lines_vertical || std::abs(skew.angle.value) < 0.1) return look;
  look.skew = skew.angle;
  look.level = level(look.level, Degrees{-skew.angle.value}, {}, 1);
  return look;
}

std::vector<int> ink_of_columns(const Raster& page) {
  std::vector<int> ink(static_cast<std::size_t>(page.width), 0);
  for (int y = 0; y < page.height; ++y) {
    const unsigned char* row = page.row(y);
    for (int x = 0; x < page.width; ++x) ink[static_cast<std::size_t>(x)] += row[x] < kInk ? 1 : 0;
  }
  return ink;
}

struct Strip {
  int left = 0;
  int right = 0;
  int cut = 0;  // where the fold is, or the middle
};

// Takes a fold's line out of the columns' ink: dark far down, and narrow. Returns its
// column, or -1.
int take_fold(std::vector<int>& ink, int page_height) {
  const int width = static_cast<int>(ink.size());
  const int clear = static_cast<int>(kSpecks * page_height);
  const auto at = [&ink](int x) -> int& { return ink[static_cast<std::size_t>(x)]; };
  const int from = static_cast<int>((0.5 - kMiddle) * width);
  const int to = static_cast<int>((0.5 + kMiddle) * width);
  for (int x = from; x < to; ++x) {
    if (at(x) < kFoldLine * page_height) continue;
    int left = x;
    int right = x;
    while (left > 0 && at(left - 1) > clear) --left;
    while (right + 1 < width && at(right + 1) > clear) ++right;
    double sum = 0;
    for (int column = left; column <= right; ++column) sum += at(column);
    const double room = sum >= kSolid * page_height * (right - left + 1) ? kGutter : kFold;
    if (right - left + 1 > room * width) {
      x = right;
      continue;
    }
    for (int column = left; column <= right; ++column) at(column) = 0;
    return (left + right) / 2;
  }
  return -1;
}

// The widest clear strip in the middle.
std::optional<Strip> find_strip(const Raster& page) {
  std::vector<int> ink = ink_of_columns(page);
  const int fold = take_fold(ink, page.height);
  const int clear = static_cast<int>(kSpecks * page.height);
  std::optional<Strip> best;
  int left = 0;
  for (int x = 0; x <= page.width; ++x) {
    if (x < page.width && ink[static_cast<std::size_t>(x)] <= clear) continue;
    const bool has_fold = fold > left && fold < x;
    const Strip strip{left, x, has_fold ? fold : (left + x) / 2};
    const bool in_middle = std::abs(strip.cut - page.width / 2) <= kMiddle * page.width;
    const bool wider = !best || strip.right - strip.left > best->right - best->left;
    if (in_middle && wider && strip.right - strip.left >= kGap * page.width) best = strip;
    left = x + 1;
  }
  return best;
}

struct Lines {
  std::vector<double> middles;  // of each line of text, down the page
  double width = 0;             // of what holds ink, share of the columns looked at
};

Raster columns_of(const Raster& page, int left, int right) {
  Raster part(right - left, page.height);
  for (int y = 0; y < page.height; ++y) {
    std::copy(page.row(y) + left, page.row(y) + right, part.row(y));
  }
  return part;
}

// Lines of text between two columns of the page: runs of rows with ink. Either page
// may have a skew of its own.
Lines lines_between(const Raster& sheet, int from, int to) {
  Lines lines;
  if (to <= from) return lines;
  Raster page = columns_of(sheet, from, to);
  const SkewFinding skew = find_skew(page, kInk);
  if (std::abs(skew.angle.value) >= 0.1) page = level(page, Degrees{-skew.angle.value}, {}, 1);
  const int left = 0;
  const int right = page.width;
  int least = right;
  int most = left;
  std::vector<int> ink(static_cast<std::size_t>(page.height), 0);
  for (int y = 0; y < page.height; ++y) {
    const unsigned char* row = page.row(y);
    for (int x = left; x < right; ++x) {
      if (row[x] >= kInk) continue;
      ++ink[static_cast<std::size_t>(y)];
      least = std::min(least, x);
      most = std::max(most, x);
    }
  }
  lines.width = static_cast<double>(most - least) / std::max(1, right - left);
  const int enough = std::max(3, (right - left) / 60);
  const int tallest = page.height / 14;
  for (int y = 0, start = -1; y <= page.height; ++y) {
    const bool inked = y < page.height && ink[static_cast<std::size_t>(y)] >= enough;
    if (inked && start < 0) start = y;
    if (inked || start < 0) continue;
    if (y - start >= 3 && y - start <= tallest) lines.middles.push_back((start + y) / 2.0);
    start = -1;
  }
  return lines;
}

// The rows of a table stand on common lines left and right; two pages set apart from
// one another agree only by chance.
bool share_lines(const Lines& a, const Lines& b, double tolerance) {
  const Lines& fewer = a.middles.size() < b.middles.size() ? a : b;
  const Lines& more = a.middles.size() < b.middles.size() ? b : a;
  std::size_t met = 0;
  for (const double middle : fewer.middles) {
    const auto next =
        std::lower_bound(more.middles.begin(), more.middles.end(), middle - tolerance);
    if (next != more.middles.end() && *next <= middle + tolerance) ++met;
  }
  return met * 10 >= fewer.middles.size() * 9;
}

bool has_two_pages(const Raster& page, const Strip& strip) {
  constexpr double kColumn = 0.45;        // of a half's width that its text takes
  constexpr double kAlike = 1.5;          // pixels
  constexpr double kWideMargins = 0.075;  // of the sheet: 30 mm on A3; no table has such columns
  const Lines left = lines_between(page, 0, strip.left);
  const Lines right = lines_between(page, strip.right, page.width);
  if (std::min(left.middles.size(), right.middles.size()) < kFewestLines) return false;
  if (std::max(left.middles.size(), right.middles.size()) < kFullPage) return false;
  if (std::min(left.width, right.width) < kColumn) return false;
  return strip.right - strip.left >= kWideMargins * page.width || !share_lines(left, right, kAlike);
}

}  // namespace

std::optional<FacingPages> find_facing_pages(const PageImage& sheet) {
  constexpr int kFewestPixels = 400;
  const double shape = static_cast<double>(sheet.width()) / std::max(1, sheet.height());
  if (sheet.height() < kFewestPixels || shape < kNarrowest || shape > kWidest) return {};
  const int factor = std::max(1, static_cast<int>(std::lround(sheet.height() / kSmallSide)));
  const Look look = look_at(sheet, factor);
  const std::optional<Strip> strip = find_strip(look.level);
  if (!strip || !has_two_pages(look.level, *strip)) return {};

  // The strip was found on the level sheet: on the given one it leans with the lines.
  const double lean = std::tan(look.skew.value * std::numbers::pi / 180) * sheet.height() / 2;
  const double shift = (strip->cut + 0.5) * factor - sheet.width() / 2.0;
  const double middle =
      sheet.width() / 2.0 + shift / std::cos(look.skew.value * std::numbers::pi / 180);
  FacingPages pages;
  pages.fold_top = middle + lean;
  pages.fold_bottom = middle - lean;
  const int least = static_cast<int>(std::floor(std::min(pages.fold_top, pages.fold_bottom)));
  const int most = static_cast<int>(std::ceil(std::max(pages.fold_top, pages.fold_bottom)));
  if (least < 1 || most >= sheet.width()) return {};
  pages.left = {0, 0, most, sheet.height()};
  pages.right = {least, 0, sheet.width() - least, sheet.height()};
  return pages;
}

CutPages cut_pages(const PageImage& sheet, const FacingPages& pages) {
  const auto part = [&sheet](const PixelBox& box) {
    PixPtr pix(pixCreate(box.width, box.height, sheet.depth()));
    pixRasterop(pix.get(), 0, 0, box.width, box.height, PIX_SRC, sheet.pix(), box.left, box.top);
    PageImage out(std::move(pix));
    out.set_dpi(sheet.dpi());
    return out;
  };
  CutPages out{part(pages.left), part(pages.right)};
  const int inside = sheet.width() / 100;  // past the fold's own shadow
  const double slope = (pages.fold_bottom - pages.fold_top) / sheet.height();
  for (int y = 0; y < sheet.height(); ++y) {
    const int fold = std::clamp(static_cast<int>(std::lround(pages.fold_top + slope * (y + 0.5))),
                                pages.right.left, pages.left.width - 1);
    l_uint32 colour = 0;
    pixGetPixel(sheet.pix(), std::max(0, fold - inside), y, &colour);
    for (int x = fold; x < pages.left.width; ++x) pixSetPixel(out.left.pix(), x, y, colour);
    pixGetPixel(sheet.pix(), std::min(sheet.width() - 1, fold + inside), y, &colour);
    for (int x = pages.right.left; x < fold; ++x) {
      pixSetPixel(out.right.pix(), x - pages.right.left, y, colour);
    }
  }
  return out;
}

}  // namespace sohoa
