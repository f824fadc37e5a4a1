// To whom a document goes: "Kính gửi" over the text (of a công điện "ĐIỆN:"),
// "Nơi nhận" at its foot.
// Internal to records/.
#pragma once

#include <optional>
#include <span>

#include "document/field.h"
#include "document/text_layout.h"
#include "records/fuzzy.h"
#include "records/rows.h"

namespace sohoa {

// All of them separated by "; ", without "Như trên". Page and box are those of
// the first list.
[[nodiscard]] std::optional<Field> recipients(std::span<const TextLayout> pages);

// "ĐIỆN:" over the text of a công điện, the sender's office before it or nothing.
[[nodiscard]] std::optional<PhraseHit> telegram_label(const Row& row);

}  // namespace sohoa
