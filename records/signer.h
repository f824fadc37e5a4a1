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

// The last signature of the document, at the lower right of its text.
[[nodiscard]] Signature find_signature(std::span<const TextLayout> pages);

}  // namespace sohoa
