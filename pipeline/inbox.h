// The watch folder as it is now: what lies in it, and what of that is ready to be
// taken in.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/layout.h"
#include "pipeline/settings.h"

namespace sohoa {

// What tells one state of a file from another.
struct FileState {
  std::uint64_t bytes = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970, as far as 64 bits reach
  std::int64_t changed = 0;   // of the inode: renaming and writing both move it
  std::uint64_t inode = 0;

  bool operator==(const FileState&) const = default;
};
// Of the file itself, not of what a link leads to; nothing where no file stands.
[[nodiscard]] std::optional<FileState> state_of(const fs::path& place);

struct InboxFile {
  fs::path file;     // where it is
  std::string path;  // below the watch folder, as its names are: any bytes, newlines too
  FileState state;
  bool regular = true;  // false: a link, a pipe, a device
};

struct InboxLook {
  std::vector<InboxFile> files;      // in byte order of their paths
  std::vector<fs::path> folders;     // all of them, the watch folder first
  int passed_over = 0;               // hidden files, temporary names, what systems leave behind
  std::vector<std::string> trouble;  // folders that could not be read in full: path and why
};

// `not_into`: folders that are passed over wherever they are met, under whatever name
// they are reached. So are hidden ones; links to other folders are files that are not regular.
[[nodiscard]] InboxLook look_at_inbox(const fs::path& inbox, const std::vector<fs::path>& not_into);

// Files on their way out lie in folders whose names begin so; one that is still there
// later was left by a program that died. To the look they are where those folders are.
inline constexpr const char* kLeavingPrefix = ".sohoa-leaving-";

// True for names that programs give to files which they have not finished, and
// for what systems leave in folders: ".x", "~$x", "x.part", "x.tmp", "Thumbs.db"…
[[nodiscard]] bool is_passed_over(const std::string& name);

// Follows the files of the watch folder from look to look.
class Stillness {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Stillness(const WatchSettings& settings) : settings_(settings) {}

  struct Verdict {
    std::vector<InboxFile> ready;       // each once for each state that it has
    std::vector<InboxFile> incomplete;  // still for long, and their end is missing
    int waiting = 0;                    // not ready yet
  };
  // `now` may only grow. A file is ready when its size and times have stood still for
  // settle_seconds (by its own times, where they lie in the past by the system's
  // clock) and it ends as its format must; an end that is missing is looked for
  // again after twice as long each time, up to a minute, and no longer than
  // patience_minutes: then the file is ready as it is. Formats without an end must
  // stand still five times as long. What a program on this machine has open for writing
  // is never ready.
  [[nodiscard]] Verdict judge(const InboxLook& look, Time now,
                              std::chrono::system_clock::time_point wall_clock);

  // A file that was ready and proved not to be (it changed while it was read).
  void doubt(const fs::path& file);

  void use(const WatchSettings& settings) { settings_ = settings; }

 private:
  struct Followed {
    FileState state;
    Time still_since;
    Time next_look;
    std::chrono::duration<double> patience{0};
    bool told = false;  // ready, for this state
    bool seen = false;  // in the look in hand
  };

  void judge_one(const InboxFile& file, Followed& followed, Time now, Verdict& verdict);

  WatchSettings settings_;
  std::map<std::string, Followed> followed_;  // by place
};

}  // namespace sohoa
