#include "ocr/second_reading.h"

#include <algorithm>
#include <string>
#include <vector>

namespace sohoa {

namespace {

constexpr std::size_t kMaxAlternatives = 5;
// Boxes of one word in two readings share at least this part of the narrower.
constexpr double kSamePlace = 0.5;

bool share_a_place(const PixelBox& a, const PixelBox& b) {
  const int common = std::min(a.right(), b.right()) - std::max(a.left, b.left);
  return common > kSamePlace * std::min(a.width, b.width);
}

std::vector<const Word*> words_at(const Line& line, const PixelBox& box) {
  std::vector<const Word*> words;
  for (const Word& word : line.words)
    if (share_a_place(word.box, box)) words.push_back(&word);
  return words;
}

bool is_listed(const std::vector<Alternative>& list, const std::string& text) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Alternative& other) { return other.text == text; });
}

// What the second recogniser thought possible besides its reading.
void add_alternatives(Word& word, const std::vector<Alternative>& more) {
  for (const Alternative& other : more)
    if (other.text != word.text && !is_listed(word.alternatives, other.text) &&
        word.alternatives.size() < kMaxAlternatives)
      word.alternatives.push_back(other);
}

void note(Word& word, const std::string& text, double confidence) {
  if (text == word.text) {
    word.second = SecondReading::same;
    return;
  }
  word.second = SecondReading::other;
  std::vector<Alternative>& others = word.alternatives;
  std::erase_if(others, [&](const Alternative& other) { return other.text == text; });
  others.insert(others.begin(), {text, confidence});
  if (others.size() > kMaxAlternatives) others.resize(kMaxAlternatives);
}

}  // namespace

void add_second_reading(Line& line, const Line& second) {
  for (Word& word : line.words) {
    const std::vector<const Word*> found = words_at(second, word.box);
    if (found.empty()) continue;
    std::string text;
    double confidence = 1;
    bool own = true;  // none of the words found reaches into a neighbour
    for (const Word* other : found) {
      if (!text.empty()) text += ' ';
      text += other->text;
      confidence = std::min(confidence, other->confidence);
      own = own && words_at(line, other->box).size() == 1;
    }
    if (!own) continue;
    note(word, text, confidence);
    if (found.size() == 1) add_alternatives(word, found.front()->alternatives);
  }
}

}  // namespace sohoa
