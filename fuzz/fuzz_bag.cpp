#include <cstdint>

#include "archive/bag.h"
#include "document/error.h"
#include "fuzz/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ScratchFile file(data, size);
  try {
    (void)sohoa::check_bag(file.path());
    (void)sohoa::list_bag(file.path());
    (void)sohoa::read_bag_text(file.path(), "data/metadata/record.json");
  } catch (const sohoa::Error&) {
  }
  return 0;
}
