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

// "GIẢI" over "MẬT", or a heading broken after "BÍ": not a mark of its own.
bool goes_on_from(const Row* above) {
  if (above == nullptr) return false;
  const std::vector<std::string> words = split_words(above->folded);
  if (words.empty()) return false;
  const std::string last = squeeze(words.back());
  return last == "bi" || last == "giai" || last == "bao";
}

std::optional<Screening> mark_on(const TextLayout& page, int number) {
  const std::vector<Row> rows = rows_in(page, {0, 0, page.width, page.height}, Stamps::kept);
  for (const Row& row : rows) {
    for (const Row& part : split_at_gaps(row)) {
      const Row clean = without_marks(part);
      const auto level = secrecy_in(clean);
      if (!level || goes_on_from(row_above(rows, clean))) continue;
      return Screening{true, number, clean.box, *level};
    }
  }
  return std::nullopt;
}

std::optional<Screening> first_mark(std::span<const TextLayout> pages) {
  for (std::size_t i = 0; i < pages.size(); ++i)
    if (auto mark = mark_on(pages[i], static_cast<int>(i) + 1)) return mark;
  return std::nullopt;
}

}  // namespace

Screening screen(std::span<const TextLayout> pages, std::span<const TextLayout> coloured) {
  if (auto mark = first_mark(coloured)) return *mark;
  return first_mark(pages).value_or(Screening{});
}

}  // namespace sohoa
