#include "records/notation.h"

#include <algorithm>
#include <string>

#include "document/vietnamese_text.h"
#include "records/agency.h"
#include "records/code_tables.h"
#include "records/digits.h"
#include "records/fuzzy.h"
#include "records/letters.h"

namespace sohoa {

namespace {

constexpr double kTypeTolerance = 0.13;

// "Số", "Số:", "Số:12", "S6": the word that opens the number.
bool is_number_word(const Word& word) {
  const std::u32string text = to_code_points(word.text);
  if (text.size() < 2 || take_apart(text[0]).plain != U's') return false;
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

// What follows "Số", without blanks.
std::optional<std::u32string> behind_number_word(const Row& row) {
  const std::optional<std::size_t> start = number_word(row);
  if (!start) return std::nullopt;
  std::u32string text = to_code_points(row.words[*start].text).substr(2);
  for (std::size_t i = *start + 1; i < row.words.size(); ++i) {
    if (has_code(text) && is_beside(row.words[i - 1], row.words[i])) break;
    text += to_code_points(row.words[i].text);
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

// A code as read and how sure the tables make it.
struct Code {
  std::string text;
  double trust = 1;
};

// The candidate nearest to `read`: equal; else the same but for marks; else one
// character wrong in a code of three or more.
std::optional<std::string> nearest(std::string_view read,
                                   const std::vector<std::string_view>& candidates) {
  std::optional<std::string> best;
  double least = 1.02;
  const std::string wanted = squeeze(read);
  for (const std::string_view candidate : candidates) {
    if (candidate.empty()) continue;
    if (candidate == read) return std::string(candidate);
    const std::string squeezed = squeeze(candidate);
    const double d = edit_distance(wanted, squeezed) + 0.01;
    if (d > 0.02 && (squeezed.size() < 3 || wanted.size() < 3)) continue;
    if (d < least) {
      least = d;
      best = std::string(candidate);
    }
  }
  return best;
}

std::string_view code_of_type(std::string_view type, bool party) {
  for (const DocumentType& entry : document_types())
    if (entry.name == type) return party ? entry.party : entry.code;
  return {};
}

// The title decides first, then the whole table.
Code type_code(const std::string& read, const NotationContext& context) {
  const std::string_view expected = code_of_type(context.type, context.party);
  if (auto code = nearest(read, {expected})) return {*code, 1};
  std::vector<std::string_view> all;
  for (const DocumentType& entry : document_types())
    all.push_back(context.party ? entry.party : entry.code);
  if (auto code = nearest(read, all)) return {*code, expected.empty() ? 0.9 : 0.6};
  return {read, 0.6};
}

// A body is coded by its own name, without its superior's, which stands before.
std::vector<std::string> initials_of_tails(std::string_view agency) {
  std::vector<std::string> codes;
  for (std::size_t at = 0; at < agency.size();) {
    const std::string code = initials(agency.substr(at));
    if (code.size() >= 2) codes.push_back(code);
    const std::size_t blank = agency.find_first_of(" \n", at);
    if (blank == std::string_view::npos) break;
    at = blank + 1;
  }
  return codes;
}

Code organ_code(const std::string& read, const NotationContext& context) {
  std::vector<std::string_view> known(organ_codes().begin(), organ_codes().end());
  if (std::find(known.begin(), known.end(), read) != known.end()) return {read, 1};
  const std::vector<std::string> own = initials_of_tails(context.agency);
  if (auto code = nearest(read, {own.begin(), own.end()})) return {*code, 1};
  if (auto code = nearest(read, known)) return {*code, 0.9};
  return {read, 0.8};
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
    const Code repaired = is_type ? type_code(parts[i], context) : organ_code(parts[i], context);
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
  const Code type =
      type_code(only_code_signs(text.substr(hyphen + 1, slash - hyphen - 1)), context);
  const Code organ = organ_code(trim(only_code_signs(text.substr(slash + 1)), "-/"), context);
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

std::string digits_in(const std::u32string& text) {
  std::string digits;
  for (const char32_t c : text)
    if (c >= U'0' && c <= U'9') digits += static_cast<char>(c);
  return digits;
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

std::optional<Notation> notation(const Row& number_row, const NotationContext& context) {
  std::optional<std::u32string> text = behind_number_word(number_row);
  if (!text || !has_code(*text)) return std::nullopt;
  *text = with_vietnamese_d(std::move(*text));
  std::optional<Parsed> parsed;
  if (context.party || (!context.state && looks_like_party(*text)))
    parsed = parse_party(*text, context);
  if (!parsed) parsed = parse_state(*text, context);

  const ReadNumber read = read_number(to_utf8(parsed->number));
  const std::string digits = read.whole ? read.digits : digits_in(parsed->number);
  const double hand = is_filled_in(number_row) ? 0.6 : 1;
  const double trust = hand * (digits.empty() ? 0.2 : read.clean ? 1 : read.whole ? 0.5 : 0.3);
  Notation result;
  result.notation = {digits + parsed->code, number_row.confidence * trust * parsed->trust, 1,
                     number_row.box, number_row.text};
  if (!digits.empty())
    result.number =
        Field{digits, number_row.confidence * trust, 1, number_row.box, number_row.text};
  return result;
}

}  // namespace sohoa
