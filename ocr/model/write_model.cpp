#include "ocr/model/write_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <numeric>
#include <span>
#include <stdexcept>

#include "ocr/syllable_model_format.h"

namespace sohoa::training {

namespace {

namespace format = sohoa::syllable_format;

std::uint8_t to_byte(double steps) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(steps), 0L, 255L));
}

std::uint8_t cost_of(double log_p) {
  return to_byte(-log_p / format::kCostStep);
}

std::uint8_t backoff_of(double log_weight) {
  return to_byte((format::kBackoffTop - log_weight) / format::kBackoffStep);
}

class Bytes {
 public:
  explicit Bytes(std::size_t size) : data_(size, '\0') {}

  template <typename T>
  void put(std::size_t place, std::size_t index, T value) {
    std::memcpy(data_.data() + place + index * sizeof(T), &value, sizeof(T));
  }
  void put_text(std::size_t place, const std::string& text) {
    std::copy(text.begin(), text.end(), data_.begin() + static_cast<std::ptrdiff_t>(place));
  }
  [[nodiscard]] std::string& data() { return data_; }

 private:
  std::string data_;
};

// Where each group of equal plain letters begins, and the letters.
struct Groups {
  std::vector<std::string> letters;
  std::vector<std::uint16_t> first;
};

Groups group(const Vocabulary& vocabulary) {
  Groups groups;
  for (std::size_t id = 3; id < vocabulary.texts.size(); ++id) {
    if (id > 3 && vocabulary.folded[id] == vocabulary.folded[id - 1]) continue;
    groups.letters.push_back(vocabulary.folded[id]);
    groups.first.push_back(static_cast<std::uint16_t>(id));
  }
  groups.first.push_back(static_cast<std::uint16_t>(vocabulary.texts.size()));
  return groups;
}

std::string joined(const std::vector<std::string>& texts) {
  return std::accumulate(texts.begin(), texts.end(), std::string());
}

void put_texts(const Vocabulary& vocabulary, const Groups& groups, const format::Places& at,
               Bytes& bytes) {
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < vocabulary.texts.size(); ++i)
    bytes.put(at.text_end, i, end += static_cast<std::uint32_t>(vocabulary.texts[i].size()));
  end = 0;
  for (std::size_t i = 0; i < groups.letters.size(); ++i)
    bytes.put(at.group_end, i, end += static_cast<std::uint32_t>(groups.letters[i].size()));
  for (std::size_t i = 0; i < groups.first.size(); ++i)
    bytes.put(at.group_first, i, groups.first[i]);
  std::vector<std::uint16_t> order(vocabulary.texts.size() - 3);
  std::iota(order.begin(), order.end(), std::uint16_t{3});
  std::sort(order.begin(), order.end(), [&](std::uint16_t a, std::uint16_t b) {
    return vocabulary.texts[a] < vocabulary.texts[b];
  });
  for (std::size_t i = 0; i < order.size(); ++i) bytes.put(at.by_text, i, order[i]);
  bytes.put_text(at.texts, joined(vocabulary.texts));
  bytes.put_text(at.group_texts, joined(groups.letters));
}

void put_numbers(const Estimate& estimate, const format::Places& at, Bytes& bytes) {
  std::size_t pair = 0, triple = 0;
  for (std::size_t i = 0; i < estimate.singles.size(); ++i) {
    bytes.put(at.single_cost, i, cost_of(estimate.singles[i].log_p));
    bytes.put(at.single_backoff, i, backoff_of(estimate.singles[i].log_backoff));
    bytes.put(at.first_pair, i, static_cast<std::uint32_t>(pair));
    for (; pair < estimate.pairs.size() && estimate.pairs[pair].first == i; ++pair) {
      const Pair& p = estimate.pairs[pair];
      bytes.put(at.pair_word, pair, p.second);
      bytes.put(at.pair_cost, pair, cost_of(p.log_p));
      bytes.put(at.pair_backoff, pair, backoff_of(p.log_backoff));
      bytes.put(at.first_triple, pair, static_cast<std::uint32_t>(triple));
      for (; triple < estimate.triples.size() && estimate.triples[triple].first == p.first &&
             estimate.triples[triple].second == p.second;
           ++triple) {
        bytes.put(at.triple_word, triple, estimate.triples[triple].third);
        bytes.put(at.triple_cost, triple, cost_of(estimate.triples[triple].log_p));
      }
    }
  }
  bytes.put(at.first_pair, estimate.singles.size(), static_cast<std::uint32_t>(pair));
  bytes.put(at.first_triple, pair, static_cast<std::uint32_t>(triple));
}

}  // namespace

std::string model_bytes(const Vocabulary& vocabulary, const Estimate& estimate) {
  const Groups groups = group(vocabulary);
  format::Header header{};
  std::copy(std::begin(format::kMagic), std::end(format::kMagic), header.magic);
  header.version = format::kVersion;
  header.syllables = static_cast<std::uint32_t>(vocabulary.texts.size());
  header.groups = static_cast<std::uint32_t>(groups.letters.size());
  header.pairs = static_cast<std::uint32_t>(estimate.pairs.size());
  header.triples = static_cast<std::uint32_t>(estimate.triples.size());
  header.text_bytes = static_cast<std::uint32_t>(joined(vocabulary.texts).size());
  header.group_bytes = static_cast<std::uint32_t>(joined(groups.letters).size());
  const format::Places at = format::places_of(header);
  Bytes bytes(at.end);
  put_texts(vocabulary, groups, at, bytes);
  put_numbers(estimate, at, bytes);
  header.checksum = format::checksum(std::as_bytes(std::span(bytes.data())).subspan(sizeof header));
  bytes.put(0, 0, header);
  return std::move(bytes.data());
}

std::size_t write_model(const Vocabulary& vocabulary, const Estimate& estimate,
                        const std::string& path) {
  const std::string bytes = model_bytes(vocabulary, estimate);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path);
  return bytes.size();
}

}  // namespace sohoa::training
