#include "ocr/correct_row_numbers.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "document/median.h"
#include "document/vietnamese_text.h"
#include "ocr/correct_numbers.h"

namespace sohoa {

namespace {

constexpr double kMended = 0.9;
constexpr double kSure = 0.9;
constexpr std::size_t kLongest = 3;  // code points
constexpr std::size_t kLeast = 2;    // numbers that were read
constexpr int kMost = 999;

struct RowNumber {
  Word* word = nullptr;
  int value = 0;      // 0: none was read
  bool stop = false;  // a full stop follows
};

RowNumber row_number_of(Word& word) {
  std::u32string text = to_code_points(word.text);
  RowNumber number{&word, 0, !text.empty() && text.back() == U'.'};
  if (number.stop) text.pop_back();
  if (!text.empty() && text.size() <= kLongest && std::all_of(text.begin(), text.end(), is_digit))
    number.value = std::stoi(to_utf8(text));
  return number;
}

double centre_of(const Word& word) {
  return word.box.left + word.box.width / 2.0;
}

// Of a table by cells each line is one cell's; elsewhere a line is a row.
bool may_open_a_row(const Block& block, const Line& line) {
  if (line.words.empty() || to_code_points(line.words.front().text).size() > kLongest) return false;
  if (block.cells.empty()) return line.words.size() > 1;
  const PixelBox& box = line.box;
  const int x = box.left + box.width / 2, y = box.top + box.height / 2;
  return line.words.size() == 1 &&
         std::any_of(block.cells.begin(), block.cells.end(), [&](const TableCell& cell) {
           return cell.column == 0 && x >= cell.box.left && x < cell.box.right() &&
                  y >= cell.box.top && y < cell.box.bottom();
         });
}

// The first words that stand where most of the numbers do.
std::vector<RowNumber> numbers_in_column(Block& block) {
  std::vector<RowNumber> all;
  std::vector<double> centres;
  for (Line& line : block.lines) {
    if (!may_open_a_row(block, line)) continue;
    all.push_back(row_number_of(line.words.front()));
    if (all.back().value > 0) centres.push_back(centre_of(line.words.front()));
  }
  if (centres.size() < kLeast) return {};
  const double centre = median(std::move(centres));
  std::erase_if(all, [&](const RowNumber& number) {
    return std::abs(centre_of(*number.word) - centre) > number.word->box.height;
  });
  return all;
}

// A letter alone, or signs among which there is one that is no mark of a list item.
bool may_be_a_number(const Word& word) {
  const std::u32string text = to_code_points(word.text);
  const auto letters = std::count_if(text.begin(), text.end(), is_letter);
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  if (digits == 0 && (letters > 1 || text.find_first_of(U")-–—+*•") != std::u32string::npos))
    return false;
  return letters + digits > 0 || word.confidence < kSure;
}

// What must stand at `at` between its neighbours, or beside two of them at an end; 0: that is open.
int expected_at(const std::vector<RowNumber>& column, std::size_t at) {
  const auto value = [&](std::size_t i) { return i < column.size() ? column[i].value : 0; };
  const int before = at > 0 ? value(at - 1) : 0, after = value(at + 1);
  if (before > 0 && after > 0) return after == before + 2 ? before + 1 : 0;
  if (before > 1 && at + 1 == column.size()) return value(at - 2) == before - 1 ? before + 1 : 0;
  return before == 0 && after == 2 && value(at + 2) == 3 ? 1 : 0;
}

void mend_column(std::vector<RowNumber> column) {
  const auto stops = std::count_if(column.begin(), column.end(),
                                   [](const RowNumber& number) { return number.stop; });
  const bool with_stop = 2 * stops > static_cast<std::ptrdiff_t>(column.size());
  for (std::size_t i = 0; i < column.size(); ++i) {
    RowNumber& number = column[i];
    const int expected = expected_at(column, i);
    if (expected == 0 || expected > kMost || number.value == expected) continue;
    if (number.value > 0 && number.word->confidence >= kSure) continue;
    if (!may_be_a_number(*number.word)) continue;
    number.value = expected;
    replace_reading(*number.word, std::to_string(expected) + (with_stop ? "." : ""), kMended,
                    "rows count up");
  }
}

}  // namespace

void mend_row_numbers(TextLayout& layout) {
  for (Block& block : layout.blocks) mend_column(numbers_in_column(block));
}

}  // namespace sohoa
