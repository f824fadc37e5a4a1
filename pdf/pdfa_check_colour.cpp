// Colour spaces and ICC profiles as ISO 19005-2, 6.2.4 sees them.

#include <qpdf/QPDFObjectHandle.hh>

#include "pdf/pdfa_findings.h"

namespace sohoa {
namespace {

constexpr int kDeepestSpace = 4;  // Pattern over Indexed over DeviceN over ICCBased

std::string icc_fault(QPDFObjectHandle stream) {
  if (!stream.isStream()) return "has an ICC space without a profile";
  const int channels = icc_channels(decoded(stream));
  if (channels == 0) return "has a profile that is no ICC profile of version 2 or 4";
  QPDFObjectHandle count = stream.getDict().getKey("/N");
  if (!count.isInteger() || count.getIntValue() != channels) {
    return "has an ICC space whose /N differs from its profile";
  }
  return {};
}

std::string device_fault(const std::string& name) {
  if (name == "/DeviceCMYK" || name == "/CMYK") return "uses DeviceCMYK without such an intent";
  return {};
}

}  // namespace

int icc_channels(const std::string& profile) {
  if (profile.size() < 132 || profile.substr(36, 4) != "acsp") return 0;
  const char version = profile[8];
  if (version != 2 && version != 4) return 0;
  const std::string space = profile.substr(16, 4);
  if (space == "GRAY") return 1;
  if (space == "RGB " || space == "Lab ") return 3;
  return space == "CMYK" ? 4 : 0;
}

std::string colour_fault(QPDFObjectHandle space, int depth) {
  if (depth > kDeepestSpace) return "has colour spaces nested too deeply";
  if (space.isName()) return device_fault(space.getName());
  if (!space.isArray() || space.getArrayNItems() < 1) return "has no colour space";
  QPDFObjectHandle family = space.getArrayItem(0);
  if (!family.isName()) return "has a colour space without a family";
  const std::string name = family.getName();
  const int items = space.getArrayNItems();
  if (name == "/ICCBased") return icc_fault(space.getArrayItem(1));
  const bool has_base = name == "/Indexed" || name == "/I" || name == "/Pattern";
  if (has_base && items > 1) return colour_fault(space.getArrayItem(1), depth + 1);
  if ((name == "/Separation" || name == "/DeviceN") && items > 2) {
    return colour_fault(space.getArrayItem(2), depth + 1);
  }
  return device_fault(name);
}

}  // namespace sohoa
