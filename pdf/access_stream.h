// Streams that this program makes itself.
#pragma once

#include <string>

class QPDF;
class QPDFObjectHandle;

namespace sohoa {

// zlib's deflate; the same bytes give the same result.
[[nodiscard]] std::string deflate(const std::string& bytes);

// A Flate stream with `bytes` as its content.
[[nodiscard]] QPDFObjectHandle flate_stream(QPDF& pdf, const std::string& bytes);

}  // namespace sohoa
