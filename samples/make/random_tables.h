// Pages with ruled tables composed at random, for measuring how tables are read.
#pragma once

#include <cstdint>
#include <string>

#include "samples/make/ageing.h"
#include "samples/make/recipe.h"

namespace sohoa::samples {

struct TableSample {
  Sample sample;
  // One JSON object: {"kind", "cells": [{"row", "column", "rows", "columns", "text"}…]},
  // rows and columns counted from 0, in reading order.
  std::string cells;
};

// One page of 300 dpi with a paragraph, a table and a paragraph; every second page is black and
// white, the others are grey. `index` also chooses the kind of table: plain, with merged heads,
// with rows across, with merged body cells, with broken rules, set so tightly that rules touch
// letters and their marks, or with open sides. Otherwise as random_letter().
[[nodiscard]] TableSample random_table(std::uint64_t seed, int index, Degree degree,
                                       const std::string& paragraphs_file);

}  // namespace sohoa::samples
