// Capitals and small letters of one shape (S s, V v, O o…), told by neighbours.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// "cơ SỞ" -> "cơ sở", "TỔ quốc" -> "Tổ quốc": capitals inside a word whose
// neighbours have none, where only letters of one shape would change. "nhiệm
// Vụ" -> "nhiệm vụ" only where the recogniser itself thought it possible.
// Thread-safe for different layouts.
void restore_capitals(TextLayout& layout);

}  // namespace sohoa
