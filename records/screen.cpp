#include "records/screen.h"

#include <optional>
#include <vector>

#include "records/letters.h"
#include "records/marks.h"
#include "records/rows.h"

namespace sohoa {

namespace {

// The row that ends just over `row` in the same column, if any.
const Row* row_above(const std::vector<Row>& rows, const Row& row) {
  const Row* above = nullptr;
  for (const Row& other : rows) {
    const bool higher =
        other.centre_y() < row.box.top && row.box.top - other.box.bottom() < 2 * row.box.height;
    const bool same_column = other.box.left < row.box.right() && row.box.left < other.box.right();
    if (higher && same_column && (above == nullptr || other.centre_y() > above->centre_y()))
      above = &other;
  }
  return above;
}

std::string last_word(const Row* row) {
  if (row == nullptr) return {};
  return squeeze(row->words.back().text);
}

// "GIẢI" over "MẬT", or a heading broken after "BÍ": not a mark of its own.
bool goes_on_from(const std::string& word) {
  return word == "bi" || word == "giai" || word == "bao";
}

// A stamp may set its words one over the other.
std::string whole_level(const std::string& level, const std::string& word_above) {
  if (level != "MẬT") return level;
  if (word_above == "toi") return "TỐI MẬT";
  return word_above == "tuyet" ? "TUYỆT MẬT" : level;
}

// Stamps stand in the head of the first page; there, and in coloured ink
// anywhere, a mark counts among other words too.
bool may_stand_among(const Row& row, const TextLayout& page, int number, Ink ink) {
  constexpr std::size_t kMostWords = 6;
  if (ink == Ink::coloured) return true;
  return number == 1 && row.box.bottom() < page.height * 2 / 5 && row.words.size() <= kMostWords;
}

std::optional<Screening> mark_on(const TextLayout& page, int number, Ink ink) {
  const std::vector<Row> rows = rows_in(page, {0, 0, page.width, page.height}, Stamps::kept);
  for (const Row& row : rows) {
    for (const Row& part : split_at_gaps(row)) {
      std::optional<std::string> level = secrecy_in(part);
      if (!level && may_stand_among(part, page, number, ink)) level = secrecy_among(part);
      if (!level) continue;
      const std::string above = last_word(row_above(rows, part));
      if (goes_on_from(above)) continue;
      return Screening{true, number, part.box, whole_level(*level, above)};
    }
  }
  return std::nullopt;
}

std::optional<Screening> first_mark(std::span<const TextLayout> pages, Ink ink) {
  for (std::size_t i = 0; i < pages.size(); ++i)
    if (auto mark = mark_on(pages[i], static_cast<int>(i) + 1, ink)) return mark;
  return std::nullopt;
}

}  // namespace

Screening screen(std::span<const TextLayout> pages, std::span<const TextLayout> coloured) {
  if (auto mark = first_mark(coloured, Ink::coloured)) return *mark;
  return first_mark(pages, Ink::any).value_or(Screening{});
}

}  // namespace sohoa
