// What was asked for, in the words of the device at hand. Internal to scanner/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/page_source.h"

namespace sohoa {

class SaneDevice;

// The one of a device's own names for its sources that is meant ("ADF Front",
// "Automatic Document Feeder", "Document Table"…), as SANE's backends spell them.
// Nothing when none fits. Pure.
[[nodiscard]] std::optional<std::string> matching_source(const std::vector<std::string>& names,
                                                         ScanSource source);
// The same for modes: "Lineart", "Gray", "24bit Color"…
[[nodiscard]] std::optional<std::string> matching_mode(const std::vector<std::string>& names,
                                                       PixelKind kind);

// Sets source, mode, resolution and area. Throws ScanError{not_offered} naming
// what the device has instead. Returns the resolution that it took.
[[nodiscard]] Dpi set_options(SaneDevice& device, const ScanOptions& options);

}  // namespace sohoa
