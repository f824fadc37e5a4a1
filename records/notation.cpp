#include "records/notation.h"

#include <algorithm>
#include <string>

#include "document/vietnamese_text.h"
#include "records/agency.h"
#include "records/code_tables.h"
#include "records/codes.h"
#include "records/digits.h"
#include "records/fuzzy.h"
#include "records/letters.h"

namespace sohoa {

namespace {

constexpr double kTypeTolerance = 0.13;

// "Số", "Số:", "Số:12", "S6": the word that opens the number. "Sở" opens the
// name of a department.
bool is_number_word(const Word& word) {
  const std::u32string text = to_code_points(word.text);
  if (text.size() < 2 || take_apart(text[0]).plain != U's') return false;
  if (take_apart(text[1]).shaped == U'ơ') return false;
  const char32_t second = take_apart(text[1]).plain;
  if (second != U'o' && second != U'6' && second != U'0') return false;
  return text.size() == 2 || !is_letter(text[2]);
}

const DocumentType* type_named(const Row& row, std::size_t words) {
  const std::string read = squeeze(part_of(row, 0, words).text);
  for (const DocumentType& type : document_types())
    if (difference(read, squeeze(type.name)) <= kTypeTolerance) return &type;
  return nullptr;
}

// The index of the word "Số" when nothing but marks or a type stands before it.
std::optional<std::size_t> number_word(const Row& row) {
  for (std::size_t i = 0; i < row.words.size() && i < 5; ++i) {
    if (!is_number_word(row.words[i])) continue;
    const bool capital = starts_with_capital(row.words[i].text);
    const bool first = i == 0 || !has_letter_or_digit(part_of(row, 0, i).text);
    if ((first && capital) || (i > 0 && type_named(row, i) != nullptr)) return i;
  }
  return std::nullopt;
}

bool has_code(const std::u32string& text) {
  const std::size_t slash = text.find(U'/');
  if (slash == std::u32string::npos) return false;
  return std::count_if(text.begin() + static_cast<std::ptrdiff_t>(slash), text.end(), is_letter) >=
         2;
}

// A word that cannot go on a code: a name such as the place beside it, or
// anything behind a gap that is no misread blank.
bool is_beside(const Word& code, const Word& next) {
  const std::u32string text = to_code_points(next.text);
  const bool name = text.size() >= 2 && take_apart(text[0]).upper && is_letter(text[1]) &&
                    !take_apart(text[1]).upper;
  return name || next.box.left - code.box.right() > code.box.height;
}

// "15 QĐ-UBND": a word of its own that only lacks the stroke before it.
bool is_code_without_stroke(const std::u32string& word) {
  const std::size_t hyphen = word.find(U'-');
  if (hyphen == std::u32string::npos || hyphen == 0 || hyphen + 2 > word.size()) return false;
  const std::string head = to_utf8(word.substr(0, hyphen));
  const auto known = organ_codes();
  return word.find(U'/') == std::u32string::npos && is_capitals(to_utf8(word)) &&
         (is_type_code(head) || std::find(known.begin(), known.end(), head) != known.end());
}

// What follows "Số", without blanks.
std::optional<std::u32string> behind_number_word(const Row& row) {
  const std::optional<std::size_t> start = number_word(row);
  if (!start) return std::nullopt;
  std::u32string text = to_code_points(row.words[*start].text).substr(2);
  for (std::size_t i = *start + 1; i < row.words.size(); ++i) {
    if (has_code(text) && is_beside(row.words[i - 1], row.words[i])) break;
    const std::u32string word = to_code_points(row.words[i].text);
    if (!has_code(text) && is_code_without_stroke(word)) text += U'/';
    text += word;
  }
  return text;
}

// A printed notation is one word; a blank before its separator was left for a
// pen or a stamp, which recognisers misread without knowing it.
bool is_filled_in(const Row& row) {
  return std::any_of(row.words.begin() + 1, row.words.end(), [](const Word& word) {
    return word.text.size() > 2 && (word.text[0] == '/' || word.text[0] == '-');
  });
}

// Ð and ð of other alphabets are drawn as Đ and đ.
std::u32string with_vietnamese_d(std::u32string text) {
  std::replace(text.begin(), text.end(), U'Ð', U'Đ');
  std::replace(text.begin(), text.end(), U'ð', U'đ');
  return text;
}

std::string only_code_signs(std::u32string_view text) {
  std::u32string kept;
  for (const char32_t c : text)
    if (is_letter(c) || (c >= U'0' && c <= U'9') || c == U'-' || c == U'/') kept += c;
  return to_utf8(kept);
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// "TTrUBND": the hyphen was lost. The title's code tells where it stood.
void restore_hyphen(std::string& code, const NotationContext& context) {
  const std::string_view type = code_of_type(context.type, context.party);
  if (type.empty() || code.find('-') != std::string::npos) return;
  const std::u32string points = to_code_points(code);
  const std::size_t length = to_code_points(type).size();
  if (points.size() < length + 2) return;
  const std::string head = to_utf8(points.substr(0, length));
  if (edit_distance(squeeze(head), squeeze(type)) > 1) return;
  code = head + '-' + to_utf8(points.substr(length));
}

struct Parsed {
  std::u32string number;
  std::string code;  // from the separator on: "/QĐ-UBND", "-QĐ/TU"
  double trust = 1;
};

// "12/QĐ-UBND", "12/UBND-KT", "02/2020/QH14", "30/2020/NĐ-CP".
Parsed parse_state(const std::u32string& text, const NotationContext& context) {
  const std::size_t slash = text.find(U'/');
  Parsed parsed{text.substr(0, slash), "", 1};
  std::u32string rest = text.substr(slash + 1);
  std::string year;
  if (rest.size() > 5 && rest[4] == U'/') {
    const ReadNumber read = read_number(to_utf8(rest.substr(0, 4)));
    if (number_between(read, 1945, 2099)) {
      year = read.digits + '/';
      rest = rest.substr(5);
    }
  }
  std::string code = trim(only_code_signs(rest), "-/");
  restore_hyphen(code, context);
  std::vector<std::string> parts = split(code, '-');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool is_type = i == 0 && parts.size() > 1 && !code_of_type(context.type, false).empty();
    const Code repaired = is_type ? type_code(parts[i], context.type, context.party)
                                  : organ_code(parts[i], context.agency);
    parsed.trust *= repaired.trust;
    if (i > 0) parsed.code += '-';
    parsed.code += repaired.text;
  }
  parsed.code = '/' + year + parsed.code;
  return parsed;
}

// "128-QĐ/TU": the hyphen after the number, the slash before the organ.
std::optional<Parsed> parse_party(const std::u32string& text, const NotationContext& context) {
  const std::size_t slash = text.rfind(U'/');
  const std::size_t hyphen = text.rfind(U'-', slash);
  if (slash == std::u32string::npos || hyphen == std::u32string::npos) return std::nullopt;
  if (slash < hyphen + 2 || slash > hyphen + 6) return std::nullopt;
  const Code type = type_code(only_code_signs(text.substr(hyphen + 1, slash - hyphen - 1)),
                              context.type, context.party);
  const Code organ =
      organ_code(trim(only_code_signs(text.substr(slash + 1)), "-/"), context.agency);
  return Parsed{text.substr(0, hyphen), '-' + type.text + '/' + organ.text,
                type.trust * organ.trust};
}

bool looks_like_party(const std::u32string& text) {
  const std::size_t slash = text.find(U'/');
  const std::size_t hyphen = text.find(U'-');
  if (hyphen == std::u32string::npos || slash == std::u32string::npos || hyphen > slash)
    return false;
  const auto letters = std::count_if(text.begin() + static_cast<std::ptrdiff_t>(hyphen),
                                     text.begin() + static_cast<std::ptrdiff_t>(slash), is_letter);
  return letters >= 2;
}

// Before the rules of form of 1998 State letters bore "46-BC/UB" and "46 BC/UB".
bool has_type_before_slash(const std::u32string& text) {
  const std::size_t slash = text.find(U'/');
  std::size_t first = slash;
  while (first > 0 && is_letter(text[first - 1])) --first;
  return first > 0 && slash - first >= 2 &&
         is_type_code(to_utf8(text.substr(first, slash - first)));
}

// Number, type and organ of "46BC/UB", whose blank was lost with the row's others.
std::optional<Parsed> parse_blank(const std::u32string& text, const NotationContext& context) {
  const std::size_t slash = text.find(U'/');
  std::size_t first = slash;
  while (first > 0 && is_letter(text[first - 1])) --first;
  if (first == 0 || text[first - 1] < U'0' || text[first - 1] > U'9') return std::nullopt;
  const Code type = type_code(to_utf8(text.substr(first, slash - first)), context.type, false);
  const Code organ =
      organ_code(trim(only_code_signs(text.substr(slash + 1)), "-/"), context.agency);
  return Parsed{text.substr(0, first), ' ' + type.text + '/' + organ.text,
                type.trust * organ.trust};
}

Parsed parse(const std::u32string& text, const NotationContext& context) {
  const bool older = context.state && has_type_before_slash(text);
  std::optional<Parsed> parsed;
  if (context.party || older || (!context.state && looks_like_party(text)))
    parsed = parse_party(text, context);
  if (!parsed && older) parsed = parse_blank(text, context);
  return parsed ? *parsed : parse_state(text, context);
}

// What a pen or a stamp of coloured ink set between "Số" and the code.
std::string coloured_number(const Row& number_row, const TextLayout& page) {
  for (const Block& block : page.blocks) {
    if (block.kind != BlockKind::stamp) continue;
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) {
        const int x = word.box.left + word.box.width / 2;
        const int y = word.box.top + word.box.height / 2;
        const PixelBox& row = number_row.box;
        if (x < row.left || x > row.right() || y < row.top || y > row.bottom()) continue;
        const ReadNumber read = read_number(word.text);
        if (read.clean) return read.digits;
      }
    }
  }
  return {};
}

}  // namespace

