#include "archive/layout.h"

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <charconv>
#include <stdexcept>
#include <utility>
#include <vector>

#include "archive/durable_file.h"
#include "archive/safe_name.h"
#include "archive/sealing_keys.h"
#include "document/error.h"

namespace sohoa {

namespace {

constexpr std::string_view kCrockford = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kIdLength = 16;

unsigned hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  throw std::logic_error("record_id: not a lower-case hexadecimal SHA-256");
}

// A whole non-negative number without leading zeros, as we write them.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (text.front() == '-' || (text.front() == '0' && text.size() > 1)) return std::nullopt;
  return value;
}

constexpr std::string_view kPlain = ".tar";
constexpr std::string_view kEncrypted = ".tar.enc";

// "v12.tar" -> 12
std::optional<int> version_of(std::string_view name, std::string_view suffix) {
  if (!name.starts_with('v') || !name.ends_with(suffix)) return std::nullopt;
  name.remove_prefix(1);
  name.remove_suffix(suffix.size());
  if (name.empty()) return std::nullopt;
  const std::optional<int> version = number(name);
  return version && *version > 0 ? version : std::nullopt;
}

}  // namespace

bool is_record_id(std::string_view text) {
  return text.size() == kIdLength && text.find_first_not_of(kCrockford) == std::string_view::npos;
}

bool is_fonds_name(std::string_view name) {
  return is_safe_member_path(name) && name.find('/') == std::string_view::npos &&
         name.front() != '.' && name == safe_file_name(name);
}

bool is_fonds_key_name(std::string_view name) {
  constexpr std::string_view prefix = "key-";
  constexpr std::string_view suffix = ".json";
  if (!name.starts_with(prefix) || !name.ends_with(suffix)) return false;
  name.remove_prefix(prefix.size());
  name.remove_suffix(std::min(name.size(), suffix.size()));
  return !name.empty() && number(name).value_or(0) > 0;
}

RecordId record_id(const Sha256& original) {
  if (original.hex.size() != 64) throw std::logic_error("record_id: not a SHA-256");
  RecordId id;
  unsigned bits = 0;
  unsigned pending = 0;
  for (std::size_t i = 0; id.text.size() < kIdLength; ++i) {
    pending = pending << 4 | hex_value(original.hex[i]);
    for (bits += 4; bits >= 5; bits -= 5) id.text += kCrockford[pending >> (bits - 5) & 31];
  }
  return id;
}

ArchiveLayout::ArchiveLayout(fs::path root) : root_(std::move(root)) {}

fs::path ArchiveLayout::settings() const {
  return root_ / "sohoa.toml";
}
fs::path ArchiveLayout::inbox() const {
  return root_ / "inbox";
}
fs::path ArchiveLayout::store() const {
  return root_ / "store";
}
fs::path ArchiveLayout::failed() const {
  return root_ / "quarantine" / "failed";
}
fs::path ArchiveLayout::secret() const {
  return root_ / "quarantine" / "secret";
}
fs::path ArchiveLayout::sealing_public_key() const {
  return root_ / "quarantine" / "sealing-public.key";
}
fs::path ArchiveLayout::catalogue() const {
  return root_ / "catalogue.db";
}
fs::path ArchiveLayout::search() const {
  return root_ / "search.db";
}
fs::path ArchiveLayout::fixity() const {
  return root_ / "fixity.db";
}
fs::path ArchiveLayout::work() const {
  return root_ / "work";
}
fs::path ArchiveLayout::reports() const {
  return root_ / "reports";
}

fs::path ArchiveLayout::ledger(int year) const {
  return root_ / "ledger" / (std::to_string(year) + ".jsonl");
}

fs::path ArchiveLayout::bag(const BagPlace& place) const {
  if (!is_fonds_name(place.fonds))
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "layout",
                "the fonds \"" + place.fonds +
                    "\" cannot be a folder name; use one word of letters, digits, - and _");
  if (!is_record_id(place.id.text) || place.year < 1000 || place.year > 9999 || place.version < 1)
    throw std::logic_error("layout: no such place for a bag");
  std::string name("v");
  name.append(std::to_string(place.version)).append(place.encrypted ? kEncrypted : kPlain);
  return store() / place.fonds / std::to_string(place.year) / place.id.text / name;
}

std::optional<BagPlace> ArchiveLayout::parse_bag(const fs::path& path) const {
  const fs::path inside = path.lexically_normal().lexically_relative(store().lexically_normal());
  std::vector<std::string> parts;
  for (const fs::path& part : inside) parts.push_back(part.string());
  if (parts.size() != 4 || !is_fonds_name(parts[0]) || !is_record_id(parts[2])) return std::nullopt;
  const std::optional<int> year = number(parts[1]);
  const bool encrypted = parts[3].ends_with(kEncrypted);
  const std::optional<int> version = version_of(parts[3], encrypted ? kEncrypted : kPlain);
  if (!year || *year < 1000 || *year > 9999 || !version) return std::nullopt;
  return BagPlace{parts[0], *year, RecordId{parts[2]}, *version, encrypted};
}

void create_archive_folders(const ArchiveLayout& layout, const fs::path& private_key_file) {
  constexpr unsigned kShared = 0777;   // less the umask
  constexpr unsigned kPrivate = 0700;  // unfinished, refused and sealed files
  if (is_archive(layout))
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "init",
                layout.root().string() + " already holds an archive; choose another folder");
  const fs::path root = fs::absolute(layout.root());
  const ArchiveLayout place(root);
  for (const fs::path& folder :
       {place.inbox(), place.store(), place.ledger(1).parent_path(), place.reports()})
    make_durable_folder(folder, kShared, "init");
  for (const fs::path& folder :
       {place.failed().parent_path(), place.failed(), place.secret(), place.work()})
    make_durable_folder(folder, kPrivate, "init");
  // The public key comes last: with it the archive is complete. A private key
  // left by a call that was cut short, or shared by several archives, is taken up.
  write_sealing_keys(place.sealing_public_key(), fs::absolute(private_key_file));
}

bool is_archive(const ArchiveLayout& layout) {
  boost::system::error_code ignored;
  return fs::is_directory(layout.store(), ignored) &&
         fs::is_regular_file(layout.sealing_public_key(), ignored);
}

}  // namespace sohoa
