// Incoming stamps in black frames beside print. Internal to image/.
#pragma once

#include <vector>

#include "image/clean.h"
#include "image/stamp_cut.h"
#include "image/stamp_find.h"

namespace sohoa {

// A stamp of several lines in a black frame, most often of the office that received a letter,
// that stands beside print: layout would take stamp and print for one table.
struct IncomingStamp {
  StampArea area;                   // the frame, what it encloses and letters across it
  const TableGrid* grid = nullptr;  // of the page, when the frame was taken for a table's
};

[[nodiscard]] std::vector<IncomingStamp> find_incoming_stamps(const CleanPage& page,
                                                              const Millimetres& mm);

// To be cut out and read like others.
[[nodiscard]] StampCandidate as_candidate(const IncomingStamp& stamp, const PageImage& binary,
                                          const Millimetres& mm);

}  // namespace sohoa
