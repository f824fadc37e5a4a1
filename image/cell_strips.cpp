#include "image/cell_strips.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "image/leptonica_lists.h"
#include "image/raster.h"

namespace sohoa {
namespace {

constexpr double kMillimetresPerInch = 25.4;
constexpr double kReach = 1.2;     // mm that letters may reach over a rule
constexpr double kMargin = 3;      // mm around and between cells in a strip
constexpr double kLeastInk = 0.5;  // mm: what is smaller in both directions is a speck
constexpr double kSoftEdge = 0.2;  // mm

PixPtr cut(Pix* pix, const PixelBox& box) {
  const std::unique_ptr<Box, BoxDeleter> frame(boxCreate(box.left, box.top, box.width, box.height));
  return PixPtr(frame ? pixClipRectangle(pix, frame.get(), nullptr) : nullptr);
}

PixelBox grown(const PixelBox& box, int by, int width, int height) {
  const int left = std::max(0, box.left - by);
  const int top = std::max(0, box.top - by);
  return {left, top, std::min(width, box.right() + by) - left,
          std::min(height, box.bottom() + by) - top};
}

bool overlap(const PixelBox& a, const PixelBox& b) {
  return a.left < b.right() && b.left < a.right() && a.top < b.bottom() && b.top < a.bottom();
}

bool holds_middle(const PixelBox& box, const PixelBox& ink) {
  const int x = ink.left + ink.width / 2;
  const int y = ink.top + ink.height / 2;
  return x >= box.left && x < box.right() && y >= box.top && y < box.bottom();
}

// The joined strokes of a table, boxes on the page.
struct Strokes {
  std::vector<PixelBox> boxes;
  std::vector<PixPtr> images;
};

Strokes strokes_in(const CleanPage& page, const PixelBox& area) {
  Strokes strokes;
  const PixPtr part = cut(page.binary.pix(), area);
  Pixa* found = nullptr;
  const std::unique_ptr<Boxa, BoxaDeleter> boxes(part ? pixConnComp(part.get(), &found, 8)
                                                      : nullptr);
  const std::unique_ptr<Pixa, PixaDeleter> images(found);
  for (int i = 0; boxes && images && i < boxaGetCount(boxes.get()); ++i) {
    PixelBox box;
    boxaGetBoxGeometry(boxes.get(), i, &box.left, &box.top, &box.width, &box.height);
    strokes.boxes.push_back({box.left + area.left, box.top + area.top, box.width, box.height});
    strokes.images.emplace_back(pixaGetPix(images.get(), i, L_CLONE));
  }
  return strokes;
}

// Paints a stroke over that belongs to another cell.
void paint_out(Pix* image, const PixelBox& area, const PixelBox& box, Pix* stroke, int soft) {
  const PixPtr wide(pixAddBorder(stroke, soft, 0));
  if (!wide) return;
  pixDilateBrick(wide.get(), wide.get(), 2 * soft + 1, 2 * soft + 1);
  pixPaintThroughMask(image, wide.get(), box.left - soft - area.left, box.top - soft - area.top,
                      kPaper);
}

struct CellImage {
  PixPtr image;
  PixelBox place;  // on the page
};

class Cutter {
 public:
  explicit Cutter(const CleanPage& page)
      : page_(page),
        dots_(page.grey.dpi().value / kMillimetresPerInch),
        width_(page.grey.width()),
        height_(page.grey.height()) {}

  [[nodiscard]] int pixels(double millimetres) const {
    return std::max(1, static_cast<int>(std::lround(millimetres * dots_)));
  }

  // One entry a cell; without image where the cell is empty.
  [[nodiscard]] std::vector<CellImage> cut_cells(const TableGrid& table) const {
    const int reach = pixels(kReach);
    const Strokes strokes = strokes_in(page_, grown(table.box, reach, width_, height_));
    std::vector<std::vector<std::size_t>> near(table.cells.size());
    std::vector<PixelBox> ink(table.cells.size());
    for (std::size_t s = 0; s < strokes.boxes.size(); ++s) {
      const PixelBox& box = strokes.boxes[s];
      for (std::size_t c = 0; c < table.cells.size(); ++c) {
        const PixelBox& cell = table.cells[c].box;
        if (holds_middle(cell, box)) {
          if (std::max(box.width, box.height) >= pixels(kLeastInk)) ink[c] = cover(ink[c], box);
        } else if (overlap(grown(cell, reach, width_, height_), box)) {
          near[c].push_back(s);
        }
      }
    }
    std::vector<CellImage> cells(table.cells.size());
    for (std::size_t c = 0; c < cells.size(); ++c)
      if (!ink[c].empty()) cells[c] = cut_cell(table.cells[c].box, ink[c], strokes, near[c]);
    return cells;
  }

