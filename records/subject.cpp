#include "records/subject.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "document/vietnamese_text.h"
#include "records/fuzzy.h"
#include "records/letters.h"
#include "records/marks.h"
#include "records/recipients.h"

namespace sohoa {

namespace {

constexpr std::size_t kMostRows = 10;
// A row ends the subject when it starts more than this many row pitches lower.
constexpr double kWidestGap = 1.75;
constexpr double kOpeningTolerance = 0.15;

// Words that never open a subject: what stands there is grounds, address or body.
constexpr auto kNoSubject = std::to_array<std::string_view>(
    {"cancu", "kinhgui", "kinhtrinh", "kinhthua", "xetdenghi", "theodenghi", "dieu1", "chuongi"});

// Words that open the body, but a subject too ("KẾ HOẠCH / Thực hiện Nghị quyết…").
constexpr auto kBodyOpenings = std::to_array<std::string_view>(
    {"thuchien", "phani", "sauday", "truocde", "ngay", "trongthoigian", "homnay"});

struct Margins {
  int left = 0;
  int right = 0;
};

// Where long rows begin and end: the text's own margins.
Margins text_margins(const std::vector<Row>& rows, int page_width) {
  std::vector<int> lefts;
  std::vector<int> rights;
  for (const Row& row : rows) {
    if (row.box.width < page_width / 2) continue;
    lefts.push_back(row.box.left);
    rights.push_back(row.box.right());
  }
  if (lefts.size() < 3) return {page_width / 8, page_width * 15 / 16};
  std::sort(lefts.begin(), lefts.end());
  std::sort(rights.begin(), rights.end());
  return {lefts[lefts.size() / 4], rights[rights.size() * 3 / 4]};
}

// A justified paragraph opens with an indent at the left and none at the right.
bool opens_a_paragraph(const Row& row, const Margins& margins, int page_width) {
  const int indent = row.box.left - margins.left;
  const int rest = margins.right - row.box.right();
  return indent > page_width / 40 && rest < indent / 3 && rest < page_width / 40;
}

bool opens_with_any(const Row& row, std::span<const std::string_view> openings) {
  if (!starts_with_capital(row.text)) return false;
  return std::any_of(openings.begin(), openings.end(), [&](std::string_view opening) {
    const double tolerance = opening.size() >= 7 ? kOpeningTolerance : 0;
    return opening_phrase(row, opening, tolerance).has_value();
  });
}

// "ĐIỆN: Chủ tịch …", "BỘ TRƯỞNG BỘ Y TẾ ĐIỆN:" name to whom a công điện goes.
bool names_addressees(const Row& row) {
  return telegram_label(row).has_value();
}

bool opens_the_body(const Row& row, bool subject_begun) {
  return opens_with_any(row, kNoSubject) || (subject_begun && opens_with_any(row, kBodyOpenings));
}

bool is_rule(const Row& row) {
  return count_letters(row.text) < 2 && row.text.find_first_of("-_*=~") != std::string::npos;
}

// The grounds of a decision open with the authority in capitals.
bool is_authority(const Row& row, bool subject_in_capitals, bool subject_begun) {
  return subject_begun && !subject_in_capitals && is_capitals(row.text) &&
         count_letters(row.text) > 6;
}

std::string with_capital(const std::string& text) {
  const std::u32string points = to_code_points(text);
  return to_upper(to_utf8(points.substr(0, 1))) + to_utf8(points.substr(1));
}

class SubjectRows {
 public:
  // `above_y`: centre of the row over the first, which stands as far as rows do; 0: none.
  explicit SubjectRows(int above_y) : last_y_(above_y) {}

  void add(const Row& row) {
    const Row clean = without_marks(row);
    if (clean.words.empty()) return;
    if (count_ > 0) {
      value_ += ' ';
      evidence_ += '\n';
    }
    value_ += row.text;
    evidence_ += row.text;
    box_ = cover(box_, row.box);
    confidence_ += row.confidence;
    if (count_ < 2 && last_y_ > 0) pitch_ = std::max(pitch_, row.centre_y() - last_y_);
    last_y_ = row.centre_y();
    height_ = std::max(height_, letter_height(row));
    ++count_;
  }

  // Lines stand at most two letter heights apart; the second row shows how far exactly.
  [[nodiscard]] bool too_far(const Row& row) const {
    if (count_ == 0) return false;
    const double pitch = pitch_ > 0 ? pitch_ : height_ * 2.0;
    return row.centre_y() - last_y_ > pitch * kWidestGap;
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] bool in_capitals() const { return is_capitals(value_); }

  [[nodiscard]] std::optional<Field> field() const {
    const std::string value = trim(value_, "-_*.,;:|~'`");
    if (count_letters(value) < 3) return std::nullopt;
    return Field{with_capital(value), confidence_ / static_cast<double>(count_), 1, box_,
                 evidence_};
  }

