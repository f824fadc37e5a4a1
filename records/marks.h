// Marks of urgency and secrecy that stand as a stamp or a line of their own.
// Internal to records/.
#pragma once

#include <optional>
#include <string>

#include "records/rows.h"

namespace sohoa {

// What the words were read from: the page, or coloured ink alone.
enum class Ink { any, coloured };

// KHẨN, THƯỢNG KHẨN, HỎA TỐC: NĐ 30/2020/NĐ-CP Phụ lục I; HD 36-HD/VPTW.
[[nodiscard]] std::optional<std::string> urgency_in(const Row& row, Ink ink = Ink::any);

// MẬT, TỐI MẬT, TUYỆT MẬT (Law 117/2025/QH15), alone on the row or after "Độ mật:".
[[nodiscard]] std::optional<std::string> secrecy_in(const Row& row);

// The same word in capitals between words that are none: a stamp on a row that
// goes on, or with remains of a seal about it. Too eager for running text.
[[nodiscard]] std::optional<std::string> secrecy_among(const Row& row);

// The stamp GIẢI MẬT of a declassified document (TT 24/2020/TT-BCA).
[[nodiscard]] bool declassified_in(const Row& row);

}  // namespace sohoa
