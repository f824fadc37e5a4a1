#include "records/recipients.h"

#include <string>
#include <vector>

#include "records/fuzzy.h"
#include "records/letters.h"
#include "records/rows.h"

namespace sohoa {

namespace {

constexpr double kLabelTolerance = 0.2;
// "Nơi nhận" stands in the left column.
constexpr double kLeftColumn = 0.48;
constexpr std::size_t kMostRows = 40;
// Rows of a list stand closer than this many letter heights.
constexpr int kWidestGap = 3;

bool is_dash(const std::string& text) {
  return text.rfind('-', 0) == 0 || text.rfind("–", 0) == 0 || text.rfind("—", 0) == 0;
}

struct List {
  Field field;
  double sum = 0;
  std::size_t rows = 0;
};

void add_row(List& list, const Row& row) {
  const std::string item = trim(row.text, "-+*.,:;|_~/");
  if (count_letters(item) < 2) return;
  const bool goes_on = !list.field.value.empty() && !is_dash(row.text);
  if (squeeze(item) != "nhutren") {
    if (!list.field.value.empty()) list.field.value += goes_on ? " " : "; ";
    list.field.value += item;
  }
  if (!list.field.evidence.empty()) list.field.evidence += '\n';
  list.field.evidence += row.text;
  list.field.box = cover(list.field.box, row.box);
  list.sum += row.confidence;
  ++list.rows;
}

std::optional<Field> finish(List list, int page) {
  if (list.rows == 0 || list.field.value.empty()) return std::nullopt;
  list.field.confidence = list.sum / static_cast<double>(list.rows);
  list.field.page = page;
  return list.field;
}

// The rows behind the label at rows[label], from its word `word` on.
template <typename Ends>
List list_behind(const std::vector<Row>& rows, std::size_t label, std::size_t word, Ends ends) {
  List list;
  const Row rest = part_of(rows[label], word, rows[label].words.size());
  if (!rest.words.empty()) add_row(list, rest);
  int last_bottom = rows[label].box.bottom();
  for (std::size_t i = label + 1; i < rows.size() && list.rows < kMostRows; ++i) {
    if (!has_letter_or_digit(rows[i].text)) continue;
    if (rows[i].box.top - last_bottom > kWidestGap * letter_height(rows[i])) break;
    if (ends(rows[i], list)) break;
    add_row(list, rows[i]);
    last_bottom = rows[i].box.bottom();
  }
  return list;
}

// One body behind the label, or a list of dashed rows under it.
std::optional<Field> addressed(const TextLayout& page, int number) {
  const std::vector<Row> rows = rows_in(page, {0, 0, page.width, page.height * 7 / 10});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::string_view label : {"kinhgui", "kinhtrinh"}) {
      const auto hit = find_phrase(rows[i], label, kLabelTolerance);
      if (!hit || rows[i].words[hit->first].box.left < page.width / 5) continue;
      const auto body_begins = [&](const Row& row, const List&) { return !is_dash(row.text); };
      return finish(list_behind(rows, i, hit->last, body_begins), number);
    }
  }
  return std::nullopt;
}

std::optional<Field> copied_to(const TextLayout& page, int number) {
  const int width = static_cast<int>(page.width * kLeftColumn);
  const std::vector<Row> rows = rows_in(page, {0, 0, width, page.height});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto hit = opening_phrase(rows[i], "noinhan", kLabelTolerance);
    if (!hit) continue;
    const auto never = [](const Row&, const List&) { return false; };
    return finish(list_behind(rows, i, hit->last, never), number);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Field> recipients(std::span<const TextLayout> pages) {
  std::optional<Field> found;
  if (!pages.empty()) found = addressed(pages.front(), 1);
  for (std::size_t i = pages.size(); i-- > 0;) {
    const std::optional<Field> foot = copied_to(pages[i], static_cast<int>(i) + 1);
    if (!foot) continue;
    if (!found) return foot;
    found->value += "; " + foot->value;
    found->evidence += '\n' + foot->evidence;
    return found;
  }
  return found;
}

}  // namespace sohoa
