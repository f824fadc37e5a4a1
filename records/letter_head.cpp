#include "records/letter_head.h"

#include <algorithm>
#include <array>

#include "records/fuzzy.h"
#include "records/issued_date.h"
#include "records/letters.h"
#include "records/notation.h"

namespace sohoa {

namespace {

// A header stands in the top third; a stamp or a signature block may push it down.
constexpr double kHeaderZone = 0.4;
constexpr double kHeadZone = 0.5;
// Where the columns part when no header was read: NĐ 30 sets the left column to
// about two fifths of the text width.
constexpr double kUsualGutter = 0.45;
constexpr double kHeaderTolerance = 0.3;

struct Anchor {
  std::string_view phrase;
  bool party;
  bool motto;
};

constexpr std::array<Anchor, 3> kAnchors = {{{"conghoaxahoichunghiavietnam", false, false},
                                             {"doclaptudohanhphuc", false, true},
                                             {"dangcongsanvietnam", true, false}}};

// The same words open many a sentence: the national header and the Party's are
// in capitals, the Party's stands in the right half, the motto under the header.
bool is_header(const Row& words, const Anchor& anchor, const LetterHead& head, int width) {
  if (head.found && head.party != anchor.party) return false;
  if (head.found && words.box.top - head.header.bottom() > 3 * words.box.height) return false;
  if (anchor.motto) return true;
  return is_capitals(words.text) && (!anchor.party || words.centre_x() > width / 2);
}

void find_header(const TextLayout& page, LetterHead& head) {
  const PixelBox zone{0, 0, page.width, static_cast<int>(page.height * kHeaderZone)};
  for (const Row& row : rows_in(page, zone)) {
    for (const Anchor& anchor : kAnchors) {
      const auto hit = find_phrase(row, anchor.phrase, kHeaderTolerance);
      if (!hit) continue;
      const Row words = part_of(row, hit->first, hit->last);
      if (!is_header(words, anchor, head, page.width)) continue;
      head.found = true;
      head.party = anchor.party;
      head.header = cover(head.header, words.box);
    }
  }
}

void place_gutter(const TextLayout& page, LetterHead& head) {
  head.gutter = static_cast<int>(page.width * kUsualGutter);
  if (!head.found) {
    head.header = {head.gutter, 0, page.width - head.gutter, page.height / 20};
    return;
  }
  const int margin = page.width / 100;
  head.gutter = std::clamp(head.header.left - margin, page.width / 5, page.width * 13 / 20);
}

}  // namespace

int LetterHead::bottom() const {
  int bottom = header.bottom();
  if (number_row) bottom = std::max(bottom, left[*number_row].box.bottom());
  if (date_row) bottom = std::max(bottom, right[*date_row].box.bottom());
  return bottom;
}

LetterHead find_letter_head(const TextLayout& page) {
  LetterHead head;
  find_header(page, head);
  place_gutter(page, head);
  const int zone = static_cast<int>(page.height * kHeadZone);
  head.left = rows_in(page, {0, 0, head.gutter, zone});
  head.right = rows_in(page, {head.gutter, 0, page.width - head.gutter, zone});
  head.number_row = find_number_row(head.left);
  head.date_row = find_date_row(head.right);
  return head;
}

}  // namespace sohoa
