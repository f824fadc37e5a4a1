#include "records/recipients.h"

#include <string>
#include <vector>

#include "records/foot.h"
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
  std::string last_row;
  double sum = 0;
  std::size_t rows = 0;
};

void add_row(List& list, const Row& row) {
  const std::string item = trim(row.text, "-+*.,:;|_~/");
  if (count_letters(item) < 2) return;
  const bool ended = !list.last_row.empty() && list.last_row.back() == ';';
  const bool same_item = !list.field.value.empty() && !is_dash(row.text) && !ended;
  if (squeeze(item) != "nhutren") {
    if (!list.field.value.empty()) list.field.value += same_item ? " " : "; ";
    list.field.value += item;
  }
  if (!list.field.evidence.empty()) list.field.evidence += '\n';
  list.field.evidence += row.text;
  list.field.box = cover(list.field.box, row.box);
  list.last_row = row.text;
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

// The rest of an addressee's name begins with a small letter.
bool goes_on(const std::string& last_row, const Row& row) {
  const bool ended = last_row.find_last_of(".;:") == last_row.size() - 1;
  return !ended && !starts_with_capital(row.text);
}

// One body behind the label, or a list of dashed rows under it.
std::optional<Field> addressed(const TextLayout& page, int number) {
  const std::vector<Row> rows = rows_in(page, {0, 0, page.width, page.height * 7 / 10});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::string_view label : {"kinhgui", "kinhtrinh"}) {
      const auto hit = find_phrase(rows[i], label, kLabelTolerance);
      if (!hit || rows[i].words[hit->first].box.left < page.width / 5) continue;
      const auto body_begins = [&](const Row& row, const List& list) {
        return !is_dash(row.text) && (list.rows == 0 || !goes_on(list.last_row, row));
      };
      return finish(list_behind(rows, i, hit->last, body_begins), number);
    }
  }
  return std::nullopt;
}

// Up to the first full stop; bodies are parted by semicolons or stand on dashed rows.
std::optional<Field> telegraphed_to(const TextLayout& page, int number) {
  const std::vector<Row> rows = rows_in(page, {0, 0, page.width, page.height * 7 / 10});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto hit = telegram_label(rows[i]);
    if (!hit) continue;
    const auto ended = [](const Row& row, const List& list) {
      return !is_dash(row.text) && !list.last_row.empty() && list.last_row.back() == '.';
    };
    return finish(list_behind(rows, i, hit->last, ended), number);
  }
  return std::nullopt;
}

// Where the label was not read, a list of dashed rows under the end of the text.
std::optional<std::size_t> unlabelled_list(const TextLayout& page, const std::vector<Row>& rows) {
  const std::optional<int> end = text_end(page);
  if (!end) return std::nullopt;
  for (std::size_t i = 0; i + 1 < rows.size(); ++i)
    if (rows[i].box.top >= *end && is_dash(rows[i].text) && is_dash(rows[i + 1].text)) return i;
  return std::nullopt;
}

std::optional<Field> copied_to(const TextLayout& page, int number) {
  const int width = static_cast<int>(page.width * kLeftColumn);
  const std::vector<Row> rows = rows_in(page, {0, 0, width, page.height});
  const auto never = [](const Row&, const List&) { return false; };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto hit = opening_phrase(rows[i], "noinhan", kLabelTolerance);
    if (hit) return finish(list_behind(rows, i, hit->last, never), number);
  }
  if (const auto first = unlabelled_list(page, rows))
    return finish(list_behind(rows, *first, 0, never), number);
  return std::nullopt;
}

}  // namespace

std::optional<PhraseHit> telegram_label(const Row& row) {
  constexpr std::size_t kLongestOffice = 10;
  for (std::size_t i = 0; i < row.words.size() && i < kLongestOffice; ++i) {
    const std::string& text = row.words[i].text;
    if (squeeze(text) != "dien") continue;
    const bool colon = text.back() == ':' || text.back() == ';' ||
                       (i + 1 < row.words.size() && row.words[i + 1].text == ":");
    const bool office_before = i > 0 && is_capitals(part_of(row, 0, i).text);
    if (colon && ((i == 0 && starts_with_capital(text)) || office_before))
      return PhraseHit{i, i + 1, 0};
  }
  return std::nullopt;
}

std::optional<Field> recipients(std::span<const TextLayout> pages) {
  std::optional<Field> found;
  if (!pages.empty()) found = addressed(pages.front(), 1);
  if (!pages.empty() && !found) found = telegraphed_to(pages.front(), 1);
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
