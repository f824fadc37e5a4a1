// Ink that is no print - specks, screens of printed pictures, noise - taken out of the image
// for layout, whose cost grows with the square of the number of strokes. Internal to image/.
#pragma once

#include "image/page_image.h"

namespace sohoa {

// So many joined strokes an A4 sheet are left at most; a page full of 7 point print has 9,000.
inline constexpr int kMostStrokes = 12000;

// `binary` has 1 bit. Pages with an ordinary number of strokes, and no large dark
// areas, stay as they are. From others go specks smaller than the dot of an i, then places
// with more strokes, or strokes more alike, than any print, then the smallest that are left.
void thin_crowds(PageImage& binary, double dpi);

}  // namespace sohoa
