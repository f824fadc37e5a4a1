#include "archive/ledger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <stdexcept>

#include "archive/copy_marker.h"
#include "archive/durable_file.h"
#include "archive/hash.h"
#include "archive/ledger_check.h"
#include "archive/ledger_cut.h"
#include "archive/ledger_head.h"
#include "archive/ledger_line.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "ledger";
constexpr std::size_t kTail = 64 << 10;  // more than nearly every line

int year_of(const std::string& at) {
  const bool good = at.size() >= 11 && at[4] == '-' && at[7] == '-' && at[10] == 'T' &&
                    at.find_first_not_of("0123456789") == 4;
  if (!good) throw std::logic_error("ledger: not an ISO 8601 time: " + at);
  return std::stoi(at.substr(0, 4));
}

// The end of a ledger file: its last whole line and what follows the last newline.
struct Tail {
  std::string line;
  std::string torn;
  off_t size = 0;  // of the file
};

std::string read_at(const FileDescriptor& fd, off_t offset, std::size_t size,
                    const fs::path& path) {
  std::string text(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got =
        pread(fd.get(), text.data() + done, size - done, offset + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                  "cannot read " + path.string() + "; check the disk");
    done += static_cast<std::size_t>(got);
  }
  return text;
}

Tail read_tail(const FileDescriptor& fd, const fs::path& path) {
  Tail tail;
  struct stat status {};
  if (fstat(fd.get(), &status) != 0) throw_write_error(errno, "cannot read", path, kStage);
  tail.size = status.st_size;
  const auto size = static_cast<std::size_t>(status.st_size);
  for (std::size_t window = std::min(kTail, size);; window = std::min(window * 2, size)) {
    const std::string text = read_at(fd, tail.size - static_cast<off_t>(window), window, path);
    const std::size_t end = text.rfind('\n');
    const std::size_t before =
        end == std::string::npos || end == 0 ? std::string::npos : text.rfind('\n', end - 1);
    if (window < size && before == std::string::npos) continue;
    tail.torn = end == std::string::npos ? text : text.substr(end + 1);
    if (end != std::string::npos) {
      const std::size_t start = before == std::string::npos ? 0 : before + 1;
      tail.line = text.substr(start, end - start);
    }
    return tail;
  }
}

FileDescriptor open_ledger(const fs::path& path, int flags) {
  FileDescriptor fd(open(path.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!fd.valid()) throw_write_error(errno, "cannot open", path, kStage);
  return fd;
}

struct LastLine {
  LedgerHead head{0, Sha256{std::string(kNoLedgerLine)}};
  std::string prev;
};

LastLine last_line_from(const std::string& text, const fs::path& path) {
  const std::optional<LedgerLine> line = parse_ledger_line(text);
  if (!line)
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                "the last line of " + path.string() +
                    " is damaged; run sohoa verify, then sohoa repair --from a copy");
  return {{line->seq, Sha256{ledger_line_sum(text)}}, line->prev};
}

LastLine last_line(const ArchiveLayout& layout, const std::vector<int>& years) {
  for (auto year = years.rbegin(); year != years.rend(); ++year) {
    const fs::path path = layout.ledger(*year);
    const Tail tail = read_tail(open_ledger(path, O_RDONLY), path);
    if (!tail.line.empty()) return last_line_from(tail.line, path);
  }
  return {};
}

// Durable when it returns.
void write_line(const FileDescriptor& fd, const std::string& line, const fs::path& path) {
  const std::string text = line + "\n";
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t put = write(fd.get(), text.data() + done, text.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw_write_error(errno, "cannot write", path, kStage);
    done += static_cast<std::size_t>(put);
  }
  if (fsync(fd.get()) != 0) throw_write_error(errno, "cannot sync", path, kStage);
}

// The ledger while the lock on it is held.
class LockedLedger {
 public:
  explicit LockedLedger(const ArchiveLayout& layout)
      : layout_(layout),
        lock_(lock_ledger_to_append(layout)),
        years_(ledger_years(layout)),
        noted_(read_noted_head(layout)),
        last_(last_line(layout, years_)) {}

  void mend(const std::string& at, const std::string& who) {
    cut_off_torn_line(at, who);
    // After the very first line a crash may have come before the note.
    const bool lost = noted_.state == NotedHeadState::absent && last_.head.seq > 1;
    if (lost || noted_.state == NotedHeadState::damaged)
      append({at, "ledger-mended", "", "",
              std::string("ledger/head was ") + (lost ? "missing" : "damaged") +
                  " and is written anew",
              who});
  }

  // Behind the lines that ledger/head notes and that are lost.
  void append_behind(const LedgerCut& cut, const LedgerEntry& entry) {
    const fs::path path = layout_.ledger(years_.back());
    const FileDescriptor fd = open_ledger(path, O_RDWR | O_APPEND);
    const Tail tail = read_tail(fd, path);
    if (!tail.torn.empty() &&
        ftruncate(fd.get(), tail.size - static_cast<off_t>(tail.torn.size())) != 0)
      throw_write_error(errno, "cannot mend", path, kStage);
    last_.head = cut.noted;
    append(entry);
  }

