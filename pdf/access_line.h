// Where the words of one line stand: their baseline and their size, as the words
// themselves show it.
#pragma once

#include <string>
#include <vector>

#include "document/geometry.h"

namespace sohoa {

struct ShownWord {
  std::u32string text;  // not empty
  PixelBox box;         // not empty
};

// How far along the writing a word starts and reaches, and how high across it
// its baseline lies. Pixels, from the line's origin.
struct WordPlace {
  double start = 0;
  double length = 0;
  double base = 0;
};

// The writing runs along (cosine, sine) from (x, y), in pixels with y upwards.
struct PlacedLine {
  double cosine = 1;
  double sine = 0;
  double x = 0;
  double y = 0;
  double font_size = 1;          // pixels an em
  std::vector<WordPlace> words;  // one for each word given
};

// `start` and `end` are the ends of the recogniser's baseline (equal: unknown),
// pixels with y downwards. It gives the direction; size and height come from the
// words: each letter says how far its ink reaches above and below the baseline,
// so each word's box gives an estimate of both. The medians serve all words, so
// that one swollen box, one misread word or a badly placed baseline moves nothing.
[[nodiscard]] PlacedLine place_line(const std::vector<ShownWord>& words, PointF start, PointF end,
                                    int frame_height);

}  // namespace sohoa
