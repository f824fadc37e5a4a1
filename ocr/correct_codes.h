// Signs of documents and offices (12/TTr-UBND, 55-QĐ/TU, 77/2015/QH13): a closed
// set of abbreviations, so that a lost stroke or letter can be told.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// `word` with damaged abbreviations made whole; empty when there is nothing to
// mend or no one reading that it must have been. Digits never change, but for
// the first of the Assembly's term (QHI4 is QH14). Thread-safe.
//
// Abbreviations of kinds of documents: Decree 30/2020/NĐ-CP, annex III, and
// Instruction 36-HD/VPTW (2018) for the Party; of offices: those of the central
// bodies, the people's councils and committees, and the Party's committees and their offices.
[[nodiscard]] std::string mended_code(std::string_view word);

// "VT," (văn thư, the clerk's office) as it stands after "Lưu:" among the recipients of every
// letter (Decree 30/2020, annex I), read as VI, VỊ or VỆ; else empty. Thread-safe.
[[nodiscard]] std::string mended_filing(std::string_view word, std::string_view previous);

// "(b/c)" (để báo cáo) as it stands behind a recipient, its stroke read as a letter; else empty.
// No Vietnamese syllable has i or y there. Thread-safe.
[[nodiscard]] std::string mended_report_copy(std::string_view word);

}  // namespace sohoa
