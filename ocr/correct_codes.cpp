#include "ocr/correct_codes.h"

#include <algorithm>
#include <array>
#include <vector>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr std::array<std::string_view, 95> kAbbreviations = {
    "NQ",    "QĐ",      "CT",    "QC",      "QyĐ",    "QyC",     "TC",    "TB",      "HD",
    "CTr",   "KH",      "PA",    "ĐA",      "DA",     "BC",      "BB",    "TTr",     "HĐ",
    "CĐ",    "BGN",     "GM",    "GGT",     "GNP",    "PG",      "PC",    "PB",      "KL",
    "QĐi",   "NĐ",      "TT",    "TTLT",    "L",      "PL",      "LCT",   "CTN",     "CP",
    "TTg",   "UBND",    "HĐND",  "UBTVQH",  "QH",     "VPCP",    "VPQH",  "VP",      "TU",
    "TW",    "HU",      "ĐU",    "BTC",     "BNV",    "BTP",     "BYT",   "BCA",     "BQP",
    "BCT",   "BXD",     "BNG",   "BVHTTDL", "BGDĐT",  "BLĐTBXH", "BTNMT", "BNNPTNT", "BKHĐT",
    "BKHCN", "BTTTT",   "BGTVT", "NHNN",    "TANDTC", "VKSNDTC", "MTTQ",  "ĐĐBQH",   "LĐTBXH",
    "TNMT",  "GDĐT",    "KHĐT",  "ĐTN",     "CTĐ",    "ĐCT",     "CV",    "VPTW",    "UBKTTW",
    "BTCTW", "BTGTW",   "BNCTW", "BDVTW",   "VPTU",   "UBKTTU",  "BTCTU", "BTGTU",   "BNCTU",
    "BDVTU", "BTGDVTU", "VPĐU",  "ThU",     "ĐUK"};

bool is_separator(char32_t c) {
  return c == U'/' || c == U'-' || c == U'–';
}

bool is_capital(char32_t c) {
  return take_apart(c).upper;
}

// What a capital may be taken for, brought to one sign: D and Đ, T and its stem, U and Ư. No
// abbreviation has an I.
std::u32string without_strokes(std::u32string_view text) {
  std::u32string result;
  for (const char32_t c : text) {
    if (c == U'Đ' || c == U'Ð')
      result.push_back(U'D');
    else if (c == U'đ')
      result.push_back(U'd');
    else if (c == U'I' || c == U'Ì' || c == U'Í')
      result.push_back(U'T');
    else if (c == U'Ư')
      result.push_back(U'U');
    else
      result.push_back(c);
  }
  return result;
}

bool is_known(std::u32string_view segment) {
  const std::string text = to_utf8(segment);
  return std::find(kAbbreviations.begin(), kAbbreviations.end(), text) != kAbbreviations.end();
}

bool is_numeral(std::u32string_view segment) {
  return segment.find_first_not_of(U"IVXLCM") == std::u32string_view::npos;
}

// The only abbreviation that differs from `segment` in such strokes alone.
std::u32string with_strokes(std::u32string_view segment) {
  if (is_known(segment) || is_numeral(segment)) return {};
  std::u32string found;
  const std::u32string plain = without_strokes(segment);
  for (const std::string_view abbreviation : kAbbreviations) {
    const std::u32string letters = to_code_points(abbreviation);
    if (without_strokes(letters) != plain) continue;
    if (!found.empty()) return {};
    found = letters;
  }
  return found;
}

// TTr as it comes out where its narrow letters run together.
bool is_damaged_submission(std::u32string_view segment) {
  static constexpr std::array<std::u32string_view, 13> kReadings = {
      U"TIr", U"Tlr", U"TI",  U"TTIr", U"TTIr", U"T1r", U"TTlr",
      U"TTI", U"Ttr", U"ITr", U"TTrr", U"TT:",  U"TTT"};
  return std::find(kReadings.begin(), kReadings.end(), segment) != kReadings.end();
}

// QHI4 -> QH14: the Assembly counts its terms from ten on in two digits.
std::u32string with_term(std::u32string_view segment) {
  const std::size_t at = segment.rfind(U"QH");
  if (at == std::u32string_view::npos || at + 3 >= segment.size()) return {};
  const std::u32string_view term = segment.substr(at + 2);
  const bool one = term[0] == U'I' || term[0] == U'l' || term[0] == U']' || term[0] == U'|';
  if (!one || !std::all_of(term.begin() + 1, term.end(), is_digit)) return {};
  // I13: the stroke was read twice.
  const std::u32string_view rest = term.substr(term.size() == 3 && term[1] == U'1' ? 2 : 1);
  if (rest.size() != 1) return {};
  return std::u32string(segment.substr(0, at + 2)) + U"1" + std::u32string(rest);
}

