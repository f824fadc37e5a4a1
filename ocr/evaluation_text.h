// What two texts are compared as. Internal to the evaluation in ocr/.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sohoa {

// NFC, quotes and dashes unified, white space collapsed to single spaces.
[[nodiscard]] std::u32string comparable(std::string_view utf8);

// Every distinct word as a number from 1, so that words align like letters.
// Numbers of one object can be compared with each other only.
class WordNumbers {
 public:
  // `text` as comparable() gives it.
  std::u32string of(std::u32string_view text);

 private:
  std::unordered_map<std::u32string, char32_t> numbers_;
};

}  // namespace sohoa
