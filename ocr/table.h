// Ruled tables: reading their cells and putting them among the other blocks.
#pragma once

#include <vector>

#include "document/text_layout.h"
#include "image/clean.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

// One block of kind table for each table of `page` in which something was read: its cells,
// and the lines of each cell together. Boxes refer to the page as it was given to clean().
// Throws as OcrEngine::recognise_snippet.
[[nodiscard]] std::vector<Block> read_tables(const CleanPage& page, OcrEngine& engine);

// Puts each of `tables` behind the text above it and before the text below it; a block
// that stands on both sides is divided. Boxes of both are of one upright page. Thread-safe.
void insert_tables(std::vector<Block>& blocks, std::vector<Block> tables);

// What `engine` reads on the page around its tables, with the tables put in and roles marked. Boxes
// refer to the page as it was given to clean(). Throws as OcrEngine::recognise.
[[nodiscard]] TextLayout recognise_with_tables(const CleanPage& page, OcrEngine& engine);

}  // namespace sohoa
