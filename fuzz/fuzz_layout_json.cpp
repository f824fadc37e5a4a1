#include <cstdint>
#include <string_view>

#include "document/error.h"
#include "document/layout_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    (void)sohoa::plain_text(sohoa::layout_from_json(text));
  } catch (const sohoa::Error&) {
  }
  return 0;
}
