// The image of an access page as an object of the new PDF.
#pragma once

#include "pdf/access_copy.h"

class QPDF;
class QPDFObjectHandle;

namespace sohoa {

// Takes from `image` what ISO 19005-2 forbids; LZW becomes Flate, all other
// compressed bytes stay as they are. Throws Error{document_failed,
// access_copy_invalid} when PDF/A-2 cannot carry it (CMYK, Separation, data outside).
void clean_image(QPDFObjectHandle image);

// `image` of another file, cleaned and copied into `pdf`. Throws as clean_image().
[[nodiscard]] QPDFObjectHandle copy_image(QPDF& pdf, QPDFObjectHandle image);

// The stream is read when `pdf` is written: `image` must live until then.
[[nodiscard]] QPDFObjectHandle make_image(QPDF& pdf, const AccessImage& image);

}  // namespace sohoa