std::optional<std::size_t> find_number_row(const std::vector<Row>& rows) {
  std::optional<std::size_t> without_code;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto text = behind_number_word(rows[i]);
    if (text && has_code(*text)) return i;
    if (text && !without_code) without_code = i;
  }
  return without_code;
}

std::optional<Field> type_before_number(const Row& number_row) {
  const std::optional<std::size_t> start = number_word(number_row);
  if (!start || *start == 0) return std::nullopt;
  const DocumentType* type = type_named(number_row, *start);
  if (type == nullptr) return std::nullopt;
  const Row name = part_of(number_row, 0, *start);
  return Field{std::string(type->name), name.confidence, 1, name.box, number_row.text};
}

std::optional<Notation> notation(const Row& number_row, const TextLayout& page,
                                 const NotationContext& context) {
  std::optional<std::u32string> text = behind_number_word(number_row);
  if (!text || !has_code(*text)) return std::nullopt;
  *text = with_vietnamese_d(std::move(*text));
  const Parsed parsed = parse(*text, context);
  const ReadNumber read = read_number(to_utf8(parsed.number));
  // A number with a character that is no digit's look-alike is no number at all.
  std::string digits = read.whole ? read.digits : "";
  double trust = read.clean ? 1 : 0.5;
  if (is_filled_in(number_row)) trust *= 0.6;
  if (digits.empty()) {
    digits = coloured_number(number_row, page);
    trust = digits.empty() ? 0.2 : 0.3;
  }
  Notation result;
  result.notation = {digits + parsed.code, number_row.confidence * trust * parsed.trust, 1,
                     number_row.box, number_row.text};
  if (!digits.empty())
    result.number =
        Field{digits, number_row.confidence * trust, 1, number_row.box, number_row.text};
  return result;
}

}  // namespace sohoa
