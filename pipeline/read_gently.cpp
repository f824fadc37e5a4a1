#include "pipeline/read_gently.h"

#include <cmath>

#include "image/reduce.h"

namespace sohoa {

namespace {

class Enlarge {
 public:
  explicit Enlarge(double factor) : factor_(factor) {}

  void layout(TextLayout& layout) const {
    for (Block& block : layout.blocks) {
      box(block.box);
      for (Line& line : block.lines) {
        box(line.box);
        point(line.baseline_start);
        point(line.baseline_end);
        for (Word& word : line.words) box(word.box);
      }
    }
  }

  void box(PixelBox& box) const {
    const auto grown = [&](int value) { return static_cast<int>(std::lround(value * factor_)); };
    const int right = grown(box.right());
    const int bottom = grown(box.bottom());
    box.left = grown(box.left);
    box.top = grown(box.top);
    box.width = right - box.left;
    box.height = bottom - box.top;
  }

  void quality(PageQuality& quality) const {
    quality.likely_dpi.value *= factor_;
    quality.letter_height *= factor_;
    quality.edge_width *= factor_;
  }

 private:
  void point(PointF& point) const {
    point.x *= factor_;
    point.y *= factor_;
  }

  double factor_;
};

// While one lives, the engine looks for no tables.
class WithoutTables {
 public:
  explicit WithoutTables(OcrEngine& engine) : engine_(engine) { engine_.search_tables(false); }
  ~WithoutTables() { engine_.search_tables(true); }
  WithoutTables(const WithoutTables&) = delete;
  WithoutTables& operator=(const WithoutTables&) = delete;

 private:
  OcrEngine& engine_;
};

}  // namespace

PageReading read_gently(const PageImage& page, OcrEngine& engine, const CleanOptions& options,
                        long long max_pixels) {
  const PageImage smaller = reduced(page, max_pixels);
  CleanOptions without_tables = options;
  without_tables.tables = false;
  const WithoutTables none(engine);
  PageReading reading = read_page(smaller, engine, without_tables);
  const Enlarge enlarge(static_cast<double>(page.width()) / smaller.width());
  enlarge.quality(reading.quality);
  reading.quality.dpi = page.dpi();
  for (TextLayout* layout : {&reading.layout, &reading.coloured}) {
    enlarge.layout(*layout);
    layout->width = page.width();
    layout->height = page.height();
    layout->dpi = page.dpi();
  }
  return reading;
}

}  // namespace sohoa
