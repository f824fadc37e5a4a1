#include "scanner/device_options.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <initializer_list>
#include <string_view>

#include "scanner/sane_device.h"

namespace sohoa {

namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool has_any(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

// The first name whose lower-case form the test takes.
template <class Test>
std::optional<std::string> first(const std::vector<std::string>& names, Test test) {
  for (const std::string& name : names)
    if (test(lower(name))) return name;
  return std::nullopt;
}

bool is_feeder(const std::string& name) {
  return has_any(name, {"adf", "feeder"});
}

bool is_two_sided(const std::string& name) {
  return has_any(name, {"duplex", "both sides", "two-sided"});
}

[[noreturn]] void throw_not_offered(const std::string& what,
                                    const std::vector<std::string>& instead) {
  std::string list;
  for (const std::string& name : instead) list += (list.empty() ? "" : ", ") + name;
  throw ScanError(ScanTrouble::not_offered,
                  "the device has no " + what + (list.empty() ? "" : "; it has " + list));
}

const char* name_of(ScanSource source) {
  return source == ScanSource::feeder   ? "feeder"
         : source == ScanSource::duplex ? "duplex feeder"
                                        : "flatbed";
}

// Where both sides are an option beside the source: epson's and epsonds' "adf-mode",
// fujitsu's and others' switches.
bool set_two_sided(SaneDevice& device, bool both) {
  for (const char* option : {"adf-mode", "duplex-mode"})
    for (const std::string& text : device.texts(option)) {
      const bool duplex = lower(text).find("duplex") != std::string::npos;
      if (duplex == both && device.set_text(option, text)) return true;
    }
  for (const char* option : {"duplex", "adf-duplex", "adf_duplex"})
    if (device.set_switch(option, both)) return true;
  return false;
}

void set_source(SaneDevice& device, ScanSource source) {
  const std::vector<std::string> names = device.texts("source");
  // A device without a choice is what it is: a flatbed, or a feeder that takes paper.
  if (names.empty() && source != ScanSource::duplex) {
    (void)set_two_sided(device, false);
    return;
  }
  if (const auto name = matching_source(names, source)) {
    if (!device.set_text("source", *name)) throw_not_offered(name_of(source), names);
    if (!is_two_sided(lower(*name))) (void)set_two_sided(device, false);
    return;
  }
  if (source != ScanSource::duplex) throw_not_offered(name_of(source), names);
  if (const auto feeder = matching_source(names, ScanSource::feeder))
    (void)device.set_text("source", *feeder);
  if (!set_two_sided(device, true)) throw_not_offered(name_of(source), names);
}

void set_mode(SaneDevice& device, PixelKind kind) {
  const std::vector<std::string> names = device.texts("mode");
  const auto name = matching_mode(names, kind);
  const int depth = kind == PixelKind::bilevel ? 1 : 8;
  if (name) {
    if (!device.set_text("mode", *name)) throw_not_offered("mode " + *name, names);
    (void)device.set_number("depth", depth);
    return;
  }
  // Black and white as the depth of a grey mode.
  const auto grey = matching_mode(names, PixelKind::grey);
  if (kind != PixelKind::bilevel || !grey || !device.set_text("mode", *grey) ||
      !device.set_number("depth", depth) || device.number("depth").value_or(0) != depth)
    throw_not_offered("such mode", names);
}

Dpi set_resolution(SaneDevice& device, int dpi) {
  const bool set = device.set_number("resolution", dpi);
  const bool both = device.set_number("x-resolution", dpi);
  if (both) (void)device.set_number("y-resolution", dpi);
  const std::optional<double> taken =
      set ? device.number("resolution") : device.number("x-resolution");
  // The nearest that it offers may be far: a text must stay readable.
  constexpr double kNear = 0.1;
  if (!taken || std::abs(*taken - dpi) > kNear * dpi)
    throw_not_offered("resolution of " + std::to_string(dpi) + " dpi", {});
  return {*taken};
}

// Left and top edge at the least, the others so far as paper and device go.
void set_area(SaneDevice& device, const PaperSize& paper) {
  const auto side = [&](const char* near, const char* far, double length) {
    const std::optional<NumberRange> range = device.range(far);
    if (!range) return;
    const double begin = device.range(near).value_or(NumberRange{}).least;
    (void)device.set_number(near, begin);
    (void)device.set_number(far, std::min(begin + length, range->most));
  };
  // Feeders that ask for the paper as well put the area at its middle.
  (void)device.set_number("page-width", paper.width);
  (void)device.set_number("page-height", paper.length);
  side("tl-x", "br-x", paper.width);
  side("tl-y", "br-y", paper.length);
}

}  // namespace

std::optional<std::string> matching_source(const std::vector<std::string>& names,
                                           ScanSource source) {
  if (source == ScanSource::flatbed)
    return first(names, [](const std::string& name) {
      return has_any(name, {"flatbed", "flat bed", "table", "platen", "normal"}) &&
             !is_feeder(name);
    });
  if (source == ScanSource::duplex) return first(names, is_two_sided);
  const auto front = first(names, [](const std::string& name) {
    return is_feeder(name) && name.find("front") != std::string::npos && !is_two_sided(name);
  });
  return front ? front : first(names, [](const std::string& name) {
    return is_feeder(name) && !is_two_sided(name) && !has_any(name, {"back", "rear"});
  });
}

std::optional<std::string> matching_mode(const std::vector<std::string>& names, PixelKind kind) {
  return first(names, [&](const std::string& name) {
    const bool bilevel = has_any(name, {"lineart", "binary", "black & white", "monochrome"});
    const bool grey = has_any(name, {"gray", "grey"}) && !bilevel;
    const bool dithered = has_any(name, {"halftone", "dither", "diffusion"});
    if (dithered) return false;
    return kind == PixelKind::bilevel ? bilevel
           : kind == PixelKind::grey  ? grey
                                      : name.find("colo") != std::string::npos && !bilevel;
  });
}

Dpi set_options(SaneDevice& device, const ScanOptions& options) {
  set_source(device, options.source);
  set_mode(device, options.kind);
  const Dpi dpi = set_resolution(device, options.dpi);
  set_area(device, options.paper);
  return dpi;
}

}  // namespace sohoa
