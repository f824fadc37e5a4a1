#include "records/signer.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "records/code_tables.h"
#include "records/foot.h"
#include "records/fuzzy.h"
#include "records/letters.h"
#include "records/person_name.h"
#include "records/rows.h"

namespace sohoa {

namespace {

constexpr double kTolerance = 0.15;
// A signature's text starts right of this share of the page width.
constexpr double kLeftEdge = 0.42;
constexpr double kLeastCentre = 0.55;
// The name stands within this share of the page height under the office.
constexpr double kSignatureHeight = 0.2;
// Shares of the print's confidence: a name with no office over it, what is left
// of a damaged one, and the same completed from elsewhere.
constexpr double kNoOffice = 0.8;
constexpr double kDamaged = 0.35;
constexpr double kCompleted = 1.6;

// "TM.", "T/M", "KT.", "TL.", "TUQ.", "Q.": NĐ 30/2020/NĐ-CP Điều 13; HD 36-HD/VPTW
// writes them with a slash.
bool opens_with_authority(const Row& row) {
  constexpr std::array<std::string_view, 5> kPrefixes = {"tm", "kt", "tl", "tuq", "q"};
  const std::string& first = row.words.front().text;
  if (first.find_first_of("./") == std::string::npos || !is_capitals(row.text)) return false;
  return std::find(kPrefixes.begin(), kPrefixes.end(), squeeze(first)) != kPrefixes.end();
}

// The longest office that the row opens with, after up to two words that a
// seal made of nothing.
std::optional<std::string_view> office_in(const Row& row) {
  if (share_of_capitals(row.text) < 0.5) return std::nullopt;
  static const std::vector<KnownPhrase> offices = known_phrases(signing_offices());
  const KnownPhrase* best = nullptr;
  for (const KnownPhrase& office : offices) {
    if (best != nullptr && office.squeezed.size() <= best->squeezed.size()) continue;
    const auto hit = find_phrase(row, office.squeezed, kTolerance);
    if (hit && hit->first <= 2 && is_capitals(part_of(row, hit->first, hit->last).text))
      best = &office;
  }
  if (best == nullptr) return std::nullopt;
  return best->text;
}

// Parts of rows at the right, where signatures stand, top to bottom.
std::vector<Row> parts_at_the_right(const TextLayout& page) {
  std::vector<Row> parts;
  for (const Row& row : rows_of(page)) {
    for (const Row& part : split_at_gaps(row)) {
      const Row clean = without_marks(part);
      if (clean.words.empty() || clean.box.left < page.width * kLeftEdge) continue;
      if (clean.centre_x() >= page.width * kLeastCentre) parts.push_back(clean);
    }
  }
  return parts;
}

Field field_of(const Row& row, std::string value, int page) {
  return {std::move(value), row.confidence, page, row.box, row.text};
}

struct Span {
  int top;
  int bottom;
};

int signature_height(const TextLayout& page) {
  return static_cast<int>(page.height * kSignatureHeight);
}

struct FoundName {
  Field field;
  bool whole = true;  // false: the family name is hidden
};

// The lowest name that begins within the span; what is left of one where none is whole.
std::optional<FoundName> lowest_name(const std::vector<Row>& parts, Span span, int number) {
  std::optional<FoundName> whole;
  std::optional<FoundName> rest;
  for (const Row& part : parts) {
    if (part.box.top < span.top || part.box.top >= span.bottom) continue;
    if (const auto name = person_name_in(part)) {
      whole = FoundName{field_of(part, name->text, number)};
      whole->field.confidence *= name->trust;
    } else if (const auto words = rest_of_name(part)) {
      rest = FoundName{field_of(part, *words, number), false};
      rest->field.confidence *= kDamaged;
    }
  }
  return whole ? whole : rest;
}

struct Found {
  std::optional<FoundName> name;
  std::optional<Field> office;
};

// The name under the office; under an authority alone when the office is illegible.
Found signature_on(const TextLayout& page, int number) {
  const std::vector<Row> parts = parts_at_the_right(page);
  Found signature;
  std::optional<std::size_t> start;
  std::optional<std::size_t> office;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool authority = opens_with_authority(parts[i]);
    if (authority || office_in(parts[i])) {
      if (!start || parts[i].box.top - parts[*start].box.top > signature_height(page)) start = i;
      if (!authority) office = i;
    }
  }
  if (!start) return signature;
  if (office && *office >= *start) {
    const Row& row = parts[*office];
    signature.office = field_of(row, std::string(*office_in(row)), number);
    signature.office->evidence.clear();
    for (std::size_t i = *start; i <= *office; ++i)
      signature.office->evidence += (i > *start ? "\n" : "") + parts[i].text;
  }
  const std::size_t above = std::max(*start, office.value_or(*start));
  const int top = parts[above].box.bottom();
  const std::vector<Row> below(parts.begin() + static_cast<std::ptrdiff_t>(above) + 1, parts.end());
  signature.name = lowest_name(below, {top, top + signature_height(page)}, number);
  return signature;
}

// A seal or a pen may have left no office: a name alone at the right under the
// end of the text, or level with "Nơi nhận", is the signer's too.
std::optional<FoundName> name_without_office(const TextLayout& page, int number) {
  const std::optional<int> top = text_end(page);
  if (!top) return std::nullopt;
  std::optional<FoundName> name =
      lowest_name(parts_at_the_right(page), {*top, *top + 2 * signature_height(page)}, number);
  if (name) name->field.confidence *= kNoOffice;
  return name;
}

// What is left of a damaged name is completed from the rest of the document,
// which often names its signer, or given as it is, for a reviewer.
Field completed(FoundName name, std::span<const TextLayout> pages) {
  if (name.whole) return name.field;
  if (const auto whole = whole_name(name.field.value, pages)) {
    name.field.value = *whole;
    name.field.confidence *= kCompleted;
  }
  return name.field;
}

}  // namespace

// The last whole name; a damaged one or an office alone only where no page has better.
Signature find_signature(std::span<const TextLayout> pages) {
  Found best;
  for (std::size_t i = pages.size(); i-- > 0;) {
    const int number = static_cast<int>(i) + 1;
    Found found = signature_on(pages[i], number);
    if (!found.name) found.name = name_without_office(pages[i], number);
    const bool whole = found.name && found.name->whole;
    if (whole || (found.name && !best.name) || (found.office && !best.name && !best.office))
      best = std::move(found);
    if (whole) break;
  }
  Signature signature{std::nullopt, std::move(best.office)};
  if (best.name) signature.name = completed(std::move(*best.name), pages);
  return signature;
}

}  // namespace sohoa
