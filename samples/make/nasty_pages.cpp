#include "samples/make/nasty_pages.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "samples/make/draw_page.h"
#include "samples/make/page_setter.h"
#include "samples/make/random_words.h"
#include "samples/make/type_setting.h"
#include "samples/make/writers.h"

namespace sohoa::samples {

namespace {

constexpr double kDpi = 300;

void put(Raster& page, int x, int y, unsigned char value) {
  if (x < 0 || y < 0 || x >= page.width || y >= page.height) return;
  std::fill_n(page.rgb.begin() + static_cast<std::ptrdiff_t>(page.offset(x, y)), 3, value);
}

void box(Raster& page, int left, int top, int width, int height, unsigned char value) {
  for (int y = top; y < top + height; ++y)
    for (int x = left; x < left + width; ++x) put(page, x, y, value);
}

Raster paper(double dpi = kDpi) {
  return {static_cast<int>(std::lround(kPageWidth / 72 * dpi)),
          static_cast<int>(std::lround(kPageHeight / 72 * dpi)), dpi};
}

class Text {
 public:
  explicit Text(const std::vector<std::string>& pool) : pool_(pool) {}

  // Columns of paragraphs over the whole page.
  [[nodiscard]] Raster page(double dpi, int columns, double points) const {
    Random random(7);
    SetPage set;
    const double gap = 10;
    const double width = (kTextWidth - gap * (columns - 1)) / columns;
    for (int column = 0; column < columns; ++column)
      for (double y = kTop; y < kBottom;) {
        const Block block = set_type(filled(any_of(pool_, random), random),
                                     {"Tinos", points, false, false, Align::justify, 0}, width);
        for (const SetLine& line : block.lines) {
          if (y > kBottom) break;
          SetLine placed = line;
          placed.x += kLeft + column * (width + gap);
          placed.baseline = y + points;
          set.lines.push_back(std::move(placed));
          y += points * 1.25;
        }
      }
    Raster raster;
    Canvas canvas(dpi, &raster);
    draw_type(canvas.cairo(), set, random);
    canvas.finish();
    return raster;
  }

  // A number in the middle of every cell of a lattice, sizes in pixels of kDpi.
  [[nodiscard]] static Raster figures(int across, int down) {
    Random random(13);
    SetPage set;
    const double point = kDpi / 72;
    for (double y = 100 / point; y * point + down < kPageHeight * point - 100; y += down / point)
      for (double x = 100 / point; x * point + across < kPageWidth * point - 100;
           x += across / point) {
        const std::string number = std::to_string(random.below(1000));
        const Block block =
            set_type(number, {"Tinos", 8, false, false, Align::centre, 0}, across / point);
        SetLine line = block.lines.front();
        line.x += x;
        line.baseline = y + down / point / 2 + 3;
        set.lines.push_back(std::move(line));
      }
    Raster raster;
    Canvas canvas(kDpi, &raster);
    draw_type(canvas.cairo(), set, random);
    canvas.finish();
    return raster;
  }

