#include "pipeline/departure.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/filesystem.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string_view>

#include "archive/durable_file.h"
#include "archive/hash.h"
#include "archive/move_file.h"
#include "document/error.h"
#include "pipeline/file_ending.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "release";
constexpr unsigned kFolderMode = 0770;

// The state that the file had when it was found ready; moving it away changes the inode's time.
bool is_as_taken_and_moved(const fs::path& place, FileState state) {
  const std::optional<FileState> now = state_of(place);
  if (now) state.changed = now->changed;
  return now == state;
}

// Somebody is about to write to it, and would write to what nobody looks at any more.
bool is_open_for_writing(const fs::path& place) {
  const FileDescriptor file(::open(place.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  return file.valid() && is_being_written(file.get());
}

constexpr std::string_view kNoteEnding = ".ly-do.txt";
// So that the name of a note beside it is none that is too long.
constexpr std::size_t kMostNameBytes = NAME_MAX - kNoteEnding.size();

// The name with `mark` before its extension; the stem loses its end, between characters,
// where all would be too long.
std::string marked_name(const std::string& name, const std::string& mark) {
  constexpr std::size_t kMostExtension = 16;
  std::size_t dot = name.rfind('.');
  if (dot == std::string::npos || dot == 0 || name.size() - dot > kMostExtension) dot = name.size();
  const std::string end = mark + name.substr(dot);
  std::size_t cut = std::min(dot, kMostNameBytes - end.size());
  while (cut < dot && cut > 0 && (name[cut] & 0xC0) == 0x80) --cut;
  return name.substr(0, cut) + end;
}

// "scan.pdf" becomes "scan (2).pdf".
std::string numbered(const std::string& name, int number) {
  return marked_name(name, " (" + std::to_string(number) + ")");
}

bool is_taken(const fs::path& place) {
  struct stat status {};
  return ::lstat(place.c_str(), &status) == 0;
}

// The folder `below` of `root`; where a file has the name of a part, the part gets a number.
fs::path folder_for(const fs::path& below, const fs::path& root) {
  fs::path folder = root;
  for (const fs::path& part : below) {
    fs::path next = folder / part;
    boost::system::error_code error;
    for (int i = 2; is_taken(next) && !fs::is_directory(next, error); ++i)
      next = folder / numbered(part.string(), i);
    folder = next;
  }
  make_durable_folder(folder, kFolderMode, kStage);
  return folder;
}

// False when something stands there.
bool copy_and_compare(const fs::path& from, const fs::path& to) {
  const FileDescriptor source = open_regular_file(from, kStage);
  DurableFile target(to, 0640, kStage);
  Hasher hasher;
  std::array<char, 1 << 16> buffer{};
  while (const std::size_t got =
             read_some(source.get(), buffer.data(), buffer.size(), from, kStage)) {
    hasher.add(buffer.data(), got);
    target.write(buffer.data(), got);
  }
  target.sync();
  if (hash_file(target.temporary_path()).sha256 != hasher.finish().sha256)
    throw Error(ErrorKind::retry, Reason::internal, kStage,
                to.string() + " does not read back as it was written");
  return target.commit();
}

Error cannot(const std::string& what, int error = errno) {
  const bool full = error == ENOSPC || error == EDQUOT;
  return {full ? ErrorKind::service_broken : ErrorKind::retry,
          full ? Reason::disk_full : Reason::no_permission, kStage,
          what + ": " + std::strerror(error)};
}

// A file on its way out, in a folder of its own beside its place: nobody else reaches
// for it there, it keeps its name, and if this is where the program dies the next look
// finds it. What was put in its place at the last moment goes back.
class Departure {
 public:
  explicit Departure(const InboxFile& file)
      : from_(file.file),
        folder_(from_.parent_path() / fs::unique_path(std::string(kLeavingPrefix) + "%%%%%%%%")),
        place_(folder_ / from_.filename()) {
    if (::mkdir(folder_.c_str(), 0700) != 0) throw cannot("cannot be taken away");
    if (::rename(from_.c_str(), place_.c_str()) != 0) {
      const Error error = cannot("cannot be taken away");
      (void)::rmdir(folder_.c_str());
      throw error;
    }
    if (is_as_taken_and_moved(place_, file.state) && !is_open_for_writing(place_)) return;
    go_back();
    throw Error(ErrorKind::retry, Reason::changed_while_reading, kStage, "it changed meanwhile");
  }

  // The folders go with what was in them; one that a dead program left goes, too.
  ~Departure() {
    if (::rmdir(folder_.c_str()) != 0) go_back();
    if (from_.parent_path().filename().string().starts_with(kLeavingPrefix))
      (void)::rmdir(from_.parent_path().c_str());
  }
  Departure(const Departure&) = delete;
  Departure& operator=(const Departure&) = delete;

  // False when something stands there.
  [[nodiscard]] bool move_to(const fs::path& target) const {
    const int error = move_without_replacing(place_, target);
    if (error == EEXIST) return false;
    if (error == EXDEV) {
      if (!copy_and_compare(place_, target)) return false;
      remove();
    } else if (error != 0) {
      throw cannot("cannot be moved to " + target.parent_path().string(), error);
    }
    return true;
  }

  void remove() const {
    if (::unlink(place_.c_str()) != 0) throw cannot("cannot be removed");
  }

 private:
  // Where another file has come meanwhile it stays, and is found by the next look.
  void go_back() const {
    (void)move_without_replacing(place_, from_);
    (void)::rmdir(folder_.c_str());
  }

  fs::path from_;
  fs::path folder_;
  fs::path place_;
};

fs::path note_of(const fs::path& target) {
  return target.string() + std::string(kNoteEnding);
}

// False when something stands there.
bool write_note(const fs::path& note, const std::string& words) {
  DurableFile file(note, 0640, kStage);
  file.write(words.data(), words.size());
  file.sync();
  return file.commit();
}

}  // namespace

void move_source(const InboxFile& file, const fs::path& root, const std::string& words) {
  const fs::path folder = folder_for(fs::path(file.path).parent_path(), root);
  const std::string name = file.file.filename().string();
  const bool noted = !words.empty();
  fs::path target = folder / (noted && name.size() > kMostNameBytes ? marked_name(name, "") : name);
  const Departure departure(file);
  for (int i = 2; is_taken(target) || (noted && !write_note(note_of(target), words)) ||
                  !departure.move_to(target);
       ++i)
    target = folder / numbered(name, i);
  sync_folder(folder, kStage);
  sync_folder(file.file.parent_path(), kStage);
}

void delete_source(const InboxFile& file) {
  const Departure departure(file);
  departure.remove();
  sync_folder(file.file.parent_path(), kStage);
}

}  // namespace sohoa
