#include "ocr/correct_capitals.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/correct_numbers.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

constexpr double kRestored = 0.9;  // confidence of a word whose capitals were changed
// The reading in small letters must have this share of the best one's confidence.
constexpr double kLikelyShare = 0.5;

bool is_upper(char32_t c) {
  return take_apart(c).upper;
}

bool has_one_shape(char32_t c) {
  constexpr std::u32string_view kLetters = U"cosuvxwz";
  return kLetters.find(take_apart(c).plain) != std::u32string_view::npos;
}

char32_t lowered(char32_t c) {
  VietnameseLetter letter = take_apart(c);
  letter.upper = false;
  const char32_t lower = put_together(letter);
  return lower == 0 ? c : lower;
}

enum class Capitals { none, first, all, unclear };

Capitals capitals_of(const WordParts& parts) {
  if (parts.kind != WordKind::syllable) return Capitals::unclear;
  std::size_t upper = 0, plain_upper = 0, plain_lower = 0;
  for (const char32_t c : parts.core) {
    upper += is_upper(c) ? 1 : 0;
    if (!has_one_shape(c)) (is_upper(c) ? plain_upper : plain_lower) += 1;
  }
  if (plain_lower > 0) return is_upper(parts.core.front()) ? Capitals::first : Capitals::none;
  if (plain_upper > 1 || (plain_upper == 1 && upper == parts.core.size() && upper > 1))
    return Capitals::all;
  if (upper == 0) return Capitals::none;
  return Capitals::unclear;
}

struct Place {
  Word* word = nullptr;
  WordParts parts;
  Capitals capitals = Capitals::unclear;
};

bool ends_something(const WordParts& parts) {
  return parts.kind == WordKind::mark ||
         parts.after.find_first_of(U".;:?!)”\"") != std::u32string::npos;
}

bool begins_something(const WordParts& parts) {
  return parts.kind == WordKind::mark || !parts.before.empty();
}

bool is_numeral(std::u32string_view core) {
  return core.size() > 1 && core.find_first_not_of(U"IVX") == std::u32string_view::npos;
}

// The rest of the word in small letters, if no letter but those of one shape changes.
std::u32string without_inner_capitals(std::u32string_view core) {
  if (is_numeral(core)) return {};
  std::u32string result(core);
  bool changed = false;
  for (std::size_t i = 1; i < result.size(); ++i) {
    if (!is_upper(result[i])) continue;
    if (!has_one_shape(result[i])) return {};
    result[i] = lowered(result[i]);
    changed = true;
  }
  return changed ? result : std::u32string();
}

bool recogniser_saw(const Word& word, const std::string& text) {
  return std::any_of(
      word.alternatives.begin(), word.alternatives.end(), [&](const Alternative& other) {
        return other.text == text && other.confidence >= kLikelyShare * word.confidence;
      });
}

class Restorer {
 public:
  explicit Restorer(std::vector<Place> places) : places_(std::move(places)) {}

  void run() {
    for (std::size_t i = 0; i < places_.size(); ++i)
      if (places_[i].parts.kind == WordKind::syllable) restore(i);
  }

 private:
  [[nodiscard]] const Place* before(std::size_t i) const {
    return i > 0 ? &places_[i - 1] : nullptr;
  }
  [[nodiscard]] const Place* after(std::size_t i) const {
    return i + 1 < places_.size() ? &places_[i + 1] : nullptr;
  }

  [[nodiscard]] bool is_in_small_print(std::size_t i) const {
    bool small = false;
    for (const Place* place : {before(i), after(i)}) {
      if (place == nullptr) continue;
      if (place->capitals == Capitals::all) return false;
      small = small || place->capitals == Capitals::none || place->capitals == Capitals::first;
    }
    return small;
  }

  // In the middle of a phrase of small letters, before no further capital.
  [[nodiscard]] bool runs_on(std::size_t i) const {
    const Place* left = before(i);
    const Place* right = after(i);
    if (left == nullptr || left->capitals != Capitals::none || ends_something(left->parts) ||
        begins_something(places_[i].parts))
      return false;
    return ends_something(places_[i].parts) || right == nullptr ||
           right->capitals == Capitals::none || right->parts.kind == WordKind::number;
  }

  void restore(std::size_t i) {
    Place& place = places_[i];
    std::u32string core = place.parts.core;
    if (is_in_small_print(i))
      if (std::u32string small = without_inner_capitals(core); !small.empty()) core = small;
    if (is_upper(core.front()) && has_one_shape(core.front()) && core.size() > 1 && runs_on(i)) {
      std::u32string small = core;
      small.front() = lowered(core.front());
      const bool lone_shapes = std::all_of(core.begin(), core.end(), has_one_shape);
      const bool inner_changed = core != place.parts.core;
      if ((lone_shapes && inner_changed) ||
          recogniser_saw(*place.word, to_utf8(place.parts.before + small + place.parts.after)))
        core = small;
    }
    if (core == place.parts.core) return;
    const double confidence = std::min(place.word->confidence, kRestored);
    replace_reading(*place.word, to_utf8(place.parts.before + core + place.parts.after), confidence,
                    "capital of the same shape as its small letter");
    place.parts.core = core;
    place.capitals = capitals_of(place.parts);
  }

  std::vector<Place> places_;
};

// "SỐ: 12/QĐ-UBND" with a first word no higher than small letters with their marks are: its
// letters have one shape, and where they begin a line nothing stands before them to say which.
void restore_number_label(Line& line) {
  constexpr double kCapitalWithMarks = 1.25;  // of the height of capitals and digits
  if (line.words.size() < 2) return;
  Word& label = line.words.front();
  const WordParts parts = split_word(label.text);
  const std::string& next = line.words[1].text;
  const bool code =
      split_word(next).kind == WordKind::number || next.find('/') != std::string::npos;
  if (parts.core != U"SỐ" || !code ||
      label.box.height >= kCapitalWithMarks * line.words[1].box.height)
    return;
  replace_reading(label, to_utf8(parts.before + U"Số" + parts.after),
                  std::min(label.confidence, kRestored),
                  "capital of the same shape as its small letter");
}

}  // namespace

void restore_capitals(TextLayout& layout) {
  for (Block& block : layout.blocks) {
    for (Line& line : block.lines) restore_number_label(line);
    std::vector<Place> places;
    for (Line& line : block.lines)
      for (Word& word : line.words) {
        WordParts parts = split_word(word.text);
        const Capitals capitals = capitals_of(parts);
        places.push_back({&word, std::move(parts), capitals});
      }
    Restorer(std::move(places)).run();
  }
}

}  // namespace sohoa
