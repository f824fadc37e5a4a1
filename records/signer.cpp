#include "records/signer.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "records/fuzzy.h"
#include "records/letters.h"
#include "records/rows.h"

namespace sohoa {

namespace {

// "T/M", "KT." and the like open the signing authority: NĐ 30/2020/NĐ-CP Điều 13,
// HD 36-HD/VPTW (with a slash).
constexpr auto kPrefixes = std::to_array<std::string_view>({"tm", "kt", "tl", "tuq", "q"});

// Offices that sign, squeezed.
constexpr auto kOffices = std::to_array<std::string_view>({"chutich",
                                                           "phochutich",
                                                           "bithu",
                                                           "phobithu",
                                                           "giamdoc",
                                                           "phogiamdoc",
                                                           "cuctruong",
                                                           "phocuctruong",
                                                           "botruong",
                                                           "thutruong",
                                                           "chanhvanphong",
                                                           "phochanhvanphong",
                                                           "truongban",
                                                           "photruongban",
                                                           "chunhiem",
                                                           "phochunhiem",
                                                           "vutruong",
                                                           "phovutruong",
                                                           "truongphong",
                                                           "photruongphong",
                                                           "hieutruong",
                                                           "phohieutruong",
                                                           "thutuong",
                                                           "phothutuong",
                                                           "tongbithu",
                                                           "tonggiamdoc",
                                                           "photonggiamdoc",
                                                           "chicuctruong",
                                                           "phochicuctruong",
                                                           "chanhthanhtra",
                                                           "uyvienbanthuongvu",
                                                           "bithuthuongtruc",
                                                           "phobithuthuongtruc",
                                                           "tongcuctruong",
                                                           "vientruong",
                                                           "thuongtruc",
                                                           "uyvien",
                                                           "chihuytruong",
                                                           "tongbientap",
                                                           "totruong",
                                                           "photruongdoan"});

constexpr double kTolerance = 0.15;

std::string_view without_slashes_prefix(const std::string& squeezed) {
  for (const std::string_view prefix : kPrefixes)
    if (squeezed.rfind(prefix, 0) == 0) return prefix;
  return {};
}

// "KT. CHỦ TỊCH", "T/M BAN THƯỜNG VỤ": a short first word that ends with a dot
// or holds a slash.
bool has_authority_prefix(const Row& row) {
  const std::string& first = row.words.front().text;
  if (first.find_first_of("./") == std::string::npos) return false;
  const std::string squeezed = squeeze(first);
  return !without_slashes_prefix(squeezed).empty() && is_capitals(row.text);
}

bool is_office(const Row& row) {
  if (!starts_with_capital(row.text)) return false;
  for (const std::string_view office : kOffices)
    if (opening_phrase(row, office, kTolerance)) return is_capitals(row.text);
  return false;
}

// Two to five words of letters alone, each with a capital first and small after.
bool is_name(const Row& row) {
  const Row clean = without_marks(row);
  if (clean.words.size() < 2 || clean.words.size() > 5) return false;
  for (const Word& word : clean.words) {
    const std::string text = trim(word.text, ".,:;'\"`|-");
    if (!starts_with_capital(text) || count_letters(text) < 2) return false;
    if (is_capitals(text) || squeeze(text).size() < 2) return false;
    if (text.find_first_of("0123456789/:;(),") != std::string::npos) return false;
  }
  return true;
}

std::string name_in(const Row& row) {
  std::string name;
  for (const Word& word : without_marks(row).words) {
    if (!name.empty()) name += ' ';
    name += trim(word.text, ".,:;'\"`|-");
  }
  return name;
}

Field field_of(const Row& row, std::string value, int page) {
  return {std::move(value), row.confidence, page, row.box, row.text};
}

std::optional<std::size_t> find_row(const std::vector<Row>& rows, std::string_view phrase) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (opening_phrase(rows[i], phrase, 0.2)) return i;
  return std::nullopt;
}

// The right half from a little over "Nơi nhận" down, or the whole right half.
std::vector<Row> signing_rows(const TextLayout& page) {
  const std::vector<Row> left = rows_in(page, {0, 0, page.width / 2, page.height});
  const auto recipients = find_row(left, "noinhan");
  const int top = recipients ? left[*recipients].box.top - page.height / 12 : 0;
  const int x = page.width * 9 / 20;
  return rows_in(page, {x, std::max(top, 0), page.width - x, page.height});
}

// The name stands under the last office that is named at the right.
void find_signer(const TextLayout& page, int number, LetterFoot& foot) {
  const std::vector<Row> rows = signing_rows(page);
  std::optional<std::size_t> office;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (is_office(rows[i]) || (has_authority_prefix(rows[i]) && !office)) office = i;
  if (!office) return;
  const Row& title = rows[*office];
  if (is_office(title)) foot.signer_title = field_of(title, trim(title.text, ".,:;-_|"), number);
  const int lowest = title.box.bottom() + page.height / 4;
  for (std::size_t i = *office + 1; i < rows.size() && rows[i].box.top < lowest; ++i)
    if (is_name(rows[i])) foot.signer = field_of(rows[i], name_in(rows[i]), number);
}

std::string list_item(const std::string& text) {
  return trim(text, "-+*.,:;–|_");
}

// Items behind a label: "- Như trên;" and rows that go on from the one before.
std::optional<Field> list_under(const std::vector<Row>& rows, std::size_t label,
                                std::size_t label_words, int number) {
  Field field{"", 0, number, rows[label].box, ""};
  double sum = 0;
  int count = 0;
  int last_y = rows[label].centre_y();
  for (std::size_t i = label; i < rows.size() && count < 40; ++i) {
    const std::size_t first = i == label ? label_words : 0;
    if (first >= rows[i].words.size()) continue;
    const Row row = part_of(rows[i], first, rows[i].words.size());
    if (count_letters(row.text) < 2) continue;
    if (rows[i].centre_y() - last_y > 4 * letter_height(rows[i])) break;
    const bool goes_on = !field.value.empty() && row.text.front() != '-';
    const std::string item = list_item(row.text);
    if (!field.value.empty()) field.value += goes_on ? " " : "; ";
    if (!field.evidence.empty()) field.evidence += '\n';
    field.value += item;
    field.evidence += row.text;
    field.box = cover(field.box, row.box);
    sum += row.confidence;
    ++count;
    last_y = rows[i].centre_y();
  }
  if (count == 0) return std::nullopt;
  field.confidence = sum / count;
  return field;
}

std::optional<Field> recipients_at_the_foot(const TextLayout& page, int number) {
  const std::vector<Row> rows = rows_in(page, {0, 0, page.width / 2, page.height});
  const auto label = find_row(rows, "noinhan");
  if (!label) return std::nullopt;
  const auto hit = opening_phrase(rows[*label], "noinhan", 0.2);
  return list_under(rows, *label, hit->last, number);
}

}  // namespace

LetterFoot find_letter_foot(std::span<const TextLayout> pages) {
  LetterFoot foot;
  for (std::size_t i = pages.size(); i-- > 0;) {
    const int number = static_cast<int>(i) + 1;
    if (!foot.recipients) foot.recipients = recipients_at_the_foot(pages[i], number);
    if (!foot.signer) find_signer(pages[i], number, foot);
    if (foot.recipients && foot.signer) break;
  }
  return foot;
}

}  // namespace sohoa
