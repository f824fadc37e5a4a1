// What may be a stamp on a cleaned page, before it is cut out. Internal to image/.
#pragma once

#include <vector>

#include "image/clean.h"
#include "image/stamp_cut.h"
#include "image/stamp_shape.h"

namespace sohoa {

// Pieces are found on the image reduced to a quarter of its side and measured at a half.
inline constexpr int kStampReduction = 4;
inline constexpr int kStampInkReduction = 2;

// Letters on stamps, mm.
inline constexpr double kLeastStampLetter = 1.5;
inline constexpr double kMostStampLetter = 11;

struct InkComponent {
  PixPtr pix;
  PixelBox box;
};

// Joined pixels of an image of 1 bit; nothing of none.
[[nodiscard]] std::vector<InkComponent> components_of(Pix* ink);

// Reduced to a half at each `rank` that is not 0 (pixReduceRankBinaryCascade); null of null.
[[nodiscard]] PixPtr reduced(Pix* ink, int rank, int second_rank);

// The black pixels of `ink`, whose left top corner stands at (left, top), in millimetres.
void add_points(InkPoints& points, Pix* ink, double left, double top, double per_millimetre);

// Millimetres: as frames of secrecy, urgency and incoming stamps are.
[[nodiscard]] bool has_size_of_framed_stamp(double width, double height);

// From the likeliest; round: with large letters inside.
enum class StampLikelihood { large_letters, some_ink, round };

struct StampCandidate {
  StampArea area;
  InkPoints ink;
  std::vector<Degrees> turns;
  StampLikelihood likelihood = StampLikelihood::some_ink;
  double square_millimetres = 0;  // of one reading
};

// Pieces of the coloured ink that have the size of stamp text.
[[nodiscard]] std::vector<StampCandidate> find_coloured_stamps(const PageImage& coloured,
                                                               const Millimetres& mm);

// Frames in black ink with something in them.
[[nodiscard]] std::vector<StampCandidate> find_framed_stamps(const PageImage& binary,
                                                             const Millimetres& mm);

}  // namespace sohoa
