#include "pdf/reader_colour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <qpdf/QPDFObjectHandle.hh>

namespace sohoa {

namespace {

constexpr std::size_t kMostPaletteBytes = 65536;

int device_components(const std::string& name) {
  if (name == "/DeviceGray" || name == "/G" || name == "/CalGray") return 1;
  if (name == "/DeviceRGB" || name == "/RGB" || name == "/CalRGB") return 3;
  return 0;
}

// Grey or RGB without a palette; 0 when it is neither.
int plain_components(QPDFObjectHandle object) {
  if (object.isName()) return device_components(object.getName());
  if (!object.isArray() || object.getArrayNItems() < 2) return 0;
  QPDFObjectHandle family = object.getArrayItem(0);
  if (!family.isName()) return 0;
  if (family.getName() != "/ICCBased") return device_components(family.getName());
  QPDFObjectHandle profile = object.getArrayItem(1);
  if (!profile.isStream()) return 0;
  QPDFObjectHandle count = profile.getDict().getKey("/N");
  if (!count.isInteger()) return 0;
  const long long n = count.getIntValue();
  return n == 1 || n == 3 ? static_cast<int>(n) : 0;
}

std::optional<ColourSpace> palette_space(QPDFObjectHandle object) {
  ColourSpace space;
  space.indexed = true;
  space.components = plain_components(object.getArrayItem(1));
  QPDFObjectHandle last = object.getArrayItem(2);
  QPDFObjectHandle table = object.getArrayItem(3);
  if (space.components == 0 || !last.isInteger()) return std::nullopt;
  const long long colours = last.getIntValue() + 1;
  if (colours < 1 || colours > 256) return std::nullopt;
  if (table.isString()) space.palette = table.getStringValue();
  if (table.isStream()) space.palette = stream_bytes(table, kMostPaletteBytes).value_or("");
  const std::size_t wanted =
      static_cast<std::size_t>(colours) * static_cast<std::size_t>(space.components);
  if (space.palette.size() < wanted) return std::nullopt;
  space.palette.resize(wanted);
  return space;
}

int level(const std::string& palette, std::size_t index) {
  return static_cast<unsigned char>(palette[index]);
}

// What each sample value shows in component `component`, 0..255.
std::array<unsigned char, 256> shades(const std::vector<double>& decode, std::size_t component,
                                      int most) {
  std::array<unsigned char, 256> table{};
  const double low = decode[2 * component];
  const double high = decode[2 * component + 1];
  for (int v = 0; v <= most; ++v)
    table[static_cast<std::size_t>(v)] = static_cast<unsigned char>(
        std::lround(255 * std::clamp(low + v * (high - low) / most, 0.0, 1.0)));
  return table;
}

// What each sample value shows as a place in the palette.
std::array<std::size_t, 256> places(const std::vector<double>& decode, const ColourSpace& space,
                                    int most) {
  std::array<std::size_t, 256> table{};
  const std::size_t last = space.palette.size() / static_cast<std::size_t>(space.components) - 1;
  for (int v = 0; v <= most; ++v) {
    const double index = std::clamp(decode[0] + v * (decode[1] - decode[0]) / most, 0.0, 255.0);
    table[static_cast<std::size_t>(v)] =
        std::min(last, static_cast<std::size_t>(std::lround(index)));
  }
  return table;
}

}  // namespace

std::optional<ColourSpace> colour_space(QPDFObjectHandle object) {
  if (object.isArray() && object.getArrayNItems() == 4 && object.getArrayItem(0).isName()) {
    const std::string family = object.getArrayItem(0).getName();
    if (family == "/Indexed" || family == "/I") return palette_space(object);
  }
  ColourSpace space;
  space.components = plain_components(object);
  if (space.components == 0) return std::nullopt;
  return space;
}

std::optional<std::vector<double>> decode_array(QPDFObjectHandle image, const ColourSpace& space,
                                                int bits) {
  const std::size_t pairs = space.indexed ? 1 : static_cast<std::size_t>(space.components);
  QPDFObjectHandle array = image.getDict().getKey("/Decode");
  std::vector<double> decode;
  if (array.isNull()) {
    for (std::size_t i = 0; i < pairs; ++i) {
      decode.push_back(0);
      decode.push_back(space.indexed ? (1 << bits) - 1 : 1);
    }
    return decode;
  }
  if (!array.isArray() || static_cast<std::size_t>(array.getArrayNItems()) != 2 * pairs)
    return std::nullopt;
  for (int i = 0; i < array.getArrayNItems(); ++i) {
    QPDFObjectHandle item = array.getArrayItem(i);
    if (!item.isNumber() || !(std::abs(item.getNumericValue()) < 1e6)) return std::nullopt;
    decode.push_back(item.getNumericValue());
  }
  return decode;
}

bool is_default_decode(const std::vector<double>& decode, const ColourSpace& space, int bits) {
  const double high = space.indexed ? (1 << bits) - 1 : 1;
  for (std::size_t i = 0; i < decode.size(); i += 2)
    if (decode[i] != 0 || decode[i + 1] != high) return false;
  return true;
}

int bilevel_sense(const ColourSpace& space, const std::vector<double>& decode) {
  if (!space.indexed) {
    if (space.components != 1) return 0;
    if (decode[0] == 0 && decode[1] == 1) return 1;
    return decode[0] == 1 && decode[1] == 0 ? -1 : 0;
  }
  const auto n = static_cast<std::size_t>(space.components);
  const std::array<std::size_t, 256> place = places(decode, space, 1);
  int sum[2] = {0, 0};
  for (std::size_t v = 0; v < 2; ++v)
    for (std::size_t c = 0; c < n; ++c) sum[v] += level(space.palette, place[v] * n + c);
  const int white = 255 * space.components;
  if (sum[0] == 0 && sum[1] == white) return 1;
  return sum[0] == white && sum[1] == 0 ? -1 : 0;
}

std::string to_eight_bits(const std::string& samples, const SampleLayout& layout,
                          const ColourSpace& space, const std::vector<double>& decode) {
  const int most = (1 << layout.bits) - 1;
  const auto out_n = static_cast<std::size_t>(space.components);
  const std::size_t in_n = space.indexed ? 1 : out_n;
  const std::size_t in_row =
      (static_cast<std::size_t>(layout.width) * in_n * static_cast<std::size_t>(layout.bits) + 7) /
      8;
  std::vector<std::array<unsigned char, 256>> shade;
  if (!space.indexed)
    for (std::size_t c = 0; c < out_n; ++c) shade.push_back(shades(decode, c, most));
  const auto place = space.indexed ? places(decode, space, most) : std::array<std::size_t, 256>{};

  std::string out;
  out.reserve(static_cast<std::size_t>(layout.width) * out_n *
              static_cast<std::size_t>(layout.height));
  for (std::size_t y = 0; y < static_cast<std::size_t>(layout.height); ++y) {
    const char* row = samples.data() + y * in_row;
    std::size_t bit = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(layout.width) * in_n; ++i) {
      const auto byte = static_cast<unsigned char>(row[bit / 8]);
      const auto shift = 8 - static_cast<std::size_t>(layout.bits) - bit % 8;
      const std::size_t value = (byte >> shift) & static_cast<std::size_t>(most);
      bit += static_cast<std::size_t>(layout.bits);
      if (space.indexed)
        out.append(space.palette, place[value] * out_n, out_n);
      else
        out += static_cast<char>(shade[i % in_n][value]);
    }
  }
  return out;
}

}  // namespace sohoa