 private:
  std::string value_;
  std::string evidence_;
  PixelBox box_;
  double confidence_ = 0;
  std::size_t count_ = 0;
  int pitch_ = 0;
  int last_y_ = 0;
  int height_ = 0;
};

// The part of the row that stands under the title, without what an arrival
// stamp left beside it: words before the text's margin, or past a wide gap.
Row under_title(const Row& row, const Margins& margins, int title_centre) {
  std::size_t first = 0;
  while (first < row.words.size() && row.words[first].box.right() < margins.left) ++first;
  if (first == row.words.size()) return part_of(row, first, first);
  const Row inside = part_of(row, first, row.words.size());
  for (const Row& part : split_at_gaps(inside))
    if (part.box.left < title_centre && part.box.right() > title_centre) return part;
  return inside;
}

bool is_request_row(const Row& row) {
  return find_phrase(row, "kinhgui", 0.15).has_value();
}

// "V/v" and what print makes of it: "V;v", "V/x", "Vv".
bool is_matter_sign(const Word& word) {
  const std::u32string text = to_code_points(word.text);
  if (text.size() < 2 || text.size() > 4 || text[0] != U'V') return false;
  return !is_letter(text[1]) || text == U"Vv";
}

// The stroke between them may be lost: "V v", "V x".
bool opens_with_two_signs(const Row& row) {
  return row.words.size() > 2 && row.words[0].text == "V" &&
         (row.words[1].text == "v" || row.words[1].text == "x");
}

bool opens_with_matter_sign(const Row& row) {
  return is_matter_sign(row.words.front()) || opens_with_two_signs(row);
}

bool opens_a_matter(const Row& row) {
  return opens_with_matter_sign(row) ||
         opening_phrase(row, "veviec", kOpeningTolerance).has_value();
}

Row with_matter_sign(Row row) {
  if (opens_with_two_signs(row)) {
    row.words[0].box = cover(row.words[0].box, row.words[1].box);
    row.words.erase(row.words.begin() + 1);
    row.words.front().text = "V/v";
    return make_row(std::move(row.words));
  }
  if (!is_matter_sign(row.words.front())) return row;
  row.words.front().text = "V/v";
  return make_row(std::move(row.words));
}

// "Về việc" with a capital opens the subject; what stands before is of a stamp.
Row from_matter(const Row& row) {
  const auto hit = find_phrase(row, "veviec", 0.0);
  if (!hit || hit->first == 0 || is_capitals(row.text)) return row;
  const Row rest = part_of(row, hit->first, row.words.size());
  return starts_with_capital(rest.text) ? rest : row;
}

void add_rows_under(const std::vector<Row>& rows, std::size_t first, int centre, int page_width,
                    SubjectRows& subject) {
  const Margins margins = text_margins(rows, page_width);
  for (std::size_t i = first; i < rows.size() && subject.count() < kMostRows; ++i) {
    const Row row = under_title(rows[i], margins, centre);
    if (row.words.empty()) continue;
    if (subject.count() > 0 && (is_rule(row) || subject.too_far(row))) break;
    if (count_letters(row.text) < 2) continue;
    if (opens_the_body(row, subject.count() > 0) || names_addressees(row)) break;
    // A title is never without a subject, so its first row is no paragraph.
    if (subject.count() > 0 && opens_a_paragraph(row, margins, page_width)) break;
    if (is_authority(row, subject.in_capitals(), subject.count() > 0)) break;
    subject.add(subject.count() == 0 ? from_matter(row) : row);
  }
}

}  // namespace

std::optional<Field> subject_under_title(const std::vector<Row>& rows, const Title& title,
                                         int page_width) {
  const Row& title_row = rows[title.row];
  SubjectRows subject(title_row.centre_y());
  if (title.last_word < title_row.words.size()) {
    const Row rest = part_of(title_row, title.last_word, title_row.words.size());
    if (count_letters(rest.text) >= 3) subject.add(rest);
  }
  const int centre = title.type.box.left + title.type.box.width / 2;
  add_rows_under(rows, title.row + 1, centre, page_width, subject);
  return subject.field();
}

namespace {

// Three words of two letters at least, each: remains of stamps have fewer.
bool is_heading(const Row& row) {
  const auto words = std::count_if(row.words.begin(), row.words.end(),
                                   [](const Word& word) { return count_letters(word.text) >= 2; });
  return words >= 3 && is_capitals(row.text);
}

}  // namespace

std::optional<Field> subject_in_capitals(const std::vector<Row>& rows, int page_width) {
  SubjectRows subject(0);
  const int centre = page_width / 2;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (opens_the_body(rows[i], true)) break;
    const Row row = under_title(rows[i], text_margins(rows, page_width), centre);
    if (!is_heading(row) || row.box.left > centre || row.box.right() < centre) continue;
    add_rows_under(rows, i, centre, page_width, subject);
    break;
  }
  return subject.field();
}

std::optional<Field> subject_under_number(const TextLayout& page, const LetterHead& head) {
  // Where no number was read, the header's lower edge bounds it and only "V/v" opens it.
  const bool numbered = head.number_row.has_value();
  const PixelBox& over = numbered ? head.left[*head.number_row].box : head.header;
  const int top = over.bottom() - over.height / 4;
  const int middle = over.top + over.height / 2;
  // Below the date nothing stands at the right, so these rows may pass the gutter.
  const int right = head.gutter + page.width / 12;
  SubjectRows subject(0);
  for (const Row& row : rows_in(page, {0, top, right, page.height / 2 - top})) {
    if (row.centre_y() <= middle || count_letters(row.text) < 2) continue;
    if (is_request_row(row) || subject.too_far(row)) break;
    if (urgency_in(without_marks(row))) continue;
    const bool opens = numbered ? opens_a_matter(row) : opens_with_matter_sign(row);
    if (subject.count() == 0 && !opens) continue;
    subject.add(subject.count() == 0 ? with_matter_sign(row) : row);
  }
  return subject.field();
}

}  // namespace sohoa
