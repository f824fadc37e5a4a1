#include "archive/fixity.h"

#include <fcntl.h>

#include <vector>

#include "archive/bag_check.h"
#include "archive/durable_file.h"
#include "archive/hash.h"
#include "document/error.h"

namespace sohoa {

namespace fs = boost::filesystem;

namespace {

const std::string kStage = "verify";
constexpr std::size_t kReadSize = 1 << 20;
constexpr std::size_t kMaxNamed = 8;

std::string joined(const std::vector<std::string>& findings) {
  std::string text;
  for (std::size_t i = 0; i < findings.size() && i < kMaxNamed; ++i)
    text.append(i == 0 ? "" : "; ").append(findings[i]);
  if (findings.size() > kMaxNamed)
    text += "; and " + std::to_string(findings.size() - kMaxNamed) + " more";
  return text;
}

bool is_bag(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".tar") || name.ends_with(".tar.enc");
}

std::string what_changed(const Checksums& found, unsigned long long bytes) {
  if (found.bytes < bytes)
    return "cut off: " + std::to_string(found.bytes) + " of " + std::to_string(bytes) + " bytes";
  if (found.bytes > bytes)
    return "grown: " + std::to_string(found.bytes) + " instead of " + std::to_string(bytes) +
           " bytes";
  return "checksum mismatch: SHA-256 is " + found.sha256.hex;
}

// Which member it is, where the bag can still tell.
std::string members_of(const fs::path& file) {
  if (!is_bag(file)) return {};
  const BagCheck check = inspect_bag(file);
  if (check.key_missing) return {};
  const std::vector<std::string>& findings = check.findings;
  return findings.empty() ? "; it is a whole bag, but not the one that was written"
                          : "; " + joined(findings);
}

}  // namespace

FixityOutcome check_stored_file(const fs::path& file, const std::string& sha256,
                                unsigned long long bytes, FixityDepth depth) {
  FixityOutcome outcome;
  try {
    const FileDescriptor fd = open_regular_file(file, kStage);
    if (depth == FixityDepth::thorough) posix_fadvise(fd.get(), 0, 0, POSIX_FADV_DONTNEED);
    Hasher hasher(HashKinds::sha256);
    static thread_local std::vector<char> buffer(kReadSize);
    while (const std::size_t got = read_some(fd.get(), buffer.data(), buffer.size(), file, kStage))
      hasher.add(buffer.data(), got);
    posix_fadvise(fd.get(), 0, 0, POSIX_FADV_DONTNEED);
    const Checksums found = hasher.finish();
    outcome.bytes = found.bytes;
    if (found.sha256.hex != sha256) {
      outcome.state = FixityState::changed;
      outcome.detail = what_changed(found, bytes) + members_of(file);
    } else if (depth == FixityDepth::thorough && is_bag(file)) {
      const BagCheck check = inspect_bag(file);
      outcome.unopened = check.key_missing;
      outcome.detail = joined(check.findings);
      if (!outcome.detail.empty()) outcome.state = FixityState::changed;
    }
  } catch (const Error& error) {
    const bool missing = error.reason() == Reason::not_found;
    outcome.state = missing ? FixityState::missing : FixityState::unreadable;
    outcome.detail = missing ? "not there" : error.message();
  }
  return outcome;
}

}  // namespace sohoa
