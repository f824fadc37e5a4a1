// What a text says as a record: agency, notation, date, type, subject, signer.
#pragma once

#include <span>

#include "document/field.h"
#include "document/text_layout.h"

namespace sohoa {

// Fields by their place on the page and their pattern, after NĐ 30/2020/NĐ-CP
// and the Party's guides on form. Pages in order, page 1 first. Never throws;
// what is not found is absent. Thread-safe.
[[nodiscard]] Fields describe(std::span<const TextLayout> pages);

}  // namespace sohoa
