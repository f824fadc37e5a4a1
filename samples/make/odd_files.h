// PDFs with something special about them, and files that are broken on purpose.
#pragma once

#include <string>
#include <vector>

#include "samples/make/recipe.h"

namespace sohoa::samples {

// Page 1 as a scan with the block of a digital signature in type over it, and a
// signature field whose value is not a valid signature (no key is kept here).
[[nodiscard]] std::string signed_pdf(const Raster& scan, const std::vector<SetPage>& set,
                                     const Letter& letter);

// The samples that are made of other samples or of nothing. `made` holds those
// of all_recipes(), `members` those of zip_recipes().
[[nodiscard]] std::vector<Sample> odd_samples(const std::vector<Sample>& made,
                                              const std::vector<Sample>& members);

}  // namespace sohoa::samples
