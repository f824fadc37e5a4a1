#include "records/issued_date.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <regex>

#include "document/vietnamese_text.h"
#include "records/agency.h"
#include "records/digits.h"
#include "records/letters.h"

namespace sohoa {

namespace {

// Years a record may bear: from the founding of the Party, 1930.
constexpr int kFirstYear = 1930;
constexpr int kLastYear = 2099;
// An incomplete date always asks for a reviewer, whatever its print.
constexpr double kYearAndMonth = 0.4;
constexpr double kYearAlone = 0.2;
constexpr double kPutRight = 0.6;
// A date in figures alone may be another's: of arrival, of signing, of a law.
constexpr double kInFigures = 0.6;
constexpr std::size_t kLongestDay = 5;
constexpr std::size_t kLongestMonth = 4;

// A row without blanks: one folded character for each code point as written.
struct Strip {
  std::u32string written;
  std::string folded;
  std::vector<std::size_t> word;  // the word that each character stands in
};

Strip strip_of(const Row& row) {
  Strip strip;
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    for (const char32_t c : to_code_points(row.words[i].text)) {
      const std::string plain = fold(to_utf8(std::u32string(1, c)));
      strip.written += c;
      strip.folded += plain.size() == 1 ? plain[0] : '?';
      strip.word.push_back(i);
    }
  }
  return strip;
}

bool stands_at(const std::string& text, std::size_t at, std::string_view word) {
  if (at + word.size() > text.size()) return false;
  int wrong = 0;
  for (std::size_t i = 0; i < word.size(); ++i) wrong += text[at + i] != word[i] ? 1 : 0;
  return wrong <= (word.size() > 3 ? 1 : 0);
}

struct DateSpan {
  std::size_t day_word, day, month_word, month, year_word, year;  // places in the strip
};

constexpr std::string_view kDay = "ngay";
constexpr std::string_view kMonth = "thang";
constexpr std::string_view kYear = "nam";

std::optional<std::size_t> find_between(const std::string& text, std::string_view word,
                                        std::size_t from, std::size_t to) {
  for (std::size_t at = from; at <= to && at < text.size(); ++at)
    if (stands_at(text, at, word)) return at;
  return std::nullopt;
}

// The nearest "ngày" before the month, one letter misread only where none is
// whole: a place may end like it ("Ngãi").
std::optional<std::size_t> find_day_word(const std::string& text, std::size_t from,
                                         std::size_t month_word) {
  const std::size_t exact = text.rfind(kDay, month_word);
  if (exact != std::string::npos && exact >= from && exact + kDay.size() <= month_word)
    return exact;
  for (std::size_t at = month_word; at-- > from;)
    if (at + kDay.size() <= month_word && stands_at(text, at, kDay)) return at;
  // A pen-written day may run over the end of its word: "ngà tháng 5".
  const std::string_view begun = kDay.substr(0, 3);
  if (month_word >= from + begun.size() &&
      text.compare(month_word - begun.size(), begun.size(), begun) == 0)
    return month_word - begun.size();
  return std::nullopt;
}

// The day may be missing or unreadable, its word may not.
std::optional<DateSpan> find_date(const Strip& strip) {
  const std::string& text = strip.folded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!stands_at(text, at, kMonth)) continue;
    const std::size_t month = at + kMonth.size();
    const auto year_word = find_between(text, kYear, month, month + kLongestMonth);
    if (!year_word) continue;
    const std::size_t earliest = kDay.size() + kLongestDay;
    const auto day_word = find_day_word(text, at > earliest ? at - earliest : 0, at);
    if (!day_word) continue;
    return DateSpan{*day_word,  std::min(*day_word + kDay.size(), at),
                    at,         month,
                    *year_word, *year_word + kYear.size()};
  }
  return std::nullopt;
}

std::string piece(const Strip& strip, std::size_t from, std::size_t to) {
  return to_utf8(std::u32string_view(strip.written).substr(from, to - from));
}

std::string two_digits(int number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 2) digits.insert(digits.begin(), '0');
  return digits;
}

int days_in(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "21.01.2025" or "21/01/2025" in a signature block that also names a time of day.
std::optional<std::string> signing_date_in(const std::string& text) {
  if (text.find(':') == std::string::npos) return std::nullopt;
  for (std::size_t i = 0; i + 10 <= text.size(); ++i) {
    const std::string_view part = std::string_view(text).substr(i, 10);
    const bool iso = part[4] == '-' && part[7] == '-';
    const bool local = part[2] == part[5] && (part[2] == '.' || part[2] == '/');
    if (!iso && !local) continue;
    const auto digits = std::count_if(part.begin(), part.end(), is_digit);
    if (digits != 8) continue;
    if (iso) return std::string(part);
    return std::string(part.substr(6, 4)) + '-' + std::string(part.substr(3, 2)) + '-' +
           std::string(part.substr(0, 2));
  }
  return std::nullopt;
}

std::optional<std::string> signing_date(const TextLayout& page) {
  for (const Row& row : rows_in(page, {0, 0, page.width, page.height / 8}))
    if (auto date = signing_date_in(row.text)) return date;
  return std::nullopt;
}

// A document is signed electronically on the day of its date or soon after:
// the same or the next month supports the date, an earlier time speaks against it.
double agreement(const std::string& issued, const TextLayout& page) {
  const std::optional<std::string> signing = signing_date(page);
  if (!signing || issued.size() != 10) return 1;
  if (*signing < issued) return 0.5;
  return issued.substr(0, 7) == signing->substr(0, 7) ? 1.1 : 1;
}

}  // namespace

