#include "pdf/access_text.h"

#include <algorithm>
#include <cmath>

#include "document/vietnamese_text.h"
#include "pdf/access_line.h"

namespace sohoa {
namespace {

bool may_be_shown(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
  const bool noncharacter = (c & 0xFFFEU) == 0xFFFEU || (c >= 0xFDD0 && c <= 0xFDEF);
  return !control && !surrogate && !noncharacter && c != 0xFEFF;
}

std::u32string shown_text(const Word& word) {
  std::u32string shown;
  for (const char32_t c : to_code_points(to_nfc(word.text))) {
    const bool blank = c == U'\t' || c == U'\n' || c == U'\r' || c == 0xA0;
    if (blank || may_be_shown(c)) shown += blank ? U' ' : c;
  }
  const std::size_t first = shown.find_first_not_of(U' ');
  if (first == std::u32string::npos) return {};
  return shown.substr(first, shown.find_last_not_of(U' ') - first + 1);
}

void append_code(std::string& text, std::uint16_t code) {
  for (const int byte : {code >> 8, code & 0xFF}) {
    const char letter = static_cast<char>(byte);
    switch (letter) {
      case '\r':
        text += "\\r";
        break;
      case '(':
      case ')':
      case '\\':
        text += '\\';
        [[fallthrough]];
      default:
        text += letter;
    }
  }
}

// Places words one after the other on a baseline. `text_x` and `text_y` count
// along and across the writing from the first word's start.
class LineWriter {
 public:
  LineWriter(const PlacedLine& line, const InvisibleFont& font, std::string& content)
      : line_(line), font_(font), content_(content) {}

  void show(const std::u32string& word, const WordPlace& place, bool space_follows) {
    int advance = 0;
    std::string codes;
    for (const char32_t c : word) {
      advance += InvisibleFont::advance(c);
      append_code(codes, font_.code(c));
    }
    if (space_follows) append_code(codes, font_.code(U' '));
    move_to(place.start, place.base);
    const double natural = line_.font_size * advance / InvisibleFont::kUnitsPerEm;
    const double scale = 100 * place.length / natural;
    content_ += pdf_number(scale, 1) + " Tz(" + codes + ")Tj\n";
  }

 private:
  // Td moves the start of the line, so each move counts from the last word's
  // start; the rounding of one move is made good by the next.
  void move_to(double start, double base) {
    const double step = round_tenth(start - start_);
    const double rise = round_tenth(base - base_);
    if (placed_) {
      content_ += pdf_number(step, 1) + ' ' + pdf_number(rise, 1) + " Td ";
      start_ += step;
      base_ += rise;
      return;
    }
    const double c = line_.cosine;
    const double s = line_.sine;
    const PdfMatrix matrix{
        c, s, -s, c, line_.x + start * c - base * s, line_.y + start * s + base * c};
    if (c == 1) {
      content_ += pdf_number(matrix.e, 1) + ' ' + pdf_number(matrix.f, 1) + " Td ";
    } else {
      content_ += pdf_numbers(matrix) + " Tm ";
    }
    start_ = start;
    base_ = base;
    placed_ = true;
  }

  static double round_tenth(double value) { return std::round(value * 10) / 10; }

  const PlacedLine& line_;
  const InvisibleFont& font_;
  std::string& content_;
  bool placed_ = false;
  double start_ = 0;
  double base_ = 0;
};

void append_line(const Line& line, int frame_height, const InvisibleFont& font,
                 const std::string& font_name, std::string& content) {
  std::vector<ShownWord> words;
  for (const Word& word : line.words) {
    std::u32string text = shown_text(word);
    if (!text.empty() && !word.box.empty()) words.push_back({std::move(text), word.box});
  }
  if (words.empty()) return;
  const PlacedLine placed = place_line(words, line.baseline_start, line.baseline_end, frame_height);
  content += "BT " + font_name + ' ' + pdf_number(placed.font_size, 1) + " Tf ";
  LineWriter writer(placed, font, content);
  for (std::size_t i = 0; i < words.size(); ++i) {
    writer.show(words[i].text, placed.words[i], i + 1 < words.size());
  }
  content += "ET\n";
}

}  // namespace

std::set<char32_t> code_points_of(const TextLayout& layout) {
  std::set<char32_t> used;
  for (const Block& block : layout.blocks) {
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) {
        for (const char32_t c : shown_text(word)) used.insert(c);
      }
    }
  }
  return used;
}

std::string invisible_text(const TextLayout& layout, const PdfMatrix& frame,
                           const InvisibleFont& font, const std::string& font_name) {
  std::string lines;
  for (const Block& block : layout.blocks) {
    for (const Line& line : block.lines) {
      append_line(line, layout.height, font, font_name, lines);
    }
  }
  if (lines.empty()) return {};
  return "q " + pdf_numbers(frame) + " cm 3 Tr\n" + lines + "Q\n";
}

}  // namespace sohoa
