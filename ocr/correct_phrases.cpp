#include "ocr/correct_phrases.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/correct_numbers.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

constexpr double kMended = 0.9;

// A first word with such letters, whatever their marks, is this one before that second word.
struct Phrase {
  std::string_view first;
  std::string_view second;
};
constexpr std::array<Phrase, 7> kPhrases = {{{"tỉnh", "ủy"},
                                             {"thành", "ủy"},
                                             {"huyện", "ủy"},
                                             {"cấp", "ủy"},
                                             {"đảng", "ủy"},
                                             {"đảng", "bộ"},
                                             {"đảng", "viên"}}};
// What "ủy" begins where it ends no such phrase: đang ủy quyền.
constexpr std::array<std::string_view, 3> kVerbs = {"quyền", "thác", "nhiệm"};

// Readings that are no surnames, where one must be.
struct Surname {
  std::string_view read;
  std::string_view printed;
};
constexpr std::array<Surname, 13> kSurnames = {{{"nguyên", "nguyễn"},
                                                {"nguyện", "nguyễn"},
                                                {"nguyển", "nguyễn"},
                                                {"nguyền", "nguyễn"},
                                                {"trân", "trần"},
                                                {"pham", "phạm"},
                                                {"phàm", "phạm"},
                                                {"đồ", "đỗ"},
                                                {"đổ", "đỗ"},
                                                {"bủi", "bùi"},
                                                {"vủ", "vũ"},
                                                {"vỏ", "võ"},
                                                {"hoang", "hoàng"}}};

struct Syllable {
  WordParts parts;
  std::string key;  // empty where the word is no syllable
  bool capital = false;
  bool all_capitals = false;
};

Syllable syllable_of(const Word& word) {
  Syllable syllable{split_word(word.text), {}, false, false};
  const std::u32string& core = syllable.parts.core;
  if (syllable.parts.kind != WordKind::syllable) return syllable;
  syllable.key = syllable_key(core);
  syllable.capital = take_apart(core.front()).upper;
  syllable.all_capitals = core.size() > 1 && std::all_of(core.begin(), core.end(), [](char32_t c) {
                            return take_apart(c).upper;
                          });
  return syllable;
}

// `printed` with the capitals of the reading; both have the same plain letters.
void replace(Word& word, const Syllable& syllable, std::string_view printed,
             std::string_view reason) {
  std::u32string letters = to_code_points(printed);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    VietnameseLetter letter = take_apart(letters[i]);
    letter.upper = take_apart(syllable.parts.core[i]).upper;
    letters[i] = put_together(letter);
  }
  replace_reading(word, to_utf8(syllable.parts.before + letters + syllable.parts.after), kMended,
                  reason);
}

bool follows_at_once(const Syllable& first, const Syllable& second) {
  return !first.key.empty() && !second.key.empty() && first.parts.after.empty() &&
         second.parts.before.empty();
}

// The first word as it must be before the second; empty where it may be any.
std::string_view phrase_of(const std::vector<Syllable>& line, std::size_t i) {
  const std::string &first = line[i].key, &second = line[i + 1].key;
  const std::string_view third = i + 2 < line.size() ? std::string_view(line[i + 2].key) : "";
  if (second == "ủy" && std::find(kVerbs.begin(), kVerbs.end(), third) != kVerbs.end()) return {};
  for (const Phrase& phrase : kPhrases)
    if (second == phrase.second && fold(first) == fold(phrase.first)) return phrase.first;
  if (second == "thư" && (first == "bị" || first == "bi")) return "bí";
  // "chỉ Bộ trưởng" is another matter.
  const bool body = !line[i + 1].capital || line[i].all_capitals;
  if (second == "bộ" && body && third != "trưởng" && (first == "chỉ" || first == "chí"))
    return "chi";
  return {};
}

bool is_name_alone(const std::vector<Syllable>& line) {
  return (line.size() == 3 || line.size() == 4) &&
         std::all_of(line.begin(), line.end(), [](const Syllable& s) {
           return s.capital && !s.all_capitals && s.parts.before.empty() && s.parts.after.empty();
         });
}

std::string_view surname_of(const std::vector<Syllable>& line, std::size_t i) {
  const Syllable& next = line[i + 1];
  const bool before_middle_name = next.key == "văn" || next.key == "thị";
  if (!line[i].capital || line[i].all_capitals || !next.capital ||
      !(before_middle_name || (i == 0 && is_name_alone(line))))
    return {};
  for (const Surname& surname : kSurnames)
    if (surname.read == line[i].key) return surname.printed;
  return {};
}

void mend_line(Line& line) {
  std::vector<Syllable> syllables;
  syllables.reserve(line.words.size());
  for (const Word& word : line.words) syllables.push_back(syllable_of(word));
  for (std::size_t i = 0; i + 1 < syllables.size(); ++i) {
    if (!follows_at_once(syllables[i], syllables[i + 1])) continue;
    if (const std::string_view phrase = phrase_of(syllables, i);
        !phrase.empty() && phrase != syllables[i].key)
      replace(line.words[i], syllables[i], phrase, "standing phrase");
    else if (const std::string_view surname = surname_of(syllables, i); !surname.empty())
      replace(line.words[i], syllables[i], surname, "surname");
  }
}

}  // namespace

void mend_phrases(TextLayout& layout) {
  for (Block& block : layout.blocks)
    for (Line& line : block.lines) mend_line(line);
}

}  // namespace sohoa
