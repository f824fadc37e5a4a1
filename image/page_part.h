// A part of a cleaned page that says how the page lies as well as the whole, for less work.
#pragma once

#include <optional>

#include "image/clean.h"

namespace sohoa {

// The page with everything painted over but a level band about its middle that holds
// about `strokes` joined strokes of print; without tables and coloured ink. Nothing
// where the page has not twice as many: the whole is as good then. Thread-safe.
[[nodiscard]] std::optional<CleanPage> band_of(const CleanPage& page, int strokes);

// The joined strokes of a page image of 1 bit; 0 of any other. Thread-safe.
[[nodiscard]] int strokes_of(const PageImage& binary);

}  // namespace sohoa
