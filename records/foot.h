// The foot of a letter: where its text ends. Internal to records/.
#pragma once

#include <optional>

#include "records/rows.h"

namespace sohoa {

// y under which only the signature, the recipients and what is enclosed stand:
// the lower edge of the last row that ends with "./." (NĐ 30/2020/NĐ-CP Phụ lục
// I closes the text so), else the upper edge of "Nơi nhận".
[[nodiscard]] std::optional<int> text_end(const TextLayout& page);

}  // namespace sohoa
