#include "records/subject.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "records/fuzzy.h"
#include "records/letters.h"

namespace sohoa {

namespace {

constexpr std::size_t kMostRows = 10;
// A row ends the subject when it starts more than this many row pitches lower.
constexpr double kWidestGap = 1.75;
constexpr double kOpeningTolerance = 0.15;

// Words that open the part after the subject.
constexpr auto kBodyOpenings = std::to_array<std::string_view>(
    {"cancu", "kinhgui", "kinhtrinh", "thuchien", "xetdenghi", "theodenghi", "dieu1", "chuongi",
     "kinhthua", "phani", "sauday", "truocde", "ngay", "trongthoigian", "homnay"});

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

bool opens_the_body(const Row& row) {
  for (const std::string_view opening : kBodyOpenings) {
    const auto hit = opening_phrase(row, opening, opening.size() >= 7 ? kOpeningTolerance : 0.0);
    if (hit) return starts_with_capital(row.text);
  }
  return false;
}

bool is_rule(const Row& row) {
  return count_letters(row.text) < 2 && row.text.find_first_of("-_*=~") != std::string::npos;
}

// The grounds of a decision open with the authority in capitals.
bool is_authority(const Row& row, bool subject_in_capitals, bool subject_begun) {
  return subject_begun && !subject_in_capitals && is_capitals(row.text) &&
         count_letters(row.text) > 6;
}

class SubjectRows {
 public:
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
    if (count_ == 1) pitch_ = row.centre_y() - last_y_;
    last_y_ = row.centre_y();
    height_ = std::max(height_, letter_height(row));
    ++count_;
  }

  // Lines stand at most two letter heights apart; the second row shows how far exactly.
  [[nodiscard]] bool too_far(const Row& row) const {
    if (count_ == 0) return false;
    const double pitch = count_ > 1 ? pitch_ : height_ * 2.0;
    return row.centre_y() - last_y_ > pitch * kWidestGap;
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] bool in_capitals() const { return is_capitals(value_); }

  [[nodiscard]] std::optional<Field> field() const {
    const std::string value = trim(value_, "-_*.,;:|~");
    if (count_letters(value) < 3) return std::nullopt;
    return Field{value, confidence_ / static_cast<double>(count_), 1, box_, evidence_};
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

// The row without what an arrival stamp left at its left edge: words that end
// before the text's margin.
Row inside_margin(const Row& row, const Margins& margins) {
  std::size_t first = 0;
  while (first < row.words.size() && row.words[first].box.right() < margins.left) ++first;
  return part_of(row, first, row.words.size());
}

bool is_request_row(const Row& row) {
  return find_phrase(row, "kinhgui", 0.15).has_value();
}

bool opens_a_matter(const Row& row) {
  return opening_phrase(row, "vv", 0.0) || opening_phrase(row, "veviec", kOpeningTolerance) ||
         row.text.rfind("V/", 0) == 0 || row.text.rfind("V;", 0) == 0;
}

}  // namespace

std::optional<Field> subject_under_title(const std::vector<Row>& rows, const Title& title,
                                         int page_width) {
  const Margins margins = text_margins(rows, page_width);
  SubjectRows subject;
  const Row& title_row = rows[title.row];
  if (title.last_word < title_row.words.size()) {
    const Row rest = part_of(title_row, title.last_word, title_row.words.size());
    if (count_letters(rest.text) >= 3) subject.add(rest);
  }
  for (std::size_t i = title.row + 1; i < rows.size() && subject.count() < kMostRows; ++i) {
    const Row row = inside_margin(rows[i], margins);
    if (row.words.empty()) continue;
    if (subject.count() > 0 && (is_rule(row) || subject.too_far(row))) break;
    if (count_letters(row.text) < 2) continue;
    if (opens_the_body(row) || opens_a_paragraph(row, margins, page_width)) break;
    if (is_authority(row, subject.in_capitals(), subject.count() > 0)) break;
    subject.add(row);
  }
  return subject.field();
}

std::optional<Field> subject_under_number(const TextLayout& page, const LetterHead& head) {
  if (!head.number_row) return std::nullopt;
  const Row& number = head.left[*head.number_row];
  const int top = number.box.bottom() - number.box.height / 4;
  // Below the date nothing stands at the right, so these rows may pass the gutter.
  const int right = head.gutter + page.width / 12;
  SubjectRows subject;
  for (const Row& row : rows_in(page, {0, top, right, page.height / 2 - top})) {
    if (row.centre_y() <= number.centre_y() || count_letters(row.text) < 2) continue;
    if (is_request_row(row) || subject.too_far(row)) break;
    if (subject.count() == 0 && !opens_a_matter(row)) continue;
    subject.add(row);
  }
  return subject.field();
}

}  // namespace sohoa
