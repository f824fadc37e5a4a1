// Is this document marked as a state secret? Asked before anything of it is
// written anywhere; on doubt the answer is yes.
#pragma once

#include <span>
#include <string>

#include "document/text_layout.h"

namespace sohoa {

struct Screening {
  bool suspected = false;
  int page = 0;  // where, 1-based
  PixelBox box;
  std::string level;  // "MẬT", "TỐI MẬT", "TUYỆT MẬT", or "?" when unreadable
};

// `pages` is the whole text, `coloured` what coloured ink alone says on the
// same pages (red stamps). Looks for the marks of Law 117/2025/QH15 as stamps
// or lines of their own, tolerant of lost accents, spaced letters and OCR
// confusions; running text that merely speaks of secrets ("bí mật nhà nước") is
// not a mark. Thread-safe.
[[nodiscard]] Screening screen(std::span<const TextLayout> pages,
                               std::span<const TextLayout> coloured);

}  // namespace sohoa