 private:
  const std::vector<std::string>& pool_;
};

Raster specks(Raster page, int count, int most) {
  Random random(11);
  for (int i = 0; i < count; ++i) {
    const int size = 1 + random.below(most);
    box(page, random.below(page.width), random.below(page.height), size, 1 + random.below(most), 0);
  }
  return page;
}

// Dots of a printed photograph, their size by the brightness of a smooth picture.
Raster halftone(Raster page, double pitch) {
  for (int y = page.height / 10; y < page.height * 9 / 10; ++y)
    for (int x = page.width / 10; x < page.width * 9 / 10; ++x) {
      const double u = (x + y) / (pitch * std::numbers::sqrt2);
      const double v = (x - y) / (pitch * std::numbers::sqrt2);
      const double screen = std::cos(2 * std::numbers::pi * u) + std::cos(2 * std::numbers::pi * v);
      const double light = std::sin(x / 300.0) * std::cos(y / 400.0);
      if (screen > 1.2 * light) put(page, x, y, 0);
    }
  return page;
}

Raster photograph(Raster page) {
  Random random(5);
  for (int y = 0; y < page.height; ++y)
    for (int x = 0; x < page.width; ++x) {
      const double value = 128 + 70 * std::sin(x / 90.0 + 3 * std::sin(y / 200.0)) +
                           40 * std::cos(y / 60.0) + 25 * random.bell();
      put(page, x, y, static_cast<unsigned char>(std::clamp(value, 0.0, 255.0)));
    }
  return page;
}

Raster noise(Raster page, double share) {
  Random random(3);
  for (int y = 0; y < page.height; ++y)
    for (int x = 0; x < page.width; ++x)
      if (random.unit() < share) put(page, x, y, 0);
  return page;
}

Raster lattice(Raster page, int across, int down) {
  for (int y = 100; y < page.height - 100; y += down) box(page, 100, y, page.width - 200, 3, 0);
  for (int x = 100; x < page.width - 100; x += across) box(page, x, 100, 3, page.height - 200, 0);
  return page;
}

Raster dotted(Raster page) {
  for (int y = 200; y < page.height - 200; y += 40)
    for (int x = 150; x < page.width - 150; x += 12) box(page, x, y, 4, 4, 0);
  return page;
}

Raster scribbles(Raster page) {
  Random random(17);
  for (int stroke = 0; stroke < 400; ++stroke) {
    double x = random.below(page.width), y = random.below(page.height);
    double angle = random.between(0, 6.28);
    for (int i = 0; i < 900; ++i) {
      angle += random.between(-0.15, 0.15);
      x += std::cos(angle);
      y += std::sin(angle);
      box(page, static_cast<int>(x), static_cast<int>(y), 4, 4, 0);
    }
  }
  return page;
}

Raster inverted(Raster page) {
  for (unsigned char& value : page.rgb) value = static_cast<unsigned char>(255 - value);
  return page;
}

Raster pasted(Raster page, const Raster& over) {
  for (std::size_t i = 0; i < page.rgb.size(); ++i)
    page.rgb[i] = std::min(page.rgb[i], over.rgb[i]);
  return page;
}

// Two pages side by side, as large as an A3 scanner makes them.
Raster large_sheet(const Raster& page) {
  Raster sheet(page.height, page.width * 2, page.dpi);
  for (int y = 0; y < sheet.height; ++y)
    for (int x = 0; x < sheet.width; ++x) {
      const std::size_t from = page.offset(x % page.width, y % page.height);
      std::copy_n(page.rgb.begin() + static_cast<std::ptrdiff_t>(from), 3,
                  sheet.rgb.begin() + static_cast<std::ptrdiff_t>(sheet.offset(x, y)));
    }
  return sheet;
}

}  // namespace

std::vector<NastyPage> nasty_pages(const std::string& paragraphs_file) {
  const std::vector<std::string> pool = lines_of_file(paragraphs_file);
  const Text text(pool);
  const Raster letter = text.page(kDpi, 1, 14);
  std::vector<NastyPage> pages;
  const auto add = [&](const std::string& name, const Raster& page, bool bilevel) {
    if (bilevel)
      pages.push_back({name + ".tif", tiff_of({page}, Colour::bilevel, TiffCoding::g4)});
    else
      pages.push_back({name + ".jpg", jpeg_of(page, Colour::grey, 70)});
  };
  add("specks-few-thousand", specks(letter, 6000, 4), true);
  add("specks-many", specks(letter, 80000, 4), true);
  add("specks-as-large-as-letters", specks(paper(), 12000, 24), true);
  add("noise-fine", noise(letter, 0.03), true);
  add("noise-half-black", noise(paper(), 0.5), true);
  add("noise-grey", photograph(paper()), false);
  add("halftone-fine", halftone(paper(), 6), true);
  add("halftone-coarse", halftone(paper(), 14), true);
  add("halftone-under-text", pasted(halftone(paper(), 9), letter), false);
  add("rules-close", lattice(paper(), 2000, 14), true);
  add("lattice-fine", lattice(paper(), 20, 20), true);
  add("table-1900-cells", pasted(lattice(paper(), 72, 54), Text::figures(72, 54)), true);
  add("figures-without-rules", Text::figures(110, 54), true);
  add("dots-everywhere", dotted(paper()), true);
  add("scribbles", scribbles(paper()), true);
  add("black", inverted(paper()), false);
  add("white-on-black", inverted(letter), false);
  add("newspaper", text.page(kDpi, 4, 8), true);
  add("text-8-points", text.page(kDpi, 1, 8), true);
  add("text-6-points", text.page(kDpi, 1, 6), true);
  add("letter-600-dpi", text.page(600, 1, 13), false);
  add("sheet-a3-600-dpi", large_sheet(text.page(600, 1, 13)), true);
  return pages;
}

}  // namespace sohoa::samples
