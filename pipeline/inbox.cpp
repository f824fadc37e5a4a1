#include "pipeline/inbox.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <boost/filesystem.hpp>
#include <cerrno>
#include <cstring>
#include <limits>
#include <string_view>

#include "archive/durable_file.h"
#include "pipeline/file_ending.h"

namespace sohoa {

namespace {

using Seconds = std::chrono::duration<double>;

// Times that lie centuries away are all the same one.
std::int64_t nanoseconds(const timespec& time) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / kSecond - 1;
  return std::clamp<std::int64_t>(time.tv_sec, -kMost, kMost) * kSecond + time.tv_nsec;
}

FileState state_from(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim),
          nanoseconds(status.st_ctim), status.st_ino};
}

std::string lower_case(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

class Looker {
 public:
  Looker(const fs::path& inbox, const std::vector<fs::path>& not_into)
      : inbox_(inbox), not_into_(not_into) {}

  InboxLook look() {
    folder(inbox_, "", 0);
    std::sort(result_.files.begin(), result_.files.end(),
              [](const InboxFile& a, const InboxFile& b) { return a.path < b.path; });
    return std::move(result_);
  }

 private:
  void folder(const fs::path& place, const std::string& below, int depth) {
    // Deeper than people make folders; a loop of mounts would have no end.
    constexpr int kDeepest = 64;
    if (depth > kDeepest) {
      result_.trouble.push_back(place.string() + ": folders too deep");
      return;
    }
    result_.folders.push_back(place);
    boost::system::error_code error;
    fs::directory_iterator entry(place, error);
    for (const fs::directory_iterator end; !error && entry != end; entry.increment(error))
      one(entry->path(), below, depth);
    // What is gone by now was taken back; but the watch folder itself must be there.
    const bool gone = error == boost::system::errc::no_such_file_or_directory && depth > 0;
    if (error && !gone) result_.trouble.push_back(place.string() + ": " + error.message());
  }

  void one(const fs::path& place, const std::string& below, int depth) {
    const std::string name = place.filename().string();
    const std::string path = below.empty() ? name : below + "/" + name;
    struct stat status {};
    if (::lstat(place.c_str(), &status) != 0) {
      // What is gone by now was renamed or taken back.
      if (errno != ENOENT && errno != ENOTDIR)
        result_.trouble.push_back(place.parent_path().string() +
                                  ": a file in it cannot be looked at: " + std::strerror(errno));
    } else if (is_passed_over(name)) {
      ++result_.passed_over;
    } else if (!S_ISREG(status.st_mode) && is_excluded(place)) {
      return;
    } else if (S_ISDIR(status.st_mode)) {
      folder(place, name.starts_with(kLeavingPrefix) ? below : path, depth + 1);
    } else {
      result_.files.push_back({place, path, state_from(status), S_ISREG(status.st_mode)});
    }
  }

  [[nodiscard]] bool is_excluded(const fs::path& place) const {
    return std::any_of(not_into_.begin(), not_into_.end(), [&](const fs::path& excluded) {
      boost::system::error_code neither_is_there;
      return place == excluded || fs::equivalent(place, excluded, neither_is_there);
    });
  }

  const fs::path& inbox_;
  const std::vector<fs::path>& not_into_;
  InboxLook result_;
};

struct Closing {
  FileEnding ending = FileEnding::unknown;
  bool being_written = false;
};

Closing closing_of(const fs::path& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  // Who may not read it learns that from the intake, in a sentence.
  if (!file.valid()) return {FileEnding::whole, false};
  return {look_at_ending(file.get()), is_being_written(file.get())};
}

}  // namespace

std::optional<FileState> state_of(const fs::path& place) {
  struct stat status {};
  if (::lstat(place.c_str(), &status) != 0) return std::nullopt;
  return state_from(status);
}

bool is_passed_over(const std::string& name) {
  static constexpr std::array kEndings = {".part",     ".partial",    ".tmp",  ".temp",
                                          ".filepart", ".crdownload", ".swp",  ".download",
                                          ".upload",   ".!ut",        ".lock", "~"};
  static constexpr std::array kNames = {"thumbs.db", "desktop.ini", "$recycle.bin",
                                        "system volume information", "lost+found"};
  const std::string low = lower_case(name);
  const auto ends = [&](const char* ending) { return low.ends_with(ending); };
  const auto equals = [&](const char* other) { return low == other; };
  if (name.starts_with(kLeavingPrefix)) return false;
  return low.starts_with(".") || low.starts_with("~$") ||
         std::any_of(kEndings.begin(), kEndings.end(), ends) ||
         std::any_of(kNames.begin(), kNames.end(), equals);
}

InboxLook look_at_inbox(const fs::path& inbox, const std::vector<fs::path>& not_into) {
  return Looker(inbox, not_into).look();
}

Stillness::Verdict Stillness::judge(const InboxLook& look, Time now,
                                    std::chrono::system_clock::time_point wall_clock) {
  Verdict verdict;
  for (auto& [path, followed] : followed_) followed.seen = false;
  const std::int64_t wall =
      std::chrono::duration_cast<std::chrono::nanoseconds>(wall_clock.time_since_epoch()).count();
  for (const InboxFile& file : look.files) {
    const auto [entry, fresh] = followed_.try_emplace(file.file.string());
    Followed& followed = entry->second;
    if (fresh || !(followed.state == file.state)) {
      followed = {file.state, now, now, Seconds(0), false, true};
      // Written long before this look: it stood still while nobody looked.
      const std::int64_t age =
          wall - std::max({std::int64_t{0}, file.state.modified, file.state.changed});
      if (fresh && age > 0)
        followed.still_since -= std::min(std::chrono::nanoseconds(age),
                                         std::chrono::nanoseconds(std::chrono::minutes(1)));
    }
    followed.seen = true;
    judge_one(file, followed, now, verdict);
  }
  std::erase_if(followed_, [](const auto& entry) { return !entry.second.seen; });
  return verdict;
}

void Stillness::judge_one(const InboxFile& file, Followed& followed, Time now, Verdict& verdict) {
  if (followed.told) return;
  const auto ready = [&] {
    followed.told = true;
    verdict.ready.push_back(file);
  };
  const Seconds still = now - followed.still_since;
  const Seconds settle(settings_.settle_seconds);
  if (!file.regular) return ready();
  if (still < settle || now < followed.next_look) {
    ++verdict.waiting;
    return;
  }
  constexpr double kWithoutEnd = 5;
  const auto [ending, being_written] = closing_of(file.file);
  const bool as_it_is =
      still >= std::chrono::duration<double, std::ratio<60>>(settings_.patience_minutes);
  const bool whole = ending == FileEnding::whole ||
                     (ending == FileEnding::unknown && still >= settle * kWithoutEnd);
  if (!being_written && (whole || as_it_is)) return ready();
  ++verdict.waiting;
  if (ending != FileEnding::cut && !being_written) return;
  followed.patience = std::clamp(followed.patience * 2, Seconds(1), Seconds(60));
  followed.next_look = now + std::chrono::duration_cast<Time::duration>(followed.patience);
  if (followed.patience >= Seconds(8)) verdict.incomplete.push_back(file);
}

void Stillness::doubt(const fs::path& file) {
  followed_.erase(file.string());
}

}  // namespace sohoa
