#include "records/arrival.h"

#include <string>
#include <string_view>
#include <vector>

#include "records/digits.h"
#include "records/issued_date.h"
#include "records/letters.h"
#include "records/rows.h"

namespace sohoa {

namespace {

constexpr double kFilledIn = 0.5;
constexpr std::size_t kLongestNumber = 6;

// "ĐẾN" or "CÔNG VĂN ĐẾN" in capitals.
std::optional<Row> word_of_arrival(const Row& row) {
  for (std::size_t i = 0; i < row.words.size(); ++i) {
    const std::string text = trim(row.words[i].text, ".,:;|");
    if (squeeze(text) == "den" && is_capitals(text)) return part_of(row, i, i + 1);
  }
  return std::nullopt;
}

// What stands behind the label: "Số: 512" -> "512"; "ĐẾN" may stand before it.
std::optional<Row> behind(const Row& row, std::string_view label) {
  for (std::size_t i = 0; i < 2 && i + 1 < row.words.size(); ++i)
    if (squeeze(row.words[i].text) == label) return part_of(row, i + 1, row.words.size());
  return std::nullopt;
}

std::optional<Field> number_in(const Row& row) {
  const auto rest = behind(row, "so");
  if (!rest) return std::nullopt;
  const ReadNumber read = read_number(rest->text);
  if (!read.clean || read.digits.size() > kLongestNumber) return std::nullopt;
  return Field{read.digits, rest->confidence * kFilledIn, 1, rest->box, row.text};
}

std::optional<Field> date_in(const Row& row) {
  const auto rest = behind(row, "ngay");
  if (!rest) return std::nullopt;
  const auto date = date_in_figures(rest->text);
  if (!date) return std::nullopt;
  return Field{*date, rest->confidence * kFilledIn, 1, rest->box, row.text};
}

// The parts of a row, each of one word with the next: what is filled in may
// stand far behind its label.
std::vector<Row> labelled_parts(const Row& row) {
  std::vector<Row> parts = split_at_gaps(row);
  for (std::size_t i = parts.size(); i-- > 1;) {
    if (parts[i - 1].words.size() > 1) continue;
    std::vector<Word> words = parts[i - 1].words;
    words.insert(words.end(), parts[i].words.begin(), parts[i].words.end());
    parts[i - 1] = make_row(std::move(words));
  }
  return parts;
}

// The stamp is about 6 by 3 cm; its word stands at the left or on top.
PixelBox stamp_around(const Row& word, const TextLayout& page) {
  const int width = page.width / 3;
  const int height = page.height / 10;
  return {word.centre_x() - width, word.box.top - height / 2, 2 * width,
          word.box.height + height * 3 / 2};
}

}  // namespace

Arrival find_arrival(const TextLayout& page) {
  Arrival arrival;
  const PixelBox upper{0, 0, page.width, page.height / 2};
  for (const Row& row : rows_in(page, upper, Stamps::kept)) {
    const auto word = word_of_arrival(row);
    if (!word) continue;
    for (const Row& near : rows_in(page, stamp_around(*word, page), Stamps::kept)) {
      for (const Row& part : labelled_parts(near)) {
        if (!arrival.number) arrival.number = number_in(part);
        if (!arrival.date) arrival.date = date_in(part);
      }
    }
    if (arrival.number || arrival.date) break;
  }
  return arrival;
}

}  // namespace sohoa
