// Pages to files: images, PDFs that carry them, and a zip.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "samples/make/raster.h"

namespace sohoa::samples {

enum class Colour { colour, grey, bilevel };

[[nodiscard]] std::string jpeg_of(const Raster& page, Colour colour, int quality);
[[nodiscard]] std::string png_of(const Raster& page, Colour colour);
[[nodiscard]] std::string bmp_of(const Raster& page, Colour colour);
[[nodiscard]] std::string webp_of(const Raster& page, int quality);
[[nodiscard]] std::string jpeg2000_of(const Raster& page, Colour colour);

enum class TiffCoding { g4, g3, lzw, deflate, jpeg, none };
// A directory a page.
[[nodiscard]] std::string tiff_of(const std::vector<Raster>& pages, Colour colour,
                                  TiffCoding coding);

// G4 data alone, as PDF's CCITTFaxDecode takes it with /BlackIs1 false.
[[nodiscard]] std::string g4_of(const Raster& page);

struct PdfScan {
  Colour colour = Colour::colour;
  int jpeg_quality = 60;
  bool jpeg2000 = false;
};
// One image a page, as scanners write it: JPEG, JPEG 2000, or G4 for bilevel.
[[nodiscard]] std::string pdf_of(const std::vector<Raster>& pages, const PdfScan& scan);

[[nodiscard]] std::string zip_of(const std::vector<std::pair<std::string, std::string>>& members);

}  // namespace sohoa::samples
