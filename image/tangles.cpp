#include "image/tangles.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "document/geometry.h"
#include "image/leptonica_lists.h"
#include "image/seal_ring.h"

namespace sohoa {
namespace {

// Millimetres. Print of 13 to 14 points is 2 to 5 mm high with its marks.
constexpr double kLeastLetter = 1.2;
constexpr double kMostLetter = 6;
constexpr double kLeastSide = 8;     // of joined strokes: two lines of print are lower
constexpr double kLeastLength = 14;  // the longer side
constexpr double kRule = 18;         // straight for so long: a rule, not a pen
constexpr double kMostInk = 0.25;    // of the box: what is denser is a picture or large print
constexpr double kHidden = 30;       // a line of print may go on so far under a tangle
constexpr double kWordGap = 6;       // between letters of one line
constexpr double kSealWidth = 24;
constexpr double kRingStroke = 1;
constexpr double kMillimetresPerInch = 25.4;
constexpr std::size_t kLeastLetters = 2;  // of a line

PixelBox box_at(Boxa* boxes, int index) {
  PixelBox box;
  boxaGetBoxGeometry(boxes, index, &box.left, &box.top, &box.width, &box.height);
  return box;
}

PixPtr cut(Pix* pix, const PixelBox& box) {
  const std::unique_ptr<Box, void (*)(Box*)> frame(
      boxCreate(box.left, box.top, box.width, box.height), [](Box* b) { boxDestroy(&b); });
  return PixPtr(pixClipRectangle(pix, frame.get(), nullptr));
}

// Strokes that are joined, alone in their box.
struct Tangle {
  PixelBox box;
  PixPtr strokes;
};

// The page at half its size, where one millimetre is still several pixels.
class Sketch {
 public:
  Sketch(const PageImage& binary, double dpi)
      : factor_(dpi > 180 ? 2 : 1),
        dots_(dpi / factor_ / kMillimetresPerInch),
        ink_(factor_ == 2 ? pixReduceRankBinary2(binary.pix(), 1, nullptr)
                          : pixCopy(nullptr, binary.pix())) {
    const std::unique_ptr<Boxa, BoxaDeleter> boxes(pixConnCompBB(ink_.get(), 8));
    if (!boxes) return;
    for (int i = 0; i < boxaGetCount(boxes.get()); ++i) boxes_.push_back(box_at(boxes.get(), i));
  }

  [[nodiscard]] int factor() const { return factor_; }
  [[nodiscard]] int pixels(double millimetres) const {
    return std::max(1, static_cast<int>(std::lround(millimetres * dots_)));
  }
  [[nodiscard]] double dpi() const { return dots_ * kMillimetresPerInch; }

  // Anything that could be a tangle, were it thin.
  [[nodiscard]] bool has_large_shapes() const {
    return std::any_of(boxes_.begin(), boxes_.end(),
                       [this](const PixelBox& box) { return is_large(box); });
  }

  [[nodiscard]] std::vector<Tangle> tangles() const {
    std::vector<Tangle> out;
    for (const PixelBox& box : boxes_) {
      if (!is_large(box)) continue;
      PixPtr strokes = strokes_in(box);
      if (strokes && is_thin(strokes.get()) && !has_rules(strokes.get())) {
        out.push_back({box, std::move(strokes)});
      }
    }
    return out;
  }

  // Lines of print that run into the zone or end beside it, as far as they may hide
  // in it. What lies within a ring is the seal's own.
  [[nodiscard]] std::vector<PixelBox> lines_at(const PixelBox& zone,
                                               const std::vector<Ring>& rings) const {
    const int reach = pixels(kHidden);
    std::vector<PixelBox> letters;
    for (const PixelBox& box : boxes_) {
      const double x = box.left + box.width / 2.0;
      const double y = box.top + box.height / 2.0;
      if (box.height < pixels(kLeastLetter) || box.height > pixels(kMostLetter)) continue;
      if (y < zone.top || y > zone.bottom()) continue;
      if (box.right() < zone.left - reach || box.left > zone.right() + reach) continue;
      const auto holds = [&](const Ring& r) { return std::hypot(r.x - x, r.y - y) < r.radius; };
      if (std::none_of(rings.begin(), rings.end(), holds)) letters.push_back(box);
    }
    std::sort(letters.begin(), letters.end(),
              [](const PixelBox& a, const PixelBox& b) { return a.left < b.left; });
    std::vector<PixelBox> lines = chained(letters);
    const int gap = pixels(kWordGap);
    std::erase_if(lines, [&](const PixelBox& line) {
      return line.right() + gap < zone.left || line.left - gap > zone.right();
    });
    for (PixelBox& line : lines) {
      const int margin = pixels(0.4);
      line = {line.left - reach, line.top - margin, line.width + 2 * reach,
              line.height + 2 * margin};
    }
    return lines;
  }

