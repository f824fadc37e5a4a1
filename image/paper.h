// The colour of the paper, everywhere on the page. Internal to image/.
#pragma once

#include <array>
#include <vector>

#include "image/raster.h"

namespace sohoa {

// Paper brightness in red, green and blue for each square tile of the page.
struct PaperMap {
  using Colour = std::array<float, 3>;
  int tile = 32;  // pixels
  int columns = 0;
  int rows = 0;
  std::vector<Colour> colours;

  [[nodiscard]] const Colour& at(int column, int row) const {
    return colours[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                   static_cast<std::size_t>(column)];
  }
};

// `image` has 8 bits (all three alike) or 32. Tiles without paper (pictures,
// black borders) take that of their neighbours.
[[nodiscard]] PaperMap find_paper(const PageImage& image);

// For each pixel of row `y`: by what to multiply a channel, in 1/256, so that
// paper becomes kPaper. Interpolated between the middles of tiles.
void paper_gains(const PaperMap& paper, int channel, int y, std::vector<unsigned>& gains);

// A grey page with its paper made even.
[[nodiscard]] Raster even_light(const Raster& page, const PaperMap& paper);

}  // namespace sohoa
