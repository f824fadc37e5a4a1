// The middle one of many measurements.
#pragma once

#include <algorithm>
#include <vector>

namespace sohoa {

// The upper one of the middle two where their number is even; T{} of none.
template <typename T>
[[nodiscard]] T median(std::vector<T> values) {
  if (values.empty()) return {};
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace sohoa
