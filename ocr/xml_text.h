// Text as XML wants it, for the writers of this folder.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

// & < > " ' as entities, for element content and attribute values alike.
// Code points that XML 1.0 forbids (section 2.2: control characters,
// surrogates, U+FFFE, U+FFFF) are dropped; invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string xml_text(std::string_view utf8);

// A share 0..1 with two decimals ("0.97"), whatever the locale.
[[nodiscard]] std::string share_text(double share);

}  // namespace sohoa
