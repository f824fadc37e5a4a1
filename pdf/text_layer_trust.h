// Whether a page's own text can stand for what the page shows.
#pragma once

#include <string>
#include <string_view>

#include "pdf/reader_pages.h"

namespace sohoa {

struct TextVerdict {
  bool trusted = false;
  bool broken = false;  // wrong letters: other pages of the file are then no better
  std::string why;      // English, for PdfPageInfo::text_verdict
};

// From what the page paints alone; nullopt when the words must be looked at.
[[nodiscard]] std::optional<TextVerdict> judge_painting(const PageReading& page);

// From the words (UTF-8, NFC) of a page that judge_painting left open.
[[nodiscard]] TextVerdict judge_words(const PageReading& page, std::string_view words);

}  // namespace sohoa
