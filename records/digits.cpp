#include "records/digits.h"

#include <array>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

struct LookAlike {
  char32_t drawn;
  char digit;
};

// Confusions of print that recognisers are known for; handwriting has others,
// which are left unread on purpose.
constexpr auto kLookAlikes = std::to_array<LookAlike>({
    {U'O', '0'},
    {U'o', '0'},
    {U'Ø', '0'},
    {U'Q', '0'},
    {U'D', '0'},
    {U'l', '1'},
    {U'I', '1'},
    {U'|', '1'},
    {U']', '1'},
    {U'[', '1'},
    {U'!', '1'},
    {U'Z', '2'},
    {U'z', '2'},
    {U'S', '5'},
    {U's', '5'},
    {U'B', '8'},
});

bool is_ignored(char32_t c) {
  return std::u32string_view(U" .,:-_~'`’‘\"").find(c) != std::u32string_view::npos;
}

}  // namespace

ReadNumber read_number(std::string_view text) {
  ReadNumber number;
  number.clean = true;
  number.whole = true;
  for (const char32_t c : to_code_points(text)) {
    if (is_ignored(c)) continue;
    if (c >= U'0' && c <= U'9') {
      number.digits += static_cast<char>(c);
      continue;
    }
    number.clean = false;
    bool known = false;
    for (const LookAlike& pair : kLookAlikes)
      if (pair.drawn == c) {
        number.digits += pair.digit;
        known = true;
      }
    number.whole = number.whole && known;
  }
  if (number.digits.empty()) number.clean = number.whole = false;
  return number;
}

std::optional<int> number_between(const ReadNumber& number, int low, int high) {
  if (!number.whole || number.digits.size() > 4) return std::nullopt;
  const int value = std::stoi(number.digits);
  if (value < low || value > high) return std::nullopt;
  return value;
}

}  // namespace sohoa
