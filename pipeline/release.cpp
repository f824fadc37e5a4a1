#include "pipeline/release.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/filesystem.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "archive/bag_check.h"
#include "archive/durable_file.h"
#include "archive/hash.h"
#include "archive/store.h"
#include "document/error.h"
#include "pipeline/archive_file.h"
#include "pipeline/file_ending.h"
#include "pipeline/intake.h"
#include "pipeline/quarantine.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "release";
constexpr unsigned kFolderMode = 0770;

ReleaseResult stays(Released why, const std::string& detail) {
  return {why, detail};
}

bool is_secret(const DocumentOutcome& outcome) {
  return outcome.reason == Reason::suspected_secret;
}

bool is_refused(const DocumentOutcome& outcome) {
  return outcome.outcome == Outcome::rejected;
}

// The state that the file had when it was found ready; moving it changes none of it.
bool is_as_taken(const fs::path& place, const FileState& state) {
  struct stat status {};
  if (::lstat(place.c_str(), &status) != 0) return false;
  const std::int64_t modified =
      static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
  return static_cast<std::uint64_t>(status.st_size) == state.bytes && modified == state.modified &&
         status.st_ino == state.inode;
}

// Somebody is about to write to it, and would write to what nobody looks at any more.
bool is_open_for_writing(const fs::path& place) {
  const FileDescriptor file(::open(place.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  return file.valid() && is_being_written(file.get());
}

bool record_is_kept(const DocumentOutcome& outcome, const House& house) {
  const RecordVersions versions = record_versions(house.layout, RecordId{outcome.id});
  if (versions.empty() || !house.catalogue.find_by_id(outcome.id)) return false;
  if (outcome.outcome == Outcome::archived) return true;  // read back a moment ago
  const BagCheck first = inspect_bag(versions.front().path);
  return !first.key_missing && first.findings.empty();
}

bool copy_is_put_aside(const DocumentOutcome& outcome, const House& house) {
  if (outcome.sha256.empty()) return false;
  const std::string stem = outcome.sha256.substr(0, 16) + "-";
  for (const fs::directory_entry& entry : fs::directory_iterator(house.layout.failed())) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(stem) && !name.ends_with(".json") &&
        hash_file(entry.path()).sha256.hex == outcome.sha256)
      return true;
  }
  return false;
}

bool is_held(const DocumentOutcome& outcome, const House& house) {
  switch (outcome.outcome) {
    case Outcome::archived:
    case Outcome::duplicate:
      return record_is_kept(outcome, house);
    case Outcome::quarantined:
      return is_secret(outcome) || copy_is_put_aside(outcome, house);
    case Outcome::rejected:
      return false;
  }
  return false;
}

// A name in `folder` that nothing has: "scan.pdf", "scan (2).pdf"…
fs::path free_name(const fs::path& folder, const std::string& name) {
  fs::path target = folder / name;
  const fs::path plain(name);
  for (int i = 2; fs::exists(fs::symlink_status(target)); ++i)
    target = folder /
             (plain.stem().string() + " (" + std::to_string(i) + ")" + plain.extension().string());
  return target;
}

// Never replaces: another program may put a file there at the same time.
bool rename_alone(const fs::path& from, const fs::path& to) {
  return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0;
}

void copy_and_compare(const fs::path& from, const fs::path& to) {
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
  if (!target.commit())
    throw Error(ErrorKind::retry, Reason::already_there, kStage, to.string() + " stands there");
}

Error cannot(const std::string& what) {
  const bool full = errno == ENOSPC || errno == EDQUOT;
  return {full ? ErrorKind::service_broken : ErrorKind::retry,
          full ? Reason::disk_full : Reason::no_permission, kStage,
          what + ": " + std::strerror(errno)};
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
    if (!rename_alone(from_, place_)) {
      const Error error = cannot("cannot be taken away");
      (void)::rmdir(folder_.c_str());
      throw error;
    }
    if (is_as_taken(place_, file.state) && !is_open_for_writing(place_)) return;
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

  [[nodiscard]] const fs::path& place() const { return place_; }

 private:
  // Where another file has come meanwhile it stays, and is found by the next look.
  void go_back() const {
    (void)rename_alone(place_, from_);
    (void)::rmdir(folder_.c_str());
  }

  fs::path from_;
  fs::path folder_;
  fs::path place_;
};