std::optional<std::size_t> find_date_row(const std::vector<Row>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (find_date(strip_of(rows[i]))) return i;
  return std::nullopt;
}

std::optional<Field> issued_date(const Row& date_row, const TextLayout& page, int number) {
  const Strip strip = strip_of(date_row);
  const std::optional<DateSpan> span = find_date(strip);
  if (!span) return std::nullopt;
  const ReadNumber read_year =
      read_number(piece(strip, span->year, std::min(span->year + 4, strip.written.size())));
  const auto year = number_between(read_year, kFirstYear, kLastYear);
  if (!year) return std::nullopt;
  const ReadNumber read_month = read_number(piece(strip, span->month, span->year_word));
  const ReadNumber read_day = read_number(piece(strip, span->day, span->month_word));
  const auto month = number_between(read_month, 1, 12);
  const auto day = month ? number_between(read_day, 1, days_in(*year, *month)) : std::nullopt;

  const std::size_t first = strip.word[span->day_word];
  const std::size_t last = strip.word[std::min(span->year + 3, strip.word.size() - 1)] + 1;
  const Row evidence = part_of(date_row, first, last);
  Field field{std::to_string(*year), evidence.confidence, number, evidence.box, evidence.text};
  if (month) field.value += '-' + two_digits(*month);
  if (day) field.value += '-' + two_digits(*day);
  const bool clean = read_day.clean && read_month.clean && read_year.clean;
  if (!day) {
    field.confidence = std::min(field.confidence, month ? kYearAndMonth : kYearAlone);
  } else if (!clean) {
    field.confidence *= kPutRight;
  }
  field.confidence = std::min(1.0, field.confidence * agreement(field.value, page));
  return field;
}

std::optional<std::string> date_in_figures(std::string_view text) {
  static const std::regex pattern(R"((\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2}))");
  std::cmatch match;
  if (!std::regex_search(text.data(), text.data() + text.size(), match, pattern))
    return std::nullopt;
  const int written = std::stoi(match[3].str());
  // Two figures are of the last century: since 1998 the rules of form ask for four.
  const int year = written < 100 ? 1900 + written : written;
  const int month = std::stoi(match[2].str());
  const int day = std::stoi(match[1].str());
  if (year < kFirstYear || year > kLastYear || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > days_in(year, month)) return std::nullopt;
  return std::to_string(year) + '-' + two_digits(month) + '-' + two_digits(day);
}

// "Tân Giang, ngày 20/4/1990": a place or the word for day before it, nothing
// behind; a colon belongs to a stamp or to a signing time.
std::optional<Field> issued_in_figures(const Row& row, int page) {
  static const std::regex form(R"((.*,)?\s*(ngay)?\s*[\d/. -]+)");
  constexpr std::size_t kMostWords = 9;
  constexpr std::size_t kLongest = 100;
  if (row.words.size() > kMostWords || row.folded.size() > kLongest) return std::nullopt;
  if (row.folded.find(':') != std::string::npos) return std::nullopt;
  const bool opened =
      row.folded.find("ngay") != std::string::npos || row.folded.find(',') != std::string::npos;
  if (!opened || !std::regex_match(row.folded, form)) return std::nullopt;
  const auto date = date_in_figures(row.folded);
  if (!date) return std::nullopt;
  return Field{*date, row.confidence * kInFigures, page, row.box, row.text};
}

std::optional<Field> place_of_issue(const Row& date_row) {
  const Strip strip = strip_of(date_row);
  const std::optional<DateSpan> span = find_date(strip);
  if (!span || span->day_word == 0) return std::nullopt;
  const std::size_t last = strip.word[span->day_word - 1];
  const Row place = part_of(date_row, 0, last + 1);
  // "Trị,ngày" may be one word: the place ends where the day's word begins.
  std::string text = part_of(date_row, 0, last).text + ' ';
  for (std::size_t i = 0; i < span->day_word; ++i)
    if (strip.word[i] == last) text += to_utf8(std::u32string(1, strip.written[i]));
  const std::string name = restore_names(trim(text, ",.;:-_|~*'\""));
  if (count_letters(name) < 2) return std::nullopt;
  return Field{name, place.confidence, 1, place.box, date_row.text};
}

}  // namespace sohoa
