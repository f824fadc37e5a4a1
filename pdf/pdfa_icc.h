// The sRGB profile that every access copy names as its output intent.
#pragma once

#include <string>

namespace sohoa {

// An ICC version 2.1 display profile (matrix and tone curves), about 1 kB. Primaries
// and curve are those of IEC 61966-2-1, adapted to D50 with the Bradford transform.
[[nodiscard]] std::string srgb_profile();

}  // namespace sohoa
