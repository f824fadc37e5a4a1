// How likely a Vietnamese syllable is after the two before it.
//
// A back-off trigram model (Kneser-Ney, pruned, quantised) in one read-only
// block of bytes, made by model/build_syllable_model from legal texts and
// linked into the program. model/README.md describes the bytes and the recipe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "ocr/syllable_model_format.h"

namespace sohoa {

using SyllableId = std::uint16_t;

class SyllableModel {
 public:
  static constexpr SyllableId kUnknown = 0;   // any word that the model does not know
  static constexpr SyllableId kBoundary = 1;  // before the first and after the last word
  static constexpr SyllableId kNumber = 2;

  // The model of the program. Checked on the first call, which takes a few
  // milliseconds; its pages are shared by all processes. Thread-safe.
  [[nodiscard]] static const SyllableModel& embedded();

  // Borrows `bytes`, which must outlive the model, and checks all of them:
  // afterwards no look-up can leave the block. Throws
  // Error{service_broken, missing_component} when they are no undamaged model.
  explicit SyllableModel(std::span<const std::byte> bytes);

  // `key` as syllable_key() makes it; kUnknown when it is not in the model.
  [[nodiscard]] SyllableId find(std::string_view key) const;
  // The key of a syllable; empty for the three special ones.
  [[nodiscard]] std::string_view text(SyllableId id) const;
  [[nodiscard]] std::size_t size() const { return syllables_; }

  // The syllables [first, last) that fold() to `folded`: ma má mà mạ mả mã.
  struct Range {
    SyllableId first = 0;
    SyllableId last = 0;
  };
  [[nodiscard]] Range same_letters(std::string_view folded) const;

  // A pair of neighbours, found once and used for many third words.
  struct Context {
    SyllableId last = kBoundary;
    std::uint32_t pair = UINT32_MAX;  // place of the pair in the model, or UINT32_MAX
  };
  [[nodiscard]] Context context(SyllableId before, SyllableId last) const;

  // Natural logarithm of P(word | context), finite.
  [[nodiscard]] float log_probability(Context context, SyllableId word) const;
  [[nodiscard]] float log_probability(SyllableId word) const;

 private:
  [[nodiscard]] std::uint32_t find_pair(SyllableId first, SyllableId second) const;
  void check_arrays(std::size_t text_bytes, std::size_t group_bytes) const;

  const std::byte* data_;
  std::uint32_t syllables_ = 0;
  std::uint32_t groups_ = 0;
  std::uint32_t pairs_ = 0;
  std::uint32_t triples_ = 0;
  syllable_format::Places at_{};
};

}  // namespace sohoa
