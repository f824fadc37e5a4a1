// What PDF/A-2 asks of a JPEG 2000 stream.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// What of ISO 19005-2, 6.2.8.3 the JP2 file `bytes` breaks, as a clause for a
// message; empty when it breaks nothing. Never throws on damaged bytes.
[[nodiscard]] std::string jpx_fault(std::string_view bytes);

}  // namespace sohoa
