#include "ocr/evaluate.h"

#include <algorithm>
#include <map>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/alignment.h"
#include "ocr/evaluation_text.h"

namespace sohoa {

namespace {

bool may_carry_mark(char32_t plain) {
  return std::u32string_view(U"aeiouyd").find(plain) != std::u32string_view::npos;
}

void count_marks(const std::vector<AlignedPair>& pairs, Evaluation& result) {
  for (const AlignedPair& pair : pairs) {
    if (pair.truth == 0) continue;
    const VietnameseLetter truth = take_apart(pair.truth);
    if (!may_carry_mark(truth.plain)) continue;
    ++result.marked_letters;
    if (pair.text == 0) continue;
    const VietnameseLetter text = take_apart(pair.text);
    if (truth.plain == text.plain && (truth.shaped != text.shaped || truth.tone != text.tone))
      ++result.mark_errors;
  }
}

// What is lost and added beside a part written by pen, besides twice its length.
constexpr std::size_t kPenCharacters = 2;
constexpr std::size_t kPenWords = 0;

void count_words(const std::vector<AlignedPair>& pairs, Evaluation& result) {
  std::map<char32_t, long long> left;
  for (const AlignedPair& pair : pairs) {
    if (pair.truth == 0) continue;
    ++result.words;
    ++left[pair.truth];
  }
  for (const AlignedPair& pair : pairs) {
    if (pair.text == 0) continue;
    ++result.read_words;
    const auto found = left.find(pair.text);
    if (found == left.end() || found->second == 0) continue;
    --found->second;
    ++result.bag_matches;
  }
  result.word_errors = count_edits(pairs);
}

double share(long long part, long long whole, double of_nothing) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : of_nothing;
}

}  // namespace

double Evaluation::cer() const {
  return share(character_errors, characters, character_errors > 0 ? 1 : 0);
}
double Evaluation::wer() const {
  return share(word_errors, words, word_errors > 0 ? 1 : 0);
}
double Evaluation::mark_error_rate() const {
  return share(mark_errors, marked_letters, 0);
}
double Evaluation::bag_recall() const {
  return share(bag_matches, words, 1);
}
double Evaluation::bag_precision() const {
  return share(bag_matches, read_words, 1);
}

Evaluation evaluate(std::string_view truth_utf8, std::string_view text_utf8) {
  const ComparableTruth truth = comparable_truth(truth_utf8);
  const std::u32string text = comparable(text_utf8);
  const std::vector<AlignedPair> pairs =
      without_pen(align(truth.text, text), truth.by_pen, kPenCharacters);
  Evaluation result;
  result.characters = std::count(truth.by_pen.begin(), truth.by_pen.end(), false);
  result.character_errors = count_edits(pairs);
  count_marks(pairs, result);
  WordNumbers numbers;
  const std::u32string truth_words = numbers.of(truth.text);
  const std::u32string text_words = numbers.of(text);
  count_words(without_pen(align(truth_words, text_words), words_by_pen(truth), kPenWords), result);
  return result;
}

std::vector<std::string> cut_like_pages(std::string_view truth,
                                        const std::vector<std::string>& pages) {
  const std::u32string whole_truth = comparable(truth);
  std::u32string text;
  std::vector<std::size_t> ends;  // of the pages in `text`
  for (const std::string& page : pages) {
    const std::u32string words = comparable(page);
    if (!text.empty() && !words.empty()) text.push_back(U' ');
    text += words;
    ends.push_back(text.size());
  }
  std::vector<std::string> parts;
  std::size_t in_truth = 0;
  std::size_t in_text = 0;
  std::size_t start = 0;
  const auto cut = [&](std::size_t at) {
    parts.push_back(to_utf8(std::u32string_view(whole_truth).substr(start, at - start)));
    start = at;
  };
  for (const AlignedPair& pair : align(whole_truth, text)) {
    const bool in_word = in_truth > 0 && in_truth < whole_truth.size() &&
                         whole_truth[in_truth - 1] != U' ' && whole_truth[in_truth] != U' ';
    // What is lost between two pages goes to the page before.
    while (parts.size() + 1 < pages.size() && in_text >= ends[parts.size()] && pair.text != 0 &&
           !in_word)
      cut(in_truth);
    if (pair.truth != 0) ++in_truth;
    if (pair.text != 0) ++in_text;
  }
  while (parts.size() < pages.size()) cut(whole_truth.size());
  return parts;
}

}  // namespace sohoa
