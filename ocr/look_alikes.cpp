#include "ocr/look_alikes.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr std::size_t kMost = 2;

// What is printed most often where a vowel with that tone is misread: the commonest of 335 wrong
// signs in 84 letters of all degrees of wear, read without correction.
Tone mistaken_tone(Tone read) {
  switch (read) {
    case Tone::level:
    case Tone::hook:
      return Tone::acute;
    case Tone::acute:
    case Tone::tilde:
      return Tone::hook;
    case Tone::grave:
    case Tone::dot:
      return Tone::level;
  }
  return Tone::level;
}

struct Double {
  char32_t read;
  char32_t printed;
};
// The first eight as they were found there; the others by their shapes, since none was misread.
constexpr std::array<Double, 60> kDoubles = {
    {{U'|', U'1'}, {U']', U'1'}, {U'l', U'1'}, {U':', U';'}, {U'đ', U'd'},  {U',', U'.'},
     {U'.', U','}, {U';', U','}, {U'1', U'7'}, {U'7', U'1'}, {U'3', U'8'},  {U'8', U'3'},
     {U'5', U'6'}, {U'6', U'5'}, {U'0', U'6'}, {U'9', U'0'}, {U'2', U'7'},  {U'4', U'1'},
     {U'²', U'³'}, {U'³', U'²'}, {U'b', U'h'}, {U'c', U'e'}, {U'd', U'đ'},  {U'f', U't'},
     {U'g', U'q'}, {U'h', U'b'}, {U'j', U'i'}, {U'k', U'h'}, {U'm', U'n'},  {U'n', U'u'},
     {U'p', U'b'}, {U'q', U'g'}, {U'r', U't'}, {U's', U'x'}, {U't', U'l'},  {U'v', U'y'},
     {U'w', U'v'}, {U'x', U's'}, {U'z', U'x'}, {U'/', U'1'}, {U'\\', U'/'}, {U'-', U'.'},
     {U'–', U'-'}, {U'(', U'1'}, {U')', U'1'}, {U'[', U'1'}, {U'\'', U','}, {U'"', U'*'},
     {U'“', U'"'}, {U'”', U'"'}, {U'*', U'"'}, {U'!', U'1'}, {U'?', U'2'},  {U'%', U'8'},
     {U'&', U'8'}, {U'+', U't'}, {U'=', U'-'}, {U'_', U'-'}, {U'°', U'0'},  {U'…', U'.'}}};

bool is_vowel(char32_t c) {
  return std::u32string_view(U"aeiouy").find(take_apart(c).plain) != std::u32string_view::npos;
}

char32_t other_vowel(char32_t read) {
  VietnameseLetter letter = take_apart(read);
  letter.tone = mistaken_tone(letter.tone);
  return put_together(letter);
}

// 0 where there is none.
char32_t other_sign(char32_t read) {
  VietnameseLetter letter = take_apart(read);
  const auto found = std::find_if(kDoubles.begin(), kDoubles.end(),
                                  [&](const Double& pair) { return pair.read == letter.shaped; });
  if (found == kDoubles.end()) return 0;
  if (!letter.upper || !is_letter(found->printed)) return found->printed;
  VietnameseLetter printed = take_apart(found->printed);
  printed.upper = true;
  return put_together(printed);
}

// With the sign at `at` replaced; nothing is added for 0.
void add_with(std::u32string word, std::size_t at, char32_t sign, std::vector<std::string>& to) {
  if (sign == 0 || to.size() >= kMost) return;
  word[at] = sign;
  to.push_back(to_utf8(word));
}

}  // namespace

std::vector<std::string> look_alikes_of(std::string_view utf8) {
  const std::u32string word = to_code_points(utf8);
  std::vector<std::string> others;
  for (const bool toned : {true, false})
    for (std::size_t i = 0; i < word.size(); ++i)
      if (is_vowel(word[i]) && (take_apart(word[i]).tone != Tone::level) == toned)
        add_with(word, i, other_vowel(word[i]), others);
  for (std::size_t i = 0; i < word.size(); ++i)
    if (!is_vowel(word[i])) add_with(word, i, other_sign(word[i]), others);
  return others;
}

}  // namespace sohoa
