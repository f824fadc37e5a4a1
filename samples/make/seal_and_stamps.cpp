#include "samples/make/seal_and_stamps.h"

#include <cairo.h>
#include <pango/pangocairo.h>

#include <array>
#include <numbers>

#include "samples/make/type_setting.h"

namespace sohoa::samples {

namespace {

constexpr double kPi = std::numbers::pi;

// Ink multiplies what lies under it; everything of a stamp is drawn in one
// group so that its own strokes do not darken each other.
class Ink {
 public:
  Ink(cairo_t* cairo, double red, double green, double blue) : cairo_(cairo) {
    cairo_save(cairo_);
    cairo_push_group(cairo_);
    cairo_set_source_rgb(cairo_, red, green, blue);
  }
  ~Ink() {
    cairo_pop_group_to_source(cairo_);
    cairo_set_operator(cairo_, CAIRO_OPERATOR_MULTIPLY);
    cairo_paint(cairo_);
    cairo_restore(cairo_);
  }
  Ink(const Ink&) = delete;
  Ink& operator=(const Ink&) = delete;

 private:
  cairo_t* cairo_;
};

void show_text(cairo_t* cairo, const std::string& text, const Type& type, double x,
               double baseline) {
  const Block block = set_type(text, type, 1000);
  cairo_move_to(cairo, x, baseline);
  pango_cairo_show_layout_line(cairo,
                               pango_layout_get_line_readonly(block.lines.front().layout.get(), 0));
}

double width_of(const std::string& text, const Type& type) {
  return set_type(text, type, 1000).widths.front();
}

std::vector<std::string> letters_of(const std::string& text) {
  std::vector<std::string> letters;
  for (const char* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at))
    letters.emplace_back(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
  return letters;
}

// `above`: tops of letters point outward, read clockwise; else inward below.
void text_on_circle(cairo_t* cairo, const std::string& text, const Type& type, double radius,
                    bool above, double max_angle) {
  const std::vector<std::string> letters = letters_of(text);
  double total = 0;
  for (const std::string& letter : letters) total += width_of(letter, type) + 1;
  const double stretch = std::min(1.0, max_angle * radius / total);
  double angle = -total * stretch / radius / 2;
  for (const std::string& letter : letters) {
    const double width = width_of(letter, type);
    const double middle = angle + (width + 1) * stretch / radius / 2;
    cairo_save(cairo);
    cairo_rotate(cairo, above ? middle : -middle);
    cairo_translate(cairo, 0, above ? -radius : radius + type.points * 0.7);
    cairo_scale(cairo, stretch, 1);
    show_text(cairo, letter, type, -width / 2, 0);
    cairo_restore(cairo);
    angle += (width + 1) * stretch / radius;
  }
}

void star(cairo_t* cairo, double radius) {
  for (int i = 0; i < 10; ++i) {
    const double r = i % 2 == 0 ? radius : radius * 0.382;
    const double angle = -kPi / 2 + i * kPi / 5;
    cairo_line_to(cairo, r * std::cos(angle), r * std::sin(angle));
  }
  cairo_close_path(cairo);
  cairo_fill(cairo);
}

// Patches where the stamp did not press: holes punched into the group.
void wear(cairo_t* cairo, double radius, double amount, Random& random) {
  cairo_set_operator(cairo, CAIRO_OPERATOR_DEST_OUT);
  const int count = static_cast<int>(260 * amount);
  for (int i = 0; i < count; ++i) {
    const double x = random.between(-radius, radius);
    const double y = random.between(-radius, radius);
    cairo_set_source_rgba(cairo, 0, 0, 0, random.between(0.1, 0.7));
    cairo_arc(cairo, x, y, random.between(0.2, 1.3), 0, 2 * kPi);
    cairo_fill(cairo);
  }
  cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
}

void frame(cairo_t* cairo, double width, double height, double line) {
  cairo_set_line_width(cairo, line);
  cairo_rectangle(cairo, -width / 2, -height / 2, width, height);
  cairo_stroke(cairo);
}

using Stroke = std::vector<Point>;

// Digits and signs as pen strokes in a box 0..1 wide, 0 (base) to -1 (top).
std::vector<Stroke> pen_strokes(char sign) {
  switch (sign) {
    case '0':
      return {{{.5, -1}, {.12, -.75}, {.1, -.25}, {.5, 0}, {.88, -.25}, {.86, -.75}, {.5, -1}}};
    case '1':
      return {{{.25, -.75}, {.55, -1}, {.52, 0}}};
    case '2':
      return {{{.12, -.75}, {.4, -1}, {.82, -.8}, {.6, -.4}, {.1, 0}, {.5, -.04}, {.9, 0}}};
    case '3':
      return {{{.15, -.88}, {.55, -1}, {.8, -.75}, {.4, -.54}, {.85, -.3}, {.5, 0}, {.1, -.12}}};
    case '4':
      return {{{.6, -1}, {.1, -.35}, {.9, -.36}}, {{.68, -.62}, {.62, 0}}};
    case '5':
      return {{{.82, -1}, {.28, -.98}, {.2, -.58}, {.7, -.62}, {.82, -.22}, {.45, 0}, {.1, -.1}}};
    case '6':
      return {{{.75, -1}, {.3, -.7}, {.12, -.25}, {.45, 0}, {.8, -.25}, {.5, -.5}, {.16, -.28}}};
    case '7':
      return {{{.1, -.95}, {.85, -.98}, {.5, -.5}, {.35, 0}}, {{.3, -.5}, {.75, -.52}}};
    case '8':
      return {{{.75, -.85},
               {.45, -1},
               {.2, -.78},
               {.75, -.28},
               {.45, 0},
               {.15, -.25},
               {.7, -.7},
               {.75, -.85}}};
    case '9':
      return {{{.8, -.75}, {.5, -1}, {.18, -.75}, {.5, -.52}, {.8, -.78}, {.75, -.3}, {.5, 0}}};
    case '/':
      return {{{.2, .15}, {.8, -1.1}}};
    case '-':
      return {{{.15, -.45}, {.85, -.48}}};
    default:
      return {};
  }
}

// A smooth curve through the points (Catmull-Rom as Bézier).
void pen_curve(cairo_t* cairo, const Stroke& stroke) {
  cairo_move_to(cairo, stroke[0].x, stroke[0].y);
  for (std::size_t i = 0; i + 1 < stroke.size(); ++i) {
    const Point& before = stroke[i == 0 ? 0 : i - 1];
    const Point& from = stroke[i];
    const Point& to = stroke[i + 1];
    const Point& after = stroke[i + 2 < stroke.size() ? i + 2 : i + 1];
    cairo_curve_to(cairo, from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6,
                   to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6, to.x, to.y);
  }
  cairo_stroke(cairo);
}

}  // namespace

void draw_seal(_cairo* cairo, const Seal& seal, Point centre, double strength, Random& random) {
  constexpr double kRadius = 18 * kPointsPerMm;  // seals of organisations: 36 mm across
  const double pale = 1 - strength;
  cairo_save(cairo);
  cairo_translate(cairo, centre.x, centre.y);
  cairo_rotate(cairo, random.between(-0.12, 0.12));
  {
    Ink ink(cairo, 0.80 + 0.2 * pale, 0.07 + 0.8 * pale, 0.10 + 0.8 * pale);
    cairo_set_line_width(cairo, 2.0);
    cairo_arc(cairo, 0, 0, kRadius - 1, 0, 2 * kPi);
    cairo_stroke(cairo);
    cairo_set_line_width(cairo, 0.9);
    cairo_arc(cairo, 0, 0, kRadius - 4, 0, 2 * kPi);
    cairo_stroke(cairo);
    cairo_arc(cairo, 0, 0, kRadius * 0.56, 0, 2 * kPi);
    cairo_stroke(cairo);
    const Type type{"Arimo", 8, true, false, Align::left, 0};
    text_on_circle(cairo, seal.upper, type, kRadius * 0.64, true, 4.1);
    text_on_circle(cairo, seal.lower, type, kRadius * 0.64, false, 1.9);
    cairo_save(cairo);
    cairo_translate(cairo, 0, -kRadius * 0.14);
    star(cairo, kRadius * 0.3);
    cairo_restore(cairo);
    const Type small{"Arimo", 6.5, true, false, Align::left, 0};
    show_text(cairo, seal.middle, small, -width_of(seal.middle, small) / 2, kRadius * 0.34);
    wear(cairo, kRadius, 1.4, random);
  }
  cairo_restore(cairo);
}

void draw_signature(_cairo* cairo, Point centre, Random& random) {
  cairo_save(cairo);
  cairo_translate(cairo, centre.x, centre.y);
  cairo_rotate(cairo, -0.1);
  {
    Ink ink(cairo, 0.10, 0.16, 0.62);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cairo, 1.25);
    Stroke stroke;
    const int loops = 5 + random.below(3);
    for (int i = 0; i < loops * 2; ++i) {
      const double x = -48 + 96.0 * i / (loops * 2) + random.between(-7, 7);
      const double height = random.between(8, 21) * (i < 3 ? 1.3 : 0.8);
      stroke.push_back({x, i % 2 == 0 ? height * 0.6 : -height});
    }
    pen_curve(cairo, stroke);
    pen_curve(cairo, {{-52, 14}, {-10, 9}, {38, 13}, {74, -9}, {30, 3}});
  }
  cairo_restore(cairo);
}

