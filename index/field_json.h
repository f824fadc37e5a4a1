// Fields as the JSON text that the search index keeps for its answers.
#pragma once

#include <string>
#include <string_view>

#include "document/field.h"

namespace sohoa {

[[nodiscard]] std::string fields_to_json(const Fields& fields);

// Throws Error{service_broken, archive_corrupt} when `json` is not such a text.
[[nodiscard]] Fields fields_from_json(std::string_view json);

}  // namespace sohoa
