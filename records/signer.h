// Who signed, and in what office. Internal to records/.
#pragma once

#include <optional>
#include <span>

#include "document/field.h"
#include "document/text_layout.h"

namespace sohoa {

struct Signature {
  std::optional<Field> name;    // "Nguyễn Văn A"
  std::optional<Field> office;  // of the hand that signed: "PHÓ CHỦ TỊCH"; evidence has all rows
};

// The last signature on these pages, at the lower right of the text. Of a name
// that is hidden in part the rest is given, completed from the text where that
// names one such person, with low confidence.
[[nodiscard]] Signature find_signature(std::span<const TextLayout> pages);

}  // namespace sohoa
