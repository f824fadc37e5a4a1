// Taking single members out of a bag. In a bag of ours the manifests come
// first, so that one pass that ends at the member is enough.
#include <archive_entry.h>

#include <optional>

#include "archive/archive_input.h"
#include "archive/bag.h"
#include "archive/bag_manifest.h"
#include "archive/bag_tags.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "read";
constexpr std::size_t kReadSize = 1 << 18;
constexpr std::size_t kMaxManifest = std::size_t{64} << 20;
constexpr std::size_t kMaxText = std::size_t{256} << 20;

using Take = std::function<void(const void*, std::size_t)>;

[[noreturn]] void throw_corrupt(const fs::path& bag, const std::string& what) {
  throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
              bag.string() + ": " + what + "; run sohoa verify");
}

// Without the top folder; empty for folders.
std::string path_in_bag(archive_entry* entry) {
  if (archive_entry_filetype(entry) != AE_IFREG) return {};
  const std::string path = ArchiveInput::name_of(entry);
  const std::size_t slash = path.find('/');
  return slash == std::string::npos ? std::string() : path.substr(slash + 1);
}

Sha256 pass_on(ArchiveInput& tar, const Take& take) {
  Hasher hasher(HashKinds::sha256);
  std::vector<char> buffer(kReadSize);
  while (const std::size_t got = tar.read(buffer.data(), buffer.size())) {
    hasher.add(buffer.data(), got);
    take(buffer.data(), got);
  }
  return hasher.finish().sha256;
}

// Damage found by libarchive is damage of the archive here. Errors of `take` pass as they are.
template <typename Action>
void with_bag(const fs::path& bag, Action action) {
  const Utf8Names utf8_names;
  try {
    ArchiveInput tar(bag, ArchiveFormats::plain_tar, kStage);
    action(tar);
  } catch (const Error& error) {
    if (error.stage() != kStage || error.kind() != ErrorKind::document_failed ||
        error.reason() == Reason::not_found)
      throw;
    throw_corrupt(bag, error.message());
  }
}

}  // namespace

void read_bag_member(const fs::path& bag, const std::string& member, const Take& take) {
  const std::string manifest_name =
      is_payload(member) ? "manifest-sha256.txt" : "tagmanifest-sha256.txt";
  const bool unlisted = member.starts_with("tagmanifest-");  // no manifest lists these
  with_bag(bag, [&](ArchiveInput& tar) {
    std::optional<Sha256> found;
    std::optional<std::string> manifest_text;
    while (archive_entry* entry = tar.next()) {
      const std::string path = path_in_bag(entry);
      if (path == manifest_name && path != member) {
        manifest_text.emplace();
        (void)pass_on(tar, [&](const void* data, std::size_t size) {
          if (manifest_text->size() + size > kMaxManifest)
            throw_corrupt(bag, manifest_name + " is too large");
          manifest_text->append(static_cast<const char*>(data), size);
        });
      } else if (path == member && !found) {
        found = pass_on(tar, take);
      }
      if (found && (manifest_text || unlisted)) break;
    }
    if (!found)
      throw Error(ErrorKind::document_failed, Reason::not_found, kStage,
                  bag.string() + " has no member " + member);
    if (unlisted) return;
    std::vector<std::string> ignored;
    const Manifest manifest =
        parse_manifest(manifest_name, manifest_text.value_or(""), SumKind::sha256, ignored);
    const auto listed = manifest.find(member);
    if (listed == manifest.end() || listed->second != found->hex)
      throw_corrupt(bag, member + " does not agree with " + manifest_name);
  });
}

// In a bag of ours no tag file stands behind the payload, which is not read.
TagTexts read_bag_tags(const fs::path& bag) {
  TagTexts tags;
  with_bag(bag, [&](ArchiveInput& tar) {
    while (archive_entry* entry = tar.next()) {
      const std::string path = path_in_bag(entry);
      if (path.empty()) continue;
      if (is_payload(path)) break;
      std::string& text = tags[path];
      (void)pass_on(tar, [&](const void* data, std::size_t size) {
        if (text.size() + size > kMaxManifest) throw_corrupt(bag, path + " is too large");
        text.append(static_cast<const char*>(data), size);
      });
    }
    std::vector<std::string> findings;
    const Manifest sums = parse_manifest("tagmanifest-sha256.txt", tags["tagmanifest-sha256.txt"],
                                         SumKind::sha256, findings);
    for (const auto& [path, sum] : sums)
      if (!tags.contains(path) || hash_bytes(tags[path]).sha256.hex != sum)
        throw_corrupt(bag, path + " does not agree with tagmanifest-sha256.txt");
    for (const auto& [path, text] : tags)
      if (!sums.contains(path) && !path.starts_with("tagmanifest-"))
        throw_corrupt(bag, path + " is not listed in tagmanifest-sha256.txt");
  });
  return tags;
}

std::string read_bag_text(const fs::path& bag, const std::string& member) {
  std::string text;
  read_bag_member(bag, member, [&](const void* data, std::size_t size) {
    if (text.size() + size > kMaxText) throw_corrupt(bag, member + " is too large for a text");
    text.append(static_cast<const char*>(data), size);
  });
  return text;
}

std::vector<std::string> list_bag(const fs::path& bag) {
  std::vector<std::string> members;
  with_bag(bag, [&](ArchiveInput& tar) {
    while (archive_entry* entry = tar.next()) {
      const std::string path = path_in_bag(entry);
      if (!path.empty()) members.push_back(path);
    }
  });
  return members;
}

}  // namespace sohoa
