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

constexpr Least kLetterHeight{7, 9};    // pixels
constexpr Most kEdge{0.42, 0.33};       // of the letters' height
constexpr Least kContrast{0.30, 0.42};  // share
constexpr Most kCutLetters{4, 2};       // letters
constexpr Most kStamped{0.60, 0.35};    // share of letters

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
    judge.most(quality.edge_width / quality.letter_height, kEdge, ScanFault::blurred);
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
