#include "pdf/text_layer_trust.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "document/vietnamese_text.h"
#include "pdf/text_layer_syllable.h"

namespace sohoa {

namespace {

// Thresholds chosen on born-digital letters and on layers broken on purpose.
constexpr double kScanShare = 0.6;        // images over this share: the page is a scan
constexpr double kLeastGoodWords = 0.85;  // of the words that can be judged
// Of 7,350 pages of clean legal text 1 in 100 has as many, foreign names and formulas;
// of pages with ô turned into ơ two in three.
constexpr std::size_t kLeastMisspelt = 3;
constexpr double kMostMisspelt = 0.01;
constexpr double kMostOddCharacters = 0.01;
constexpr std::size_t kFewLetters = 100;
constexpr double kSomeImage = 0.1;
constexpr std::size_t kManyPaths = 300;
constexpr std::size_t kLeastWordsForMarks = 30;
constexpr double kVietnameseShare = 0.7;

TextVerdict refuse(std::string why) {
  return {false, false, std::move(why)};
}
TextVerdict refuse_as_broken(std::string why) {
  return {false, true, std::move(why)};
}

bool has_prefix(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// Names of the TCVN3 (".VnTime", ".VnArialH") and VNI ("VNI-Times") families.
bool is_legacy_font(const std::string& name) {
  const std::string lower = to_lower(name);
  return has_prefix(lower, ".vn") || has_prefix(lower, "vni-") || has_prefix(lower, "vni ") ||
         has_prefix(lower, "vntime") || has_prefix(lower, "vnarial") ||
         has_prefix(lower, "vn.time") || lower.find("tcvn") != std::string::npos;
}

std::optional<TextVerdict> judge_fonts(const std::vector<UsedFont>& fonts) {
  for (const UsedFont& font : fonts) {
    if (is_legacy_font(font.name))
      return refuse_as_broken("font " + font.name + " is of a legacy encoding");
    if ((font.type3 || font.composite) && !font.to_unicode)
      return refuse_as_broken("font " + (font.name.empty() ? "without a name" : font.name) +
                              " does not say what its glyphs mean");
  }
  return std::nullopt;
}

// TCVN3 puts Vietnamese letters on these signs of Latin-1: â ê ô… as © ª «.
bool is_tcvn3_sign(char32_t c) {
  return std::u32string_view(U"¸µ¶·¹¨©®ª«¬").find(c) != std::u32string_view::npos;
}

struct CharacterCounts {
  std::size_t all = 0;
  std::size_t letters = 0;
  std::size_t marked = 0;      // letters beyond ASCII
  std::size_t strange = 0;     // U+FFFD, private use, control, lone combining marks
  std::size_t inside = 0;      // strange, right behind a letter
  std::size_t wrong_horn = 0;  // U+01A2/3, drawn like ơ and met instead of ư
  std::size_t tcvn3 = 0;       // such a sign beside an ASCII letter
};

bool is_ascii_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool is_strange(char32_t c) {
  return c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000 || c < 0x20 ||
         (c >= 0x7F && c < 0xA0) || (c >= 0x300 && c < 0x370);
}

CharacterCounts count_characters(const std::u32string& text) {
  CharacterCounts counts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (c == U' ' || c == U'\n') continue;
    ++counts.all;
    if (is_letter(c)) ++counts.letters;
    if (is_letter(c) && c >= 0x80) ++counts.marked;
    if (is_strange(c)) ++counts.strange;
    if (is_strange(c) && i > 0 && is_letter(text[i - 1])) ++counts.inside;
    if (c == 0x1A2 || c == 0x1A3) ++counts.wrong_horn;
    const bool beside_letter = (i > 0 && is_ascii_letter(text[i - 1])) ||
                               (i + 1 < text.size() && is_ascii_letter(text[i + 1]));
    if (is_tcvn3_sign(c) && beside_letter) ++counts.tcvn3;
  }
  return counts;
}

struct WordCounts {
  std::size_t good = 0;
  std::size_t bad = 0;
  std::size_t misspelt = 0;  // of the bad ones: Vietnamese letters, but no syllable
  std::size_t syllables = 0;
  std::size_t damaged = 0;  // non-words that a known damage makes of common words
};

// What damaged layers make of hòa, phòng, tòa, còn, tròn, đòi, không.
bool is_known_damage(const std::u32string& word) {
  static constexpr std::array<std::u32string_view, 10> kDamaged = {
      U"hõa", U"phõng", U"tõa", U"cõn", U"trõn", U"đõi", U"khơng", U"cịn", U"phịng", U"vịng"};
  return std::find(kDamaged.begin(), kDamaged.end(), word) != kDamaged.end();
}

void judge_word(const std::u32string& word, WordCounts& counts) {
  if (word.size() < 2) return;
  const std::u32string lower = to_code_points(to_lower(to_utf8(word)));
  if (is_known_damage(lower)) ++counts.damaged;
  if (is_syllable(lower)) {
    ++counts.good;
    ++counts.syllables;
    return;
  }
  const bool capitals = std::none_of(word.begin(), word.end(), [](char32_t c) {
    return to_code_points(to_upper(to_utf8(std::u32string(1, c)))) != std::u32string(1, c);
  });
  const bool known_letters = std::all_of(lower.begin(), lower.end(), [](char32_t c) {
    return is_ascii_letter(take_apart(c).plain) && take_apart(c).tone == Tone::level;
  });
  if (capitals && known_letters && word.size() <= 6) return;  // UBND, HĐND, TTg's kin
  if (is_plain_word(lower)) {
    ++counts.good;
    return;
  }
  ++counts.bad;
  if (std::any_of(lower.begin(), lower.end(), [](char32_t c) { return c >= 0x80; }))
    ++counts.misspelt;
}

// Signs that end a word; others, such as © or ¸, stay in it and spoil it.
bool separates(char32_t c) {
  return (c < 0x80 && !is_ascii_letter(c)) || (c >= 0x2000 && c <= 0x206F) || c == 0xA0 ||
         c == 0xAD || (c >= 0x2190 && c <= 0x27BF) || (c >= 0xE000 && c <= 0xF8FF);
}

WordCounts count_words_of(const std::u32string& text) {
  WordCounts counts;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at;
    while (end < text.size() && text[end] != U' ' && text[end] != U'\n') ++end;
    const std::u32string_view token(text.data() + at, end - at);
    at = end + 1;
    const bool code = std::any_of(token.begin(), token.end(), [](char32_t c) {
      return (c >= U'0' && c <= U'9') || c == U'/' || c == U'@' || c == U'_';
    });
    if (code) continue;
    std::u32string word;
    for (const char32_t c : token) {
      if (!separates(c)) {
        word += c;
        continue;
      }
      judge_word(word, counts);
      word.clear();
    }
    judge_word(word, counts);
  }
  return counts;
}

std::string percent(double share) {
  return std::to_string(std::lround(share * 100)) + " %";
}

std::optional<TextVerdict> judge_characters(const CharacterCounts& counts) {
  const auto all = static_cast<double>(counts.all);
  if (counts.wrong_horn > 0)
    return refuse_as_broken("U+01A3 stands where ư should: broken encoding");
  // A bullet of a symbol font stands alone; inside a word nothing strange may be.
  if (counts.inside > 0 || static_cast<double>(counts.strange) > kMostOddCharacters * all)
    return refuse_as_broken(std::to_string(counts.strange) +
                            " characters are no letters of any text: broken encoding");
  if (counts.tcvn3 >= 3 && static_cast<double>(counts.tcvn3) > kMostOddCharacters * all)
    return refuse_as_broken("signs inside words: TCVN3 encoding");
  return std::nullopt;
}

}  // namespace

