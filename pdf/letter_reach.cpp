#include "pdf/letter_reach.h"

#include <algorithm>

#include "document/vietnamese_text.h"

namespace sohoa {
namespace {

constexpr double kDotBelow = -0.166;
constexpr double kDescender = -0.215;
constexpr double kFlattest = 0.3;

bool is_one_of(char32_t c, std::u32string_view all) {
  return all.find(c) != std::u32string_view::npos;
}

std::optional<LetterReach> sign_reach(char32_t c) {
  if (c >= U'0' && c <= U'9') return LetterReach{-0.005, 0.66};
  if (is_one_of(c, U"()[]{}|")) return LetterReach{-0.21, 0.694};
  if (is_one_of(c, U"/\\!?%&#")) return LetterReach{-0.01, 0.66};
  if (is_one_of(c, U"\"'“”‘’")) return LetterReach{0.41, 0.66};
  if (is_one_of(c, U"-–—")) return LetterReach{0.2, 0.27};
  if (is_one_of(c, U"._…")) return LetterReach{-0.014, 0.104};
  if (c == U',') return LetterReach{-0.154, 0.103};
  if (c == U':') return LetterReach{-0.014, 0.469};
  if (c == U';') return LetterReach{-0.154, 0.469};
  if (c == U'*') return LetterReach{0.29, 0.655};
  return std::nullopt;
}

LetterReach plain_reach(const VietnameseLetter& letter) {
  if (letter.upper) return {letter.plain == U'q' ? -0.162 : 0, 0.657};
  const double bottom = is_one_of(letter.plain, U"gjpqy") ? kDescender : -0.005;
  if (is_one_of(letter.plain, U"bdfhkl")) return {bottom, 0.694};
  if (is_one_of(letter.plain, U"ij")) return {bottom, 0.662};
  return {bottom, letter.plain == U't' ? 0.563 : 0.47};
}

}  // namespace

std::optional<LetterReach> letter_reach(char32_t nfc) {
  const VietnameseLetter letter = take_apart(nfc);
  if (letter.plain < U'a' || letter.plain > U'z') return sign_reach(nfc);
  LetterReach reach = plain_reach(letter);
  const bool horn = is_one_of(letter.shaped, U"ơư");
  const bool crown = is_one_of(letter.shaped, U"âăêô");
  const bool tone_above = letter.tone != Tone::level && letter.tone != Tone::dot;
  if (horn) reach.top = letter.upper ? 0.714 : 0.569;
  if (crown || tone_above) reach.top = letter.upper ? 0.857 : 0.69;
  if (crown && tone_above) reach.top = letter.upper ? 0.888 : 0.725;
  if (letter.tone == Tone::dot) reach.bottom = std::min(reach.bottom, kDotBelow);
  return reach;
}

std::optional<LetterReach> word_reach(std::u32string_view nfc) {
  std::optional<LetterReach> whole;
  for (const char32_t c : nfc) {
    const std::optional<LetterReach> letter = letter_reach(c);
    if (!letter) continue;
    whole = whole ? LetterReach{std::min(whole->bottom, letter->bottom),
                                std::max(whole->top, letter->top)}
                  : *letter;
  }
  return whole && whole->height() >= kFlattest ? whole : std::nullopt;
}

}  // namespace sohoa
