// What a text says as a record: agency, notation, date, type, subject, signer.
#pragma once

#include <span>

#include "document/field.h"
#include "document/text_layout.h"

namespace sohoa {

// Fields by their place on the page and their pattern, after NĐ 30/2020/NĐ-CP
// and the Party's guides on form. Pages in order, page 1 first. Throws nothing of
// its own; what is not found is absent. Thread-safe.
//
// Numbers and days are often filled in by pen. Then
//   notation     is "/QĐ-UBND" where the number cannot be read, and `number` absent;
//   issued_date  is "2025-02" or "2025", the part that was read, with a confidence
//                of at most 0.4 or 0.2; a search by day must take it as a prefix.
// Of a signer whose name a seal hides in part, the legible rest is given with a
// confidence of at most 0.4. Letters enclosed behind this one are left out of
// signer and recipients.
// agency joins the superior and the issuing body; recipients are separated by "; ";
// secrecy is only ever "GIẢI MẬT": marks of secrecy are for screen().
[[nodiscard]] Fields describe(std::span<const TextLayout> pages);

}  // namespace sohoa
