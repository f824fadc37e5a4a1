// Screening and describing look at pages as a reader holds them: upright.
#pragma once

#include "document/field.h"
#include "pipeline/read_pages.h"
#include "records/screen.h"

namespace sohoa {

// The degree of secrecy is stamped on the first page (decree 30/2020/NĐ-CP, appendix I, place 10a).
// Where that one could not be read, throws Error{document_failed, first_page_unreadable}, or
// Error{retry, worker_died} when its worker died, which may be no doing of the page.
[[nodiscard]] Screening screen_pages(const PagesRead& read);

// Boxes refer to the page as it was scanned, like those of the page's text.
[[nodiscard]] Fields describe_pages(const PagesRead& read);

}  // namespace sohoa
