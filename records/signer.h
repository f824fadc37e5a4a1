// Who signed, in what office, and to whom it goes: the foot of a letter.
// Internal to records/.
#pragma once

#include <optional>
#include <span>

#include "document/field.h"
#include "document/text_layout.h"

namespace sohoa {

struct LetterFoot {
  std::optional<Field> signer;        // "Nguyễn Văn A"
  std::optional<Field> signer_title;  // the office of who signed: "PHÓ CHỦ TỊCH"
  std::optional<Field> recipients;    // "Kính gửi" and "Nơi nhận", each separated by "; "
};

[[nodiscard]] LetterFoot find_letter_foot(std::span<const TextLayout> pages);

}  // namespace sohoa
