#include "records/fuzzy.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "records/letters.h"

namespace sohoa {

namespace {

// Characters of one group are drawn alike in print; folded text has no others.
constexpr std::array<std::string_view, 7> kLookAlike = {"0oqd", "1iljt", "5s", "8b",
                                                        "2z",   "6g",    "uv"};

double replacing(char a, char b) {
  if (a == b) return 0;
  for (const std::string_view group : kLookAlike)
    if (group.find(a) != std::string_view::npos && group.find(b) != std::string_view::npos)
      return 0.5;
  return 1;
}

std::optional<PhraseHit> best_from(const std::vector<std::string>& words, std::size_t first,
                                   std::string_view phrase) {
  PhraseHit best;
  std::string run;
  for (std::size_t last = first; last < words.size(); ++last) {
    run += words[last];
    if (run.size() > phrase.size() * 3 / 2 + 1) break;
    const double d = difference(run, phrase);
    if (d < best.difference) best = {first, last + 1, d};
  }
  if (best.last == 0) return std::nullopt;
  return best;
}

std::vector<std::string> squeezed_words(const Row& row) {
  std::vector<std::string> words;
  for (const Word& word : row.words) words.push_back(squeeze(word.text));
  return words;
}

}  // namespace

double edit_distance(std::string_view a, std::string_view b) {
  std::vector<double> costs(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) costs[j] = static_cast<double>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    double diagonal = costs[0];
    costs[0] = static_cast<double>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const double above = costs[j];
      costs[j] = std::min({above + 1, costs[j - 1] + 1, diagonal + replacing(a[i - 1], b[j - 1])});
      diagonal = above;
    }
  }
  return costs[b.size()];
}

double difference(std::string_view a, std::string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  return longer == 0 ? 0 : edit_distance(a, b) / static_cast<double>(longer);
}

std::vector<KnownPhrase> known_phrases(std::span<const std::string_view> table) {
  std::vector<KnownPhrase> phrases;
  for (const std::string_view text : table) {
    KnownPhrase phrase{text, squeeze(text), {}};
    for (const std::string& word : split_words(text))
      if (has_letter_or_digit(word)) phrase.words.push_back(squeeze(word));
    phrases.push_back(std::move(phrase));
  }
  return phrases;
}

std::optional<PhraseHit> find_phrase(const Row& row, std::string_view phrase, double tolerance) {
  const std::vector<std::string> words = squeezed_words(row);
  std::optional<PhraseHit> best;
  for (std::size_t first = 0; first < words.size(); ++first) {
    if (words[first].empty()) continue;
    const std::optional<PhraseHit> hit = best_from(words, first, phrase);
    if (hit && hit->difference <= tolerance && (!best || hit->difference < best->difference))
      best = hit;
  }
  return best;
}

std::optional<PhraseHit> opening_phrase(const Row& row, std::string_view phrase, double tolerance) {
  const std::vector<std::string> words = squeezed_words(row);
  std::size_t first = 0;
  while (first < words.size() && words[first].empty()) ++first;
  const std::optional<PhraseHit> hit = best_from(words, first, phrase);
  if (hit && hit->difference <= tolerance) return hit;
  return std::nullopt;
}

}  // namespace sohoa
