#include "records/signer.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "document/vietnamese_text.h"
#include "records/code_tables.h"
#include "records/fuzzy.h"
#include "records/letters.h"
#include "records/rows.h"

namespace sohoa {

namespace {

constexpr double kTolerance = 0.15;
// A signature's text starts right of this share of the page width.
constexpr double kLeftEdge = 0.42;
constexpr double kLeastCentre = 0.55;
// The name stands within this share of the page height under the office.
constexpr double kSignatureHeight = 0.2;

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

// "Nguyên" and "guyễn" stand for "Nguyễn": one letter or only marks were lost.
std::optional<std::string> family_name(const std::string& word) {
  static const std::vector<KnownPhrase> names = known_phrases(family_names());
  const std::string read = squeeze(word);
  for (const KnownPhrase& name : names)
    if (name.squeezed == read && unify_tone_placement(word) == unify_tone_placement(name.text))
      return std::string(name.text);
  for (const KnownPhrase& name : names)
    if (name.squeezed == read && starts_with_capital(word)) return std::string(name.text);
  for (const KnownPhrase& name : names) {
    const bool first_lost = name.squeezed.substr(1) == read && !starts_with_capital(word);
    const bool one_wrong = name.squeezed.size() >= 5 && edit_distance(name.squeezed, read) <= 1;
    if (name.squeezed.size() >= 4 && (first_lost || one_wrong)) return std::string(name.text);
  }
  return std::nullopt;
}

bool is_name_word(const std::string& word) {
  const std::u32string points = to_code_points(word);
  if (points.empty() || !std::all_of(points.begin(), points.end(), is_letter)) return false;
  return starts_with_capital(word) && (points.size() == 1 || !is_capitals(word));
}

struct Name {
  std::string text;
  double trust = 1;
};

// Two to five words of letters, each with one capital, a family name first.
std::optional<Name> name_in(const Row& row) {
  std::vector<std::string> words;
  for (const Word& word : row.words) {
    std::string text = trim(word.text, ".,:;'\"`|-_~*");
    for (const std::string_view quote : {"“", "”", "‘", "’", "—"})
      while (text.rfind(quote, 0) == 0) text.erase(0, quote.size());
    if (has_letter_or_digit(text)) words.push_back(text);
  }
  if (words.size() < 2 || words.size() > 5) return std::nullopt;
  const std::optional<std::string> family = family_name(words.front());
  if (!family) return std::nullopt;
  const bool as_read = *family == words.front();
  Name name{*family, as_read ? 1.0 : 0.7};
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!is_name_word(words[i])) return std::nullopt;
    name.text += ' ' + words[i];
  }
  return name;
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

// The name under the office; under an authority alone when the office is illegible.
Signature signature_on(const TextLayout& page, int number) {
  const std::vector<Row> parts = parts_at_the_right(page);
  Signature signature;
  std::optional<std::size_t> start;
  std::optional<std::size_t> office;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool authority = opens_with_authority(parts[i]);
    if (authority || office_in(parts[i])) {
      if (!start || parts[i].box.top - parts[*start].box.top > page.height * kSignatureHeight)
        start = i;
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
  const int lowest = parts[above].box.bottom() + static_cast<int>(page.height * kSignatureHeight);
  for (std::size_t i = above + 1; i < parts.size() && parts[i].box.top < lowest; ++i) {
    const std::optional<Name> name = name_in(parts[i]);
    if (!name) continue;
    signature.name = field_of(parts[i], name->text, number);
    signature.name->confidence *= name->trust;
  }
  return signature;
}

// A seal or a pen may have left no office: a name alone at the right, level
// with or under "Nơi nhận", is the signer's too.
std::optional<Field> name_beside_recipients(const TextLayout& page, int number) {
  int top = page.height;
  for (const Row& row : rows_in(page, {0, 0, page.width / 2, page.height}))
    if (opening_phrase(row, "noinhan", 0.2)) top = row.box.top;
  std::optional<Field> field;
  for (const Row& part : parts_at_the_right(page)) {
    if (part.box.top < top) continue;
    const std::optional<Name> name = name_in(part);
    if (!name) continue;
    field = field_of(part, name->text, number);
    field->confidence *= 0.8 * name->trust;
  }
  return field;
}

}  // namespace

Signature find_signature(std::span<const TextLayout> pages) {
  Signature best;
  for (std::size_t i = pages.size(); i-- > 0;) {
    const int number = static_cast<int>(i) + 1;
    Signature signature = signature_on(pages[i], number);
    if (!signature.name) signature.name = name_beside_recipients(pages[i], number);
    if (signature.name) return signature;
    if (signature.office && !best.office) best = std::move(signature);
  }
  return best;
}

}  // namespace sohoa
