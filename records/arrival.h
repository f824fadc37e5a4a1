// The stamp ĐẾN that the receiving office sets on a letter. Internal to records/.
#pragma once

#include <optional>

#include "document/field.h"
#include "document/text_layout.h"

namespace sohoa {

struct Arrival {
  std::optional<Field> number;
  std::optional<Field> date;  // YYYY-MM-DD
};

// Page 1's stamp, coloured or black: "ĐẾN" with "Số: …" and "Ngày: …" beside or
// under it (NĐ 30/2020/NĐ-CP Phụ lục IV). They are mostly filled in by pen or
// by a stamp with movable figures, so confidence is low and a part that is not
// wholly legible is absent.
[[nodiscard]] Arrival find_arrival(const TextLayout& page);

}  // namespace sohoa
