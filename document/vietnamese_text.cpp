#include "document/vietnamese_text.h"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <unordered_map>

namespace sohoa {

namespace {

// The vowels with each tone in the order of enum Tone.
struct VowelRow {
  char32_t plain;
  char32_t shaped;
  std::array<char32_t, 6> toned;
};

constexpr std::array<VowelRow, 12> kVowels = {{
    {U'a', U'a', {U'a', U'à', U'ả', U'ã', U'á', U'ạ'}},
    {U'a', U'ă', {U'ă', U'ằ', U'ẳ', U'ẵ', U'ắ', U'ặ'}},
    {U'a', U'â', {U'â', U'ầ', U'ẩ', U'ẫ', U'ấ', U'ậ'}},
    {U'e', U'e', {U'e', U'è', U'ẻ', U'ẽ', U'é', U'ẹ'}},
    {U'e', U'ê', {U'ê', U'ề', U'ể', U'ễ', U'ế', U'ệ'}},
    {U'i', U'i', {U'i', U'ì', U'ỉ', U'ĩ', U'í', U'ị'}},
    {U'o', U'o', {U'o', U'ò', U'ỏ', U'õ', U'ó', U'ọ'}},
    {U'o', U'ô', {U'ô', U'ồ', U'ổ', U'ỗ', U'ố', U'ộ'}},
    {U'o', U'ơ', {U'ơ', U'ờ', U'ở', U'ỡ', U'ớ', U'ợ'}},
    {U'u', U'u', {U'u', U'ù', U'ủ', U'ũ', U'ú', U'ụ'}},
    {U'u', U'ư', {U'ư', U'ừ', U'ử', U'ữ', U'ứ', U'ự'}},
    {U'y', U'y', {U'y', U'ỳ', U'ỷ', U'ỹ', U'ý', U'ỵ'}},
}};

using LetterTable = std::unordered_map<char32_t, VietnameseLetter>;

const LetterTable& letter_table() {
  static const LetterTable table = [] {
    LetterTable t;
    for (const VowelRow& row : kVowels)
      for (std::size_t tone = 0; tone < row.toned.size(); ++tone)
        t[row.toned[tone]] = {row.plain, row.shaped, static_cast<Tone>(tone), false};
    t[U'đ'] = {U'd', U'đ', Tone::level, false};
    return t;
  }();
  return table;
}

char32_t lower(char32_t c) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

char32_t upper(char32_t c) {
  return static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c)));
}

bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

std::string valid_utf8(std::string_view text) {
  return to_utf8(to_code_points(text));
}

template <typename Change>
std::string change_each(std::string_view utf8, Change change) {
  std::u32string points = to_code_points(to_nfc(utf8));
  for (char32_t& c : points) c = change(c);
  return to_utf8(points);
}

bool is_onset_u_or_i(const std::u32string& s, std::size_t i) {
  // "qu" and "gi": the u and the i belong to the consonant, not to the vowel.
  return i > 0 &&
         ((s[i] == U'u' && lower(s[i - 1]) == U'q') || (s[i] == U'i' && lower(s[i - 1]) == U'g'));
}

}  // namespace

std::u32string to_code_points(std::string_view utf8) {
  std::u32string points;
  points.reserve(utf8.size());
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
  auto left = static_cast<utf8proc_ssize_t>(utf8.size());
  while (left > 0) {
    utf8proc_int32_t point = -1;
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, left, &point);
    if (used <= 0) {
      points += U'\uFFFD';
      ++bytes;
      --left;
      continue;
    }
    points += static_cast<char32_t>(point);
    bytes += used;
    left -= used;
  }
  return points;
}

std::string to_utf8(std::u32string_view code_points) {
  std::string text;
  text.reserve(code_points.size() * 2);
  for (const char32_t point : code_points) {
    std::array<utf8proc_uint8_t, 4> buffer{};
    const utf8proc_ssize_t size =
        utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), buffer.data());
    text.append(reinterpret_cast<const char*>(buffer.data()), static_cast<std::size_t>(size));
  }
  return text;
}

std::string to_nfc(std::string_view utf8) {
  if (is_ascii(utf8)) return std::string(utf8);
  const std::string valid = valid_utf8(utf8);
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                   static_cast<utf8proc_ssize_t>(valid.size()), &mapped,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (size < 0) return valid;
  std::string result(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  std::free(mapped);
  return result;
}

std::string to_lower(std::string_view utf8) {
  return change_each(utf8, lower);
}

std::string to_upper(std::string_view utf8) {
  return change_each(utf8, upper);
}

std::string fold(std::string_view utf8) {
  std::string folded = change_each(utf8, [](char32_t c) { return take_apart(c).plain; });
  if (is_ascii(folded)) return folded;
  // What is left are foreign letters (é in "café" is covered above, ö is not).
  utf8proc_uint8_t* mapped = nullptr;
  const utf8proc_ssize_t size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(folded.data()),
      static_cast<utf8proc_ssize_t>(folded.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK));
  if (size < 0) return folded;
  folded.assign(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size));
  std::free(mapped);
  return folded;
}

std::string unify_tone_placement(std::string_view utf8) {
  std::u32string s = to_code_points(to_lower(utf8));
  for (std::size_t i = 0; i + 1 < s.size(); ++i) {
    const VietnameseLetter first = take_apart(s[i]);
    const VietnameseLetter second = take_apart(s[i + 1]);
    const bool pair = (first.shaped == U'o' && (second.shaped == U'a' || second.shaped == U'e')) ||
                      (first.shaped == U'u' && second.shaped == U'y');
    const bool open = i + 2 >= s.size() || !is_letter(s[i + 2]);
    if (!pair || !open || second.tone == Tone::level || is_onset_u_or_i(s, i)) continue;
    s[i] = put_together({first.plain, first.shaped, second.tone, false});
    s[i + 1] = second.shaped;
  }
  return to_utf8(s);
}

VietnameseLetter take_apart(char32_t nfc) {
  const char32_t small = lower(nfc);
  VietnameseLetter letter{small, small, Tone::level, false};
  if (const auto found = letter_table().find(small); found != letter_table().end())
    letter = found->second;
  letter.upper = small != nfc;
  return letter;
}

char32_t put_together(const VietnameseLetter& letter) {
  char32_t result = 0;
  for (const VowelRow& row : kVowels)
    if (row.shaped == letter.shaped) result = row.toned[static_cast<std::size_t>(letter.tone)];
  if (result == 0 && letter.tone == Tone::level) result = letter.shaped;
  return letter.upper && result != 0 ? upper(result) : result;
}

bool is_letter(char32_t code_point) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code_point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return true;
    default:
      return false;
  }
}

}  // namespace sohoa
