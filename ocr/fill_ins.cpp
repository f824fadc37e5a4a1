#include "ocr/fill_ins.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr std::size_t kMostSigns = 5;
// Scribbles are read with less.
constexpr double kLeastConfidence = 0.5;
// In heights of the line: written higher and lower than print; a tail of the pen reaches that
// far over the words beside the gap; and so far behind the last word it still belongs to it.
constexpr double kOffMiddle = 0.75;
constexpr double kReach = 0.35;
constexpr double kBehind = 4;

bool is_number(const Word& word) {
  const std::u32string text = to_code_points(word.text);
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
  return word.confidence >= kLeastConfidence && text.size() <= kMostSigns && digits > 0 &&
         2 * digits >= static_cast<std::ptrdiff_t>(text.size());
}

// Before which word of the line the number stands; nothing where words are in its way.
std::optional<std::size_t> gap_at(const Line& line, const PixelBox& number) {
  const int height = line.box.height;
  const double middle = number.top + number.height / 2.0;
  const double line_middle = line.box.top + height / 2.0;
  if (line.words.empty() || std::abs(middle - line_middle) > kOffMiddle * height)
    return std::nullopt;
  const double left = number.left + kReach * height;
  const double right = number.right() - kReach * height;
  if (left < line.words.front().box.right()) return std::nullopt;
  for (std::size_t next = 1; next < line.words.size(); ++next) {
    if (line.words[next - 1].box.right() > left) return std::nullopt;
    if (right <= line.words[next].box.left) return next;
  }
  const double behind = number.left - line.words.back().box.right();
  if (behind > kBehind * height || line.words.back().box.right() > left) return std::nullopt;
  return line.words.size();
}

void put_in(TextLayout& page, const Word& number) {
  for (Block& block : page.blocks)
    for (Line& line : block.lines) {
      const std::optional<std::size_t> at = gap_at(line, number.box);
      if (!at) continue;
      line.words.insert(line.words.begin() + static_cast<std::ptrdiff_t>(*at), number);
      line.box = cover(line.box, number.box);
      block.box = cover(block.box, line.box);
      return;
    }
}

}  // namespace

void put_fill_ins_in_lines(TextLayout& page, const TextLayout& coloured) {
  for (const Block& block : coloured.blocks)
    for (const Line& line : block.lines)
      if (line.words.size() == 1 && is_number(line.words.front())) put_in(page, line.words.front());
}

}  // namespace sohoa
