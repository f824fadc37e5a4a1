#include "ocr/correct_numbers.h"

#include <algorithm>
#include <array>

#include "document/vietnamese_text.h"
#include "ocr/correct_codes.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

constexpr std::size_t kMaxAlternatives = 4;
constexpr std::u32string_view kLikeOne = U"]|lIÌÍÏìíïĩ¡";
constexpr std::u32string_view kLikeZero = U"OoÔôÖö";
constexpr double kMended = 0.9;  // share of mended numbers that are right

bool is_in(std::u32string_view set, char32_t c) {
  return set.find(c) != std::u32string_view::npos;
}

bool is_look_alike(char32_t c) {
  return is_in(kLikeOne, c) || is_in(kLikeZero, c);
}

// Without the punctuation that may stand around a number.
std::u32string_view inside(std::u32string_view word) {
  constexpr std::u32string_view kBefore = U"(\"“'[", kAfter = U".,;:)\"”'%";
  while (!word.empty() && is_in(kBefore, word.front())) word.remove_prefix(1);
  while (!word.empty() && is_in(kAfter, word.back())) word.remove_suffix(1);
  return word;
}

// A digit and a look-alike at least, and nothing else but separators between them.
bool is_damaged_number(std::u32string_view number, bool in_brackets) {
  std::size_t digits = 0, look_alikes = 0;
  bool dotted_i = false;
  for (const char32_t c : number) {
    dotted_i = dotted_i || c == U'¡';
    if (is_digit(c))
      ++digits;
    else if (is_look_alike(c))
      ++look_alikes;
    else if (!is_in(U".,/-", c))
      return false;
  }
  // One digit vouches for one neighbour, but ¡ is rather the letter of an item.
  if (digits == 0 || look_alikes == 0 || look_alikes > digits) return false;
  const bool bracket = number.back() == U']';
  // 31]: the last stroke was read twice.
  const bool twice = bracket && number.size() > 2 && number[number.size() - 2] == U'1';
  return !(in_brackets && bracket) && !twice && !(dotted_i && digits == 1);
}

// The word that opens a list item, such as "]." or "ì)": look-alike and sign.
bool is_item_look_alike(std::u32string_view word, char32_t sign) {
  return word.size() == 2 && word[1] == sign && is_in(kLikeOne, word[0]) && word[0] != U'I';
}

// Letter of the last "h)" at the beginning of a line.
char32_t item_letter(const Word& word) {
  const std::u32string text = to_code_points(word.text);
  return text.size() == 2 && text[1] == U')' ? text[0] : U'\0';
}

// "3..": the full stop was read twice.
bool has_doubled_stop(std::u32string_view text) {
  const std::size_t stop = text.find(U'.');
  return stop != std::u32string_view::npos && stop > 0 && stop < 3 && stop + 1 < text.size() &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(stop), is_digit) &&
         text.find_first_not_of(U'.', stop) == std::u32string_view::npos;
}

std::string mended_item(const Word& word, char32_t last_item) {
  const std::u32string text = to_code_points(word.text);
  if (has_doubled_stop(text)) return to_utf8(text.substr(0, text.find(U'.') + 1));
  if (text == U"¡)") return "i)";
  if (text == U"ø)") return "g)";
  if (is_item_look_alike(text, U'.')) return text[0] == U'l' ? "" : "1.";
  if (!is_item_look_alike(text, U')')) return {};
  const char32_t next = last_item == U'h' ? U'i' : last_item == U'k' ? U'l' : U'\0';
  if (next == 0 || text[0] == next) return {};
  return to_utf8(std::u32string{next, U')'});
}

SyllableId id_of(const Word* word, const SyllableModel& model) {
  if (word == nullptr) return SyllableModel::kBoundary;
  const WordParts parts = split_word(word->text);
  if (parts.kind == WordKind::number) return SyllableModel::kNumber;
  return parts.kind == WordKind::syllable ? model.find(syllable_key(parts.core))
                                          : SyllableModel::kUnknown;
}

