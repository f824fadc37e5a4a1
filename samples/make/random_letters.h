// Letters composed at random, for measuring recognition on any number of pages.
#pragma once

#include <cstdint>
#include <string>

#include "samples/make/ageing.h"
#include "samples/make/recipe.h"

namespace sohoa::samples {

// One page, 300 dpi, JPEG. Clean letters bear no ink but print; all others have
// a seal, a signature and a number written by hand. The same `seed` and `index` give the
// same letter in every degree. `paragraphs_file`: one paragraph a line, with
// <n> a number, <d> a date, <p> a place.
[[nodiscard]] Sample random_letter(std::uint64_t seed, int index, Degree degree,
                                   const std::string& paragraphs_file);

}  // namespace sohoa::samples