std::optional<TextVerdict> judge_painting(const PageReading& page) {
  const PageContent& content = page.content;
  if (content.text_bytes == 0) {
    if (content.hidden_text_bytes > 0)
      return refuse("another recogniser's invisible text: recognised anew");
    return refuse(page.signature_shown ? "only the text of a signature block" : "none");
  }
  if (!content.understood) return refuse("the page's content is too large or unreadable");
  if (page.image_share >= kScanShare)
    return refuse("images cover " + percent(page.image_share) + " of the page");
  if (content.hidden_text_bytes * 4 > content.text_bytes)
    return refuse("much of the text is invisible");
  return judge_fonts(content.fonts);
}

TextVerdict judge_words(const PageReading& page, std::string_view words) {
  const std::u32string text = to_code_points(words);
  const CharacterCounts characters = count_characters(text);
  if (characters.letters == 0) return refuse("no letters were found in the text");
  if (std::optional<TextVerdict> verdict = judge_characters(characters)) return *verdict;
  if (characters.letters < kFewLetters &&
      (page.image_share > kSomeImage || page.content.paths > kManyPaths))
    return refuse("too few letters (" + std::to_string(characters.letters) +
                  ") for what the page shows");
  const WordCounts counts = count_words_of(text);
  const std::size_t judged = counts.good + counts.bad;
  if (judged == 0) return refuse("no words were found in the text");
  if (counts.damaged > 0) return refuse_as_broken("words with wrong marks (khơng, cịn, hõa)");
  const double good = static_cast<double>(counts.good) / static_cast<double>(judged);
  if (good < kLeastGoodWords)
    return refuse_as_broken("only " + percent(good) + " of its words are spelled like words");
  if (counts.misspelt >= kLeastMisspelt &&
      static_cast<double>(counts.misspelt) > kMostMisspelt * static_cast<double>(judged))
    return refuse(std::to_string(counts.misspelt) +
                  " words have Vietnamese letters but are no syllables");
  if (characters.marked == 0 && judged >= kLeastWordsForMarks &&
      static_cast<double>(counts.syllables) > kVietnameseShare * static_cast<double>(judged))
    return refuse_as_broken("Vietnamese without its marks");
  return {true, false, "born digital: " + percent(good) + " of its words are spelled like words"};
}

}  // namespace sohoa
