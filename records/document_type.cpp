#include "records/document_type.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "records/code_tables.h"
#include "records/fuzzy.h"
#include "records/letters.h"

namespace sohoa {

namespace {

// One letter in eight misread; types differ from each other by more.
constexpr double kTolerance = 0.13;
// A title's centre lies within this share of the page width of the text's centre.
constexpr double kOffCentre = 0.12;
constexpr double kTextCentre = 0.52;  // the binding margin pushes text to the right

struct Match {
  const DocumentType* type = nullptr;
  PhraseHit hit;
};

const std::vector<std::string>& squeezed_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const DocumentType& type : document_types()) all.push_back(squeeze(type.name));
    return all;
  }();
  return names;
}

// The most alike type; of two equally alike the longer, so that a joint
// resolution is no plain one.
std::optional<Match> type_in(const Row& row) {
  std::optional<Match> best;
  std::size_t length = 0;
  for (std::size_t i = 0; i < squeezed_names().size(); ++i) {
    const std::string& name = squeezed_names()[i];
    const auto hit = opening_phrase(row, name, name.size() < 8 ? 0.0 : kTolerance);
    if (!hit) continue;
    const double d = hit->difference;
    if (best && (d > best->hit.difference || (d == best->hit.difference && name.size() <= length)))
      continue;
    best = Match{&document_types()[i], *hit};
    length = name.size();
  }
  return best;
}

struct Place {
  std::size_t first = 0;  // word of the row
  Row part;
};

// Remains of stamps stand before and behind the title on the same row: it is
// looked for right of the left edge, and again behind every wide gap.
std::vector<Place> places_in(const Row& row, int page_width) {
  std::vector<Place> places;
  std::size_t first = 0;
  while (first < row.words.size() && row.words[first].box.right() < page_width / 5) ++first;
  if (first < row.words.size()) places.push_back({first, part_of(row, first, row.words.size())});
  std::size_t at = 0;
  for (Row& part : split_at_gaps(row)) {
    const std::size_t words = part.words.size();
    places.push_back({at, std::move(part)});
    at += words;
  }
  return places;
}

std::optional<Title> title_at(const Place& place, const Row& row, int page_width) {
  const std::optional<Match> match = type_in(place.part);
  if (!match) return std::nullopt;
  const Row name = part_of(place.part, match->hit.first, match->hit.last);
  const Row whole = without_marks(place.part);
  const double off = std::abs(whole.centre_x() - page_width * kTextCentre);
  if (!is_capitals(name.text) || off > page_width * kOffCentre) return std::nullopt;
  Title title;
  const double trust = 1 - match->hit.difference;
  title.type = {std::string(match->type->name), std::max(name.confidence, 0.5) * trust, 1, name.box,
                row.text};
  title.last_word = place.first + match->hit.last;
  return title;
}

}  // namespace

std::optional<Title> find_title(const std::vector<Row>& rows, int page_width) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const Place& place : places_in(rows[i], page_width)) {
      std::optional<Title> title = title_at(place, rows[i], page_width);
      if (!title) continue;
      title->row = i;
      return title;
    }
  }
  return std::nullopt;
}

}  // namespace sohoa
