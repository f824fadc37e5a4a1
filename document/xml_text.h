// Text as XML wants it, for every writer of XML and HTML here.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// & < > " ' as entities, for element content and attribute values alike.
// Carriage returns are written as references, else a reader makes them line ends.
// Code points that XML 1.0 forbids (section 2.2: control characters,
// surrogates, U+FFFE, U+FFFF) are dropped; invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string xml_text(std::string_view utf8);

// A share 0..1 with two decimals ("0.97"), whatever the locale.
[[nodiscard]] std::string share_text(double share);

}  // namespace sohoa
