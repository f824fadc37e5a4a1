// A foreign bag as a whole, packed.
#include <cstdint>

#include "archive/bagit_check.h"
#include "fuzz/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ScratchFile file(data, size);
  (void)sohoa::check_bagit(file.path());
  return 0;
}
