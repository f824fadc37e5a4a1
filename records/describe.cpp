#include "records/describe.h"

#include <optional>
#include <string>

#include "records/agency.h"
#include "records/arrival.h"
#include "records/document_type.h"
#include "records/issued_date.h"
#include "records/letter_head.h"
#include "records/marks.h"
#include "records/notation.h"
#include "records/recipients.h"
#include "records/signer.h"
#include "records/subject.h"

namespace sohoa {

namespace {

// "Thành phố Hồ Chí Minh, ngày 20 tháng 4 năm 1990" and marks about it.
constexpr std::size_t kMostDateWords = 14;

void keep(Fields& fields, const std::string& key, std::optional<Field> field) {
  if (field) fields.insert_or_assign(key, std::move(*field));
}

std::vector<Row> rows_below(const std::vector<Row>& rows, int y) {
  std::vector<Row> below;
  for (const Row& row : rows)
    if (row.centre_y() > y) below.push_back(row);
  return below;
}

std::optional<Field> type_in_number_row(const LetterHead& head) {
  if (!head.number_row) return std::nullopt;
  return type_before_number(head.left[*head.number_row]);
}

// At the right of the head; on older papers also under the number, or in figures.
void read_date(const TextLayout& page, const LetterHead& head, Fields& fields) {
  if (head.date_row) {
    const Row& row = head.right[*head.date_row];
    keep(fields, "issued_date", issued_date(row, page, 1));
    keep(fields, "place", place_of_issue(row));
    return;
  }
  const int lowest = head.bottom() + page.height / 10;
  for (const std::vector<Row>* column : {&head.right, &head.left}) {
    for (const Row& row : *column) {
      if (row.centre_y() > lowest) break;
      for (const Row& part : split_at_gaps(row)) {
        if (auto date = issued_in_figures(without_marks(part), 1)) {
          keep(fields, "issued_date", std::move(date));
          return;
        }
      }
    }
  }
}

// Minutes and many older papers bear the date at the foot, over who signs.
void read_date_over_signature(std::span<const TextLayout> pages, Fields& fields) {
  constexpr double kAtTheFoot = 0.7;
  const auto name = fields.find("signer_title") != fields.end() ? fields.find("signer_title")
                                                                : fields.find("signer");
  if (name == fields.end()) return;
  const int number = name->second.page;
  const TextLayout& page = pages[static_cast<std::size_t>(number) - 1];
  const int bottom = name->second.box.top;
  const int reach = page.height * 3 / 20;
  const PixelBox over{page.width / 3, bottom - reach, page.width - page.width / 3, reach};
  for (const Row& row : rows_in(page, over)) {
    std::optional<Field> date =
        find_date_row({row}) ? issued_date(row, page, number) : issued_in_figures(row, number);
    if (!date || row.words.size() > kMostDateWords) continue;
    date->confidence *= kAtTheFoot;
    keep(fields, "issued_date", std::move(date));
    keep(fields, "place", place_of_issue(row));
  }
}

// A letter without a title over its text is a công văn when it says what it is
// about under its number: NĐ 30/2020/NĐ-CP Phụ lục I gives one or the other.
void read_type_and_subject(const TextLayout& page, const LetterHead& head, Fields& fields) {
  const std::vector<Row> rows = rows_below(rows_of(page), head.bottom());
  std::optional<Field> matter = subject_under_number(page, head);
  const std::optional<Title> title = find_title(rows, page.width);
  if (title) {
    keep(fields, "type", title->type);
    keep(fields, "subject", subject_under_title(rows, *title, page.width));
  } else if (auto named = type_in_number_row(head)) {
    keep(fields, "type", std::move(named));
    keep(fields, "subject", subject_in_capitals(rows, page.width));
  } else if (matter) {
    Field type = *matter;
    type.value = "CÔNG VĂN";
    keep(fields, "type", std::move(type));
    keep(fields, "subject", std::move(matter));
  }
}

std::string value_of(const Fields& fields, const std::string& key) {
  const auto found = fields.find(key);
  return found == fields.end() ? std::string() : found->second.value;
}

void read_notation(const TextLayout& page, const LetterHead& head, Fields& fields) {
  if (!head.number_row) return;
  const std::string type = value_of(fields, "type");
  const auto body = fields.find("agency");
  const std::string agency = body == fields.end() ? std::string() : body->second.evidence;
  auto read = notation(head.left[*head.number_row], page,
                       {head.party, type, agency, head.found && !head.party});
  if (!read) return;
  keep(fields, "notation", std::move(read->notation));
  keep(fields, "number", std::move(read->number));
}

void read_mark(const Row& part, Ink ink, Fields& fields) {
  const Row clean = without_marks(part);
  if (clean.words.empty()) return;
  const Field field{"", clean.confidence, 1, clean.box, part.text};
  if (auto urgency = urgency_in(clean, ink)) {
    fields.try_emplace("urgency", field).first->second.value = *urgency;
  } else if (declassified_in(clean)) {
    fields.try_emplace("secrecy", field).first->second.value = "GIẢI MẬT";
  }
}

// Coloured ink first: it is the stamp itself.
void read_marks(const TextLayout& page, Fields& fields) {
  const PixelBox all{0, 0, page.width, page.height};
  const PixelBox upper{0, 0, page.width, page.height / 2};
  for (const Row& row : rows_in(page, all, Stamps::alone))
    for (const Row& part : split_at_gaps(row)) read_mark(part, Ink::coloured, fields);
  for (const Row& row : rows_in(page, upper))
    for (const Row& part : split_at_gaps(row)) read_mark(part, Ink::any, fields);
}

// A draft or another's letter sent with this one opens with a head of its own.
std::span<const TextLayout> before_enclosures(std::span<const TextLayout> pages) {
  if (!find_letter_head(pages.front()).found) return pages;
  for (std::size_t i = 1; i < pages.size(); ++i) {
    const LetterHead head = find_letter_head(pages[i]);
    if (head.found && (head.number_row || head.date_row)) return pages.first(i);
  }
  return pages;
}

void read_foot(std::span<const TextLayout> pages, Fields& fields) {
  std::span<const TextLayout> own = before_enclosures(pages);
  Signature signature = find_signature(own);
  if (!signature.name && own.size() < pages.size()) {
    own = pages;
    signature = find_signature(own);
  }
  keep(fields, "signer", std::move(signature.name));
  keep(fields, "signer_title", std::move(signature.office));
  if (fields.count("issued_date") == 0) read_date_over_signature(own, fields);
  keep(fields, "recipients", recipients(own));
}

}  // namespace

Fields describe(std::span<const TextLayout> pages) {
  Fields fields;
  if (pages.empty()) return fields;
  const TextLayout& page = pages.front();
  const LetterHead head = find_letter_head(page);
  keep(fields, "agency", agency(head));
  read_date(page, head, fields);
  read_type_and_subject(page, head, fields);
  read_notation(page, head, fields);
  read_marks(page, fields);
  Arrival arrival = find_arrival(page);
  keep(fields, "arrival_number", std::move(arrival.number));
  keep(fields, "arrival_date", std::move(arrival.date));
  read_foot(pages, fields);
  return fields;
}

}  // namespace sohoa