  [[nodiscard]] bool is_cut_so(const LedgerCut& cut) const {
    return noted_.state == NotedHeadState::good && noted_.head == cut.noted &&
           last_.head == cut.held;
  }

  void append(const LedgerEntry& entry) {
    const int year =
        years_.empty() ? year_of(entry.at) : std::max(year_of(entry.at), years_.back());
    append_to(layout_.ledger(year), entry);
    if (years_.empty() || years_.back() != year) years_.push_back(year);
  }

  // A crash leaves the note at most one line behind the ledger.
  void require_the_noted_end() const {
    if (noted_.state != NotedHeadState::good) return;
    const LedgerHead& noted = noted_.head;
    const bool at_end = noted == last_.head;
    const bool one_behind =
        noted.seq + 1 == last_.head.seq && (noted.line.hex == last_.prev || noted.seq == 0);
    if (at_end || one_behind) return;
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                "the ledger ends at seq " + std::to_string(last_.head.seq) + ", but seq " +
                    std::to_string(noted.seq) +
                    " was written last and is not there as it was; "
                    "run sohoa verify, then sohoa repair --from a copy");
  }

 private:
  void append_to(const fs::path& path, const LedgerEntry& entry) {
    const bool fresh = !fs::exists(path);
    const std::string line = spell_ledger_line({last_.head.seq + 1, entry, last_.head.line.hex});
    const FileDescriptor fd = open_ledger(path, O_RDWR | O_CREAT | O_APPEND);
    write_line(fd, line, path);
    if (fresh) sync_folder(ledger_folder(layout_), kStage);
    last_ = {{last_.head.seq + 1, Sha256{ledger_line_sum(line)}}, last_.head.line.hex};
    write_noted_head(layout_, last_.head);
  }

  // Puts an entry about a line that a crash left unfinished in its place.
  void cut_off_torn_line(const std::string& at, const std::string& who) {
    if (years_.empty()) return;
    const fs::path path = layout_.ledger(years_.back());
    const FileDescriptor fd = open_ledger(path, O_RDWR | O_APPEND);
    const Tail tail = read_tail(fd, path);
    if (tail.torn.empty()) return;
    if (ftruncate(fd.get(), tail.size - static_cast<off_t>(tail.torn.size())) != 0)
      throw_write_error(errno, "cannot mend", path, kStage);
    append_to(path, {at, "ledger-mended", "", ledger_line_sum(tail.torn),
                     "a line cut short by a crash was taken away: " +
                         std::to_string(tail.torn.size()) + " bytes",
                     who});
  }

  const ArchiveLayout& layout_;
  FileDescriptor lock_;
  std::vector<int> years_;
  NotedHead noted_;
  LastLine last_;
};

}  // namespace

void append_to_ledger(const ArchiveLayout& layout, const LedgerEntry& entry) {
  (void)year_of(entry.at);
  if (fs::exists(copy_marker_file(layout.root())))
    throw Error(ErrorKind::service_broken, Reason::bad_settings, kStage,
                layout.root().string() +
                    " is a copy: acts belong into its archive; to go on from a copy, restore it "
                    "with sohoa repair --from into an empty folder");
  make_durable_folder(ledger_folder(layout), 0777, kStage);
  remove_leftovers(ledger_folder(layout));
  LockedLedger ledger(layout);
  ledger.require_the_noted_end();
  ledger.mend(entry.at, entry.who);
  ledger.append(entry);
}

void mend_torn_line(const ArchiveLayout& layout, const std::string& at, const std::string& who) {
  if (inspect_ledger(layout).torn.empty()) return;
  LockedLedger ledger(layout);
  ledger.require_the_noted_end();
  ledger.mend(at, who);
}

std::optional<LedgerCut> find_cut(const ArchiveLayout& layout) {
  const LedgerState state = inspect_ledger(layout);
  if (!state.cut && state.findings.empty()) return std::nullopt;
  if (!state.only_cut)
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                "the ledger is damaged in another way than by a cut (" + state.findings.front() +
                    "); run sohoa repair --from a copy first");
  return LedgerCut{state.head, *state.cut};
}

void accept_cut(const ArchiveLayout& layout, const LedgerCut& cut, const std::string& reason,
                const std::string& at, const std::string& who) {
  (void)year_of(at);
  LockedLedger ledger(layout);
  if (!ledger.is_cut_so(cut))
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                "the ledger was changed meanwhile; look at it again");
  ledger.append_behind(cut, {at, std::string(kLossAccepted), "", cut.held.line.hex,
                             "lines " + std::to_string(cut.held.seq + 1) + " to " +
                                 std::to_string(cut.noted.seq) + " are lost: " + reason,
                             who});
}

LedgerFile ledger_file(const ArchiveLayout& layout, const fs::path& file) {
  const Checksums sums = hash_file_sha256(file);
  return {file.lexically_relative(layout.root()).string(), sums.sha256.hex, sums.bytes};
}

LedgerHead ledger_head(const ArchiveLayout& layout) {
  return last_line(layout, ledger_years(layout)).head;
}

}  // namespace sohoa
