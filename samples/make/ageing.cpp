#include "samples/make/ageing.h"

#include <algorithm>
#include <numbers>
#include <stdexcept>

namespace sohoa::samples {

namespace {

// One plane of reflectance, 0 black to 1 white.
struct Plane {
  int width = 0;
  int height = 0;
  std::vector<float> values;

  Plane(int w, int h, float value = 0)
      : width(w),
        height(h),
        values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}
  float& at(int x, int y) {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
  [[nodiscard]] float at(int x, int y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
  // Bilinear; outside is the nearest edge.
  [[nodiscard]] float sample(double x, double y) const {
    x = std::clamp(x, 0.0, width - 1.001);
    y = std::clamp(y, 0.0, height - 1.001);
    const int left = static_cast<int>(x);
    const int top = static_cast<int>(y);
    const auto fx = static_cast<float>(x - left);
    const auto fy = static_cast<float>(y - top);
    const int right = std::min(left + 1, width - 1);
    const int below = std::min(top + 1, height - 1);
    return (at(left, top) * (1 - fx) + at(right, top) * fx) * (1 - fy) +
           (at(left, below) * (1 - fx) + at(right, below) * fx) * fy;
  }
};

using Planes = std::vector<Plane>;  // red, green, blue

// Smooth random field, -1..1, with hills of about `size` pixels.
class Field {
 public:
  Field(int width, int height, double size, Random& random)
      : size_(size),
        grid_(static_cast<int>(width / size) + 4, static_cast<int>(height / size) + 4) {
    for (float& value : grid_.values) value = static_cast<float>(random.between(-1, 1));
  }
  [[nodiscard]] double at(double x, double y) const { return grid_.sample(x / size_, y / size_); }

 private:
  double size_;
  Plane grid_;
};

void blur_line(const std::vector<float>& kernel, std::vector<float>& line,
               std::vector<float>& scratch) {
  const int reach = static_cast<int>(kernel.size() / 2);
  const int length = static_cast<int>(line.size());
  for (int i = 0; i < length; ++i) {
    float sum = 0;
    for (int k = -reach; k <= reach; ++k)
      sum += kernel[static_cast<std::size_t>(k + reach)] *
             line[static_cast<std::size_t>(std::clamp(i + k, 0, length - 1))];
    scratch[static_cast<std::size_t>(i)] = sum;
  }
  line.swap(scratch);
}

std::vector<float> gaussian(double sigma) {
  const int reach = std::max(1, static_cast<int>(std::ceil(2.6 * sigma)));
  std::vector<float> kernel;
  float sum = 0;
  for (int k = -reach; k <= reach; ++k) {
    kernel.push_back(static_cast<float>(std::exp(-k * k / (2 * sigma * sigma))));
    sum += kernel.back();
  }
  for (float& weight : kernel) weight /= sum;
  return kernel;
}

void blur(Plane& plane, double sigma) {
  if (sigma < 0.2) return;
  const std::vector<float> kernel = gaussian(sigma);
  std::vector<float> line(static_cast<std::size_t>(plane.width));
  std::vector<float> scratch(line.size());
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) line[static_cast<std::size_t>(x)] = plane.at(x, y);
    blur_line(kernel, line, scratch);
    for (int x = 0; x < plane.width; ++x) plane.at(x, y) = line[static_cast<std::size_t>(x)];
  }
  line.resize(static_cast<std::size_t>(plane.height));
  scratch.resize(line.size());
  for (int x = 0; x < plane.width; ++x) {
    for (int y = 0; y < plane.height; ++y) line[static_cast<std::size_t>(y)] = plane.at(x, y);
    blur_line(kernel, line, scratch);
    for (int y = 0; y < plane.height; ++y) plane.at(x, y) = line[static_cast<std::size_t>(y)];
  }
}

Planes split(const Raster& page) {
  Planes planes(3, Plane(page.width, page.height));
  for (std::size_t i = 0; i < planes[0].values.size(); ++i)
    for (std::size_t c = 0; c < 3; ++c)
      planes[c].values[i] = static_cast<float>(page.rgb[3 * i + c]) / 255;
  return planes;
}

void fade(Planes& planes, const Ageing& ageing, double mm, Random& random) {
  if (ageing.fading <= 0 && ageing.uneven_ink <= 0) return;
  const Field coarse(planes[0].width, planes[0].height, 22 * mm, random);
  const Field fine(planes[0].width, planes[0].height, 0.5 * mm, random);
  for (int y = 0; y < planes[0].height; ++y)
    for (int x = 0; x < planes[0].width; ++x) {
      const double local = 0.5 * coarse.at(x, y) + 0.5 * fine.at(x, y);
      const auto lost =
          static_cast<float>(std::clamp(ageing.fading + ageing.uneven_ink * local, 0.0, 0.85));
      for (Plane& plane : planes) plane.at(x, y) = 1 - (1 - plane.at(x, y)) * (1 - lost);
    }
}

void lay_on_paper(Planes& planes, const Ageing& ageing, double mm, Random& random) {
  const Field clouds(planes[0].width, planes[0].height, 35 * mm, random);
  const Field fibres(planes[0].width, planes[0].height, std::max(1.5, 0.35 * mm), random);
  for (int y = 0; y < planes[0].height; ++y)
    for (int x = 0; x < planes[0].width; ++x) {
      const double change = ageing.texture * (2.0 * clouds.at(x, y) + fibres.at(x, y));
      for (std::size_t c = 0; c < 3; ++c) {
        // Yellowed paper is darkest in blue, and so are its clouds.
        const double depth = 1 + 6 * (1 - ageing.paper[c]);
        planes[c].at(x, y) *= static_cast<float>(ageing.paper[c] + change * depth);
      }
    }
}

void show_through(Planes& planes, const Raster& back, double amount, double mm) {
  if (back.width == 0 || amount <= 0) return;
  Plane other(back.width, back.height);
  for (int y = 0; y < back.height; ++y)
    for (int x = 0; x < back.width; ++x) {
      // Seen from this side the back is mirrored.
      const std::size_t at = back.offset(back.width - 1 - x, y);
      other.at(x, y) = static_cast<float>(back.rgb[at] + back.rgb[at + 1] + back.rgb[at + 2]) / 765;
    }
  blur(other, 0.16 * mm);
  for (Plane& plane : planes)
    for (std::size_t i = 0; i < plane.values.size(); ++i)
      plane.values[i] *= 1 - static_cast<float>(amount) * (1 - other.values[i]);
}

// A tide mark: pale inside, a darker rim, an outline that wanders.
void stain(Planes& planes, double mm, Random& random) {
  const double cx = random.unit() * planes[0].width;
  const double cy = random.unit() * planes[0].height;
  const double radius = random.between(9, 34) * mm;
  const double depth = random.between(0.05, 0.13);
  const double rim = random.between(0.8, 2.2) * mm;
  std::array<double, 12> outline{};
  for (double& value : outline) value = random.between(0.82, 1.15);
  const int x0 = std::max(0, static_cast<int>(cx - 1.3 * radius));
  const int x1 = std::min(planes[0].width, static_cast<int>(cx + 1.3 * radius));
  const int y0 = std::max(0, static_cast<int>(cy - 1.3 * radius));
  const int y1 = std::min(planes[0].height, static_cast<int>(cy + 1.3 * radius));
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) {
      const double turn = (std::atan2(y - cy, x - cx) / std::numbers::pi + 1) * 6;
      const auto part = static_cast<std::size_t>(turn) % 12;
      const double t = turn - std::floor(turn);
      const double s = t * t * (3 - 2 * t);
      const double edge = radius * (outline[part] * (1 - s) + outline[(part + 1) % 12] * s);
      const double inside = edge - std::hypot(x - cx, y - cy);
      if (inside < -rim) continue;
      const double body = std::clamp(inside / (4 * rim) + 0.25, 0.0, 1.0) * 0.55;
      const double rim_part = std::exp(-inside * inside / (rim * rim));
      const double dark = depth * (body + rim_part);
      const std::array<double, 3> hue = {0.55, 0.8, 1.25};  // brown
      for (std::size_t c = 0; c < 3; ++c)
        planes[c].at(x, y) *= static_cast<float>(1 - dark * hue[c]);
    }
}

