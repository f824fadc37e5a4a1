// Telling coloured ink (seals, stamps, signatures) from black. Internal to image/.
#pragma once

#include "image/paper.h"
#include "image/raster.h"

namespace sohoa {

struct SeparatedInk {
  Raster grey;       // black ink on even paper; coloured ink gone where `remove` was asked
  Raster coloured;   // only coloured ink, dark on kPaper; empty when there is next to none
  double share = 0;  // of strongly coloured pixels, 0..1
};

// `page` has 32 bits. How: where ink is coloured, its brightness follows from its
// chroma (ink covers more or less of the paper); what is darker than that is black
// ink underneath. The relation is measured on the page for each hue, so it holds
// also where JPEG has smeared the seal's colour over black letters. A page
// written mainly in coloured ink keeps it.
[[nodiscard]] SeparatedInk separate_ink(const PageImage& page, const PaperMap& paper, bool remove);

}  // namespace sohoa
