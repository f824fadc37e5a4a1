#include "index/search_words.h"

#include <unordered_map>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// Longer runs are rubbish of recognition; what goes beyond is not compared.
constexpr std::size_t kLongestWord = 64;
constexpr std::size_t kRememberedForms = 1 << 16;

struct Forms {
  std::string exact;
  std::string folded;
};

bool is_ascii_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

// Marks that found no letter to join, and characters that show nothing.
bool is_invisible(char32_t c) {
  return (c >= 0x0300 && c <= 0x036f) || c == 0x00ad || (c >= 0x200b && c <= 0x200d) || c == 0xfeff;
}

bool is_exponent(char32_t c) {
  return c == U'²' || c == U'³';
}

bool is_word_character(char32_t c) {
  if (c < 0x80) return is_digit(c) || is_ascii_letter(c);
  return is_letter(c) || is_invisible(c) || is_exponent(c);
}

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};

// Reads valid UTF-8; a stray byte counts as one unknown character.
CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[at + i]));
  };
  const char32_t first = byte(0);
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (size == 1) return {first, 1};
  if (first < 0xc0 || at + size > text.size()) return {U'\uFFFD', 1};
  char32_t value = first & (0x7fU >> size);
  for (std::size_t i = 1; i < size; ++i) value = (value << 6) | (byte(i) & 0x3f);
  return {value, size};
}

// Where i and y are both written: after a lone h k l m s t v, and after qu.
void write_i_for_y(std::u32string& word) {
  const bool short_onset =
      word.size() == 2 && std::u32string_view(U"hklmstv").find(word[0]) != std::u32string::npos;
  const bool after_qu = word.size() == 3 && word[0] == U'q' && word[1] == U'u';
  if (!short_onset && !after_qu) return;
  const VietnameseLetter last = take_apart(word.back());
  if (last.shaped == U'y') word.back() = put_together({U'i', U'i', last.tone, false});
}

void write_exponents_as_digits(std::u32string& word) {
  for (char32_t& c : word)
    if (is_exponent(c)) c = c == U'²' ? U'2' : U'3';
}

void drop_leading_zeros(std::u32string& word) {
  for (const char32_t c : word)
    if (!is_digit(c)) return;
  const std::size_t first = word.find_first_not_of(U'0');
  word.erase(0, first == std::u32string::npos ? word.size() - 1 : first);
}

Forms make_forms(std::string_view spelling) {
  std::u32string word = to_code_points(unify_tone_placement(spelling));
  std::erase_if(word, is_invisible);
  if (word.empty()) return {};
  write_i_for_y(word);
  write_exponents_as_digits(word);
  drop_leading_zeros(word);
  if (word.size() > kLongestWord) word.resize(kLongestWord);
  Forms forms;
  forms.exact = to_utf8(word);
  forms.folded = fold(forms.exact);
  return forms;
}

// A language has few syllables: nearly every word has been seen before.
const Forms& forms_of(std::string_view spelling) {
  thread_local std::unordered_map<std::string, Forms> seen;
  if (seen.size() > kRememberedForms) seen.clear();
  const auto [entry, is_new] = seen.try_emplace(std::string(spelling));
  if (is_new) entry->second = make_forms(spelling);
  return entry->second;
}

}  // namespace

std::vector<SearchWord> search_words(std::string_view nfc) {
  std::vector<SearchWord> words;
  words.reserve(nfc.size() / 5);
  std::size_t begin = 0;
  bool inside = false;
  const auto close = [&](std::size_t end) {
    inside = false;
    const Forms& forms = forms_of(nfc.substr(begin, end - begin));
    if (!forms.exact.empty() && !forms.folded.empty())
      words.push_back({forms.exact, forms.folded, begin, end});
  };
  for (std::size_t at = 0; at < nfc.size();) {
    const CodePoint point = code_point_at(nfc, at);
    const bool part = is_word_character(point.value);
    if (part && !inside) {
      begin = at;
      inside = true;
    }
    if (!part && inside) close(at);
    at += point.bytes;
  }
  if (inside) close(nfc.size());
  return words;
}

std::string folded_words(std::string_view text) {
  const std::string nfc = to_nfc(text);
  std::string joined;
  for (const SearchWord& word : search_words(nfc)) {
    if (!joined.empty()) joined += ' ';
    joined += word.folded;
  }
  return joined;
}

}  // namespace sohoa