void draw_handwriting(_cairo* cairo, const SetHandwriting& hand, Random& random) {
  Ink ink(cairo, 0.12, 0.18, 0.66);
  cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  double x = hand.at.x + 3;
  for (const char sign : hand.text) {
    const double height = random.between(10.5, 12);
    const double width = sign == '1' ? 4 : 6.4;
    for (Stroke stroke : pen_strokes(sign)) {
      for (Point& point : stroke)
        point = {x + point.x * width - point.y * 1.6 + random.between(-.25, .25),
                 hand.at.y + 0.5 + point.y * height + random.between(-.3, .3)};
      cairo_set_line_width(cairo, random.between(1.0, 1.3));
      pen_curve(cairo, stroke);
    }
    x += width + 1.2;
  }
}

void draw_framed_stamp(_cairo* cairo, const std::string& text, Point centre, double slant,
                       std::vector<std::string>& words, Random& random) {
  const Type type{"Tinos", 17, true, false, Align::left, 0};
  const double width = width_of(text, type);
  cairo_save(cairo);
  cairo_translate(cairo, centre.x, centre.y);
  cairo_rotate(cairo, slant);
  {
    Ink ink(cairo, 0.82, 0.08, 0.10);
    // 8 mm high; at least 20 mm wide.
    frame(cairo, std::max(width + 16, 20 * kPointsPerMm), 8.5 * kPointsPerMm, 1.6);
    show_text(cairo, text, type, -width / 2, 6.5);
    wear(cairo, 30, 0.35, random);
  }
  cairo_restore(cairo);
  words.push_back(text);
}

