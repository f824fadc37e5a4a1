#include "image/stamp_pieces.h"

#include <allheaders.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "image/incoming_stamps.h"
#include "image/stamp_find.h"

namespace sohoa {
namespace {

struct Find {
  const PageImage* source = nullptr;
  StampCandidate candidate;
};

// Of two areas of one scale.
bool overlap(const StampArea& a, const StampArea& b) {
  const auto apart = [](int first, int first_size, int second, int second_size) {
    return first + first_size <= second || second + second_size <= first;
  };
  return !apart(a.left, pixGetWidth(a.mask.get()), b.left, pixGetWidth(b.mask.get())) &&
         !apart(a.top, pixGetHeight(a.mask.get()), b.top, pixGetHeight(b.mask.get()));
}

}  // namespace

std::vector<StampPiece> stamp_pieces(const CleanPage& page, const StampOptions& options) {
  const double dpi = page.quality.dpi.value * page.transform.scale;
  const PageImage& any = page.grey.empty() ? page.coloured : page.grey;
  const Millimetres mm(any, dpi);
  std::vector<Find> finds;
  const auto keep = [&](const PageImage& source, std::vector<StampCandidate> candidates) {
    for (StampCandidate& candidate : candidates) finds.push_back({&source, std::move(candidate)});
  };
  if (!page.coloured.empty()) keep(page.coloured, find_coloured_stamps(page.coloured, mm));
  if (!page.binary.empty() && !page.grey.empty()) {
    std::vector<StampCandidate> framed = find_framed_stamps(page.binary, mm);
    for (const IncomingStamp& stamp : find_incoming_stamps(page, mm))
      if (std::none_of(framed.begin(), framed.end(), [&](const StampCandidate& other) {
            return overlap(other.area, stamp.area);
          }))
        framed.push_back(as_candidate(stamp, page.binary, mm));
    keep(page.grey, std::move(framed));
  }
  std::stable_sort(finds.begin(), finds.end(), [](const Find& a, const Find& b) {
    if (a.candidate.likelihood != b.candidate.likelihood)
      return a.candidate.likelihood < b.candidate.likelihood;
    return a.candidate.area.top < b.candidate.area.top;
  });

  std::vector<StampPiece> pieces;
  double area = 0;
  for (const auto& [source, candidate] : finds) {
    for (const Degrees turn : candidate.turns) {
      if (pieces.size() >= options.most_pieces) return pieces;
      if (!pieces.empty() && area + candidate.square_millimetres > options.most_area) continue;
      StampPiece piece = cut_stamp(*source, candidate.area, candidate.ink, turn, mm);
      if (piece.image.empty()) continue;
      area += candidate.square_millimetres;
      pieces.push_back(std::move(piece));
    }
  }
  return pieces;
}

PointF to_cleaned(const StampPiece& piece, PointF p) {
  const PointF moved = turned_by(
      {p.x - piece.image.width() / 2.0, p.y - piece.image.height() / 2.0}, {-piece.turn.value});
  return {piece.middle.x + moved.x, piece.middle.y + moved.y};
}

PixelBox to_cleaned(const StampPiece& piece, PixelBox box) {
  PixelBox covering;
  for (const int x : {box.left, box.right()})
    for (const int y : {box.top, box.bottom()}) {
      const PointF p = to_cleaned(piece, PointF{static_cast<double>(x), static_cast<double>(y)});
      covering = cover(
          covering, {static_cast<int>(std::lround(p.x)), static_cast<int>(std::lround(p.y)), 1, 1});
    }
  return covering;
}

}  // namespace sohoa
