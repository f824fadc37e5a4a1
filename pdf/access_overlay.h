// What stands on a scanned page besides its image: the looks of annotations,
// above all the visible block and seal of a digital signature.
#pragma once

#include <string>

class QPDF;
class QPDFObjectHandle;

namespace sohoa {

// Copies the appearance of each visible annotation of `page` (of another file)
// into `pdf`, puts it under a name of its own into `forms`, a dictionary, and
// returns the content that paints them where they were. Annotations themselves
// are left behind. Throws as copy_image() for images that PDF/A-2 cannot carry.
[[nodiscard]] std::string paint_annotations(QPDF& pdf, QPDFObjectHandle page, int rotate,
                                            QPDFObjectHandle forms);

}  // namespace sohoa
