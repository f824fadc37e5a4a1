#include "ocr/page_roles.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/median.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// Shares of the page's height: decree 30/2020 puts the number in the middle of the upper
// margin, other rules at the foot.
constexpr double kTopMargin = 0.11;
constexpr double kBottomMargin = 0.9;
constexpr double kFootnotesFrom = 0.5;
constexpr double kSmallPrint = 0.88;  // of the height of the body's words
constexpr double kWideGap = 3;        // heights of a word
constexpr std::size_t kMostDigits = 4;
constexpr std::size_t kWordsToMeasure = 3;

struct Place {
  std::size_t block = 0;
  std::size_t line = 0;
};

using Places = std::vector<Place>;

const Line& at(const TextLayout& page, Place place) {
  return page.blocks[place.block].lines[place.line];
}

bool is_number(std::string_view text) {
  constexpr std::string_view kAround = "-.()[]";
  while (!text.empty() && kAround.find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
  while (!text.empty() && kAround.find(text.back()) != std::string_view::npos)
    text.remove_suffix(1);
  return !text.empty() && text.size() <= kMostDigits &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

bool is_dash(std::string_view text) {
  return text == "-" || text == "–" || text == "—";
}

// "12", "- 12 -", "Trang 12", "12/30".
bool says_page_number(const Line& line) {
  std::vector<std::string> words;
  for (const Word& word : line.words)
    if (!is_dash(word.text)) words.push_back(word.text);
  if (words.size() == 2 && fold(words[0]) == "trang") words.erase(words.begin());
  if (words.size() != 1) return false;
  const std::size_t stroke = words[0].find('/');
  if (stroke == std::string::npos) return is_number(words[0]);
  return is_number(std::string_view(words[0]).substr(0, stroke)) &&
         is_number(std::string_view(words[0]).substr(stroke + 1));
}

int middle(const PixelBox& box) {
  return box.top + box.height / 2;
}

// Text lines from the top downwards; those of stamps and tables are no part of it.
Places lines_downwards(const TextLayout& page) {
  Places places;
  for (std::size_t b = 0; b < page.blocks.size(); ++b) {
    const Block& block = page.blocks[b];
    if (block.kind == BlockKind::stamp || !block.cells.empty()) continue;
    for (std::size_t l = 0; l < block.lines.size(); ++l)
      if (!block.lines[l].words.empty()) places.push_back({b, l});
  }
  std::stable_sort(places.begin(), places.end(), [&](Place a, Place b) {
    return middle(at(page, a).box) < middle(at(page, b).box);
  });
  return places;
}

int word_height(const std::vector<const Line*>& lines) {
  std::vector<int> heights;
  for (const Line* line : lines)
    for (const Word& word : line->words) heights.push_back(word.box.height);
  return std::max(1, median(std::move(heights)));
}

// Whether nothing else stands beside the line.
bool alone_in_row(const TextLayout& page, const Places& lines, std::size_t index) {
  const PixelBox& box = at(page, lines[index]).box;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const PixelBox& other = at(page, lines[i]).box;
    if (i != index && middle(other) >= box.top && middle(other) < box.bottom()) return false;
  }
  for (const Block& block : page.blocks)
    if (!block.cells.empty() && middle(box) >= block.box.top && middle(box) < block.box.bottom())
      return false;
  return true;
}

// A number at one end of the line, far from the other words.
bool is_running_head(const Line& line, int height) {
  if (line.words.size() < 2) return false;
  const auto far_from = [&](const Word& a, const Word& b) {
    return b.box.left - a.box.right() > kWideGap * height;
  };
  const std::size_t last = line.words.size() - 1;
  return (is_number(line.words[last].text) && far_from(line.words[last - 1], line.words[last])) ||
         (is_number(line.words[0].text) && far_from(line.words[0], line.words[1]));
}

// "1", "1.", "(1)", "*", or a number grown together with the first word.
bool begins_as_footnote(const Line& line) {
  const std::string& first = line.words.front().text;
  if (first.front() == '*' || first.front() == '(') return true;
  std::size_t digits = 0;
  while (digits < first.size() && std::isdigit(static_cast<unsigned char>(first[digits])) != 0)
    ++digits;
  return digits > 0 && digits <= 2 && line.words.size() > 1;
}

// The last lines of small print, when they begin as footnotes do.
Places footnotes_of(const TextLayout& page, const Places& body) {
  if (body.size() < 4) return {};
  std::vector<const Line*> all;
  for (const Place place : body) all.push_back(&at(page, place));
  const int usual = word_height(all);
  std::size_t first = body.size();
  std::size_t start = body.size();
  while (first > 0) {
    const Line& line = at(page, body[first - 1]);
    const bool small = word_height({&line}) <= kSmallPrint * usual;
    const bool measured = line.words.size() >= kWordsToMeasure;
    if (line.box.top < kFootnotesFrom * page.height || (measured && !small)) break;
    --first;
    if (measured && begins_as_footnote(line)) start = first;
  }
  // The lines above the first mark are small by chance, or recipients.
  Places notes(body.begin() + static_cast<std::ptrdiff_t>(start), body.end());
  const bool recipients = std::any_of(body.begin(), body.end(), [&](Place place) {
    const std::string folded = fold(line_text(at(page, place)));
    return folded.find("noi nhan") != std::string::npos;
  });
  if (recipients || notes.size() == body.size()) return {};
  return notes;
}

struct Found {
  Places lines;
  BlockRole role = BlockRole::body;
  bool first = false;  // of the page
};

void set_apart(TextLayout& page, const std::vector<Found>& finds) {
  std::vector<Block> before, after;
  std::vector<Place> taken;
  for (const Found& found : finds) {
    if (found.lines.empty()) continue;
    Block block;
    block.role = found.role;
    for (const Place place : found.lines) {
      block.lines.push_back(at(page, place));
      block.box = cover(block.box, block.lines.back().box);
      taken.push_back(place);
    }
    (found.first ? before : after).push_back(std::move(block));
  }
  if (taken.empty()) return;
  for (std::size_t b = 0; b < page.blocks.size(); ++b) {
    Block& block = page.blocks[b];
    std::vector<Line> kept;
    bool changed = false;
    for (std::size_t l = 0; l < block.lines.size(); ++l) {
      const bool gone = std::any_of(taken.begin(), taken.end(),
                                    [&](Place p) { return p.block == b && p.line == l; });
      if (!gone) kept.push_back(std::move(block.lines[l]));
      changed = changed || gone;
    }
    block.lines = std::move(kept);
    if (!changed) {
      before.push_back(std::move(block));
      continue;
    }
    if (block.lines.empty()) continue;
    block.box = {};
    for (const Line& line : block.lines) block.box = cover(block.box, line.box);
    before.push_back(std::move(block));
  }
  std::move(after.begin(), after.end(), std::back_inserter(before));
  page.blocks = std::move(before);
}

}  // namespace

void mark_roles(TextLayout& page) {
  Places lines = lines_downwards(page);
  if (lines.size() < 2) return;
  std::vector<const Line*> all;
  for (const Place place : lines) all.push_back(&at(page, place));
  const int height = word_height(all);
  Found head, foot{{}, BlockRole::page_number, false}, notes{{}, BlockRole::footnote, false};
  const Line& top = *all.front();
  if (middle(top.box) < kTopMargin * page.height && alone_in_row(page, lines, 0)) {
    if (says_page_number(top))
      head = {{lines.front()}, BlockRole::page_number, true};
    else if (is_running_head(top, height))
      head = {{lines.front()}, BlockRole::running_head, true};
  }
  if (middle(all.back()->box) > kBottomMargin * page.height && says_page_number(*all.back()) &&
      alone_in_row(page, lines, lines.size() - 1)) {
    foot.lines = {lines.back()};
    lines.pop_back();
  }
  notes.lines = footnotes_of(page, lines);
  set_apart(page, {head, notes, foot});
}

}  // namespace sohoa
