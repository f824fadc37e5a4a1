#include "ocr/syllable_model.h"

#include <cstring>
#include <string>

#include "document/error.h"

// The file that model/README.md tells how to build, taken into the program.
asm(R"(
  .section .rodata
  .balign 16
  .hidden sohoa_syllable_model_begin
  .global sohoa_syllable_model_begin
sohoa_syllable_model_begin:
  .incbin ")" SOHOA_SYLLABLE_MODEL R"("
  .hidden sohoa_syllable_model_end
  .global sohoa_syllable_model_end
sohoa_syllable_model_end:
  .byte 0
  .previous
)");

extern "C" {
extern const std::byte sohoa_syllable_model_begin[];
extern const std::byte sohoa_syllable_model_end[];
}

namespace sohoa {

namespace {

using syllable_format::Header;

constexpr std::size_t kSpecial = 3;
constexpr std::uint32_t kNone = UINT32_MAX;

template <typename T>
T load(const std::byte* data, std::size_t place, std::size_t index) {
  T value;
  std::memcpy(&value, data + place + index * sizeof(T), sizeof(T));
  return value;
}

[[noreturn]] void refuse(const std::string& why) {
  throw Error(ErrorKind::service_broken, Reason::missing_component, "correct",
              "the syllable model is not usable: " + why +
                  "; install the program anew, or build the model as ocr/model/README.md says");
}

// Binary search for `wanted` in 16-bit elements [first, last); kNone if absent.
std::uint32_t find_word(const std::byte* data, std::size_t place, std::uint32_t first,
                        std::uint32_t last, SyllableId wanted) {
  while (first < last) {
    const std::uint32_t middle = first + (last - first) / 2;
    const auto found = load<SyllableId>(data, place, middle);
    if (found == wanted) return middle;
    if (found < wanted)
      first = middle + 1;
    else
      last = middle;
  }
  return kNone;
}

std::string_view piece(const std::byte* data, std::size_t ends, std::size_t texts,
                       std::size_t index) {
  const std::uint32_t begin = index == 0 ? 0 : load<std::uint32_t>(data, ends, index - 1);
  const std::uint32_t end = load<std::uint32_t>(data, ends, index);
  return {reinterpret_cast<const char*>(data + texts + begin), end - begin};
}

// u32[count] at `place` never falls and ends with `last`.
bool rises_to(const std::byte* data, std::size_t place, std::size_t count, std::size_t last) {
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = load<std::uint32_t>(data, place, i);
    if (value < before) return false;
    before = value;
  }
  return before == last;
}

bool all_below(const std::byte* data, std::size_t place, std::size_t count, std::uint32_t limit) {
  for (std::size_t i = 0; i < count; ++i)
    if (load<SyllableId>(data, place, i) >= limit) return false;
  return true;
}

}  // namespace

const SyllableModel& SyllableModel::embedded() {
  static const SyllableModel model(std::span(sohoa_syllable_model_begin, sohoa_syllable_model_end));
  return model;
}

SyllableModel::SyllableModel(std::span<const std::byte> bytes) : data_(bytes.data()) {
  Header header{};
  if (bytes.size() < sizeof header) refuse("it is cut off");
  std::memcpy(&header, data_, sizeof header);
  if (std::memcmp(header.magic, syllable_format::kMagic, sizeof header.magic) != 0)
    refuse("it does not begin as one");
  if (header.version != syllable_format::kVersion || header.reserved != 0)
    refuse("it has version " + std::to_string(header.version));
  at_ = syllable_format::places_of(header);
  if (at_.end != bytes.size()) refuse("it is cut off");
  if (header.checksum != syllable_format::checksum(bytes.subspan(sizeof header)))
    refuse("its bytes are damaged");
  if (header.syllables < kSpecial || header.syllables > UINT16_MAX || header.groups == 0)
    refuse("its vocabulary is impossible");
  syllables_ = header.syllables;
  groups_ = header.groups;
  pairs_ = header.pairs;
  triples_ = header.triples;
  check_arrays(header.text_bytes, header.group_bytes);
}

