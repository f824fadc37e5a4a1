#include "pipeline/verify.h"

#include <fcntl.h>
#include <sys/file.h>

#include <array>
#include <boost/filesystem.hpp>
#include <cstdio>
#include <ctime>
#include <memory>

#include "archive/anchor.h"
#include "archive/copy_marker.h"
#include "archive/durable_file.h"
#include "archive/ledger.h"
#include "document/error.h"
#include "pipeline/actor.h"
#include "pipeline/verify_parts.h"

namespace sohoa {

namespace {

std::string seconds_text(double seconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", seconds);
  return text.data();
}

// Held while a copy is verified, so that its list of files is not changed under
// who brings it up to date. Not valid: somebody does.
FileDescriptor lock_copy_to_read(const ArchiveLayout& copy) {
  FileDescriptor lock(::open((copy.root() / ".lock").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (lock.valid() && ::flock(lock.get(), LOCK_SH | LOCK_NB) != 0) return FileDescriptor();
  return lock;
}

// The record, or one that is forgotten where nothing can be written (a read-only
// disk, a copy that another is at) or what is there cannot be read.
std::unique_ptr<FixityRecord> open_record(const ArchiveLayout& layout, bool free,
                                          VerifyReport& report) {
  try {
    if (free) return std::make_unique<FixityRecord>(layout.fixity().string());
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::retry) throw;
  }
  report.noted = false;
  return std::make_unique<FixityRecord>(":memory:");
}

// A line behind a damaged chain could stand in the way of mending it.
void write_down(const ArchiveLayout& layout, const VerifyReport& report, const std::string& at) {
  append_to_ledger(
      layout, {at, "fixity", "", "",
               "checked " + std::to_string(report.checked) + " of " +
                   std::to_string(report.listed) + " files, " + std::to_string(report.bytes) +
                   " bytes, in " + seconds_text(report.seconds) + " s: " +
                   (report.damage == 0 ? "no damage" : std::to_string(report.damage) + " findings"),
               acting_user()});
  (void)anchor_ledger_daily(layout, at, acting_user());
}

}  // namespace

void FindingSink::add(FindingKind kind, const std::string& path, const std::string& detail) {
  const std::lock_guard guard(lock_);
  ++(is_damage(kind) ? damage_ : notices_);
  watch_.finding({kind, path, detail});
}

bool may_be_in_the_making(const ArchiveLayout& layout, const fs::path& file) {
  constexpr std::time_t kJustNow = 600;  // seconds
  boost::system::error_code error;
  const std::time_t written = fs::last_write_time(file, error);
  if (!error && written + kJustNow < std::time(nullptr)) return false;
  // Who takes documents in holds this lock.
  const FileDescriptor lock(
      ::open((layout.work() / "lock").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  return lock.valid() && ::flock(lock.get(), LOCK_SH | LOCK_NB) != 0;
}

std::string exact_time(std::chrono::system_clock::time_point time) {
  const auto micro =
      std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count() %
      1'000'000;
  std::array<char, 16> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%06lldZ", static_cast<long long>(micro));
  std::string text = iso_time(time);
  text.pop_back();
  return text + fraction.data();
}

VerifyReport verify(const ArchiveLayout& layout, const VerifyOptions& options,
                    const VerifyWatch& watch, const Clock& clock) {
  const auto start = std::chrono::steady_clock::now();
  const std::string at = iso_time(clock());
  const bool is_copy = read_copy_marker(layout.root()).has_value();
  VerifyReport report;
  const FileDescriptor copy_lock = is_copy ? lock_copy_to_read(layout) : FileDescriptor();
  const std::unique_ptr<FixityRecord> record =
      open_record(layout, !is_copy || copy_lock.valid(), report);
  FindingSink findings(watch);
  const std::string since = exact_time(clock());
  const LedgerState ledger = verify_ledger(layout, options.anchors, *record, since, findings);
  const bool ledger_whole = ledger.findings.empty();
  LedgerNews news(layout, ledger.head);
  verify_presence(layout, ledger_whole, false, clock, *record, news, findings);
  if (!is_copy) verify_stores(layout, findings);
  report.destroyed = verify_disposals(layout, findings);
  verify_files(layout, options, watch, clock, since, *record, news, findings, report);

  report.damage = findings.damage();
  report.notices = findings.notices();
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  record->add_run(
      {at, report.checked, report.bytes, report.seconds, report.damage, report.complete});
  if (!is_copy && ledger_whole && report.noted) write_down(layout, report, at);
  if (watch.stop != nullptr && watch.stop->load())
    throw Error(ErrorKind::retry, Reason::interrupted, "verify",
                "stopped after " + std::to_string(report.checked) + " files");
  return report;
}

}  // namespace sohoa
