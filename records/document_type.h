// The type over the text: "QUYẾT ĐỊNH". Internal to records/.
#pragma once

#include <optional>
#include <vector>

#include "document/field.h"
#include "records/letter_head.h"

namespace sohoa {

struct Title {
  Field type;
  std::size_t row = 0;        // index in the rows given
  std::size_t last_word = 0;  // the type ends before this word of the row
};

// Looks for a row in capitals, centred, that opens with the name of a type
// (document_types()) among `rows` below the head.
[[nodiscard]] std::optional<Title> find_title(const std::vector<Row>& rows, int page_width);

}  // namespace sohoa
