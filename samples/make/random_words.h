// Choosing and filling the texts of pages that are composed at random.
#pragma once

#include <string>
#include <vector>

#include "samples/make/raster.h"

namespace sohoa::samples {

template <typename Array>
const auto& any_of(const Array& array, Random& random) {
  return array[static_cast<std::size_t>(random.below(static_cast<int>(array.size())))];
}

// The last two digits of a number that is not negative.
[[nodiscard]] std::string two_digits(int value);

// `text` with <n> made a number, <d> a date and <p> a place.
[[nodiscard]] std::string filled(std::string text, Random& random);

// Without empty lines. Throws std::runtime_error when the file cannot be opened.
[[nodiscard]] std::vector<std::string> lines_of_file(const std::string& path);

}  // namespace sohoa::samples
