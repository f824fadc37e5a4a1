#include "archive/ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "archive/durable_file.h"
#include "archive/hash.h"
#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

const std::string kStage = "ledger";
const std::string kNoLine(64, '0');
constexpr std::size_t kTail = 64 << 10;  // more than nearly every line

Sha256 line_sum(std::string_view line) {
  return hash_bytes(line).sha256;
}

fs::path folder_of(const ArchiveLayout& layout) {
  return layout.ledger(1).parent_path();
}

// The years that have a file, in order.
std::vector<int> years_of(const ArchiveLayout& layout) {
  std::vector<int> years;
  if (!fs::is_directory(folder_of(layout))) return years;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_of(layout))) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() != ".jsonl" || name.size() != 4) continue;
    if (name.find_first_not_of("0123456789") == std::string::npos) years.push_back(std::stoi(name));
  }
  std::sort(years.begin(), years.end());
  return years;
}

int year_of(const std::string& at) {
  const bool good = at.size() >= 11 && at[4] == '-' && at[7] == '-' && at[10] == 'T' &&
                    at.find_first_not_of("0123456789") == 4;
  if (!good) throw std::logic_error("ledger: not an ISO 8601 time: " + at);
  return std::stoi(at.substr(0, 4));
}

// Held while appending; released when the descriptor closes.
FileDescriptor lock_ledger(const ArchiveLayout& layout) {
  const fs::path path = folder_of(layout) / ".lock";
  FileDescriptor fd(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!fd.valid()) throw_write_error(errno, "cannot open", path, kStage);
  while (flock(fd.get(), LOCK_EX) != 0)
    if (errno != EINTR) throw_write_error(errno, "cannot lock", path, kStage);
  return fd;
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

LedgerHead head_from(const std::string& line, const fs::path& path) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("seq") || !json["seq"].is_number_unsigned())
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                "the last line of " + path.string() + " is damaged; run sohoa verify");
  return {json["seq"].get<unsigned long long>(), line_sum(line)};
}

std::string line_of(const LedgerEntry& entry, const LedgerHead& head) {
  const Json json = {{"seq", head.seq + 1},    {"at", entry.at},         {"act", entry.act},
                     {"record", entry.record}, {"sha256", entry.sha256}, {"detail", entry.detail},
                     {"who", entry.who},       {"prev", head.line.hex}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
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

// Cuts off a line that a crash left unfinished and puts an entry about it in its place.
void mend(const ArchiveLayout& layout, const fs::path& path, const LedgerEntry& next) {
  const FileDescriptor fd = open_ledger(path, O_RDWR | O_APPEND);
  const Tail tail = read_tail(fd, path);
  if (tail.torn.empty()) return;
  if (ftruncate(fd.get(), tail.size - static_cast<off_t>(tail.torn.size())) != 0)
    throw_write_error(errno, "cannot mend", path, kStage);
  const LedgerEntry mended{
      next.at,
      "ledger-mended",
      "",
      line_sum(tail.torn).hex,
      "a line cut short by a crash was taken away: " + std::to_string(tail.torn.size()) + " bytes",
      next.who};
  write_line(fd, line_of(mended, ledger_head(layout)), path);
}

struct ChainCheck {
  std::vector<std::string> findings;
  unsigned long long seq = 0;
  std::string prev = kNoLine;
  std::string last_place;
};

void check_line(ChainCheck& chain, const std::string& line, const std::string& place) {
  const auto find = [&](const std::string& what) { chain.findings.push_back(place + ": " + what); };
  const Json json = Json::parse(line, nullptr, false);
  const bool whole = json.is_object() && json.contains("seq") && json.contains("prev") &&
                     json["seq"].is_number_unsigned() && json["prev"].is_string();
  if (!whole) {
    find("not a ledger line: changed or damaged");
    ++chain.seq;
  } else {
    const auto seq = json["seq"].get<unsigned long long>();
    const unsigned long long expected = chain.seq + 1;
    if (seq > expected)
      find("seq " + std::to_string(seq) + " where " + std::to_string(expected) +
           " was due: a line before it is missing");
    if (seq < expected)
      find("seq " + std::to_string(seq) + " where " + std::to_string(expected) +
           " was due: lines are swapped or repeated");
    if (seq == expected && json["prev"].get<std::string>() != chain.prev)
      find(chain.last_place.empty()
               ? "prev is not 64 zeros although it is the first line"
               : "prev does not agree: " + chain.last_place + " was changed, or this line was");
    chain.seq = seq;
  }
  chain.prev = line_sum(line).hex;
  chain.last_place = place;
}

void check_file(ChainCheck& chain, const fs::path& path) {
  constexpr std::size_t kMaxLedgerFile = std::size_t{4} << 30;
  const std::string text = read_small_file(path, kMaxLedgerFile, kStage);
  const std::string name = path.filename().string();
  std::size_t start = 0;
  for (int number = 1; start < text.size(); ++number) {
    const std::string place = name + " line " + std::to_string(number);
    const std::size_t end = text.find('\n', start);
    if (end == std::string::npos) {
      chain.findings.push_back(place + ": cut short by a crash, " +
                               std::to_string(text.size() - start) + " bytes without a newline");
      return;
    }
    check_line(chain, text.substr(start, end - start), place);
    start = end + 1;
  }
}

}  // namespace

void append_to_ledger(const ArchiveLayout& layout, const LedgerEntry& entry) {
  make_durable_folder(folder_of(layout), 0777, kStage);
  const FileDescriptor lock = lock_ledger(layout);
  const std::vector<int> years = years_of(layout);
  int year = year_of(entry.at);
  if (!years.empty()) {
    mend(layout, layout.ledger(years.back()), entry);
    year = std::max(year, years.back());
  }
  const fs::path path = layout.ledger(year);
  const bool fresh = !fs::exists(path);
  const std::string line = line_of(entry, ledger_head(layout));
  const FileDescriptor fd = open_ledger(path, O_RDWR | O_CREAT | O_APPEND);
  write_line(fd, line, path);
  if (fresh) sync_folder(folder_of(layout), kStage);
}

LedgerHead ledger_head(const ArchiveLayout& layout) {
  const std::vector<int> years = years_of(layout);
  for (auto year = years.rbegin(); year != years.rend(); ++year) {
    const fs::path path = layout.ledger(*year);
    const Tail tail = read_tail(open_ledger(path, O_RDONLY), path);
    if (!tail.line.empty()) return head_from(tail.line, path);
  }
  return {0, Sha256{kNoLine}};
}

std::vector<std::string> check_ledger(const ArchiveLayout& layout) {
  ChainCheck chain;
  for (const int year : years_of(layout)) check_file(chain, layout.ledger(year));
  return chain.findings;
}

}  // namespace sohoa