  [[nodiscard]] Pix* ink() const { return ink_.get(); }

 private:
  struct Line {
    PixelBox box;
    PixelBox last;
    std::size_t letters = 0;
  };

  [[nodiscard]] bool is_large(const PixelBox& box) const {
    return std::min(box.width, box.height) >= pixels(kLeastSide) &&
           std::max(box.width, box.height) >= pixels(kLeastLength);
  }

  [[nodiscard]] std::vector<PixelBox> chained(const std::vector<PixelBox>& letters) const {
    std::vector<Line> lines;
    for (const PixelBox& letter : letters) {
      const int middle = letter.top + letter.height / 2;
      const auto joins = [&](const Line& line) {
        const int gap = letter.left - line.box.right();
        return gap <= pixels(kWordGap) && middle >= line.last.top && middle < line.last.bottom() &&
               letter.height < 3 * line.last.height && line.last.height < 3 * letter.height;
      };
      const auto found = std::find_if(lines.begin(), lines.end(), joins);
      if (found == lines.end()) {
        lines.push_back({letter, letter, 1});
        continue;
      }
      const int right = std::max(found->box.right(), letter.right());
      const int bottom = std::max(found->box.bottom(), letter.bottom());
      found->box.top = std::min(found->box.top, letter.top);
      found->box.width = right - found->box.left;
      found->box.height = bottom - found->box.top;
      found->last = letter;
      ++found->letters;
    }
    std::vector<PixelBox> out;
    for (const Line& line : lines) {
      const bool is_line = line.letters >= kLeastLetters || line.box.width > 2 * line.box.height;
      if (!is_line || line.box.height > 2 * pixels(kMostLetter)) continue;
      out.push_back(line.box);
    }
    return out;
  }

  [[nodiscard]] PixPtr strokes_in(const PixelBox& box) const {
    const PixPtr part = cut(ink_.get(), box);
    Pixa* found = nullptr;
    const std::unique_ptr<Boxa, BoxaDeleter> boxes(pixConnComp(part.get(), &found, 8));
    const std::unique_ptr<Pixa, PixaDeleter> images(found);
    if (!boxes || !images) return nullptr;
    for (int i = 0; i < boxaGetCount(boxes.get()); ++i) {
      const PixelBox inner = box_at(boxes.get(), i);
      if (inner.width == box.width && inner.height == box.height) {
        return PixPtr(pixaGetPix(images.get(), i, L_COPY));
      }
    }
    return nullptr;
  }

  [[nodiscard]] bool is_thin(Pix* strokes) const {
    l_float32 share = 0;
    pixForegroundFraction(strokes, &share);
    return static_cast<double>(share) <= kMostInk;
  }

  [[nodiscard]] bool has_rules(Pix* strokes) const {
    int ink = 0;
    pixCountPixels(strokes, &ink, nullptr);
    int straight = 0;
    for (const bool across : {true, false}) {
      const int length = pixels(kRule);
      const PixPtr rules(pixOpenBrick(nullptr, strokes, across ? length : 1, across ? 1 : length));
      int count = 0;
      pixCountPixels(rules.get(), &count, nullptr);
      straight += count;
    }
    return straight * 10 > ink;
  }