// Where the file is now.
fs::path move_below(const InboxFile& file, const fs::path& root) {
  const fs::path folder = (root / file.path).parent_path();
  make_durable_folder(folder, kFolderMode, kStage);
  const fs::path target = free_name(folder, file.file.filename().string());
  const Departure departure(file);
  if (!rename_alone(departure.place(), target)) {
    if (errno != EXDEV) throw cannot("cannot be moved to " + folder.string());
    copy_and_compare(departure.place(), target);
    if (::unlink(departure.place().c_str()) != 0) throw cannot("cannot be removed");
  }
  sync_folder(folder, kStage);
  sync_folder(file.file.parent_path(), kStage);
  return target;
}

void remove_source(const InboxFile& file) {
  const Departure departure(file);
  if (::unlink(departure.place().c_str()) != 0) throw cannot("cannot be removed");
  sync_folder(file.file.parent_path(), kStage);
}

// What was refused and why, for whoever brought it.
void write_note(const fs::path& moved, const std::vector<DocumentOutcome>& outcomes) {
  std::string text;
  for (const DocumentOutcome& outcome : outcomes)
    if (is_refused(outcome))
      text += outcome.path + "\n  " +
              std::string(reason_sentence(outcome.reason, Language::vietnamese)) + "\n  " +
              std::string(reason_sentence(outcome.reason, Language::english)) + "\n\n";
  const fs::path note =
      free_name(moved.parent_path(), moved.filename().string().substr(0, 230) + ".ly-do.txt");
  DurableFile file(note, 0640, kStage);
  file.write(text.data(), text.size());
  file.sync();
  (void)file.commit();
}

// A secret among an archive file's members: the file itself holds it too.
bool seal_whole(const InboxFile& file, House& house) {
  const Intake intake = take_in({file.file, file.path});
  if (!is_sealed(intake, house)) seal_away(intake, house);
  return is_sealed(intake, house);
}

ReleaseResult let_go(const InboxFile& file, const std::vector<DocumentOutcome>& outcomes,
                     const InboxPlaces& places, Release how, House& house) {
  const bool secret = std::any_of(outcomes.begin(), outcomes.end(), is_secret);
  const bool refused = std::any_of(outcomes.begin(), outcomes.end(), is_refused);
  if (secret) {
    if (!seal_whole(file, house)) return stays(Released::not_held, "it could not be sealed");
    remove_source(file);
  } else if (refused) {
    write_note(move_below(file, places.refused), outcomes);
  } else if (how == Release::discard) {
    remove_source(file);
  } else {
    (void)move_below(file, places.done);
  }
  return {};
}

}  // namespace

InboxPlaces inbox_places(const ArchiveLayout& layout, const WatchSettings& settings) {
  const auto place = [&](const std::string& name) {
    fs::path path = fs::absolute(fs::path(name), fs::absolute(layout.root())).lexically_normal();
    if (path.filename() == "." || path.filename().empty()) path = path.parent_path();
    return path;
  };
  return {place(settings.inbox), place(settings.done), place(settings.refused)};
}

ReleaseResult release_source(const InboxFile& file, const std::vector<DocumentOutcome>& outcomes,
                             const InboxPlaces& places, Release how, House& house) {
  try {
    if (!is_as_taken(file.file, file.state))
      return stays(Released::changed, "it changed after it was read");
    const auto safe = [&](const DocumentOutcome& outcome) {
      return is_refused(outcome) || is_held(outcome, house);
    };
    if (!std::all_of(outcomes.begin(), outcomes.end(), safe))
      return stays(Released::not_held, "the archive could not be shown to hold it");
    return let_go(file, outcomes, places, how, house);
  } catch (const Error& error) {
    if (error.reason() == Reason::disk_full) return stays(Released::no_room, error.message());
    if (error.kind() == ErrorKind::service_broken && error.reason() != Reason::no_permission) throw;
    return stays(
        error.reason() == Reason::changed_while_reading ? Released::changed : Released::impossible,
        error.message());
  }
}

}  // namespace sohoa
