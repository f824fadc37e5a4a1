#include "ocr/raised_digits.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "document/vietnamese_text.h"
#include "image/ink_pieces.h"

namespace sohoa {

namespace {

constexpr double kRaised = 0.9;  // confidence
constexpr std::size_t kLongestSign = 2;

// A word that may end in a unit with an exponent, in parts.
struct Unit {
  std::u32string head;       // "đồng/km"
  std::u32string tail;       // closing punctuation
  bool divided = false;      // stands behind a stroke
  bool with_letter = false;  // what may be an exponent was read as a letter
};

bool closes(char32_t c) {
  return std::u32string_view(U".,;:)").find(c) != std::u32string_view::npos;
}

std::optional<Unit> unit_of(std::string_view utf8) {
  static constexpr std::u32string_view kPrefixes = U"kdcm";
  const std::u32string text = to_code_points(utf8);
  const std::size_t stroke = text.rfind(U'/');
  Unit unit;
  unit.divided = stroke != std::u32string::npos;
  std::size_t at = unit.divided ? stroke + 1 : 0;
  while (at < text.size() && text[at] == U'(') ++at;
  if (at + 1 < text.size() && kPrefixes.find(text[at]) != std::u32string_view::npos &&
      text[at + 1] == U'm')
    ++at;
  if (at >= text.size() || text[at] != U'm') return {};
  unit.head = text.substr(0, at + 1);
  std::u32string rest = text.substr(at + 1);
  if (!rest.empty() && closes(rest.back())) {
    unit.tail = rest.back();
    rest.pop_back();
  }
  if (rest.size() > kLongestSign) return {};
  unit.with_letter = std::any_of(rest.begin(), rest.end(), is_letter);
  return unit;
}

bool ends_with_digit_or_stroke(const std::string& utf8) {
  return !utf8.empty() && (is_digit(static_cast<unsigned char>(utf8.back())) || utf8.back() == '/');
}

bool may_be_m(const PixelBox& piece) {
  return piece.width >= piece.height;
}

// As high and wide as a small digit beside an m.
bool is_digit_beside(const PixelBox& digit, const PixelBox& m) {
  const double height = m.height;
  return digit.height >= 0.45 * height && digit.height <= 1.4 * height &&
         digit.width >= 0.3 * height && digit.width <= height && digit.top <= m.top - 0.1 * height;
}

// The first piece close behind an m and above its foot, and what stands over or under it: a thin
// digit falls to pieces. `pieces` from left to right.
PixelBox raised_behind(const PixelBox& m, const std::vector<PixelBox>& pieces) {
  PixelBox digit;
  for (const PixelBox& piece : pieces) {
    const int end = digit.empty() ? m.right() + m.height / 2 : digit.right();
    if (piece.left >= m.right() - 1 && piece.left < end &&
        piece.bottom() <= m.bottom() - 0.2 * m.height)
      digit = cover(digit, piece);
  }
  return digit;
}

// The word and what stands behind it before the next one; a digit may stand higher than the line.
PixelBox area_of(const Line& line, std::size_t w) {
  const PixelBox& word = line.words[w].box;
  const int end = w + 1 < line.words.size() ? std::max(word.right(), line.words[w + 1].box.left)
                                            : word.right() + word.height;
  const int room = line.box.height / 4;
  return {word.left - 1, line.box.top - room, end + 2 - word.left, line.box.height + 2 * room};
}

// Nothing stands on the line under it, as the letter under its mark does.
bool stands_free(const PixelBox& digit, const PixelBox& m, const std::vector<PixelBox>& pieces) {
  return std::none_of(pieces.begin(), pieces.end(), [&](const PixelBox& piece) {
    return piece.bottom() > m.bottom() - 0.2 * m.height && piece.left < digit.right() &&
           piece.right() > digit.left && piece.left >= m.right() - 1;
  });
}

bool is_followed(const PixelBox& digit, const PixelBox& m, const std::vector<PixelBox>& pieces) {
  return std::any_of(pieces.begin(), pieces.end(), [&](const PixelBox& piece) {
    return piece.left >= digit.right() - 1 && piece.left < digit.right() + m.height;
  });
}

std::optional<RaisedDigit> raised_in(const PixelBox& area, const PageImage& binary) {
  std::vector<PixelBox> pieces = ink_pieces(binary, area, std::max(area.width, area.height));
  std::sort(pieces.begin(), pieces.end(),
            [](const PixelBox& a, const PixelBox& b) { return a.left < b.left; });
  for (const PixelBox& m : pieces) {
    const PixelBox digit = may_be_m(m) ? raised_behind(m, pieces) : PixelBox{};
    if (!digit.empty() && is_digit_beside(digit, m) && stands_free(digit, m, pieces))
      return RaisedDigit{0, 0, 0, digit, is_followed(digit, m, pieces)};
  }
  return {};
}

// "mỏ" may be m² behind a number; elsewhere it is a word.
bool may_be_unit(const Line& line, std::size_t w) {
  const std::optional<Unit> unit = unit_of(line.words[w].text);
  return unit && (!unit->with_letter || unit->divided || line.words.size() == 1 ||
                  (w > 0 && ends_with_digit_or_stroke(line.words[w - 1].text)));
}

}  // namespace

std::vector<RaisedDigit> find_raised_digits(const std::vector<Block>& blocks,
                                            const PageImage& binary) {
  std::vector<RaisedDigit> found;
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (std::size_t l = 0; l < blocks[b].lines.size(); ++l) {
      const Line& line = blocks[b].lines[l];
      for (std::size_t w = 0; w < line.words.size(); ++w)
        if (may_be_unit(line, w))
          if (const std::optional<RaisedDigit> digit = raised_in(area_of(line, w), binary))
            found.push_back({b, l, w, digit->box, digit->followed});
    }
  return found;
}

void raise_digit(Word& word, const RaisedDigit& digit, const std::vector<Line>& again) {
  const std::optional<Unit> unit = unit_of(word.text);
  if (!unit || again.size() != 1 || again.front().words.size() != 1) return;
  const std::string& read = again.front().words.front().text;
  if (read != "2" && read != "3") return;
  word.text = to_utf8(unit->head) + (read == "2" ? "²" : "³");
  if (digit.followed) word.text += to_utf8(unit->tail);
  word.confidence = std::min(kRaised, again.front().words.front().confidence);
}

}  // namespace sohoa
