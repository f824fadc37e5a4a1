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

std::optional<Match> type_in(const Row& row) {
  std::optional<Match> best;
  for (const DocumentType& type : document_types()) {
    const std::string name = squeeze(type.name);
    const auto hit = opening_phrase(row, name, name.size() < 8 ? 0.0 : kTolerance);
    if (!hit) continue;
    const bool longer = best && name.size() > squeeze(best->type->name).size();
    if (!best || hit->difference < best->hit.difference ||
        (longer && hit->difference <= best->hit.difference))
      best = Match{&type, *hit};
  }
  return best;
}

// Remains of a stamp at the left edge stand before the title on the same row.
Row right_of_stamps(const Row& row, int page_width) {
  std::size_t first = 0;
  while (first < row.words.size() && row.words[first].box.right() < page_width / 5) ++first;
  return part_of(row, first, row.words.size());
}

}  // namespace

std::optional<Title> find_title(const std::vector<Row>& rows, int page_width) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row row = right_of_stamps(rows[i], page_width);
    if (row.words.empty()) continue;
    const std::optional<Match> match = type_in(row);
    if (!match) continue;
    const Row name = part_of(row, match->hit.first, match->hit.last);
    const Row whole = without_marks(row);
    const double off = std::abs(whole.centre_x() - page_width * kTextCentre);
    if (!is_capitals(name.text) || off > page_width * kOffCentre) continue;
    const double trust = 1 - match->hit.difference;
    return Title{{std::string(match->type->name), std::max(name.confidence, 0.5) * trust, 1,
                  name.box, rows[i].text},
                 i,
                 rows[i].words.size() - row.words.size() + match->hit.last};
  }
  return std::nullopt;
}

}  // namespace sohoa