// Words after which the legal texts have "1" 1,840 times and "I" never.
bool is_counted_with_digits(const Word& word) {
  static constexpr std::array<std::string_view, 7> kWords = {"điều", "khoản", "lần", "cột",
                                                             "điểm", "bước",  "mẫu"};
  const std::string lower = to_lower(word.text);
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

// A look-alike of 1 alone, after words that a number mostly follows.
std::string mended_lone_one(const Word& word, const Word* before, const Word* previous,
                            const SyllableModel& model) {
  constexpr float kMostly = -1.0F;  // log P
  std::u32string text = to_code_points(word.text);
  if (text == U"¡" || text == U"¡,") {
    text[0] = U'i';
    return to_utf8(text);
  }
  const bool alone = text.size() == 1 || (text.size() == 2 && is_in(U".,;:", text[1]));
  if (previous == nullptr || !alone || !is_in(kLikeOne, text[0]) || text[0] == U'I') return {};
  const SyllableModel::Context context =
      model.context(id_of(before, model), id_of(previous, model));
  const bool stroke = text[0] == U'l' || text[0] == U'|';
  if (!(stroke && is_counted_with_digits(*previous)) &&
      model.log_probability(context, SyllableModel::kNumber) < kMostly)
    return {};
  text[0] = U'1';
  return to_utf8(text);
}

// The sign itself, a look-alike as its digit; 0 for anything else.
char32_t as_digit(char32_t c) {
  if (is_digit(c)) return c;
  if (is_in(kLikeOne, c) || c == U'J') return U'1';
  return is_in(kLikeZero, c) ? U'0' : U'\0';
}

bool is_in_range(std::u32string_view number, long least, long most, std::size_t digits) {
  if (number.empty() || number.size() > digits) return false;
  const long value = std::stol(to_utf8(number));
  return value >= least && value <= most;
}

// "0l]" after "ngày" and before "tháng": a day, whatever its strokes look like.
std::string mended_in_date(const Word& word, const Word* previous) {
  if (previous == nullptr) return {};
  const std::string unit = to_lower(previous->text);
  const bool day = unit == "ngày", month = unit == "tháng", year = unit == "năm";
  const std::u32string text = to_code_points(word.text);
  if (!(day || month || year) || std::none_of(text.begin(), text.end(), is_digit)) return {};
  std::size_t end = text.size();
  while (end > 0 && is_in(U".,;:)", text[end - 1])) --end;
  std::u32string number;
  for (const char32_t c : std::u32string_view(text).substr(0, end)) {
    const char32_t digit = as_digit(c);
    if (digit == 0) return {};
    number.push_back(digit);
  }
  const auto fits = [&](std::u32string_view n) {
    return year ? n.size() == 4 && is_in_range(n, 1900, 2099, 4)
                : is_in_range(n, 1, day ? 31 : 12, 2);
  };
  // A stroke read twice: 0l] is 01.
  const std::size_t twice = number.rfind(U"11");
  if (!fits(number) && twice != std::u32string::npos && number.size() > 2) number.erase(twice, 1);
  if (!fits(number) || number == text.substr(0, end)) return {};
  return to_utf8(number + text.substr(end));
}

// "Hà Nội. ngày 5 tháng 3": no sentence begins with a small letter, and a place and its date are
// parted by a comma.
bool is_place_before_date(const Line& line, std::size_t i) {
  if (i + 3 >= line.words.size() || line.words[i + 1].text != "ngày") return false;
  const std::u32string day = to_code_points(line.words[i + 2].text);
  return line.words[i].text.ends_with('.') && line.words[i + 3].text == "tháng" &&
         std::all_of(day.begin(), day.end(), is_digit) &&
         split_word(line.words[i].text).kind == WordKind::syllable;
}

// Letters that Vietnamese does not have: ø for g, ¡1 for i.
std::string mended_foreign_letter(const Word& word) {
  std::u32string text = to_code_points(word.text);
  if (text.empty() || text.size() > 3) return {};
  if (text.front() == U'ø' && (text.size() == 1 || !is_letter(text[1]))) {
    text.front() = U'g';
    return to_utf8(text);
  }
  return text == U"¡1" ? "i" : std::string();
}

// "II/2024" is a quarter or a session, but after "tháng" a month.
bool is_numeral_of_year(const Word& word, const Word* previous) {
  if (previous != nullptr && to_lower(previous->text) == "tháng") return false;
  const std::u32string text = to_code_points(word.text);
  const std::u32string_view core = inside(text);
  const std::size_t slash = core.find(U'/');
  if (slash == 0 || slash > 4 || core.size() != slash + 5) return false;
  return core.substr(0, slash).find_first_not_of(U"IVX") == std::u32string_view::npos &&
         std::all_of(core.begin() + static_cast<std::ptrdiff_t>(slash) + 1, core.end(), is_digit);
}

void mend_line(Line& line, char32_t& last_item, const SyllableModel& model) {
  Word& first = line.words.front();
  if (std::string item = mended_item(first, last_item); !item.empty())
    replace_reading(first, std::move(item), kMended, "number of a list item");
  if (const char32_t letter = item_letter(first); letter != 0) last_item = letter;
  for (std::size_t i = 0; i < line.words.size(); ++i)
    if (is_place_before_date(line, i)) {
      std::string text = line.words[i].text;
      text.back() = ',';
      replace_reading(line.words[i], std::move(text), kMended, "comma before a date");
    }
  bool in_brackets = false;
  const Word *before = nullptr, *previous = nullptr;
  for (Word& word : line.words) {
    if (std::string date = mended_in_date(word, previous); !date.empty())
      replace_reading(word, std::move(date), kMended, "number of a date");
    else if (std::string letter = mended_foreign_letter(word); !letter.empty())
      replace_reading(word, std::move(letter), kMended, "letter that Vietnamese does not have");
    else if (std::string copy = mended_report_copy(word.text); !copy.empty())
      replace_reading(word, std::move(copy), kMended, "for report");
    else if (std::string clerk = mended_filing(word.text, previous ? previous->text : "");
             !clerk.empty())
      replace_reading(word, std::move(clerk), kMended, "abbreviation expected by the context");
    else if (std::string code = mended_code(word.text); !code.empty())
      replace_reading(word, std::move(code), kMended, "abbreviation made whole");
    else if (std::string number = mended_number(word.text, in_brackets);
             !number.empty() && !is_numeral_of_year(word, previous))
      replace_reading(word, std::move(number), kMended, "letter read for a digit");
    else if (std::string one = mended_lone_one(word, before, previous, model); !one.empty())
      replace_reading(word, std::move(one), kMended, "number expected by the context");
    in_brackets = in_brackets || word.text.find('[') != std::string::npos;
    before = previous;
    previous = &word;
  }
}

}  // namespace

