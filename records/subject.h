// Trích yếu: what a document is about, in its own words. Internal to records/.
#pragma once

#include <optional>
#include <vector>

#include "document/field.h"
#include "records/document_type.h"
#include "records/letter_head.h"

namespace sohoa {

// The centred rows under the title up to the rule, the grounds or the body.
[[nodiscard]] std::optional<Field> subject_under_title(const std::vector<Row>& rows,
                                                       const Title& title, int page_width);

// Rows in capitals over the body, for a law whose title row could not be read.
[[nodiscard]] std::optional<Field> subject_in_capitals(const std::vector<Row>& rows,
                                                       int page_width);

// "V/v …" (State) or "Về việc …" (Party) under the number of a công văn.
[[nodiscard]] std::optional<Field> subject_under_number(const TextLayout& page,
                                                        const LetterHead& head);

}  // namespace sohoa
