// The bytes of a syllable model: shared by the one that reads and the one that
// writes them. All numbers little-endian; no pointer, so it may lie anywhere.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace sohoa::syllable_format {

static_assert(std::endian::native == std::endian::little);

constexpr char kMagic[8] = {'S', 'O', 'H', 'O', 'A', 'S', 'Y', 'L'};
constexpr std::uint32_t kVersion = 1;

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t syllables;  // with the three special ones
  std::uint32_t groups;     // of syllables with the same plain letters
  std::uint32_t pairs;
  std::uint32_t triples;
  std::uint32_t text_bytes;
  std::uint32_t group_bytes;
  std::uint32_t reserved;  // 0
  std::uint64_t checksum;  // of all that follows the header
};
static_assert(sizeof(Header) == 48);

// Where the arrays start, bytes from the beginning. In this order, each right
// after the one before: 32-bit, then 16-bit, then 8-bit elements.
struct Places {
  std::size_t text_end;        // u32[syllables]: end of the text in `texts`
  std::size_t group_end;       // u32[groups]
  std::size_t first_pair;      // u32[syllables + 1]
  std::size_t first_triple;    // u32[pairs + 1]
  std::size_t by_text;         // u16[syllables - 3]: ids in the order of their bytes
  std::size_t group_first;     // u16[groups + 1]: first id of the group
  std::size_t pair_word;       // u16[pairs], ascending within a first syllable
  std::size_t triple_word;     // u16[triples], ascending within a pair
  std::size_t single_cost;     // u8[syllables]
  std::size_t single_backoff;  // u8[syllables]
  std::size_t pair_cost;       // u8[pairs]
  std::size_t pair_backoff;    // u8[pairs]
  std::size_t triple_cost;     // u8[triples]
  std::size_t texts;           // UTF-8, without separators
  std::size_t group_texts;
  std::size_t end;
};

// Counts below 2^32 cannot overflow 64-bit sizes.
[[nodiscard]] inline Places places_of(const Header& h) {
  Places at{};
  std::size_t next = sizeof(Header);
  const auto take = [&next](std::size_t count, std::size_t size) {
    const std::size_t place = next;
    next += count * size;
    return place;
  };
  const std::size_t syllables = h.syllables, groups = h.groups, pairs = h.pairs;
  at.text_end = take(syllables, 4);
  at.group_end = take(groups, 4);
  at.first_pair = take(syllables + 1, 4);
  at.first_triple = take(pairs + 1, 4);
  at.by_text = take(syllables < 3 ? 0 : syllables - 3, 2);
  at.group_first = take(groups + 1, 2);
  at.pair_word = take(pairs, 2);
  at.triple_word = take(h.triples, 2);
  at.single_cost = take(syllables, 1);
  at.single_backoff = take(syllables, 1);
  at.pair_cost = take(pairs, 1);
  at.pair_backoff = take(pairs, 1);
  at.triple_cost = take(h.triples, 1);
  at.texts = take(h.text_bytes, 1);
  at.group_texts = take(h.group_bytes, 1);
  at.end = next;
  return at;
}

// Logarithms are natural. Costs: 0 .. -21.25 in steps of 1/12. Back-off
// weights may pass 1 a little after pruning: 1 .. -9.6 in steps of 1/24.
constexpr float kCostStep = 1.0F / 12;
constexpr float kBackoffStep = 1.0F / 24;
constexpr float kBackoffTop = 1.0F;

[[nodiscard]] inline float log_of_cost(std::uint8_t cost) {
  return -kCostStep * static_cast<float>(cost);
}
[[nodiscard]] inline float log_of_backoff(std::uint8_t weight) {
  return kBackoffTop - kBackoffStep * static_cast<float>(weight);
}

// FNV-1a taken over words of 8 bytes, the last one filled with zeros: finds
// damage, not forgery; the file lies inside the program.
[[nodiscard]] inline std::uint64_t checksum(std::span<const std::byte> bytes) {
  std::uint64_t sum = 0xcbf29ce484222325ULL;
  for (std::size_t i = 0; i < bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, bytes.size() - i < 8 ? bytes.size() - i : 8);
    sum = (sum ^ word) * 0x100000001b3ULL;
    sum ^= sum >> 29;
  }
  return sum;
}

}  // namespace sohoa::syllable_format
