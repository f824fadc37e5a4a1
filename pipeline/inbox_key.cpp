#include "pipeline/inbox_key.h"

#include "archive/hash.h"
#include "archive/seal.h"

namespace sohoa {

std::string inbox_key(const InboxFile& file, const ArchiveLayout& layout) {
  std::string told = file.path;
  for (const auto number :
       {file.state.bytes, static_cast<std::uint64_t>(file.state.modified), file.state.inode}) {
    told += '\0';
    told += std::to_string(number);
  }
  return sealed_name(hash_bytes(told).sha256.hex, layout.sealing_public_key());
}

}  // namespace sohoa
