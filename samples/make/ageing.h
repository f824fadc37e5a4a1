// What decades and a scanner do to a page.
#pragma once

#include <array>
#include <string>

#include "samples/make/raster.h"

namespace sohoa::samples {

// Lengths are millimetres on paper, so that a page looks alike at every dpi.
struct Ageing {
  double skew_degrees = 0;                             // clockwise
  double wave_mm = 0;                                  // bow of the sheet on the glass
  double blur_mm = 0;                                  // deviation of the optical blur
  std::array<double, 3> paper = {0.985, 0.985, 0.98};  // reflectance, 0..1
  double texture = 0.006;                              // of the paper, deviation of reflectance
  double fading = 0;                                   // 0 black ink, 1 gone
  double uneven_ink = 0;                               // local change of fading, 0..1
  double shade = 0;                                    // fall of light across the page, 0..1
  int stains = 0;                                      // water and tea
  int folds = 0;                                       // 1: across, 2: also down
  double show_through = 0;                             // of the other side, 0..1
  double noise = 0.008;                                // of the sensor, deviation
  double dust_per_dm2 = 0;                             // dark specks
  bool dark_edge = false;                              // lid or book edge in the picture
  bool punch_holes = false;                            // of a binder, left
};

enum class Degree { clean, light, stained, bad };

// Settings drawn for one page of that degree.
[[nodiscard]] Ageing ageing_of(Degree degree, Random& random);
// Throws std::runtime_error on another name.
[[nodiscard]] Degree degree_from(const std::string& name);

// `back` is the other side as drawn, or empty (width 0).
[[nodiscard]] Raster age(const Raster& front, const Raster& back, const Ageing& ageing,
                         Random& random);

// Quarter turns clockwise.
[[nodiscard]] Raster turned(const Raster& page, int quarters);

}  // namespace sohoa::samples
