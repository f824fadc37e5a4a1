// The closed lists that a letter's head is read against, as data.
// Internal to records/.
#pragma once

#include <span>
#include <string_view>

namespace sohoa {

struct DocumentType {
  std::string_view name;   // as printed over the text: "QUYẾT ĐỊNH"
  std::string_view code;   // in a State notation; empty: none
  std::string_view party;  // in a Party notation; empty: not a Party type, or none seen
};

// NĐ 30/2020/NĐ-CP Điều 7 and Phụ lục III; Luật Ban hành văn bản quy phạm pháp
// luật; Quy định 399-QĐ/TW Điều 4 with the codes of the Party's guides on form.
// One Party code may stand for two types (QĐ), so it never gives the type.
[[nodiscard]] std::span<const DocumentType> document_types();

// Codes of types that were in use before NĐ 30/2020/NĐ-CP and are not any more.
[[nodiscard]] std::span<const std::string_view> older_type_codes();

// Codes of issuing bodies and units as they end a notation: "UBND", "VPTU".
[[nodiscard]] std::span<const std::string_view> organ_codes();

// Words that names of agencies are made of, in capitals with their marks:
// bodies and kinds of body, the provinces before and after 1 July 2025.
[[nodiscard]] std::span<const std::string_view> agency_words();

// Offices that sign, in capitals with their marks.
[[nodiscard]] std::span<const std::string_view> signing_offices();

// Family names of the Kinh and of other peoples of the country, the common ones.
[[nodiscard]] std::span<const std::string_view> family_names();

}  // namespace sohoa
