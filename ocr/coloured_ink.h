// What only coloured ink says: stamps such as MẬT, KHẨN, HỎA TỐC, ĐẾN.
#pragma once

#include "document/text_layout.h"
#include "image/clean.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

// Finds the pieces of coloured ink that have the size of a line of stamp text,
// takes their frames away, levels them and reads each. One block of kind stamp
// for each piece that gave words; boxes refer to the page as it was given.
// Round seals and signatures are passed over or come out as unsure words.
[[nodiscard]] TextLayout read_coloured_ink(const CleanPage& page, OcrEngine& engine);

}  // namespace sohoa
