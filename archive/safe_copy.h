// Bringing a file to another place so that only the right bytes arrive there.
#pragma once

#include <boost/filesystem/path.hpp>
#include <string>

#include "archive/durable_file.h"

namespace sohoa {

enum class CopyOutcome {
  copied,  // stands at its place, read back from the device
  source_missing,
  source_wrong  // its bytes have another checksum: nothing was written
};

struct CopyRequest {
  boost::filesystem::path from;
  boost::filesystem::path to;  // parents are made; what stands there is replaced at the very end
  std::string sha256;          // of the right bytes
  unsigned mode = 0444;
};

// Throws Error{service_broken} when writing fails, bag_mismatch when the device
// does not give back what was written, and {retry} when the source cannot be read.
[[nodiscard]] CopyOutcome copy_proven_file(const CopyRequest& request, const std::string& stage);

}  // namespace sohoa
