#include "pdf/access_text.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "document/vietnamese_text.h"

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

// The writing direction and the baseline of a line, in pixels with y upwards.
// Along and across count from (x, y); the baseline climbs by `slope` across for
// each pixel along.
struct Baseline {
  double cosine = 1;
  double sine = 0;
  double slope = 0;
  double x = 0;
  double y = 0;
  double font_size = 1;
};

// Where a word stands: how far along it starts and reaches, how high its
// baseline lies across, and how far it reaches above that.
struct Reach {
  double start = 0;
  double length = 0;
  double base = 0;
  double above = 0;
};

// A box stands upright around a slanting word of length l and height h: its
// width is l|cos| + h|sin|, its height l|sin| + h|cos|. Solved for l; near 45
// degrees, where that has no solution, the longer side serves.
double word_length(const PixelBox& box, double cosine, double sine) {
  const double c = std::abs(cosine);
  const double s = std::abs(sine);
  const double longer = std::max(box.width, box.height);
  const double determinant = c * c - s * s;
  if (std::abs(determinant) < 0.5) return longer;
  const double length = (box.width * c - box.height * s) / determinant;
  return std::clamp(length, 1.0, std::max(longer, 1.0));
}

Reach reach(const PixelBox& box, double frame_height, const Baseline& baseline) {
  const double centre_x = box.left + box.width / 2.0 - baseline.x;
  const double centre_y = frame_height - box.top - box.height / 2.0 - baseline.y;
  const double along = centre_x * baseline.cosine + centre_y * baseline.sine;
  const double across = centre_y * baseline.cosine - centre_x * baseline.sine;
  // Lines of an upright page: the box's own height. Sideways lines: its width.
  const bool level = std::abs(baseline.cosine) >= std::abs(baseline.sine);
  const double thickness = level ? box.height : box.width;
  const double length = word_length(box, baseline.cosine, baseline.sine);
  const double base = baseline.slope * along;
  return {along - length / 2, length, base, across + thickness / 2 - base};
}

// Text within 5 degrees of level or upright is written level or upright, each
// word a step higher or lower: poppler takes a word apart whose letters climb
// by more than half a point.
void set_direction(double dx, double dy, Baseline& baseline) {
  constexpr double kRightAngle = std::numbers::pi / 2;
  constexpr double kStepwise = 5 * std::numbers::pi / 180;
  const double angle = std::atan2(dy, dx);
  const double turns = std::round(angle / kRightAngle);
  const double rest = angle - turns * kRightAngle;
  if (std::abs(rest) > kStepwise) {
    baseline.cosine = std::cos(angle);
    baseline.sine = std::sin(angle);
    return;
  }
  baseline.cosine = std::round(std::cos(turns * kRightAngle));
  baseline.sine = std::round(std::sin(turns * kRightAngle));
  baseline.slope = std::tan(rest);
}

Baseline baseline_of(const Line& line, double frame_height) {
  Baseline baseline;
  const double dx = line.baseline_end.x - line.baseline_start.x;
  const double dy = line.baseline_start.y - line.baseline_end.y;
  if (std::hypot(dx, dy) > 0) {
    baseline.x = line.baseline_start.x;
    baseline.y = frame_height - line.baseline_start.y;
    set_direction(dx, dy, baseline);
  } else {
    baseline.x = line.box.left;
    baseline.y = frame_height - line.box.bottom();
  }
  double above = 0;
  for (const Word& word : line.words) {
    if (word.box.empty()) continue;
    above = std::max(above, reach(word.box, frame_height, baseline).above);
  }
  constexpr double kAscent = double{InvisibleFont::kAscent} / InvisibleFont::kUnitsPerEm;
  baseline.font_size = std::max(1.0, std::round(above / kAscent * 10) / 10);
  return baseline;
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
  LineWriter(const Baseline& baseline, const InvisibleFont& font, std::string& content)
      : baseline_(baseline), font_(font), content_(content) {}

  void show(const std::u32string& word, const Reach& place, bool space_follows) {
    int advance = 0;
    std::string codes;
    for (const char32_t c : word) {
      advance += InvisibleFont::advance(c);
      append_code(codes, font_.code(c));
    }
    if (space_follows) append_code(codes, font_.code(U' '));
    move_to(place.start, place.base);
    const double natural = baseline_.font_size * advance / InvisibleFont::kUnitsPerEm;
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
    const double c = baseline_.cosine;
    const double s = baseline_.sine;
    const PdfMatrix matrix{
        c, s, -s, c, baseline_.x + start * c - base * s, baseline_.y + start * s + base * c};
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

  const Baseline& baseline_;
  const InvisibleFont& font_;
  std::string& content_;
  bool placed_ = false;
  double start_ = 0;
  double base_ = 0;
};

struct ShownWord {
  std::u32string text;
  PixelBox box;
};

void append_line(const Line& line, double frame_height, const InvisibleFont& font,
                 const std::string& font_name, std::string& content) {
  std::vector<ShownWord> words;
  for (const Word& word : line.words) {
    std::u32string text = shown_text(word);
    if (!text.empty() && !word.box.empty()) words.push_back({std::move(text), word.box});
  }
  if (words.empty()) return;
  const Baseline baseline = baseline_of(line, frame_height);
  content += "BT " + font_name + ' ' + pdf_number(baseline.font_size, 1) + " Tf ";
  LineWriter writer(baseline, font, content);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Reach place = reach(words[i].box, frame_height, baseline);
    writer.show(words[i].text, place, i + 1 < words.size());
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
