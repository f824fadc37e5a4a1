#include "ocr/model/count_syllables.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <tuple>

#include "document/vietnamese_text.h"
#include "ocr/correct_words.h"

namespace sohoa::training {

namespace {

constexpr int kLeastCount = 3;
constexpr std::size_t kLongestWord = 14;  // letters; longer ones are typing errors
constexpr std::uint16_t kUnknown = 0, kBoundary = 1, kNumber = 2;

// A printed word taken apart; the texts hold few different ones.
struct TakenApart {
  WordParts parts;
  std::string key;
};

class WordReader {
 public:
  const TakenApart& read(const std::string& word) {
    const auto [it, fresh] = known_.try_emplace(word);
    if (fresh) {
      it->second.parts = split_word(word);
      if (it->second.parts.kind == WordKind::syllable &&
          it->second.parts.core.size() <= kLongestWord)
        it->second.key = syllable_key(it->second.parts.core);
    }
    return it->second;
  }

  std::vector<const TakenApart*> read_line(const std::string& line) {
    std::vector<const TakenApart*> words;
    std::istringstream in(line);
    for (std::string word; in >> word;) words.push_back(&read(word));
    return words;
  }

 private:
  std::unordered_map<std::string, TakenApart> known_;
};

std::uint16_t id_of(const Vocabulary& vocabulary, const TakenApart& word) {
  if (word.parts.kind == WordKind::number) return kNumber;
  const auto found = vocabulary.ids.find(word.key);
  return word.key.empty() || found == vocabulary.ids.end() ? kUnknown : found->second;
}

void add_line(const Vocabulary& vocabulary, const std::vector<const TakenApart*>& words,
              Stream& stream) {
  const auto open = [&] { stream.ids.insert(stream.ids.end(), {kBoundary, kBoundary}); };
  bool inside = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (inside && sentence_starts(words[i - 1]->parts, words[i]->parts)) {
      stream.ids.push_back(kBoundary);
      inside = false;
    }
    if (words[i]->parts.kind == WordKind::mark) continue;
    if (!inside) open();
    inside = true;
    stream.ids.push_back(id_of(vocabulary, *words[i]));
    ++stream.words;
  }
  if (inside) stream.ids.push_back(kBoundary);
}

}  // namespace

Vocabulary make_vocabulary(const std::vector<std::string>& lines,
                           const std::vector<std::string>& names) {
  WordReader reader;
  std::unordered_map<std::string, int> counts;
  for (const std::string& line : lines)
    for (const TakenApart* word : reader.read_line(line))
      if (!word->key.empty()) ++counts[word->key];
  for (const std::string& line : names)
    for (const TakenApart* word : reader.read_line(line))
      if (!word->key.empty()) counts[word->key] += kLeastCount;

  std::vector<std::pair<std::string, std::string>> kept;  // folded, text
  for (const auto& [text, count] : counts)
    if (count >= kLeastCount) kept.emplace_back(fold(text), text);
  std::sort(kept.begin(), kept.end());
  if (kept.size() > UINT16_MAX - 3) throw std::runtime_error("more syllables than 16 bits hold");

  Vocabulary vocabulary;
  vocabulary.texts.assign(3, "");
  vocabulary.folded.assign(3, "");
  for (auto& [folded, text] : kept) {
    vocabulary.ids[text] = static_cast<std::uint16_t>(vocabulary.texts.size());
    vocabulary.texts.push_back(text);
    vocabulary.folded.push_back(folded);
  }
  return vocabulary;
}

Stream make_stream(const Vocabulary& vocabulary, const std::vector<std::string>& lines,
                   const std::vector<std::string>& names) {
  WordReader reader;
  Stream stream;
  for (const auto* part : {&lines, &names})
    for (const std::string& line : *part) add_line(vocabulary, reader.read_line(line), stream);
  return stream;
}

}  // namespace sohoa::training
