#include "records/person_name.h"

#include <algorithm>
#include <vector>

#include "document/vietnamese_text.h"
#include "records/code_tables.h"
#include "records/fuzzy.h"
#include "records/letters.h"

namespace sohoa {

namespace {

constexpr std::size_t kLongestName = 5;
// A damaged name has no family name to support it, so its words must be read well.
constexpr double kReadWell = 0.5;
constexpr std::size_t kMostDamaged = 2;

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

// The words of the row without the marks around them.
std::vector<std::string> words_in(const Row& row) {
  std::vector<std::string> words;
  for (const Word& word : row.words) {
    std::string text = trim(word.text, ".,:;'\"`|-_~*");
    for (const std::string_view quote : {"“", "”", "‘", "’", "—"})
      while (text.rfind(quote, 0) == 0) text.erase(0, quote.size());
    if (has_letter_or_digit(text)) words.push_back(text);
  }
  return words;
}

// The two commonest middle names, known even where their capital was lost: "Lê vấn Dũng".
std::optional<std::string> middle_name(const std::string& word) {
  if (starts_with_capital(word)) return std::nullopt;
  if (squeeze(word) == "van") return "Văn";
  if (squeeze(word) == "thi") return "Thị";
  return std::nullopt;
}

// Two to five words of letters, each with one capital, a family name first. Of
// two words the first must be that name as it is written: "Quang Hưởng" is what
// a seal left of a longer name, and nobody's of the family Quàng.
std::optional<PersonName> name_of(const std::vector<std::string>& words) {
  if (words.size() < 2 || words.size() > kLongestName) return std::nullopt;
  const std::optional<std::string> family = family_name(words.front());
  if (!family) return std::nullopt;
  const bool as_read = *family == words.front();
  if (!as_read && words.size() < 3) return std::nullopt;
  PersonName name{*family, as_read ? 1.0 : 0.7};
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::optional<std::string> middle = middle_name(words[i]);
    if (!middle && !is_name_word(words[i])) return std::nullopt;
    if (middle) name.trust *= 0.7;
    name.text += ' ' + middle.value_or(words[i]);
  }
  return name;
}

bool is_whole_name_word(const std::string& word) {
  const std::u32string points = to_code_points(word);
  return points.size() >= 2 && is_name_word(word) &&
         std::none_of(points.begin() + 1, points.end(),
                      [](char32_t c) { return take_apart(c).upper; }) &&
         squeeze(word).find_first_of("aeiouy") != std::string::npos;
}

// The name that ends before words[end] and opens with a family name as written.
std::optional<std::string> name_ending_at(const std::vector<std::string>& words, std::size_t end,
                                          std::size_t rest_words) {
  std::string name;
  for (std::size_t i = end; i-- > 0 && end - i <= kLongestName;) {
    if (!is_name_word(words[i])) return std::nullopt;
    name = words[i] + (name.empty() ? "" : " " + name);
    if (end - i > rest_words && family_name(words[i]) == words[i]) return name;
  }
  return std::nullopt;
}

}  // namespace

// A pen's stroke may part the family name in two: "Ng* yên Văn Phúc".
std::optional<PersonName> person_name_in(const Row& row) {
  std::vector<std::string> words = words_in(row);
  if (auto name = name_of(words)) return name;
  if (words.size() < 3) return std::nullopt;
  words[1].insert(0, words[0]);
  words.erase(words.begin());
  return name_of(words);
}

std::optional<std::string> rest_of_name(const Row& row) {
  std::size_t first = row.words.size();
  while (first > 0 && row.words[first - 1].confidence >= kReadWell &&
         is_whole_name_word(row.words[first - 1].text))
    --first;
  const std::size_t count = row.words.size() - first;
  if (count < 2 || count >= kLongestName || first > kMostDamaged) return std::nullopt;
  return part_of(row, first, row.words.size()).text;
}

std::optional<std::string> whole_name(const std::string& rest, std::span<const TextLayout> pages) {
  const std::vector<std::string> wanted = split_words(rest);
  std::optional<std::string> found;
  for (const TextLayout& page : pages) {
    for (const Row& row : rows_of(page)) {
      const std::vector<std::string> words = words_in(row);
      for (std::size_t at = 1; at + wanted.size() <= words.size(); ++at) {
        const auto here = words.begin() + static_cast<std::ptrdiff_t>(at);
        if (!std::equal(wanted.begin(), wanted.end(), here)) continue;
        const auto name = name_ending_at(words, at + wanted.size(), wanted.size());
        if (name && found && *name != *found) return std::nullopt;
        if (name) found = name;
      }
    }
  }
  return found;
}

}  // namespace sohoa
