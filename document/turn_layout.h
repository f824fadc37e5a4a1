// The text of a page in the frame of the same page turned by quarters.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// Where everything lies after the page was turned clockwise `quarter_turns`
// times (any integer): boxes, baselines, width and height.
[[nodiscard]] TextLayout turned(const TextLayout& layout, int quarter_turns);

}  // namespace sohoa
