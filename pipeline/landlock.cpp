#include "pipeline/landlock.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace sohoa {

namespace {

// linux/landlock.h; a kernel takes a longer structure as long as what it does not
// know of is zero.
struct RulesetAttributes {
  std::uint64_t files = 0;
  std::uint64_t network = 0;
  std::uint64_t scoped = 0;
};
struct [[gnu::packed]] PathRule {
  std::uint64_t allowed;
  std::int32_t parent;
};

constexpr std::uint64_t kExecute = 1U << 0U;
constexpr std::uint64_t kReadFile = 1U << 2U;
constexpr std::uint64_t kReadFolder = 1U << 3U;
constexpr unsigned kAskVersion = 1;
constexpr int kPathRule = 1;

constexpr std::uint64_t first_bits(unsigned count) {
  return (std::uint64_t{1} << count) - 1;
}

// Rights that the ABI knows: 13 at first, then to move files between folders (2), to
// truncate (3), ioctl on devices (5); TCP (4); abstract sockets and signals (6).
RulesetAttributes everything(int abi) {
  RulesetAttributes all;
  all.files = first_bits(13U + (abi >= 2 ? 1U : 0U) + (abi >= 3 ? 1U : 0U) + (abi >= 5 ? 1U : 0U));
  if (abi >= 4) all.network = first_bits(2);
  if (abi >= 6) all.scoped = first_bits(2);
  return all;
}

long create_ruleset(const RulesetAttributes* attributes, std::size_t size, unsigned flags) {
  return ::syscall(SYS_landlock_create_ruleset, attributes, size, flags);
}

bool allow(int ruleset, int file, std::uint64_t rights) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return false;
  if (!S_ISDIR(status.st_mode)) rights &= ~kReadFolder;
  const PathRule rule{rights, file};
  if (::syscall(SYS_landlock_add_rule, ruleset, kPathRule, &rule, 0) == 0) return true;
  // A file that lies nowhere (memfd_create) needs no rule and can have none.
  return errno == EBADFD;
}

bool allow_path(int ruleset, std::string_view path) {
  // A null-terminated copy without allocating.
  std::array<char, 256> name{};
  if (path.size() >= name.size()) return false;
  path.copy(name.data(), path.size());
  const int place = ::open(name.data(), O_PATH | O_CLOEXEC);
  if (place < 0) return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
  const bool done = allow(ruleset, place, kReadFile | kReadFolder | kExecute);
  ::close(place);
  return done;
}

}  // namespace

int landlock_abi() {
  const long version = create_ruleset(nullptr, 0, kAskVersion);
  return version > 0 ? static_cast<int>(version) : 0;
}

bool enter_landlock(const ReadOnlyPlaces& places) {
  const int abi = landlock_abi();
  if (abi == 0) return true;
  const RulesetAttributes all = everything(abi);
  const auto ruleset = static_cast<int>(create_ruleset(&all, sizeof all, 0));
  if (ruleset < 0) return false;
  bool done = true;
  for (const std::string_view path : places.paths) done = done && allow_path(ruleset, path);
  if (places.program >= 0) done = done && allow(ruleset, places.program, kReadFile | kExecute);
  if (places.document >= 0) done = done && allow(ruleset, places.document, kReadFile);
  done = done && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  const int cause = errno;
  ::close(ruleset);
  errno = cause;
  return done;
}

}  // namespace sohoa
