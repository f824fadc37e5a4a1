// Checking a bag and summing its tar in one reading.
#pragma once

#include <string>
#include <vector>

#include "archive/layout.h"

namespace sohoa {

struct BagCheck {
  std::vector<std::string> findings;  // as of check_bag
  Checksums tar;                      // of the file; complete only without findings, no SHA-512
};

[[nodiscard]] BagCheck inspect_bag(const fs::path& bag);

}  // namespace sohoa
