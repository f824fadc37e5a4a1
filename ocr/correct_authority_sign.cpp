#include "ocr/correct_authority_sign.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/correct_numbers.h"
#include "ocr/correct_words.h"

namespace sohoa {

namespace {

constexpr double kMended = 0.9;

struct Sign {
  std::string_view printed;
  // What may follow: the body signed for, or the title of who lets sign.
  std::vector<std::string_view> next;
};

const std::array<Sign, 3>& signs() {
  static const std::vector<std::string_view> kTitles = {
      "TRƯỞNG", "CHÁNH", "CHỦ", "GIÁM", "BÍ", "TỔNG", "VIỆN", "CỤC", "VỤ", "HIỆU", "TỈNH"};
  static const std::array<Sign, 3> kSigns = {
      {{"T/M",
        {"BAN", "BCH", "BTV", "THƯỜNG", "TỈNH", "HUYỆN", "THÀNH", "THỊ", "ĐẢNG", "CHI", "CẤP", "ỦY",
         "UỶ", "ĐOÀN", "HỘI", "TỔ", "VĂN"}},
       {"K/T", kTitles},
       {"T/L", kTitles}}};
  return kSigns;
}

bool is_all_capitals(std::u32string_view core) {
  return core.size() > 1 &&
         std::all_of(core.begin(), core.end(), [](char32_t c) { return take_apart(c).upper; });
}

// Its first and last letter with something like a stroke, or two, between them.
bool is_misread(std::string_view text, std::string_view printed) {
  static constexpr std::u32string_view kStrokes = U"/IÌÍỊỈĨiìíịl1J|!";
  const std::u32string read = to_code_points(text);
  return text != printed && read.size() >= 3 && read.size() <= 4 &&
         take_apart(read.front()).plain ==
             take_apart(static_cast<char32_t>(printed.front())).plain &&
         take_apart(read.back()).plain == take_apart(static_cast<char32_t>(printed.back())).plain &&
         take_apart(read.front()).upper && take_apart(read.back()).upper &&
         std::all_of(read.begin() + 1, read.end() - 1,
                     [](char32_t c) { return kStrokes.find(c) != std::u32string_view::npos; });
}

void mend_line(Line& line) {
  if (line.words.size() < 2) return;
  const WordParts next = split_word(line.words[1].text);
  if (!is_all_capitals(next.core)) return;
  const std::string title = to_utf8(next.core);
  for (const Sign& sign : signs())
    if (is_misread(line.words.front().text, sign.printed) &&
        std::find(sign.next.begin(), sign.next.end(), title) != sign.next.end()) {
      replace_reading(line.words.front(), std::string(sign.printed), kMended, "signed for another");
      return;
    }
}

}  // namespace

void mend_authority_signs(TextLayout& layout) {
  for (Block& block : layout.blocks)
    for (Line& line : block.lines) mend_line(line);
}

}  // namespace sohoa