void fold(Planes& planes, bool across, double mm, Random& random) {
  const int length = across ? planes[0].width : planes[0].height;
  const int breadth = across ? planes[0].height : planes[0].width;
  const double place = breadth * random.between(0.46, 0.54);
  const Field wander(length, 4, 14 * mm, random);
  const double width = 0.22 * mm;
  for (int i = 0; i < length; ++i) {
    const double line = place + 0.5 * mm * wander.at(i, 0);
    for (int j = static_cast<int>(line - 12 * mm); j < static_cast<int>(line + 12 * mm); ++j) {
      if (j < 0 || j >= breadth) continue;
      const double d = j - line;
      // Worn white at the crease, shaded on one side of it.
      const double crease = 0.35 * std::exp(-d * d / (width * width));
      const double shade = d > 0 ? 0.07 * std::exp(-d / (4 * mm)) : 0;
      for (Plane& plane : planes) {
        float& value = across ? plane.at(i, j) : plane.at(j, i);
        value = static_cast<float>(value * (1 - shade) + (0.93 - value) * crease);
      }
    }
  }
}

void dust(Planes& planes, double per_dm2, double mm, Random& random) {
  const double area = planes[0].width / mm / 100 * planes[0].height / mm / 100;
  const int count = static_cast<int>(per_dm2 * area);
  for (int i = 0; i < count; ++i) {
    const double radius = random.between(0.04, 0.05 + 0.16 * random.unit() * random.unit()) * mm;
    const int cx = random.below(planes[0].width);
    const int cy = random.below(planes[0].height);
    const auto dark = static_cast<float>(random.between(0.25, 0.8));
    const int reach = static_cast<int>(std::ceil(radius));
    for (int y = std::max(0, cy - reach); y <= std::min(planes[0].height - 1, cy + reach); ++y)
      for (int x = std::max(0, cx - reach); x <= std::min(planes[0].width - 1, cx + reach); ++x)
        if (std::hypot(x - cx, y - cy) <= radius)
          for (Plane& plane : planes) plane.at(x, y) *= 1 - dark;
  }
}

