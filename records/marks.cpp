#include "records/marks.h"

#include <array>
#include <regex>

#include "document/vietnamese_text.h"
#include "records/fuzzy.h"
#include "records/letters.h"

namespace sohoa {

namespace {

struct Level {
  std::string_view squeezed;
  std::string_view name;
  double misread;  // edits that a stamp in capitals may lose and still be meant
};

constexpr std::array<Level, 2> kSecrecy = {
    {{"tuyetmat", "TUYỆT MẬT", 2}, {"toimat", "TỐI MẬT", 1}}};
constexpr std::array<Level, 4> kUrgency = {{{"hoatochengio", "HỎA TỐC HẸN GIỜ", 3},
                                            {"thuongkhan", "THƯỢNG KHẨN", 2},
                                            {"hoatoc", "HỎA TỐC", 1},
                                            {"khan", "KHẨN", 0}}};

// What stamps and typewriters make of the letter Ậ.
std::string with_letters_for_signs(std::string_view text) {
  std::string letters;
  for (const char c : text) letters += c == '@' || c == '4' ? 'A' : c;
  return letters;
}

// A frame's upright sides are read as I, l, 1 or | beside the word.
std::string out_of_frame(std::string_view text) {
  constexpr std::string_view kSides = "Il1|![](){}";
  std::string inner = trim(text, "-–—_.,:;*\"'`");
  if (inner.size() > 3 && kSides.find(inner.front()) != std::string::npos &&
      (inner[1] == 'M' || inner[1] == 'T' || inner[1] == ' '))
    inner = trim(inner.substr(1));
  if (inner.size() > 4 && kSides.find(inner.back()) != std::string::npos &&
      (inner[inner.size() - 2] == 'T' || inner[inner.size() - 2] == ' '))
    inner = trim(inner.substr(0, inner.size() - 1));
  return inner;
}

// M or T damaged or lost, the letter Ậ, which few words have before T, whole.
const std::regex& damaged_mat() {
  static const std::regex pattern("(m|n|h|w|iv|ivi|ni)ậ(t|i|l|1|7|f)|mậ|ật");
  return pattern;
}

std::string without_single_letters(const Row& row) {
  std::string text;
  for (const Word& word : row.words)
    if (squeeze(word.text).size() > 1) text += word.text + ' ';
  return text;
}

// "a) Tối mật;" is an item of a list in running text.
bool is_list_item(const std::string& text) {
  static const std::regex opening("^\\s*(\\d{1,2}|[a-zđ])\\s?[.)/]");
  return std::regex_search(to_lower(text), opening) || text.back() == ';' || text.back() == ',' ||
         text.back() == '.' || text.back() == ':';
}

std::optional<std::string> level_of(const std::string& read, bool capitals) {
  const std::string squeezed = squeeze(with_letters_for_signs(read));
  for (const Level& level : kSecrecy) {
    const double allowed = capitals ? level.misread : 0;
    if (edit_distance(squeezed, level.squeezed) <= allowed) return std::string(level.name);
  }
  if (squeezed == "mat") return "MẬT";
  std::string letters;
  for (const char c : to_lower(read))
    if (c != ' ' && c != '.' && c != '|') letters += c;
  if (capitals && std::regex_match(letters, damaged_mat())) return "MẬT";
  return std::nullopt;
}

// "Độ mật: Tối mật": what stands after the label counts, and when it cannot be
// read the answer is "?"; "Thường" and "Không" say that there is no secret.
std::optional<std::string> labelled_level(const Row& row) {
  std::optional<PhraseHit> label = opening_phrase(row, "domat", 0.0);
  if (!label) label = opening_phrase(row, "mucdomat", 0.0);
  if (!label) return std::nullopt;
  const std::string& last = row.words[label->last - 1].text;
  const bool colon_follows =
      label->last < row.words.size() && row.words[label->last].text.front() == ':';
  if (last.back() != ':' && !colon_follows) return std::nullopt;
  const std::string rest = part_of(row, label->last, row.words.size()).text;
  const std::string squeezed = squeeze(rest);
  if (squeezed.rfind("thuong", 0) == 0 || squeezed.rfind("khong", 0) == 0) return std::nullopt;
  return level_of(rest, true).value_or("?");
}

}  // namespace

std::optional<std::string> urgency_in(const Row& row, Ink ink) {
  const std::string text = out_of_frame(row.text);
  if (!is_capitals(text)) return std::nullopt;
  const std::string squeezed = squeeze(text);
  // A stamp alone holds no other words that one more misread letter could make alike.
  const double more = ink == Ink::coloured && squeezed.size() >= 4 ? 1 : 0;
  for (const Level& level : kUrgency)
    if (edit_distance(squeezed, level.squeezed) <= level.misread + more)
      return std::string(level.name);
  return std::nullopt;
}

std::optional<std::string> secrecy_in(const Row& row) {
  if (row.words.empty()) return std::nullopt;
  if (auto level = labelled_level(row)) return level;
  const Row clean = without_marks(row);
  if (clean.words.empty()) return std::nullopt;
  const std::string text = out_of_frame(clean.text);
  const bool capitals = is_capitals(with_letters_for_signs(text));
  if (!capitals && (!starts_with_capital(text) || is_list_item(clean.text))) return std::nullopt;
  if (auto level = level_of(text, capitals)) return level;
  const std::string longer = without_single_letters(clean);
  return longer.empty() ? std::nullopt : level_of(longer, capitals);
}

std::optional<std::string> secrecy_among(const Row& row) {
  const auto is_plain_capitals = [&](std::size_t i) {
    return i < row.words.size() && is_capitals(row.words[i].text) &&
           count_letters(row.words[i].text) == to_code_points(row.words[i].text).size() &&
           count_letters(row.words[i].text) > 1;
  };
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    if (!is_plain_capitals(i) || squeeze(row.words[i].text) != "mat") continue;
    if (is_plain_capitals(i + 1)) continue;
    const std::string before = i > 0 ? squeeze(row.words[i - 1].text) : "";
    if (before == "toi") return "TỐI MẬT";
    if (before == "tuyet") return "TUYỆT MẬT";
    if (i == 0 || !is_plain_capitals(i - 1)) return "MẬT";
  }
  return std::nullopt;
}

bool declassified_in(const Row& row) {
  return is_capitals(row.text) && edit_distance(squeeze(row.text), "giaimat") <= 1;
}

}  // namespace sohoa
