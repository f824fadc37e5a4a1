#include "pdf/pdfa_icc.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace sohoa {
namespace {

std::string u16(unsigned value) {
  return {static_cast<char>(value >> 8U & 0xFFU), static_cast<char>(value & 0xFFU)};
}

std::string u32(std::uint32_t value) {
  return u16(value >> 16U) + u16(value & 0xFFFFU);
}

std::string fixed(double value) {
  return u32(static_cast<std::uint32_t>(std::lround(value * 65536)));
}

std::string xyz_numbers(const std::array<double, 3>& xyz) {
  return fixed(xyz[0]) + fixed(xyz[1]) + fixed(xyz[2]);
}

std::string xyz_tag(const std::array<double, 3>& xyz) {
  return "XYZ " + u32(0) + xyz_numbers(xyz);
}

std::string description_tag(std::string_view text) {
  std::string tag = "desc" + u32(0) + u32(static_cast<std::uint32_t>(text.size() + 1));
  tag += text;
  tag.append(1 + 4 + 4 + 2 + 1 + 67, '\0');  // no Unicode and no Macintosh form
  return tag;
}

std::string curve_tag() {
  constexpr unsigned kPoints = 256;
  std::string tag = "curv" + u32(0) + u32(kPoints);
  for (unsigned i = 0; i < kPoints; ++i) {
    const double encoded = i / double{kPoints - 1};
    const double linear =
        encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
    tag += u16(static_cast<unsigned>(std::lround(linear * 65535)));
  }
  return tag;
}

// ICC.1:2001-04, clause 6.1.
std::string header(std::size_t profile_size) {
  std::string text = u32(static_cast<std::uint32_t>(profile_size));
  text += u32(0) + u32(0x02100000) + "mntrRGB XYZ ";
  for (const unsigned part : {2026U, 1U, 1U, 0U, 0U, 0U}) text += u16(part);
  text += "acsp";
  text.append(28, '\0');  // platform, flags, device, attributes, intent: perceptual
  text += xyz_numbers({0.9642, 1.0, 0.8249});
  text.resize(128, '\0');
  return text;
}

}  // namespace

std::string srgb_profile() {
  using namespace std::string_literals;
  constexpr std::array<double, 3> kD50 = {0.9642, 1.0, 0.8249};
  const std::vector<std::pair<std::vector<std::string>, std::string>> tags = {
      {{"desc"}, description_tag("sRGB IEC61966-2.1")},
      {{"cprt"}, "text"s + u32(0) + "No copyright, use freely\0"s},
      {{"wtpt"}, xyz_tag(kD50)},
      {{"rXYZ"}, xyz_tag({0.4360747, 0.2225045, 0.0139322})},
      {{"gXYZ"}, xyz_tag({0.3850649, 0.7168786, 0.0971045})},
      {{"bXYZ"}, xyz_tag({0.1430804, 0.0606169, 0.7141733})},
      {{"rTRC", "gTRC", "bTRC"}, curve_tag()}};
  std::size_t count = 0;
  for (const auto& entry : tags) count += entry.first.size();
  std::string directory = u32(static_cast<std::uint32_t>(count));
  std::string body;
  const std::size_t start = 128 + 4 + 12 * count;
  for (const auto& [names, data] : tags) {
    for (const std::string& name : names) {
      directory += name + u32(static_cast<std::uint32_t>(start + body.size())) +
                   u32(static_cast<std::uint32_t>(data.size()));
    }
    body += data;
    body.resize((body.size() + 3) / 4 * 4, '\0');
  }
  return header(start + body.size()) + directory + body;
}

}  // namespace sohoa
