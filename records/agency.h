// Who issued it: the rows over the number. Internal to records/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document/field.h"
#include "records/letter_head.h"

namespace sohoa {

// Superior and issuing body joined by a space, as printed.
[[nodiscard]] std::optional<Field> agency(const LetterHead& head);

// Puts back the marks and single letters of well-known names (agency_words())
// that a scan lost: "TINH QUANG NGAI" -> "TỈNH QUẢNG NGÃI". Anything else, and
// the writer's own placing of tones (UỶ or ỦY), stays as it is.
[[nodiscard]] std::string restore_names(std::string_view text);

// The initials that a notation would use: "BỘ GIÁO DỤC VÀ ĐÀO TẠO" -> "BGDĐT".
[[nodiscard]] std::string initials(std::string_view agency);

}  // namespace sohoa