struct Segment {
  std::u32string text;
  char32_t before = 0;  // its separator, 0 at the beginning
};

std::vector<Segment> segments_of(std::u32string_view word) {
  std::vector<Segment> segments(1);
  for (const char32_t c : word) {
    if (is_separator(c))
      segments.push_back({{}, c});
    else
      segments.back().text.push_back(c);
  }
  return segments;
}

bool all_capitals(std::u32string_view text) {
  return text.size() > 1 && std::all_of(text.begin(), text.end(), is_capital);
}

// TTrSYT, TIrUBND: the hyphen before the office was lost.
std::u32string with_hyphen(std::u32string_view segment) {
  for (const std::u32string_view reading : {U"TTr", U"TIr", U"Tlr"})
    if (segment.size() > 4 && segment.substr(0, 3) == reading && all_capitals(segment.substr(3)))
      return U"TTr-" + std::u32string(segment.substr(3));
  return {};
}

// The kind of a document: after its number, before its office.
bool stands_for_a_kind(const std::vector<Segment>& segments, std::size_t i) {
  if (segments[i].before == 0 || i + 1 >= segments.size()) return false;
  const Segment& office = segments[i + 1];
  const bool pair = (segments[i].before == U'/' && office.before != U'/') ||
                    (segments[i].before != U'/' && office.before == U'/');
  return pair && all_capitals(office.text);
}

// 12/2021/TT-BXD: laws, decrees and circulars are numbered by year, submissions are not.
bool follows_a_year(const std::vector<Segment>& segments, std::size_t i) {
  if (i == 0) return false;
  const std::u32string& year = segments[i - 1].text;
  return year.size() == 4 && std::all_of(year.begin(), year.end(), is_digit);
}

std::u32string mended_segment(const std::vector<Segment>& segments, std::size_t i) {
  const std::u32string& text = segments[i].text;
  if (std::u32string term = with_term(text); !term.empty()) return term;
  if (stands_for_a_kind(segments, i) && is_damaged_submission(text))
    return follows_a_year(segments, i) ? U"TT" : U"TTr";
  if (segments[i].before == U'/')
    if (std::u32string whole = with_hyphen(text); !whole.empty()) return whole;
  // A word of its own may be a syllable in capitals (DU LỊCH).
  const std::size_t least = segments.size() > 1 ? 2 : 4;
  return text.size() >= least ? with_strokes(text) : std::u32string();
}

}  // namespace

std::string mended_code(std::string_view word) {
  constexpr std::u32string_view kAround = U"(\"“'.,;:)”’[]";
  const std::u32string text = to_code_points(word);
  const std::size_t first = text.find_first_not_of(kAround);
  if (first == std::u32string::npos) return {};
  const std::size_t end = text.find_last_not_of(kAround) + 1;
  std::vector<Segment> segments = segments_of(std::u32string_view(text).substr(first, end - first));
  bool changed = false;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    std::u32string mended = mended_segment(segments, i);
    if (mended.empty() || mended == segments[i].text) continue;
    segments[i].text = std::move(mended);
    changed = true;
  }
  if (!changed) return {};
  std::u32string result = text.substr(0, first);
  for (const Segment& segment : segments) {
    if (segment.before != 0) result.push_back(segment.before);
    result += segment.text;
  }
  return to_utf8(result + text.substr(end));
}

std::string mended_filing(std::string_view word, std::string_view previous) {
  static constexpr std::u32string_view kLikeT = U"IÌÍỊĨỈỆEÉỂlÏ";
  const std::string label = fold(previous);
  const std::u32string text = to_code_points(word);
  if ((label != "luu" && label != "luu:") || text.size() < 2 || text[0] != U'V' ||
      kLikeT.find(text[1]) == std::u32string_view::npos || (text.size() > 2 && is_letter(text[2])))
    return {};
  return "VT" + to_utf8(std::u32string_view(text).substr(2));
}

std::string mended_report_copy(std::string_view word) {
  static constexpr std::u32string_view kLikeStroke = U"iíìỉĩịyýỳỷỹỵlI1|";
  std::u32string text = to_code_points(word);
  if (text.size() < 5 || text[0] != U'(' || text[1] != U'b' || text[3] != U'c' || text[4] != U')' ||
      kLikeStroke.find(text[2]) == std::u32string_view::npos)
    return {};
  text[2] = U'/';
  return to_utf8(text);
}

}  // namespace sohoa
