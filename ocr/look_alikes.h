// What a word could be that neither recogniser nor language gave another reading of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// The word with one of its signs for the sign that looks most like it: a vowel without its tone
// or with the likeliest, a digit, letter or sign of punctuation for its usual double; at most two,
// vowels first, from the left. Empty only where `utf8` has no such sign. NFC in and out.
// Thread-safe.
[[nodiscard]] std::vector<std::string> look_alikes_of(std::string_view utf8);

}  // namespace sohoa
