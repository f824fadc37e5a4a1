// Screening and describing look at pages as a reader holds them: upright.
#pragma once

#include "document/field.h"
#include "pipeline/read_pages.h"
#include "records/screen.h"

namespace sohoa {

[[nodiscard]] Screening screen_pages(const PagesRead& read);

// Boxes refer to the page as it was scanned, like those of the page's text.
[[nodiscard]] Fields describe_pages(const PagesRead& read);

}  // namespace sohoa