void punch(Planes& planes, double mm) {
  const double x0 = 12 * mm;
  for (const double y0 : {planes[0].height / 2.0 - 40 * mm, planes[0].height / 2.0 + 40 * mm})
    for (int y = static_cast<int>(y0 - 3 * mm); y < y0 + 3 * mm; ++y)
      for (int x = static_cast<int>(x0 - 3 * mm); x < x0 + 3 * mm; ++x)
        if (std::hypot(x - x0, y - y0) < 3 * mm)
          for (Plane& plane : planes) plane.at(x, y) = 0.16F;
}

// The sheet as it lay on the glass: turned about its middle, bowed a little.
void lay_on_glass(Planes& planes, const Ageing& ageing, double mm, Random& random) {
  if (ageing.skew_degrees == 0 && ageing.wave_mm == 0) return;
  const int width = planes[0].width;
  const int height = planes[0].height;
  const double angle = ageing.skew_degrees * std::numbers::pi / 180;
  const double cosine = std::cos(angle);
  const double sine = std::sin(angle);
  const double phase = random.between(0, std::numbers::pi);
  const float outside = ageing.dark_edge ? 0.10F : 0.93F;
  for (Plane& plane : planes) {
    Plane laid(width, height);
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        const double dx = x - width / 2.0;
        const double dy = y - height / 2.0;
        const double sx = width / 2.0 + dx * cosine + dy * sine;
        const double bow =
            ageing.wave_mm * mm * std::sin(phase + std::numbers::pi * 1.3 * x / width);
        const double sy = height / 2.0 - dx * sine + dy * cosine + bow;
        const bool on_sheet = sx >= 0 && sy >= 0 && sx < width && sy < height;
        laid.at(x, y) = on_sheet ? plane.sample(sx, sy) : outside;
      }
    plane = std::move(laid);
  }
}

void light(Planes& planes, double shade, Random& random) {
  if (shade <= 0) return;
  const double turn = random.between(0, 2 * std::numbers::pi);
  const int width = planes[0].width;
  const int height = planes[0].height;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double across = (x * 2.0 / width - 1) * std::cos(turn);
      const double down = (y * 2.0 / height - 1) * std::sin(turn);
      const auto factor = static_cast<float>(1 - shade * (0.5 + 0.36 * (across + down)));
      for (Plane& plane : planes) plane.at(x, y) *= factor;
    }
}

