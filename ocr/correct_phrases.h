// Words whose marks are told by the word beside them: bodies and ranks of the Party, surnames.
//
// The syllable model was made from legal texts, where the Party's bodies and people's names are
// rare. In its 20 million letters none of the readings that are mended here occurs, while "tỉnh
// ủy", "đảng ủy", "đảng bộ", "đảng viên", "cấp ủy" and "bí thư" do 485 times.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// Tính ủy -> Tỉnh ủy, chỉ bộ -> chi bộ, Nguyên Văn An -> Nguyễn Văn An. A surname is one before
// "Văn" or "Thị", or at the head of a line of three or four capitalised syllables and nothing else.
// Capitals and punctuation stay. Thread-safe for different layouts.
void mend_phrases(TextLayout& layout);

}  // namespace sohoa
