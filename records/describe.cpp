#include "records/describe.h"

#include <optional>
#include <string>

#include "records/agency.h"
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

void read_marks(const TextLayout& page, Fields& fields) {
  const PixelBox upper{0, 0, page.width, page.height / 2};
  for (const Row& row : rows_in(page, upper, Stamps::kept)) {
    for (const Row& part : split_at_gaps(row)) {
      const Row clean = without_marks(part);
      if (clean.words.empty()) continue;
      const Field field{"", clean.confidence, 1, clean.box, part.text};
      if (auto urgency = urgency_in(clean)) {
        fields.try_emplace("urgency", field).first->second.value = *urgency;
      } else if (declassified_in(clean)) {
        fields.try_emplace("secrecy", field).first->second.value = "GIẢI MẬT";
      }
    }
  }
}

}  // namespace

Fields describe(std::span<const TextLayout> pages) {
  Fields fields;
  if (pages.empty()) return fields;
  const TextLayout& page = pages.front();
  const LetterHead head = find_letter_head(page);
  keep(fields, "agency", agency(head));
  if (head.date_row) {
    const Row& row = head.right[*head.date_row];
    keep(fields, "issued_date", issued_date(row, page));
    keep(fields, "place", place_of_issue(row));
  }
  read_type_and_subject(page, head, fields);
  read_notation(page, head, fields);
  read_marks(page, fields);
  Signature signature = find_signature(pages);
  keep(fields, "signer", std::move(signature.name));
  keep(fields, "signer_title", std::move(signature.office));
  keep(fields, "recipients", recipients(pages));
  return fields;
}

}  // namespace sohoa
