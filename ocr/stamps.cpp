#include "ocr/stamps.h"

#include <utility>

#include "image/stamp_pieces.h"

namespace sohoa {

namespace {

void move_to_page(Block& block, const StampPiece& piece, const PageTransform& transform) {
  block.kind = BlockKind::stamp;
  block.box = to_page(transform, piece.box);
  for (Line& line : block.lines) {
    line.box = to_page(transform, to_cleaned(piece, line.box));
    line.baseline_start = to_page(transform, to_cleaned(piece, line.baseline_start));
    line.baseline_end = to_page(transform, to_cleaned(piece, line.baseline_end));
    for (Word& word : line.words) word.box = to_page(transform, to_cleaned(piece, word.box));
  }
}

}  // namespace

TextLayout read_stamps(const CleanPage& page, OcrEngine& engine) {
  TextLayout layout;
  layout.width = page.transform.width;
  layout.height = page.transform.height;
  layout.dpi = page.quality.dpi;
  for (const StampPiece& piece : stamp_pieces(page, StampOptions{})) {
    for (Block& block : engine.recognise_snippet(piece.image).blocks) {
      move_to_page(block, piece, page.transform);
      layout.blocks.push_back(std::move(block));
    }
  }
  if (layout.blocks.empty()) layout.source = TextSource::none;
  return layout;
}

}  // namespace sohoa
