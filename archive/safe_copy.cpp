#include "archive/safe_copy.h"

#include <vector>

#include "archive/fixity.h"
#include "archive/hash.h"
#include "document/error.h"

namespace sohoa {

namespace {

constexpr std::size_t kReadSize = 1 << 20;

}  // namespace

CopyOutcome copy_proven_file(const CopyRequest& request, const std::string& stage) {
  FileDescriptor from;
  try {
    from = open_regular_file(request.from, stage);
  } catch (const Error& error) {
    if (error.reason() == Reason::not_found) return CopyOutcome::source_missing;
    if (error.reason() == Reason::not_a_regular_file) return CopyOutcome::source_wrong;
    throw;
  }
  DurableFile file(request.to, request.mode, stage);
  std::vector<char> buffer(kReadSize);
  while (const std::size_t got =
             read_some(from.get(), buffer.data(), buffer.size(), request.from, stage))
    file.write(buffer.data(), got);
  file.sync();
  if (file.written().sha256.hex != request.sha256) return CopyOutcome::source_wrong;
  const FixityOutcome back = check_stored_file(file.temporary_path(), request.sha256,
                                               file.written().bytes, FixityDepth::regular);
  if (back.state != FixityState::whole)
    throw Error(ErrorKind::service_broken, Reason::bag_mismatch, stage,
                request.to.string() + " did not read back as written (" + back.detail +
                    "); check the disk");
  file.commit_replacing();
  return CopyOutcome::copied;
}

}  // namespace sohoa
