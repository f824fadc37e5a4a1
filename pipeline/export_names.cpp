#include "pipeline/export_names.h"

#include <charconv>
#include <cstdio>

#include "archive/safe_name.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr std::size_t kMostBytes = 100;

bool is_forbidden(char32_t c) {
  return c < 0x20 || c == 0x7f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x200e || c == 0x200f ||
         std::u32string_view(U"<>:\"/\\|?*'`$;&%#").find(c) != std::u32string_view::npos;
}

}  // namespace

std::string portable_name(const std::string& text) {
  std::u32string name;
  for (const char32_t c : to_code_points(to_nfc(text))) {
    const char32_t safe = is_forbidden(c) ? U'-' : c;
    if (safe == U'-' && name.ends_with(U'-')) continue;
    name += safe;
  }
  std::string utf8;
  for (const char32_t c : name) {
    const std::string letter = to_utf8(std::u32string(1, c));
    if (utf8.size() + letter.size() > kMostBytes) break;
    utf8 += letter;
  }
  const std::size_t first = utf8.find_first_not_of(" .-");
  if (first == std::string::npos) return "khong-ten";
  utf8 = utf8.substr(first, utf8.find_last_not_of(" .-") - first + 1);
  return is_windows_device(utf8) ? "_" + utf8 : utf8;
}

std::string document_code(const std::string& file, long long ordinal, int digits) {
  char number[32];
  std::snprintf(number, sizeof number, ".%0*lld", digits, ordinal);
  return portable_name(file) + number;
}

std::string name_without_file(const RecordRow& row) {
  std::string name;
  for (const char* field : {"notation", "issued_date"})
    if (const std::string value = field_value(row, field); !value.empty())
      name += portable_name(value) + "_";
  return name + row.id;
}

long long Ordinals::next(const RecordRow& row) {
  const std::string key = row.fonds + "/" + row.file;
  if (key != file_) last_ = 0;
  file_ = key;
  const std::string stated = field_value(row, "ordinal");
  long long number = 0;
  std::from_chars(stated.data(), stated.data() + stated.size(), number);
  constexpr long long kMost = 9'999'999;
  last_ = number > last_ && number <= kMost ? number : last_ + 1;
  return last_;
}

std::string field_value(const RecordRow& row, const std::string& name) {
  const auto found = row.fields.find(name);
  return found == row.fields.end() ? std::string() : found->second.value;
}

}  // namespace sohoa