 private:
  [[nodiscard]] CellImage cut_cell(const PixelBox& cell, const PixelBox& ink,
                                   const Strokes& strokes,
                                   const std::vector<std::size_t>& near) const {
    const PixelBox most = grown(cell, pixels(kReach), width_, height_);
    PixelBox area = grown(ink, pixels(kReach), width_, height_);
    const int left = std::max(area.left, most.left);
    const int top = std::max(area.top, most.top);
    area = {left, top, std::min(area.right(), most.right()) - left,
            std::min(area.bottom(), most.bottom()) - top};
    if (area.empty()) return {};
    CellImage out{cut(page_.grey.pix(), area), area};
    if (!out.image) return {};
    const int soft = pixels(kSoftEdge);
    for (const std::size_t s : near)
      if (overlap(area, strokes.boxes[s]))
        paint_out(out.image.get(), area, strokes.boxes[s], strokes.images[s].get(), soft);
    return out;
  }

  const CleanPage& page_;
  double dots_;
  int width_;
  int height_;
};

struct Placed {
  CellImage cell;
  StripCell where;
};

CellStrip strip_of(std::vector<Placed>& placed, int width, int height, Dpi dpi) {
  CellStrip strip;
  PixPtr image(pixCreate(width, height, 8));
  pixSetAllArbitrary(image.get(), kPaper);
  for (Placed& entry : placed) {
    const PixelBox& to = entry.where.strip;
    pixRasterop(image.get(), to.left, to.top, to.width, to.height, PIX_SRC, entry.cell.image.get(),
                0, 0);
    strip.cells.push_back(entry.where);
  }
  strip.image = PageImage(std::move(image));
  strip.image.set_dpi(dpi);
  return strip;
}

// A copy of the image with its tables in one value.
PageImage painted(const PageImage& image, const std::vector<TableGrid>& tables, l_uint32 value) {
  PixPtr copy(pixCopy(nullptr, image.pix()));
  for (const TableGrid& table : tables) {
    const std::unique_ptr<Box, BoxDeleter> box(
        boxCreate(table.box.left, table.box.top, table.box.width, table.box.height));
    if (copy && box) pixSetInRectArbitrary(copy.get(), box.get(), value);
  }
  return PageImage(std::move(copy));
}

}  // namespace

std::vector<CellStrip> cell_strips(const CleanPage& page) {
  std::vector<CellStrip> strips;
  const Cutter cutter(page);
  const int margin = cutter.pixels(kMargin);
  std::vector<Placed> placed;
  int width = 0;
  int bottom = margin;
  const auto finish = [&] {
    if (!placed.empty())
      strips.push_back(strip_of(placed, width + 2 * margin, bottom, page.grey.dpi()));
    placed.clear();
    width = 0;
    bottom = margin;
  };
  for (std::size_t t = 0; t < page.tables.size(); ++t) {
    std::vector<CellImage> cells = cutter.cut_cells(page.tables[t]);
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (!cells[c].image) continue;
      const PixelBox place = cells[c].place;
      if (bottom + place.height + margin > page.grey.height()) finish();
      placed.push_back(
          {std::move(cells[c]), {t, c, place, {margin, bottom, place.width, place.height}}});
      bottom += place.height + margin;
      width = std::max(width, place.width);
    }
  }
  finish();
  return strips;
}

CleanPage without_tables(const CleanPage& page) {
  CleanPage rest;
  rest.transform = page.transform;
  rest.quality = page.quality;
  rest.seals = page.seals;
  rest.binary = painted(page.binary, page.tables, 0);
  rest.grey = painted(page.grey, page.tables, kPaper);
  return rest;
}

}  // namespace sohoa
