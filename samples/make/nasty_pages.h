// Pages on which layout analysis is known to take minutes: noise, screens, rules without end.
#pragma once

#include <string>
#include <vector>

#include "samples/make/raster.h"

namespace sohoa::samples {

struct NastyPage {
  std::string file;
  std::string bytes;
};

// One page of each kind; the same every time. `paragraphs_file` as for random_letter().
[[nodiscard]] std::vector<NastyPage> nasty_pages(const std::string& paragraphs_file);

}  // namespace sohoa::samples
