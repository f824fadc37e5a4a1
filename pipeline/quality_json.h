// The quality of a page's scan as JSON: in record.json, in `sohoa ocr --format json`
// and between worker and supervisor.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "image/page_quality.h"

namespace sohoa {

// {"verdict": "good|look|rescan", "faults": ["blurred"…], "dpi", "likely_dpi",
//  "letter_height", "edge_width" (pixels), "contrast", "cut_letters", "stamped",
//  "blank", "blank_confidence", "ink", "coloured_ink", "skew_degrees"}
[[nodiscard]] nlohmann::ordered_json quality_json(const PageQuality& quality);

// Reads it back; the verdict follows from the values. Throws nlohmann::json::exception.
[[nodiscard]] PageQuality page_quality_from(const nlohmann::json& json);

}  // namespace sohoa
