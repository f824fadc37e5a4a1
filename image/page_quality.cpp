#include "image/page_quality.h"

#include <algorithm>
#include <cmath>

namespace sohoa {
namespace {

// Below the first the page is to be scanned again, below the second looked at.
struct Least {
  double rescan;
  double look;
};
// At or above the first it is to be scanned again, the second looked at.
struct Most {
  double rescan;
  double look;
};

// Measured on made letters, 300 dpi unless said, read with and without the fault
// (error rate of characters, untouched 0.4 to 1.0 %), and on 88 real pages, none of
// which may be sent back for nothing:
//   height  60 dpi: 7 to 8 pixels, 3 to 6 % wrong; 75 dpi: 9 pixels, 1.4 to 5.5 %;
//           100 dpi: 10 pixels, not worse than 300 dpi, as are real pages at 100 dpi
//   edges   blur of 3 pixels: 0.10, 0.7 to 1.5 % wrong; of 4: 0.12, 3 to 9 %;
//           real pages up to 0.04, drawn ones of the worst paper 0.07
//   ink     contrast 0.46: not worse; 0.36: 1.5 to 4 %; real pages from 0.96
constexpr Least kLetterHeight{8, 10};  // pixels
constexpr Most kEdge{0.112, 0.098};    // pixels more than the sharpest edge, of the height
constexpr Least kContrast{0.30, 0.42};
constexpr Most kCutLetters{4, 2};
// A letter under a stamp is mostly read; a page that is mostly stamp is not.
constexpr Most kStamped{0.60, 0.35};

class Judge {
 public:
  void least(double value, const Least& limits, ScanFault fault) {
    if (value < limits.look) add(fault, value < limits.rescan);
  }
  void most(double value, const Most& limits, ScanFault fault) {
    if (value >= limits.look) add(fault, value >= limits.rescan);
  }
  void add(ScanFault fault, bool rescan) {
    judgement_.faults.push_back(fault);
    const ScanVerdict verdict = rescan ? ScanVerdict::rescan : ScanVerdict::look;
    judgement_.verdict = std::max(judgement_.verdict, verdict);
  }
  [[nodiscard]] const ScanJudgement& judgement() const { return judgement_; }

 private:
  ScanJudgement judgement_;
};

}  // namespace

ScanJudgement judge(const PageQuality& quality) {
  Judge judge;
  if (quality.blank) judge.add(ScanFault::blank, false);
  if (quality.letter_height > 0) {
    judge.least(quality.letter_height, kLetterHeight, ScanFault::low_resolution);
    judge.most((quality.edge_width - 1) / quality.letter_height, kEdge, ScanFault::blurred);
    judge.least(quality.contrast, kContrast, ScanFault::pale);
  }
  judge.most(quality.cut_letters, kCutLetters, ScanFault::cut_edges);
  judge.most(quality.stamped, kStamped, ScanFault::under_stamp);
  return judge.judgement();
}

std::string_view verdict_name(ScanVerdict verdict) {
  switch (verdict) {
    case ScanVerdict::good:
      return "good";
    case ScanVerdict::look:
      return "look";
    case ScanVerdict::rescan:
      return "rescan";
  }
  return "good";
}

std::string_view fault_name(ScanFault fault) {
  switch (fault) {
    case ScanFault::low_resolution:
      return "low_resolution";
    case ScanFault::blurred:
      return "blurred";
    case ScanFault::pale:
      return "pale";
    case ScanFault::cut_edges:
      return "cut_edges";
    case ScanFault::under_stamp:
      return "under_stamp";
    case ScanFault::blank:
      return "blank";
  }
  return "blank";
}

PageQuality quality_of_both(const PageQuality& a, const PageQuality& b) {
  // A page without letters says nothing about how letters look.
  const PageQuality& lettered = a.letter_height > 0 ? a : b;
  const PageQuality& other = a.letter_height > 0 && b.letter_height > 0 ? b : lettered;
  PageQuality both = lettered;
  both.blank = a.blank && b.blank;
  both.blank_confidence = std::min(a.blank_confidence, b.blank_confidence);
  both.ink = (a.ink + b.ink) / 2;
  both.coloured_ink = (a.coloured_ink + b.coloured_ink) / 2;
  both.skew = std::abs(a.skew.value) >= std::abs(b.skew.value) ? a.skew : b.skew;
  both.letter_height = std::min(lettered.letter_height, other.letter_height);
  both.edge_width = std::max(lettered.edge_width, other.edge_width);
  both.contrast = std::min(lettered.contrast, other.contrast);
  both.cut_letters = std::max(a.cut_letters, b.cut_letters);
  both.stamped = std::max(a.stamped, b.stamped);
  return both;
}

}  // namespace sohoa
