#include "ocr/correct_numerals.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "document/vietnamese_text.h"
#include "ocr/correct_numbers.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

constexpr double kMended = 0.9;

// Width against height of numerals in the plain and the bold face of Times: II
// 0.85 and 1.0, III 1.35 and 1.6, VII 2.0, VIII 2.5 and 2.7.
constexpr double kThreeStrokes = 1.2;
constexpr double kThreeStrokesAfterLetter = 2.3;

bool introduces_numeral(const WordParts& parts) {
  static constexpr std::array<std::string_view, 9> kWords = {
      "chương", "phần", "mục", "quý", "khóa", "thứ", "lục", "hạng", "loại"};
  if (parts.kind != WordKind::syllable || !parts.after.empty()) return false;
  const std::string key = syllable_key(parts.core);
  return std::find(kWords.begin(), kWords.end(), key) != kWords.end();
}

bool is_in_capitals(const WordParts& parts) {
  return parts.kind == WordKind::syllable &&
         std::all_of(parts.core.begin(), parts.core.end(),
                     [](char32_t c) { return take_apart(c).upper; });
}

// The numeral that `core` must have been, empty when it is none or undamaged.
std::u32string mended(std::u32string_view core, double width_to_height) {
  if (core == U"Fv" || core == U"Tv") return U"IV";
  if (core == U"II" && width_to_height >= kThreeStrokes) return U"III";
  if (core.find(U'H') == std::u32string_view::npos) return {};
  const std::size_t first = core.find_first_not_of(U"VX");
  const std::u32string_view strokes = core.substr(first);
  if (first > 2 || (strokes.size() > 2 && strokes != U"IHI") ||
      strokes.find_first_not_of(U"HI") < strokes.size())
    return {};
  const double limit = first == 0 ? kThreeStrokes : kThreeStrokesAfterLetter + (first == 2 ? 1 : 0);
  bool three = strokes.size() > 1;
  if (strokes.size() < 3 && width_to_height > 0) three = width_to_height >= limit;
  return std::u32string(core.substr(0, first)) + (three ? U"III" : U"II");
}

double shape_of(const Word& word, const WordParts& parts) {
  if (word.box.height <= 0) return 0;
  // A full stop takes about a third of the height.
  constexpr double kStop = 0.35;
  const double punctuation = kStop * static_cast<double>(parts.after.size());
  return static_cast<double>(word.box.width) / word.box.height - punctuation;
}

// IHI/2024: the quarter of a year.
std::u32string mended_before_slash(std::u32string_view core) {
  const std::size_t slash = core.find(U'/');
  if (slash == std::u32string_view::npos) return {};
  const std::u32string numeral = mended(core.substr(0, slash), 0);
  return numeral.empty() ? numeral : numeral + std::u32string(core.substr(slash));
}

void mend_line(Line& line, bool& one_seen) {
  WordParts previous;
  for (std::size_t i = 0; i < line.words.size(); ++i) {
    Word& word = line.words[i];
    const WordParts parts = split_word(word.text);
    const bool heading = i == 0 && parts.after == U"." && line.words.size() > 1 &&
                         is_in_capitals(split_word(line.words[1].text));
    const bool letter = parts.core == U"H";  // of items A. to H. too
    if ((heading && (!letter || one_seen)) || introduces_numeral(previous))
      if (const std::u32string numeral = mended(parts.core, shape_of(word, parts));
          !numeral.empty())
        replace_reading(word, to_utf8(parts.before + numeral + parts.after), kMended,
                        "strokes of a numeral ran together");
    if (introduces_numeral(previous))
      if (const std::u32string numeral = mended_before_slash(parts.core); !numeral.empty())
        replace_reading(word, to_utf8(parts.before + numeral + parts.after), kMended,
                        "strokes of a numeral ran together");
    if (parts.core == U"Ï")  // no Vietnamese letter
      replace_reading(
          word, to_utf8(parts.before + (introduces_numeral(previous) ? U"I" : U"1") + parts.after),
          kMended, "one stroke");
    if (parts.core == U"Iv")
      replace_reading(word, to_utf8(parts.before + U"IV" + parts.after), kMended,
                      "small letter of a numeral");
    one_seen = one_seen || (heading && parts.core == U"I");
    previous = parts;
  }
}

}  // namespace

void mend_numerals(TextLayout& layout) {
  bool one_seen = false;
  for (Block& block : layout.blocks)
    for (Line& line : block.lines) mend_line(line, one_seen);
}

}  // namespace sohoa