  int factor_;
  double dots_;  // pixels a millimetre
  PixPtr ink_;
  std::vector<PixelBox> boxes_;
};

PixelBox box_of(const Ring& ring) {
  const int radius = static_cast<int>(std::ceil(ring.radius));
  return {static_cast<int>(ring.x) - radius, static_cast<int>(ring.y) - radius, 2 * radius + 1,
          2 * radius + 1};
}

Ring scaled(const Ring& ring, double factor) {
  return {ring.x * factor, ring.y * factor, ring.radius * factor};
}

// In the sketch's pixels.
std::vector<Ring> rings_in(const Sketch& sketch, const std::vector<Tangle>& tangles) {
  std::vector<Ring> out;
  for (const Tangle& tangle : tangles) {
    if (std::min(tangle.box.width, tangle.box.height) < sketch.pixels(kSealWidth)) continue;
    const PageImage strokes(PixPtr(pixConvert1To8(nullptr, tangle.strokes.get(), 0, 1)));
    std::optional<Ring> ring = find_ring(to_raster(strokes), sketch.dpi());
    if (!ring) continue;
    ring->x += tangle.box.left;
    ring->y += tangle.box.top;
    out.push_back(*ring);
  }
  return out;
}

void clear(Pix* pix, const PixelBox& box) {
  pixRasterop(pix, box.left, box.top, box.width, box.height, PIX_CLR, nullptr, 0, 0);
}

void fill_disk(Pix* pix, const Ring& ring) {
  const PixelBox box = box_of(ring);
  for (int y = box.top; y < box.bottom(); ++y) {
    const double half =
        std::sqrt(std::max(0.0, ring.radius * ring.radius - (y - ring.y) * (y - ring.y)));
    const int left = static_cast<int>(ring.x - half);
    pixRasterop(pix, left, y, static_cast<int>(2 * half) + 1, 1, PIX_SET, nullptr, 0, 0);
  }
}

// Takes the tangles and what lies within the rings out of the image for layout.
void erase(PageImage& binary, const Sketch& sketch, const std::vector<Tangle>& tangles,
           const std::vector<Ring>& rings) {
  if (tangles.empty() && rings.empty()) return;
  const PixPtr mask(pixCreateTemplate(sketch.ink()));
  std::vector<PixelBox> zones;
  for (const Tangle& tangle : tangles) {
    pixRasterop(mask.get(), tangle.box.left, tangle.box.top, tangle.box.width, tangle.box.height,
                PIX_SRC | PIX_DST, tangle.strokes.get(), 0, 0);
    zones.push_back(tangle.box);
  }
  for (const Ring& ring : rings) {
    fill_disk(mask.get(), ring);
    zones.push_back(box_of(ring));
  }
  for (const PixelBox& zone : zones) {
    for (const PixelBox& line : sketch.lines_at(zone, rings)) clear(mask.get(), line);
  }
  const PixPtr full(pixExpandBinaryPower2(mask.get(), sketch.factor()));
  pixSubtract(binary.pix(), binary.pix(), full.get());
}

// Takes the seals' strokes out of both images. Returns the rings whose inside has
// still to go from the image for layout, in pixels; `seals` takes the boxes of all.
std::vector<Ring> take_seals(const Sketch& sketch, int pale, PageImage& binary, Raster& grey,
                             int threshold, std::vector<PixelBox>& seals) {
  const double dpi = sketch.dpi() * sketch.factor();
  const std::vector<Ring> found = rings_in(sketch, sketch.tangles());
  std::vector<Ring> left;
  for (const Ring& ring : found) {
    const Ring full = scaled(ring, sketch.factor());
    seals.push_back(box_of(full));
    if (fade_seal(grey, full, threshold, dpi)) continue;
    strip_ring(grey, full, pale, dpi);
    left.push_back(full);
  }
  if (!found.empty()) binary = to_binary_image(grey, threshold);
  return left;
}

}  // namespace

std::vector<PixelBox> remove_tangles(PageImage& binary, Raster& grey, int threshold, double dpi,
                                     int depth) {
  // Stamp ink that is paler than print breaks up at the threshold that suits print.
  constexpr int kPaleInk = 200;
  std::vector<PixelBox> seals;
  std::vector<Ring> rings;
  if (depth != 32) {
    const int pale = std::max(threshold, kPaleInk);
    const Sketch sketch(to_binary_image(grey, pale), dpi);
    if (!sketch.has_large_shapes()) return seals;
    rings = take_seals(sketch, pale, binary, grey, threshold, seals);
  }
  const Sketch sketch(binary, dpi);
  for (Ring& ring : rings) {
    ring = scaled(ring, 1.0 / sketch.factor());
    ring.radius += sketch.pixels(kRingStroke);
  }
  erase(binary, sketch, sketch.tangles(), rings);
  return seals;
}

}  // namespace sohoa
