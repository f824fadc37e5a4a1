// What each sample is made from: a letter, what was put on it, how it aged and
// how it was scanned.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "samples/make/ageing.h"
#include "samples/make/letter.h"
#include "samples/make/page_setting.h"
#include "samples/make/writers.h"

namespace sohoa::samples {

enum class Container {
  pdf,  // one image a page, JPEG or G4
  pdf_jpeg2000,
  pdf_digital,  // type as type, never on paper
  pdf_signed,   // a scan with a digital-signature block and field
  tiff_g4,
  tiff_g3,
  tiff_lzw,
  tiff_deflate,
  tiff_jpeg,
  jpeg,
  png,
  webp,
  jpeg2000,
  bmp
};

struct Recipe {
  std::string file;    // name in scans/
  std::string letter;  // name in letters/, without .txt
  Container container = Container::pdf;
  double dpi = 200;
  Colour colour = Colour::colour;
  Degree degree = Degree::light;
  int jpeg_quality = 50;
  bool seal = true;             // and signature
  std::string incoming_number;  // of the ĐẾN stamp; empty: no stamp
  std::string incoming_day;
  std::string family = "Tinos";
  int quarter_turns = 0;  // how it lay on the scanner, clockwise
};

[[nodiscard]] const std::vector<Recipe>& all_recipes();
// What goes into the zip only; `file` is the path inside it.
[[nodiscard]] const std::vector<Recipe>& zip_recipes();

// A sample and what is true of it.
struct Sample {
  std::string file;
  std::string bytes;
  std::string text;    // pages separated by form feeds
  std::string stamps;  // a line each, pages separated by form feeds
  std::string fields;  // one JSON object
};

// Pages drawn, inked and aged, upright; with their truth.
struct InkedPages {
  std::vector<Raster> pages;
  std::string text;
  std::string stamps;
};
[[nodiscard]] InkedPages ink_pages(const Letter& letter, const std::vector<SetPage>& set,
                                   const Recipe& recipe, std::uint64_t seed);

[[nodiscard]] Sample make_sample(const Recipe& recipe, const std::string& letters_folder);

// One JSON object on one line. `outcome` is "archived" or "quarantined", with
// the reason code of document/reason.h; `pages` is what the file holds.
[[nodiscard]] std::string fields_of(const std::string& file, const Letter* letter, int pages,
                                    const std::string& outcome, const std::string& reason);

}  // namespace sohoa::samples
