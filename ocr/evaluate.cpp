#include "ocr/evaluate.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/alignment.h"

namespace sohoa {

namespace {

constexpr std::size_t kColumns = 80;

bool is_space(char32_t c) {
  return c <= U' ' || c == 0x7F || (c >= 0x80 && c <= 0xA0) || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000 || c == 0xFEFF;
}

// The plain form of the quotes and dashes that typists and printers choose freely.
char32_t unify(char32_t c) {
  switch (c) {
    case 0x2018:  // ‘
    case 0x2019:  // ’
    case 0x201A:  // ‚
    case 0x2032:  // ′
    case U'`':
    case 0x00B4:  // ´
      return U'\'';
    case 0x201C:  // “
    case 0x201D:  // ”
    case 0x201E:  // „
    case 0x2033:  // ″
    case 0x00AB:  // «
    case 0x00BB:  // »
      return U'"';
    case 0x00AD:  // soft hyphen
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:  // –
    case 0x2014:  // —
    case 0x2015:
    case 0x2212:  // −
      return U'-';
    default:
      return c;
  }
}

std::u32string normalise(std::string_view utf8) {
  std::u32string result;
  for (const char32_t c : to_code_points(to_nfc(utf8))) {
    if (!is_space(c)) {
      result.push_back(unify(c));
    } else if (!result.empty() && result.back() != U' ') {
      result.push_back(U' ');
    }
  }
  if (!result.empty() && result.back() == U' ') result.pop_back();
  return result;
}

// Every distinct word as a number from 1, so that words align like letters.
class WordNumbers {
 public:
  std::u32string of(std::u32string_view text) {
    std::u32string numbers;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(U' '), text.size());
      const auto next = static_cast<char32_t>(numbers_.size() + 1);
      numbers.push_back(
          numbers_.try_emplace(std::u32string(text.substr(0, end)), next).first->second);
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return numbers;
  }

 private:
  std::unordered_map<std::u32string, char32_t> numbers_;
};

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

long long common_words(const std::u32string& a, const std::u32string& b) {
  std::map<char32_t, long long> left;
  for (const char32_t word : a) ++left[word];
  long long common = 0;
  for (const char32_t word : b) {
    const auto found = left.find(word);
    if (found == left.end() || found->second == 0) continue;
    --found->second;
    ++common;
  }
  return common;
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
  const std::u32string truth = normalise(truth_utf8);
  const std::u32string text = normalise(text_utf8);
  const std::vector<AlignedPair> pairs = align(truth, text);
  Evaluation result;
  result.characters = static_cast<long long>(truth.size());
  result.character_errors = count_edits(pairs);
  count_marks(pairs, result);
  WordNumbers numbers;
  const std::u32string truth_words = numbers.of(truth);
  const std::u32string text_words = numbers.of(text);
  result.words = static_cast<long long>(truth_words.size());
  result.read_words = static_cast<long long>(text_words.size());
  result.word_errors = count_edits(align(truth_words, text_words));
  result.bag_matches = common_words(truth_words, text_words);
  return result;
}

std::string show_alignment(std::string_view truth, std::string_view text) {
  const std::vector<AlignedPair> pairs = align(normalise(truth), normalise(text));
  std::string shown;
  for (std::size_t start = 0; start < pairs.size(); start += kColumns) {
    std::u32string above, below, marks;
    for (std::size_t i = start; i < std::min(pairs.size(), start + kColumns); ++i) {
      const AlignedPair& pair = pairs[i];
      above.push_back(pair.truth == 0 ? U'_' : pair.truth);
      below.push_back(pair.text == 0 ? U'_' : pair.text);
      marks.push_back(pair.truth == pair.text ? U' '
                      : pair.truth == 0       ? U'+'
                      : pair.text == 0        ? U'-'
                                              : U'^');
    }
    marks.erase(marks.find_last_not_of(U' ') + 1);
    if (!shown.empty()) shown += '\n';
    shown += to_utf8(above) + '\n' + to_utf8(below) + '\n' + to_utf8(marks) + '\n';
  }
  return shown;
}

}  // namespace sohoa