void SyllableModel::check_arrays(std::size_t text_bytes, std::size_t group_bytes) const {
  bool sound = rises_to(data_, at_.text_end, syllables_, text_bytes) &&
               rises_to(data_, at_.group_end, groups_, group_bytes) &&
               rises_to(data_, at_.first_pair, std::size_t{syllables_} + 1, pairs_) &&
               rises_to(data_, at_.first_triple, std::size_t{pairs_} + 1, triples_) &&
               all_below(data_, at_.by_text, syllables_ - kSpecial, syllables_) &&
               all_below(data_, at_.group_first, std::size_t{groups_} + 1, syllables_ + 1) &&
               all_below(data_, at_.pair_word, pairs_, syllables_) &&
               all_below(data_, at_.triple_word, triples_, syllables_);
  for (std::size_t i = 0; sound && i < groups_; ++i)
    sound = load<SyllableId>(data_, at_.group_first, i) <=
            load<SyllableId>(data_, at_.group_first, i + 1);
  if (!sound) refuse("its tables contradict each other");
}

SyllableId SyllableModel::find(std::string_view key) const {
  std::size_t first = 0, last = syllables_ - kSpecial;
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    const auto id = load<SyllableId>(data_, at_.by_text, middle);
    const int order = text(id).compare(key);
    if (order == 0) return id;
    if (order < 0)
      first = middle + 1;
    else
      last = middle;
  }
  return kUnknown;
}

std::string_view SyllableModel::text(SyllableId id) const {
  return id < syllables_ ? piece(data_, at_.text_end, at_.texts, id) : std::string_view();
}

SyllableModel::Range SyllableModel::same_letters(std::string_view folded) const {
  std::size_t first = 0, last = groups_;
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    const int order = piece(data_, at_.group_end, at_.group_texts, middle).compare(folded);
    if (order == 0)
      return {load<SyllableId>(data_, at_.group_first, middle),
              load<SyllableId>(data_, at_.group_first, middle + 1)};
    if (order < 0)
      first = middle + 1;
    else
      last = middle;
  }
  return {};
}

std::uint32_t SyllableModel::find_pair(SyllableId first, SyllableId second) const {
  return find_word(data_, at_.pair_word, load<std::uint32_t>(data_, at_.first_pair, first),
                   load<std::uint32_t>(data_, at_.first_pair, std::size_t{first} + 1), second);
}

SyllableModel::Context SyllableModel::context(SyllableId before, SyllableId last) const {
  return {last, find_pair(before, last)};
}

float SyllableModel::log_probability(SyllableId word) const {
  return syllable_format::log_of_cost(load<std::uint8_t>(data_, at_.single_cost, word));
}

float SyllableModel::log_probability(Context context, SyllableId word) const {
  float backoff = 0;
  if (context.pair != kNone) {
    const std::uint32_t found = find_word(
        data_, at_.triple_word, load<std::uint32_t>(data_, at_.first_triple, context.pair),
        load<std::uint32_t>(data_, at_.first_triple, std::size_t{context.pair} + 1), word);
    if (found != kNone)
      return syllable_format::log_of_cost(load<std::uint8_t>(data_, at_.triple_cost, found));
    backoff =
        syllable_format::log_of_backoff(load<std::uint8_t>(data_, at_.pair_backoff, context.pair));
  }
  const std::uint32_t pair = find_pair(context.last, word);
  if (pair != kNone)
    return backoff + syllable_format::log_of_cost(load<std::uint8_t>(data_, at_.pair_cost, pair));
  return backoff + log_probability(word) +
         syllable_format::log_of_backoff(
             load<std::uint8_t>(data_, at_.single_backoff, context.last));
}

}  // namespace sohoa
