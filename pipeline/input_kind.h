// What kind of file the bytes are: decided by content, never by name.
#pragma once

#include <span>
#include <string>

namespace sohoa {

enum class InputContainer { image, pdf, archive };

struct InputKind {
  InputContainer container{};
  std::string media_type;
};

// Throws Error{document_failed}: empty_file or unknown_format.
[[nodiscard]] InputKind input_kind(std::span<const unsigned char> file);

}  // namespace sohoa
