// Texts as a stream of numbered syllables.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace sohoa::training {

// Numbers as the model has them: 0 unknown, 1 boundary, 2 number, then the
// syllables in the order of their plain letters.
struct Vocabulary {
  std::vector<std::string> texts;
  std::vector<std::string> folded;
  std::unordered_map<std::string, std::uint16_t> ids;
};

// Words of letters met three times at least in `lines`, and every word of `names`.
[[nodiscard]] Vocabulary make_vocabulary(const std::vector<std::string>& lines,
                                         const std::vector<std::string>& names);

struct Stream {
  std::vector<std::uint16_t> ids;  // two boundaries before each sentence, one after it
  std::size_t words = 0;
};

[[nodiscard]] Stream make_stream(const Vocabulary& vocabulary,
                                 const std::vector<std::string>& lines,
                                 const std::vector<std::string>& names);

}  // namespace sohoa::training
