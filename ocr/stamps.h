// What stamps say: coloured ink such as MẬT, KHẨN, HỎA TỐC, ĐẾN, and words in a
// frame of their own on black and white scans.
#pragma once

#include "document/text_layout.h"
#include "image/clean.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

// Finds the pieces of coloured ink that have the size of stamp text and the
// small frames in black ink, takes the frames away, levels what is left and
// reads each alone: the reading of the whole page goes wrong over frames. One
// block of kind stamp for each piece that gave words; boxes refer to the page as
// it was given. Round seals are passed over, signatures come out as unsure words.
[[nodiscard]] TextLayout read_stamps(const CleanPage& page, OcrEngine& engine);

}  // namespace sohoa
