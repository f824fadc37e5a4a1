#include <cstdint>

#include "document/error.h"
#include "fuzz/scratch_file.h"
#include "pipeline/settings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ScratchFile file(data, size);
  try {
    (void)sohoa::read_settings(file.path());
  } catch (const sohoa::Error&) {
  }
  return 0;
}