std::string mended_number(std::string_view word, bool in_brackets) {
  std::u32string text = to_code_points(word);
  const std::u32string_view number = inside(text);
  in_brackets = in_brackets || word.find('[') != std::string_view::npos;
  if (!is_damaged_number(number, in_brackets)) return {};
  const auto begin = static_cast<std::size_t>(number.data() - text.data());
  const std::size_t end = begin + number.size();
  for (std::size_t i = begin; i < end; ++i) {
    if (is_in(kLikeOne, text[i])) text[i] = U'1';
    if (is_in(kLikeZero, text[i])) text[i] = U'0';
  }
  return to_utf8(text);
}

void replace_reading(Word& word, std::string text, double confidence, std::string_view reason) {
  std::vector<Alternative>& others = word.alternatives;
  std::erase_if(others, [&](const Alternative& other) { return other.text == text; });
  others.insert(others.begin(), {word.text, 1 - confidence});
  if (others.size() > kMaxAlternatives) others.resize(kMaxAlternatives);
  for (Alternative& other : others) other.confidence = std::min(other.confidence, 1 - confidence);
  if (word.raw.empty()) word.raw = word.text;
  word.text = std::move(text);
  word.confidence = confidence;
  word.reason = reason;
}

void mend_numbers(TextLayout& layout, const SyllableModel& model) {
  char32_t last_item = 0;
  for (Block& block : layout.blocks)
    for (Line& line : block.lines)
      if (!line.words.empty()) mend_line(line, last_item, model);
}

}  // namespace sohoa
