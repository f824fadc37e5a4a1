// Page content that is carried over as it is: the looks of annotations, above all
// the visible block and seal of a digital signature, and whole born-digital pages.
#pragma once

#include <string>

#include "pdf/page_geometry.h"

class QPDF;
class QPDFObjectHandle;

namespace sohoa {

// Copies the appearance of each visible annotation of `page` (of another file)
// into `pdf`, puts it under a name of its own into `forms`, a dictionary, and
// returns the content that paints them where they were. Annotations themselves
// are left behind. Throws as copy_image() for images that PDF/A-2 cannot carry.
[[nodiscard]] std::string paint_annotations(QPDF& pdf, QPDFObjectHandle page, int rotate,
                                            QPDFObjectHandle forms);

// All that `page` of another file draws within `visible`, as one form in `pdf`.
// Throws as copy_image().
[[nodiscard]] QPDFObjectHandle copy_drawing(QPDF& pdf, QPDFObjectHandle page,
                                            const PointBox& visible);

}  // namespace sohoa