void draw_incoming_stamp(_cairo* cairo, const std::string& body, const std::string& number,
                         const std::string& day, Point centre, double slant,
                         std::vector<std::string>& words, Random& random) {
  const Type small{"Arimo", 7.5, true, false, Align::left, 0};
  const Type large{"Arimo", 12, true, false, Align::left, 0};
  const Type label{"Tinos", 9.5, false, false, Align::left, 0};
  const double width = std::max(118.0, width_of(body, small) + 14);
  cairo_save(cairo);
  cairo_translate(cairo, centre.x, centre.y);
  cairo_rotate(cairo, slant);
  {
    Ink ink(cairo, 0.84, 0.12, 0.16);
    frame(cairo, width, 74, 1.3);
    show_text(cairo, body, small, -width_of(body, small) / 2, -25);
    show_text(cairo, "ĐẾN", large, -width / 2 + 8, 4);
    show_text(cairo, "Số: ....................", label, -width / 2 + 46, -6);
    show_text(cairo, "Ngày: ................", label, -width / 2 + 46, 11);
    show_text(cairo, "Chuyển: .....................................", label, -width / 2 + 8, 30);
    wear(cairo, 60, 1.0, random);
  }
  draw_handwriting(cairo, {{-width / 2 + 64, -8}, number}, random);
  draw_handwriting(cairo, {{-width / 2 + 70, 9}, day}, random);
  cairo_restore(cairo);
  words.push_back(body);
  words.push_back("ĐẾN");
  words.push_back("Số: " + number);
  words.push_back("Ngày: " + day);
  words.push_back("Chuyển:");
}

}  // namespace sohoa::samples
