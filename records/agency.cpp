#include "records/agency.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "document/vietnamese_text.h"
#include "records/code_tables.h"
#include "records/fuzzy.h"
#include "records/letters.h"
#include "records/marks.h"

namespace sohoa {

namespace {

// One letter in seven may be misread; marks may all be lost.
constexpr double kNameTolerance = 0.15;

// Rows of one name stand closer than this many letter heights.
constexpr int kWidestGap = 2;

struct Name {
  std::size_t words = 0;
  std::string_view text;
  double difference = 1;
};

const std::vector<KnownPhrase>& names() {
  static const std::vector<KnownPhrase> phrases = known_phrases(agency_words());
  return phrases;
}

bool is_known_word(const std::string& squeezed) {
  static const std::set<std::string> words = [] {
    std::set<std::string> all;
    for (const KnownPhrase& name : names()) all.insert(name.words.begin(), name.words.end());
    return all;
  }();
  return words.count(squeezed) > 0;
}

std::string joined(const std::vector<std::string>& words, std::size_t first, std::size_t count) {
  std::string text;
  for (std::size_t i = first; i < first + count; ++i) {
    if (i > first) text += ' ';
    text += words[i];
  }
  return text;
}

// In a name this short, a word of up to three letters decides which name it is:
// TÂN GIANG is no misread AN GIANG.
constexpr std::size_t kShortName = 12;
constexpr std::size_t kShortWord = 3;

// How far read words[first…] are from the name; 1 when a word that is good by
// itself would have to change: TỈNH PHÚ THỌ is no misread VĨNH PHÚ.
double difference_to(const KnownPhrase& name, const std::vector<std::string>& read,
                     std::size_t first) {
  double edits = 0;
  for (std::size_t i = 0; i < name.words.size(); ++i) {
    const std::string& word = read[first + i];
    if (word == name.words[i]) continue;
    if (is_known_word(word)) return 1;
    const bool short_word = std::min(word.size(), name.words[i].size()) <= kShortWord;
    if (short_word && name.squeezed.size() < kShortName) return 1;
    edits += edit_distance(word, name.words[i]);
  }
  return edits / static_cast<double>(name.squeezed.size());
}

// The longest known name that opens read[first…]; short names must be equal but for marks.
Name known_name(const std::vector<std::string>& read, std::size_t first) {
  Name best;
  for (const KnownPhrase& name : names()) {
    const std::size_t count = name.words.size();
    if (count < best.words || first + count > read.size()) continue;
    const double d = difference_to(name, read, first);
    const double allowed = name.squeezed.size() >= 7 ? kNameTolerance : 0;
    if (d > allowed || (count == best.words && d >= best.difference)) continue;
    best = {count, name.text, d};
  }
  return best;
}

std::string capitalised(std::string_view capitals) {
  std::string text;
  for (const std::string& word : split_words(capitals)) {
    const std::u32string points = to_code_points(word);
    if (!text.empty()) text += ' ';
    text += to_utf8(points.substr(0, 1)) + to_lower(to_utf8(points.substr(1)));
  }
  return text;
}

// The name in the case of the text, unless the text spells it rightly already.
std::string spelled(const std::string& read, std::string_view name) {
  if (unify_tone_placement(read) == unify_tone_placement(name)) return read;
  return is_capitals(read) ? std::string(name) : capitalised(name);
}

// Two letters alone are what the rule or the star under the name was read as.
bool is_agency_row(const Row& row) {
  if (count_letters(row.text) < 3 || share_of_capitals(row.text) < 0.75) return false;
  return !urgency_in(row) && !secrecy_in(row) && !declassified_in(row);
}

}  // namespace

std::string restore_names(std::string_view text) {
  const std::vector<std::string> words = split_words(text);
  std::vector<std::string> squeezed;
  for (const std::string& word : words) squeezed.push_back(squeeze(word));
  std::string restored;
  for (std::size_t i = 0; i < words.size();) {
    const Name name = known_name(squeezed, i);
    const std::size_t count = std::max<std::size_t>(name.words, 1);
    const std::string read = joined(words, i, count);
    if (!restored.empty()) restored += ' ';
    restored += name.words > 0 ? spelled(read, name.text) : read;
    i += count;
  }
  return restored;
}

std::string initials(std::string_view agency) {
  std::string letters;
  for (const std::string& word : split_words(agency)) {
    const std::u32string points = to_code_points(word);
    if (squeeze(word) == "va" || points.empty()) continue;
    if (is_letter(points[0])) {
      VietnameseLetter letter = take_apart(points[0]);
      const bool stroke = letter.shaped == U'đ';
      letters += stroke ? "Đ" : to_upper(to_utf8(std::u32string(1, letter.plain)));
    } else if (points[0] >= U'0' && points[0] <= U'9') {
      letters += word;
    }
  }
  return letters;
}

std::optional<Field> agency(const LetterHead& head) {
  // The first row stands level with the header; what is higher is a stamp or a signature.
  const int top = head.found ? head.header.top - head.header.height : 0;
  const std::size_t end = head.number_row.value_or(0);
  const int bottom = head.number_row ? head.left[end].box.top : head.bottom();
  Field field;
  double sum = 0;
  int rows = 0;
  for (const Row& row : head.left) {
    if (row.centre_y() < top || row.centre_y() >= bottom) continue;
    const Row clean = without_marks(row);
    if (clean.words.empty() || !is_agency_row(clean)) continue;
    if (rows > 0 && clean.box.top - field.box.bottom() > kWidestGap * letter_height(clean)) break;
    if (rows > 0) {
      field.value += ' ';
      field.evidence += '\n';
    }
    field.value += trim(clean.text, "-*_.,:;'\"|");
    field.evidence += row.text;
    field.box = cover(field.box, clean.box);
    sum += clean.confidence;
    ++rows;
  }
  if (rows == 0) return std::nullopt;
  field.value = restore_names(field.value);
  field.confidence = (sum / rows) * (head.number_row ? 1.0 : 0.6);
  field.page = 1;
  return field;
}

}  // namespace sohoa
