#include "records/foot.h"

#include <string>
#include <string_view>

#include "records/fuzzy.h"

namespace sohoa {

namespace {

// "./." and what print makes of it: "../.", ". /."
bool ends_the_text(const Row& row) {
  constexpr std::string_view kMark = "./.";
  std::string text;
  for (const char c : row.text)
    if (c != ' ') text += c;
  return text.size() > kMark.size() && text.substr(text.size() - kMark.size()) == kMark;
}

}  // namespace

std::optional<int> text_end(const TextLayout& page) {
  std::optional<int> mark;
  std::optional<int> label;
  for (const Row& row : rows_of(page)) {
    if (ends_the_text(row)) mark = row.box.bottom();
    if (row.box.left < page.width / 2 && opening_phrase(row, "noinhan", 0.2)) label = row.box.top;
  }
  return mark ? mark : label;
}

}  // namespace sohoa
