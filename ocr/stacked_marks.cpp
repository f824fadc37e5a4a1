#include "ocr/stacked_marks.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "document/vietnamese_text.h"
#include "image/ink_pieces.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

// As of words that are read again with marks that were cut off (cut_marks).
constexpr double kWithMark = 0.9;
constexpr double kWithoutMark = 0.05;

bool share_columns(const PixelBox& a, const PixelBox& b) {
  return a.left < b.right() && b.left < a.right();
}

// A hat or breve is about as wide as its letter and lower than half of it.
bool is_hat_over(const PixelBox& hat, const PixelBox& letter) {
  const double height = letter.height;
  return hat.width >= 0.45 * height && hat.width <= 1.2 * height && hat.height <= 0.5 * height &&
         hat.bottom() <= letter.top + 1 && letter.top - hat.bottom() <= 0.4 * height &&
         std::abs(hat.left + hat.right() - letter.left - letter.right()) <= 0.8 * height;
}

bool is_tone_over(const PixelBox& tone, const PixelBox& hat, const PixelBox& letter) {
  const double height = letter.height;
  return tone.width >= 0.15 * height && tone.width <= 0.8 * height && tone.height >= 0.2 * height &&
         tone.height <= 0.7 * height && tone.bottom() <= hat.top + 0.5 * hat.height &&
         hat.top - tone.bottom() <= 0.35 * height && tone.left < hat.right() + 0.2 * height &&
         tone.right() > hat.left - 0.2 * height;
}

// By the slant: a dot, a hook and a tilde have none.
std::optional<Tone> tone_of(const PixelBox& mark, const PageImage& binary) {
  constexpr double kSlanted = 0.25;
  const double slant = slant_of(binary, mark);
  if (slant > kSlanted) return Tone::acute;
  if (slant < -kSlanted) return Tone::grave;
  return {};
}

std::vector<PixelBox> pieces_near(const Line& line, const std::vector<PixelBox>& pieces) {
  std::vector<PixelBox> near;
  for (const PixelBox& piece : pieces)
    if (piece.bottom() > line.box.top - line.box.height / 2 && piece.top < line.box.bottom() &&
        share_columns(piece, line.box))
      near.push_back(piece);
  return near;
}

// The tone over a hat over a letter of the word.
std::optional<Tone> stacked_tone(const PixelBox& word, const std::vector<PixelBox>& near,
                                 const PageImage& binary) {
  for (const PixelBox& letter : near) {
    if (!share_columns(letter, word) || letter.bottom() > word.bottom() + 2 ||
        4 * letter.height < word.height)
      continue;
    for (const PixelBox& hat : near) {
      if (!share_columns(hat, letter) || !is_hat_over(hat, letter)) continue;
      for (const PixelBox& tone : near)
        if (tone != hat && is_tone_over(tone, hat, letter))
          if (const std::optional<Tone> found = tone_of(tone, binary)) return found;
    }
  }
  return {};
}

// The syllable with both marks; empty where the reading has a tone or no such letter.
std::u32string with_both_marks(std::u32string core, Tone tone) {
  if (std::any_of(core.begin(), core.end(),
                  [](char32_t c) { return take_apart(c).tone != Tone::level; }))
    return {};
  const auto hat = std::find_if(core.begin(), core.end(), [](char32_t c) {
    const char32_t shaped = take_apart(c).shaped;
    return shaped == U'â' || shaped == U'ê' || shaped == U'ô' || shaped == U'ă';
  });
  if (hat == core.end()) return {};
  VietnameseLetter letter = take_apart(*hat);
  letter.tone = tone;
  *hat = put_together(letter);
  return core;
}

// What a second recogniser read counts as before, but where it agreed with the lost mark.
void take(Word& word, std::string text) {
  std::vector<Alternative>& others = word.alternatives;
  const bool seen_by_second =
      word.second == SecondReading::other && !others.empty() && others.front().text == text;
  if (seen_by_second)
    word.second = SecondReading::same;
  else if (word.second == SecondReading::same)
    word.second = SecondReading::none;
  std::erase_if(others, [&](const Alternative& other) { return other.text == text; });
  others.push_back({std::move(word.text), kWithoutMark});
  word.text = std::move(text);
  word.confidence = std::min(word.confidence, kWithMark);
}

}  // namespace

void take_stacked_marks(std::vector<Block>& blocks, const std::vector<PixelBox>& pieces,
                        const PageImage& binary) {
  for (Block& block : blocks)
    for (Line& line : block.lines) {
      std::vector<PixelBox> near;
      for (Word& word : line.words) {
        const WordParts parts = split_word(word.text);
        if (parts.kind != WordKind::syllable || with_both_marks(parts.core, Tone::acute).empty())
          continue;
        if (near.empty()) near = pieces_near(line, pieces);
        if (const std::optional<Tone> tone = stacked_tone(word.box, near, binary))
          take(word, to_utf8(parts.before + with_both_marks(parts.core, *tone) + parts.after));
      }
    }
}

}  // namespace sohoa
