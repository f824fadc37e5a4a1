// The part of sohoa status about checks and copies.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/globals.h"

namespace sohoa {

void print_keeping_status(const Globals& globals, const ArchiveLayout& layout);
[[nodiscard]] nlohmann::ordered_json keeping_status_json(const ArchiveLayout& layout);

}  // namespace sohoa
