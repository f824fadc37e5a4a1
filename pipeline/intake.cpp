#include "pipeline/intake.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "archive/durable_file.h"
#include "archive/hash.h"
#include "document/error.h"
#include "pipeline/destroy.h"
#include "pipeline/keep.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "intake";

Error refused(Reason reason, const std::string& why) {
  return {ErrorKind::document_failed, reason, kStage, why};
}

struct stat status_of(const FileDescriptor& file) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
    throw refused(Reason::not_a_regular_file, "not a regular file");
  return status;
}

Checksums hash_open_file(const FileDescriptor& file, const fs::path& path) {
  Hasher hasher;
  std::array<char, 1 << 16> buffer{};
  while (const std::size_t got = read_some(file.get(), buffer.data(), buffer.size(), path, kStage))
    hasher.add(buffer.data(), got);
  return hasher.finish();
}

bool same(const struct stat& a, const struct stat& b) {
  return a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

Intake take_in(const DocumentInput& input) {
  Intake intake{input, {}, open_regular_file(input.file, kStage)};
  const struct stat before = status_of(intake.file);
  if (before.st_size == 0) throw refused(Reason::empty_file, "the file has no bytes");
  intake.checksums = hash_open_file(intake.file, input.file);
  if (!same(before, status_of(intake.file)))
    throw refused(Reason::changed_while_reading, "the file changed while it was hashed");
  return intake;
}

std::optional<RecordRow> find_duplicate(const Intake& intake, House& house) {
  std::optional<RecordRow> row = house.catalogue.find_by_sha256(intake.checksums.sha256.hex);
  if (row && !house.search.contains(row->id)) restore_search_entry(*row, house);
  return row;
}

void refuse_destroyed(const Intake& intake, const House& house) {
  const auto gone = find_destroyed(house.layout, record_id(intake.checksums.sha256));
  if (!gone || gone->sha256 != intake.checksums.sha256.hex) return;
  throw refused(Reason::destroyed,
                "the record " + gone->id + " with these bytes was destroyed on " + gone->at +
                    " by the disposal " + gone->disposal + " of the fonds " + gone->fonds);
}

InFlight::InFlight(const ArchiveLayout& layout, const std::string& sha256) {
  const fs::path path = layout.work() / "taking";
  lock_ = FileDescriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  // The byte at the first 60 bits of the sum. The file stays empty: a lock needs no byte.
  struct flock place {};
  place.l_type = F_WRLCK;
  place.l_whence = SEEK_SET;
  place.l_start = static_cast<off_t>(std::stoull(sha256.substr(0, 15), nullptr, 16));
  place.l_len = 1;
  while (::fcntl(lock_.get(), F_OFD_SETLKW, &place) != 0)
    if (errno != EINTR) throw_write_error(errno, "cannot lock", path, kStage);
}

}  // namespace sohoa
