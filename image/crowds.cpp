#include "image/crowds.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <vector>

#include "document/geometry.h"
#include "image/leptonica_lists.h"

namespace sohoa {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kA4 = 210.0 * 297.0;  // square millimetres
constexpr int kOrdinary = 7000;        // strokes an A4 sheet
constexpr double kSpeck = 0.4;         // mm, both sides
constexpr double kTile = 5;            // mm
constexpr std::size_t kCrowd = 34;     // strokes a tile; 6 point print has about 25
constexpr std::size_t kFew = 8;        // strokes a tile: too few to call them alike
constexpr double kAlike = 1.35;        // the fifth largest of ten to the fifth smallest
constexpr double kLargeDot = 2;        // mm: what is larger may be letters
constexpr double kPictureSide = 25;    // mm
constexpr double kPictureInk = 0.3;    // share of its box; joined print has half of that

int longer(const PixelBox& box) {
  return std::max(box.width, box.height);
}

class Crowds {
 public:
  Crowds(PageImage& binary, double dpi)
      : pix_(binary.pix()),
        dots_(dpi / kMillimetresPerInch),
        tile_(std::max(8, static_cast<int>(kTile * dots_))),
        columns_(static_cast<std::size_t>(binary.width() / tile_ + 1)),
        rows_(static_cast<std::size_t>(binary.height() / tile_ + 1)),
        sheets_(std::max(1.0, binary.width() / dots_ * (binary.height() / dots_) / kA4)) {}

  void thin() {
    l_int32 count = 0;
    if (pixCountConnComp(pix_, 8, &count) != 0 || count <= kOrdinary * sheets_) return;
    const int speck = static_cast<int>(kSpeck * dots_);
    drop_if([&](const PixelBox& box) { return longer(box) <= speck; });
    drop_crowded_tiles();
    drop_smallest();
  }

  void drop_pictures() {
    const double side = kPictureSide * dots_;
    Pixa* found = nullptr;
    // Screens and noise hang together at a quarter of the size, print does not.
    const PixPtr small(pixReduceRankBinaryCascade(pix_, 2, 2, 0, 0));
    const std::unique_ptr<Boxa, BoxaDeleter> boxes(small ? pixConnComp(small.get(), &found, 8)
                                                         : nullptr);
    const std::unique_ptr<Pixa, PixaDeleter> images(found);
    for (int i = 0; boxes && images && i < boxaGetCount(boxes.get()); ++i) {
      PixelBox box;
      boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
      if (4 * box.width < side || 4 * box.height < side) continue;
      const PixPtr picture(pixaGetPix(images.get(), i, L_CLONE));
      l_float32 share = 0;
      pixForegroundFraction(picture.get(), &share);
      if (static_cast<double>(share) < kPictureInk) continue;
      const PixPtr wide(pixExpandReplicate(picture.get(), 4));
      pixRasterop(pix_, 4 * box.left, 4 * box.top, 4 * box.width, 4 * box.height,
                  PIX_NOT(PIX_SRC) & PIX_DST, wide.get(), 0, 0);
    }
  }

 private:
  [[nodiscard]] std::vector<PixelBox> strokes() const {
    std::vector<PixelBox> all;
    const std::unique_ptr<Boxa, BoxaDeleter> boxes(pixConnCompBB(pix_, 8));
    for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
      PixelBox box;
      boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
      all.push_back(box);
    }
    return all;
  }

  void clear(const PixelBox& box) {
    pixRasterop(pix_, box.left, box.top, box.width, box.height, PIX_CLR, nullptr, 0, 0);
  }

  template <typename Unwanted>
  void drop_if(Unwanted unwanted) {
    for (const PixelBox& box : strokes())
      if (unwanted(box)) clear(box);
  }

  [[nodiscard]] std::size_t tile_of(const PixelBox& box) const {
    const int x = box.left + box.width / 2;
    const int y = box.top + box.height / 2;
    return static_cast<std::size_t>(y / tile_) * columns_ + static_cast<std::size_t>(x / tile_);
  }

  // Whether the sizes, sorted here, are all the same within a few pixels.
  static bool alike(std::vector<int>& sizes) {
    std::sort(sizes.begin(), sizes.end());
    const int small = sizes[sizes.size() / 5];
    const int large = sizes[sizes.size() - 1 - sizes.size() / 5];
    return large <= std::max(small * kAlike, small + 2.0);
  }

  [[nodiscard]] bool is_screen(const std::vector<PixelBox>& strokes) const {
    if (strokes.size() > kCrowd) return true;
    if (strokes.size() < kFew) return false;
    std::vector<int> widths, heights;
    for (const PixelBox& box : strokes) {
      widths.push_back(box.width);
      heights.push_back(box.height);
    }
    return alike(widths) && alike(heights) && heights[heights.size() / 2] < kLargeDot * dots_;
  }

  void drop_crowded_tiles() {
    std::vector<std::vector<PixelBox>> tiles(columns_ * rows_);
    for (const PixelBox& box : strokes()) tiles[tile_of(box)].push_back(box);
    for (const std::vector<PixelBox>& tile : tiles)
      if (is_screen(tile))
        for (const PixelBox& box : tile) clear(box);
  }

  void drop_smallest() {
    std::vector<PixelBox> all = strokes();
    const auto most = static_cast<std::size_t>(kMostStrokes * sheets_);
    if (all.size() <= most) return;
    const auto first_kept = all.begin() + static_cast<std::ptrdiff_t>(all.size() - most);
    std::nth_element(all.begin(), first_kept, all.end(),
                     [](const PixelBox& a, const PixelBox& b) { return longer(a) < longer(b); });
    std::for_each(all.begin(), first_kept, [this](const PixelBox& box) { clear(box); });
  }

  Pix* pix_;
  double dots_;  // pixels a millimetre
  int tile_;     // pixels
  std::size_t columns_;
  std::size_t rows_;
  double sheets_;  // of A4
};

}  // namespace

void thin_crowds(PageImage& binary, double dpi) {
  Crowds crowds(binary, dpi);
  crowds.drop_pictures();
  crowds.thin();
}

}  // namespace sohoa
