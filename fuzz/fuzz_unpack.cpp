#include <boost/filesystem.hpp>
#include <cstdint>

#include "archive/unpack.h"
#include "document/error.h"
#include "fuzz/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace fs = boost::filesystem;
  const ScratchFile file(data, size);
  const fs::path folder = file.path() + ".d";
  fs::create_directory(folder);
  try {
    sohoa::UnpackLimits limits;
    limits.max_bytes = 64 << 20;
    limits.max_member_bytes = 16 << 20;
    (void)sohoa::unpack(file.path(), folder, limits);
  } catch (const sohoa::Error&) {
  }
  fs::remove_all(folder);
  return 0;
}
