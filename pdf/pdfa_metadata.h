// What an access copy says of itself: XMP, Info and the output intent.
#pragma once

#include "pdf/access_copy.h"

class QPDF;

namespace sohoa {

// Fills catalogue, Info and /ID of `pdf` from `document`, as PDF/A-2u asks.
// Throws Error{document_failed} when `document.created` is no date.
void add_metadata(QPDF& pdf, const AccessDocument& document);

}  // namespace sohoa
