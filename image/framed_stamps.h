// Incoming stamps in black ink, out of the way of layout.
#pragma once

#include "image/clean.h"

namespace sohoa {

// The page without the framed stamps that stand beside print, most often the stamp of
// the office that received a letter beside its title: layout takes both for one table, and
// title and subject are read across the stamp. What they enclose becomes paper, in `binary` and
// `grey`; of `tables` those that are such stamps are left out. stamp_pieces() of the page as
// it was has them. Shares the pixels of images that stay as they are. Thread-safe.
[[nodiscard]] CleanPage without_framed_stamps(const CleanPage& page);

}  // namespace sohoa
