#include "pipeline/intake.h"

#include <sys/stat.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <set>

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

struct InFlightTable {
  std::mutex mutex;
  std::condition_variable freed;
  std::set<std::string> sums;
};

InFlightTable& in_flight() {
  static InFlightTable table;
  return table;
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

InFlight::InFlight(const std::string& sha256) : sha256_(sha256) {
  InFlightTable& table = in_flight();
  std::unique_lock lock(table.mutex);
  table.freed.wait(lock, [&] { return table.sums.count(sha256_) == 0; });
  table.sums.insert(sha256_);
}

InFlight::~InFlight() {
  InFlightTable& table = in_flight();
  const std::lock_guard lock(table.mutex);
  table.sums.erase(sha256_);
  table.freed.notify_all();
}

}  // namespace sohoa