Raster join(const Planes& planes, double dpi, double noise, Random& random) {
  Raster page(planes[0].width, planes[0].height, dpi);
  for (std::size_t i = 0; i < planes[0].values.size(); ++i) {
    const double grain = noise * random.bell();
    for (std::size_t c = 0; c < 3; ++c) {
      const double own = 0.4 * noise * random.bell();
      const double value = planes[c].values[i] + grain + own;
      page.rgb[3 * i + c] =
          static_cast<unsigned char>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
    }
  }
  return page;
}

}  // namespace

Degree degree_from(const std::string& name) {
  if (name == "clean") return Degree::clean;
  if (name == "light") return Degree::light;
  if (name == "stained") return Degree::stained;
  if (name == "bad") return Degree::bad;
  throw std::runtime_error("degree is \"" + name + "\"; it must be clean, light, stained or bad");
}

Ageing ageing_of(Degree degree, Random& random) {
  Ageing ageing;
  const double sign = random.unit() < 0.5 ? -1 : 1;
  switch (degree) {
    case Degree::clean:
      ageing.blur_mm = 0.03;
      ageing.noise = 0.004;
      ageing.texture = 0.002;
      break;
    case Degree::light:
      ageing.skew_degrees = sign * random.between(0.2, 0.9);
      ageing.blur_mm = 0.05;
      ageing.paper = {0.96, 0.95, 0.925};
      ageing.fading = 0.05;
      ageing.uneven_ink = 0.08;
      ageing.shade = 0.05;
      ageing.show_through = 0.03;
      ageing.dust_per_dm2 = 3;
      break;
    case Degree::stained:
      ageing.skew_degrees = sign * random.between(0.6, 1.8);
      ageing.wave_mm = 0.3;
      ageing.blur_mm = 0.065;
      ageing.paper = {0.92, 0.89, 0.80};
      ageing.texture = 0.012;
      ageing.fading = 0.15;
      ageing.uneven_ink = 0.16;
      ageing.shade = 0.12;
      ageing.stains = 4;
      ageing.folds = 1;
      ageing.show_through = 0.10;
      ageing.noise = 0.015;
      ageing.dust_per_dm2 = 14;
      ageing.punch_holes = true;
      break;
    case Degree::bad:
      ageing.skew_degrees = sign * random.between(1.2, 2.8);
      ageing.wave_mm = 0.6;
      ageing.blur_mm = 0.085;
      ageing.paper = {0.86, 0.81, 0.67};
      ageing.texture = 0.02;
      ageing.fading = 0.30;
      ageing.uneven_ink = 0.28;
      ageing.shade = 0.26;
      ageing.stains = 7;
      ageing.folds = 2;
      ageing.show_through = 0.18;
      ageing.noise = 0.024;
      ageing.dust_per_dm2 = 40;
      ageing.dark_edge = true;
      ageing.punch_holes = true;
      break;
  }
  return ageing;
}

Raster age(const Raster& front, const Raster& back, const Ageing& ageing, Random& random) {
  const double mm = front.pixels_per_mm();
  Planes planes = split(front);
  fade(planes, ageing, mm, random);
  lay_on_paper(planes, ageing, mm, random);
  show_through(planes, back, ageing.show_through, mm);
  for (int i = 0; i < ageing.stains; ++i) stain(planes, mm, random);
  for (int i = 0; i < ageing.folds; ++i) fold(planes, i == 0, mm, random);
  if (ageing.punch_holes) punch(planes, mm);
  dust(planes, ageing.dust_per_dm2, mm, random);
  lay_on_glass(planes, ageing, mm, random);
  for (Plane& plane : planes) blur(plane, ageing.blur_mm * mm);
  light(planes, ageing.shade, random);
  return join(planes, front.dpi, ageing.noise, random);
}

Raster turned(const Raster& page, int quarters) {
  Raster result = page;
  for (int q = 0; q < ((quarters % 4) + 4) % 4; ++q) {
    Raster next(result.height, result.width, result.dpi);
    for (int y = 0; y < result.height; ++y)
      for (int x = 0; x < result.width; ++x)
        std::copy_n(
            result.rgb.begin() + static_cast<std::ptrdiff_t>(result.offset(x, y)), 3,
            next.rgb.begin() + static_cast<std::ptrdiff_t>(next.offset(result.height - 1 - y, x)));
    result = std::move(next);
  }
  return result;
}

}  // namespace sohoa::samples
