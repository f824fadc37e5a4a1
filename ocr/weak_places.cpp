#include "ocr/weak_places.h"

#include <algorithm>

#include "ocr/correct.h"

namespace sohoa {

namespace {

// A word less likely to be wrong than this is not worth the time.
constexpr double kWorthIt = 0.02;
// Words read along on either side: a recogniser needs some context.
constexpr std::size_t kNeighbours = 1;

struct Weakness {
  WeakPlace place;
  double doubt = 0;  // expected number of wrong words
  int width = 0;
};

const Line* find_line(const TextLayout& layout, const PixelBox& box) {
  for (const Block& block : layout.blocks)
    for (const Line& line : block.lines)
      if (line.box == box) return &line;
  return nullptr;
}

// What correction thinks of the word at `box`; it may have parted it or taken
// it away, then there is nothing to ask.
double doubt_at(const Line& corrected, const PixelBox& box) {
  for (const Word& word : corrected.words)
    if (word.box == box) return 1 - word.confidence;
  return 0;
}

int width_of(const Line& line, const WeakPlace& place) {
  return line.words[place.last - 1].box.right() - line.words[place.first].box.left;
}

// Places of one line; neighbouring ones become one.
void find_in_line(const Line& line, const Line& corrected, WeakPlace place,
                  std::vector<Weakness>& weak) {
  bool open = false;
  Weakness found;
  for (std::size_t w = 0; w < line.words.size(); ++w) {
    const double doubt = doubt_at(corrected, line.words[w].box);
    if (doubt < kWorthIt) continue;
    const std::size_t first = w - std::min(w, kNeighbours);
    const std::size_t last = std::min(line.words.size(), w + 1 + kNeighbours);
    if (open && first <= found.place.last) {
      found.place.last = last;
      found.doubt += doubt;
      continue;
    }
    if (open) weak.push_back(found);
    open = true;
    place.first = first;
    place.last = last;
    found = {place, doubt, 0};
  }
  if (open) weak.push_back(found);
}

}  // namespace

std::vector<WeakPlace> weak_places(const std::vector<Block>& blocks, double share,
                                   const SyllableModel& model) {
  TextLayout corrected;
  corrected.blocks = blocks;
  correct(corrected, model);
  std::vector<Weakness> weak;
  double budget = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (std::size_t l = 0; l < blocks[b].lines.size(); ++l) {
      const Line& line = blocks[b].lines[l];
      budget += share * line.box.width;
      if (const Line* same = find_line(corrected, line.box))
        find_in_line(line, *same, {b, l, 0, 0}, weak);
    }
  for (Weakness& place : weak)
    place.width = width_of(blocks[place.place.block].lines[place.place.line], place.place);
  std::stable_sort(weak.begin(), weak.end(), [](const Weakness& a, const Weakness& b) {
    return a.doubt * b.width > b.doubt * a.width;
  });
  std::vector<WeakPlace> places;
  for (const Weakness& place : weak) {
    if (place.width > budget) continue;
    budget -= place.width;
    places.push_back(place.place);
  }
  return places;
}

}  // namespace sohoa
