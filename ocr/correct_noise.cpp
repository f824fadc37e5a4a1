#include "ocr/correct_noise.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/median.h"
#include "document/vietnamese_text.h"
#include "ocr/correct_syllable.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

// Lines of print are read with 0.85 and more on worn pages too, scribbles and
// seals with 0.5 and less.
constexpr double kScribble = 0.55;
constexpr double kSoundWord = 0.7;
// A blot is lower than this share of the page's usual line and read with less
// confidence than that.
constexpr double kBlotHeight = 0.4;
constexpr double kBlotConfidence = 0.5;

bool all_of(std::u32string_view text, std::u32string_view set) {
  return text.find_first_not_of(set) == std::u32string_view::npos;
}

// Accents without a letter: they count as letters in Unicode.
bool is_bare_accent(std::u32string_view text) {
  return all_of(text, U"ˆ˜¯˘˙¨´`^~");
}

// Punctuation that a writer sets as a word of its own.
bool is_mark_on_its_own(std::u32string_view text) {
  constexpr std::u32string_view kSingle = U"-–—+*•·/&=<>%§()[]{}:□○●✓";
  if (text.size() == 1) return kSingle.find(text.front()) != std::u32string_view::npos;
  if (text.size() >= 3) return all_of(text, U"-–—") || all_of(text, U".…") || all_of(text, U"_*");
  return text == U"--" || text == U"**" || text == U"./" || text == U"…" || text == U"..";
}

bool is_rule(std::u32string_view text) {
  return text == U"*" ||
         (text.size() >= 3 && (all_of(text, U"-–—") || all_of(text, U"*") || all_of(text, U".…")));
}

// 868/TTr-SYT, 12-QĐ/TU: no scribble looks like that.
bool looks_like_code(std::u32string_view core) {
  std::size_t capitals = 0;
  for (const char32_t c : core) capitals += take_apart(c).upper ? 1 : 0;
  return capitals > 1 && core.find(U'/') != std::u32string_view::npos;
}

// Four letters or more, written as words are: no capital after a small letter.
bool looks_like_word(std::u32string_view core) {
  constexpr std::size_t kFewest = 4;
  if (core.size() < kFewest) return false;
  const auto upper = [](char32_t c) { return take_apart(c).upper; };
  return std::none_of(core.begin() + 1, core.end(), upper) ||
         std::all_of(core.begin(), core.end(), upper);
}

// What is usual on the page, pixels; 0 where there is too little text to say.
struct Usual {
  double line_height = 0;
  double word_height = 0;
};

// A syllable drawn as large as the other words.
bool is_of_usual_size(const Word& word, const WordParts& parts, double usual) {
  constexpr double kLeast = 0.6, kMost = 1.4;
  return usual > 0 && parts.core.size() > 2 && word.box.height >= kLeast * usual &&
         word.box.height <= kMost * usual;
}

// Something that is hardly read by chance.
bool is_sound(const Word& word, const WordParts& parts, const Usual& usual,
              const SyllableModel& model) {
  constexpr double kLongWord = 0.2;
  if (parts.kind == WordKind::other && looks_like_code(parts.core)) return true;
  if (parts.kind == WordKind::syllable && word.confidence >= kLongWord &&
      looks_like_word(parts.core))
    return true;
  const bool syllable =
      parts.kind == WordKind::syllable && parts.core.size() > 1 &&
      model.find(syllable_key(with_stroke(parts.core))) != SyllableModel::kUnknown;
  if (syllable && is_of_usual_size(word, parts, usual.word_height)) return true;
  if (word.confidence < kSoundWord) return false;
  if (parts.kind == WordKind::number) return true;
  if (parts.kind == WordKind::other)
    return std::count_if(parts.core.begin(), parts.core.end(), is_digit) > 0 ||
           parts.core.size() > 3;
  return syllable;
}

bool is_scribble(const Line& line, const Usual& usual, const SyllableModel& model) {
  double weight = 0, sum = 0;
  std::size_t plausible = 0;
  for (const Word& word : line.words) {
    const WordParts parts = split_word(word.text);
    if (is_sound(word, parts, usual, model) || is_rule(to_code_points(word.text))) return false;
    if (parts.kind != WordKind::mark && !is_bare_accent(to_code_points(word.text))) ++plausible;
    const auto length = static_cast<double>(word.text.size());
    sum += word.confidence * length;
    weight += length;
  }
  if (plausible * 2 < line.words.size()) return true;
  const bool low = usual.line_height > 0 && line.box.height < kBlotHeight * usual.line_height;
  return low || sum < kScribble * weight;
}

bool is_speck(const Word& word, double usual_height) {
  const std::u32string text = to_code_points(word.text);
  if (is_bare_accent(text)) return true;
  if (split_word(word.text).kind != WordKind::mark) {
    const bool low = usual_height > 0 && word.box.height > 0 &&
                     word.box.height < kBlotHeight * kBlotHeight * usual_height;
    return low && word.confidence < kBlotConfidence && text.size() < 4;
  }
  if (!is_mark_on_its_own(text)) return !all_of(text, U"”“\"'’‘]|!?») (¡") || text == U"'";
  return word.confidence < kBlotConfidence && text.size() == 1;
}

// "»*": a star with a blot.
void clear_star(Word& word) {
  const std::u32string text = to_code_points(word.text);
  if (text.size() < 2 || text.size() > 3 || std::count(text.begin(), text.end(), U'*') != 1 ||
      split_word(word.text).kind != WordKind::mark || all_of(text, U"*(),."))
    return;
  word.raw = word.text;
  word.reason = "specks beside a star";
  word.text = "*";
}

// "_..8." and ".a)": nobody writes these signs before a letter or digit.
void take_specks_off_the_front(Word& word) {
  const WordParts parts = split_word(word.text);
  if (parts.kind == WordKind::mark || parts.before.empty()) return;
  constexpr std::u32string_view kSpecks = U"_.,;:`´^~¬‹›|\\'‘";
  if (!all_of(parts.before, kSpecks)) return;
  // A quotation may open with a single mark.
  if (all_of(parts.before, U"'‘") && word.confidence >= kBlotConfidence) return;
  if (word.raw.empty()) word.raw = word.text;
  word.reason = "specks before the word";
  word.text = to_utf8(parts.core + parts.after);
}

Usual usual_of(const TextLayout& layout) {
  std::vector<double> lines, words;
  for (const Block& block : layout.blocks)
    for (const Line& line : block.lines) {
      if (line.words.size() < 3) continue;
      lines.push_back(line.box.height);
      for (const Word& word : line.words)
        if (word.text.size() > 2) words.push_back(word.box.height);
    }
  return {median(std::move(lines)), median(std::move(words))};
}

}  // namespace

void drop_noise(TextLayout& layout, const SyllableModel& model) {
  const Usual usual = usual_of(layout);
  for (Block& block : layout.blocks) {
    // A cell may hold a dash, a cross or nothing but dots.
    if (block.kind == BlockKind::stamp || block.kind == BlockKind::table) continue;
    for (Line& line : block.lines)
      if (line.words.size() == 1) clear_star(line.words.front());
    std::erase_if(block.lines, [&](const Line& line) { return is_scribble(line, usual, model); });
    for (Line& line : block.lines) {
      std::erase_if(line.words,
                    [&](const Word& word) { return is_speck(word, usual.line_height); });
      for (Word& word : line.words) take_specks_off_the_front(word);
    }
    std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); });
  }
  std::erase_if(layout.blocks, [](const Block& block) { return block.lines.empty(); });
}

}  // namespace sohoa
