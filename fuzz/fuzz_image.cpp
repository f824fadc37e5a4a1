#include <cstdint>

#include "document/error.h"
#include "image/image_file.h"

// Small limits, so that a mutated header cannot make one run slow.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const sohoa::ImageLimits limits{4'000'000, 8000, 4};
  try {
    const sohoa::Bytes file(data, size);
    (void)sohoa::is_image_file(file);
    const sohoa::ImageFileInfo info = sohoa::inspect_image_file(file, limits);
    if (!info.pages.empty()) (void)sohoa::decode_image(file, 1, limits);
  } catch (const sohoa::Error&) {
  }
  return 0;
}
