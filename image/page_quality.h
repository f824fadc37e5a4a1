// What is wrong with a scan while the paper is still on the table.
#pragma once

#include <string_view>
#include <vector>

#include "document/geometry.h"

namespace sohoa {

// Measured by clean(). Lengths are pixels of the page as it was given.
struct PageQuality {
  Dpi dpi;             // what the file says
  Dpi likely_dpi;      // what the height of the letters says where the file is silent or cannot
                       // be right, else what the file says
  bool blank = false;  // nothing but specks and show-through; in doubt false
  double blank_confidence = 0;  // that it is blank, 0..1
  double ink = 0;               // share of black pixels, 0..1
  double coloured_ink = 0;      // share of strongly coloured pixels, 0..1
  Degrees skew;                 // found, before correction
  double letter_height = 0;     // median; 0: too few letters to tell, as for blur and contrast
  double edge_width = 0;        // of letters' strokes, from ink to paper; 0 on bilevel pages
  double contrast = 0;          // of letters against their paper: 0 none, 1 black on white
  int cut_letters = 0;          // that run into one edge of the image: the most of any edge
  double stamped = 0;           // share of the letters that lie under coloured ink, 0..1
};

enum class ScanFault { low_resolution, blurred, pale, cut_edges, under_stamp, blank };

enum class ScanVerdict {
  good,
  look,   // readable, but somebody should look at the page
  rescan  // the paper gives more than this scan shows
};

struct ScanJudgement {
  ScanVerdict verdict = ScanVerdict::good;
  std::vector<ScanFault> faults;  // that led to it
};

// Thresholds and where they come from stand in page_quality.cpp.
[[nodiscard]] ScanJudgement judge(const PageQuality& quality);

// "good", "look", "rescan"; "low_resolution", "blurred"…
[[nodiscard]] std::string_view verdict_name(ScanVerdict verdict);
[[nodiscard]] std::string_view fault_name(ScanFault fault);

// Of two facing pages together: of each value the one that is worse.
[[nodiscard]] PageQuality quality_of_both(const PageQuality& a, const PageQuality& b);

}  // namespace sohoa
