// To whom a document goes: "Kính gửi" over the text, "Nơi nhận" at its foot.
// Internal to records/.
#pragma once

#include <optional>
#include <span>

#include "document/field.h"
#include "document/text_layout.h"

namespace sohoa {

// All of them separated by "; ", without "Như trên". Page and box are those of
// the first list.
[[nodiscard]] std::optional<Field> recipients(std::span<const TextLayout> pages);

}  // namespace sohoa
