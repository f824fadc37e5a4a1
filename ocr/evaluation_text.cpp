#include "ocr/evaluation_text.h"

#include <algorithm>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr char32_t kPenStarts = 0x2983;  // ⦃
constexpr char32_t kPenEnds = 0x2984;    // ⦄

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

// The spaces beside a word come and go with it.
void add_spaces_of_words(ComparableTruth& truth) {
  const std::size_t size = truth.text.size();
  for (std::size_t start = 0; start < size; ++start) {
    if (!truth.by_pen[start]) continue;
    std::size_t end = start;
    while (end < size && truth.by_pen[end]) ++end;
    const bool opens = start == 0 || truth.text[start - 1] == U' ';
    const bool closes = end == size || truth.text[end] == U' ';
    if (opens && closes && start > 0) truth.by_pen[start - 1] = true;
    if (opens && closes && end < size) truth.by_pen[end] = true;
    start = end;
  }
}

}  // namespace

std::u32string comparable(std::string_view utf8) {
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

ComparableTruth comparable_truth(std::string_view utf8) {
  ComparableTruth truth;
  bool pen = false;
  for (const char32_t c : comparable(utf8)) {
    if (c == kPenStarts || c == kPenEnds) {
      pen = c == kPenStarts;
      continue;
    }
    truth.text.push_back(c);
    truth.by_pen.push_back(pen);
  }
  add_spaces_of_words(truth);
  return truth;
}

std::vector<bool> words_by_pen(const ComparableTruth& truth) {
  std::vector<bool> words;
  bool in_word = false;
  for (std::size_t i = 0; i < truth.text.size(); ++i) {
    const bool space = truth.text[i] == U' ';
    if (!space && !in_word) words.push_back(false);
    in_word = !space;
    if (in_word && truth.by_pen[i]) words.back() = true;
  }
  return words;
}

std::vector<AlignedPair> without_pen(const std::vector<AlignedPair>& pairs,
                                     const std::vector<bool>& by_pen, std::size_t room) {
  std::vector<AlignedPair> kept;
  std::size_t in_truth = 0;
  std::size_t added = 0;  // last of `kept`, with nothing of the truth between them
  std::size_t spare = 0;  // what may still be added beside the pen
  for (const AlignedPair& pair : pairs) {
    if (pair.truth == 0) {
      if (spare > 0) {
        --spare;
      } else {
        kept.push_back(pair);
        ++added;
      }
      continue;
    }
    if (by_pen[in_truth++]) {
      spare += (spare == 0 ? room : 0) + 2;
      for (; added > 0 && spare > 0; --added, --spare) kept.pop_back();
      continue;
    }
    kept.push_back(pair);
    added = spare = 0;
  }
  return kept;
}

std::u32string WordNumbers::of(std::u32string_view text) {
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

}  // namespace sohoa
