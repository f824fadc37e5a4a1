// Format: docs/archive-format.md, "Encrypted fonds".
#include "archive/fonds_keys.h"

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "archive/durable_file.h"
#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;
using Bytes = std::vector<unsigned char>;

const std::string kStage = "keys";
const std::string kFormat = "sohoa-fonds-key-1";
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kWrapped = 32 + crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kMaxKeyFile = std::size_t{1} << 20;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);

std::string hex_of(const unsigned char* bytes, std::size_t size) {
  std::string hex(size * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes, size);
  hex.pop_back();
  return hex;
}

Bytes from_hex(const std::string& hex, std::size_t size) {
  Bytes bytes(size);
  std::size_t decoded = 0;
  if (hex.size() != 2 * size ||
      sodium_hex2bin(bytes.data(), size, hex.data(), hex.size(), nullptr, &decoded, nullptr) != 0)
    throw Json::other_error::create(501, "not " + std::to_string(size) + " bytes in hexadecimal",
                                    nullptr);
  return bytes;
}

// Tells one master key from another without telling it.
std::string fingerprint(const SecretKey& master) {
  std::array<unsigned char, 16> print{};
  crypto_generichash(print.data(), print.size(), master.bytes.data(), master.bytes.size(), nullptr,
                     0);
  return hex_of(print.data(), print.size());
}

// What is bound to a wrapped key, so that none can be put in another's place.
std::string bound_to(const std::string& fonds, const std::string& id) {
  return kFormat + " " + fonds + " " + id;
}

[[noreturn]] void throw_missing(const std::string& why) {
  throw Error(ErrorKind::service_broken, Reason::key_missing, kStage, why);
}

// The numbers of the key files of a fonds, highest first.
std::vector<int> key_numbers(const fs::path& folder) {
  std::vector<int> numbers;
  boost::system::error_code error;
  fs::directory_iterator entry(folder, error);
  for (const fs::directory_iterator end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (is_fonds_key_name(name)) numbers.push_back(std::stoi(name.substr(4)));
  }
  std::sort(numbers.rbegin(), numbers.rend());
  return numbers;
}

fs::path key_file(const fs::path& folder, int number) {
  return folder / ("key-" + std::to_string(number) + ".json");
}

Json wrap(const DataKey& key, const std::string& fonds, const SecretKey& master) {
  std::array<unsigned char, kNonce> nonce{};
  std::array<unsigned char, kWrapped> wrapped{};
  randombytes_buf(nonce.data(), nonce.size());
  const std::string id = hex_of(key.id.data(), key.id.size());
  const std::string bound = bound_to(fonds, id);
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      wrapped.data(), nullptr, key.key.bytes.data(), key.key.bytes.size(),
      reinterpret_cast<const unsigned char*>(bound.data()), bound.size(), nullptr, nonce.data(),
      master.bytes.data());
  return {{"id", id},
          {"nonce", hex_of(nonce.data(), nonce.size())},
          {"wrapped", hex_of(wrapped.data(), wrapped.size())}};
}

std::vector<DataKey> unwrap(const fs::path& file, const std::string& fonds,
                            const SecretKey& master) {
  const std::string text = read_small_file(file, kMaxKeyFile, kStage);
  try {
    const Json json = Json::parse(text);
    if (json.at("format") != kFormat) throw_missing(file.string() + " has an unknown format");
    if (json.at("master") != fingerprint(master))
      throw_missing(file.string() + " is wrapped by another master key");
    std::vector<DataKey> keys;
    for (const Json& entry : json.at("keys")) {
      const std::string id = entry.at("id").get<std::string>();
      const Bytes nonce = from_hex(entry.at("nonce").get<std::string>(), kNonce);
      const Bytes wrapped = from_hex(entry.at("wrapped").get<std::string>(), kWrapped);
      const std::string bound = bound_to(fonds, id);
      DataKey key;
      const Bytes id_bytes = from_hex(id, key.id.size());
      std::copy(id_bytes.begin(), id_bytes.end(), key.id.begin());
      if (crypto_aead_xchacha20poly1305_ietf_decrypt(
              key.key.bytes.data(), nullptr, nullptr, wrapped.data(), wrapped.size(),
              reinterpret_cast<const unsigned char*>(bound.data()), bound.size(), nonce.data(),
              master.bytes.data()) != 0)
        throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                    file.string() + " is damaged: a key does not open; bring it from a copy");
      keys.push_back(key);
    }
    if (!keys.empty()) return keys;
  } catch (const Json::exception& error) {
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                file.string() + " is damaged (" + error.what() + "); bring it from a copy");
  }
  throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
              file.string() + " is damaged: it holds no key; bring it from a copy");
}

// The keys of the newest file that the master key opens.
std::vector<DataKey> open_keys(const fs::path& folder, const SecretKey& master) {
  const std::vector<int> numbers = key_numbers(folder);
  if (numbers.empty()) throw_missing("there is no key file in " + folder.string());
  std::optional<Error> last;
  for (const int number : numbers) {
    try {
      return unwrap(key_file(folder, number), folder.filename().string(), master);
    } catch (const Error& error) {
      if (!last || error.reason() != Reason::key_missing) last = error;
    }
  }
  throw *last;
}

DataKey fresh_key() {
  DataKey key;
  randombytes_buf(key.id.data(), key.id.size());
  randombytes_buf(key.key.bytes.data(), key.key.bytes.size());
  return key;
}

// False when another process wrote that number first.
bool write_keys(const fs::path& folder, int number, const std::vector<DataKey>& keys,
                const SecretKey& master) {
  const std::string fonds = folder.filename().string();
  Json json{{"format", kFormat}, {"fonds", fonds}, {"master", fingerprint(master)}};
  for (const DataKey& key : keys) json["keys"].push_back(wrap(key, fonds, master));
  const std::string text = json.dump(1) + "\n";
  DurableFile out(key_file(folder, number), 0444, kStage);
  out.write(text.data(), text.size());
  out.sync();
  if (unwrap(out.temporary_path(), fonds, master).size() != keys.size())
    throw Error(ErrorKind::service_broken, Reason::bag_mismatch, kStage,
                out.temporary_path().string() + " did not read back as written; check the disk");
  return out.commit();
}

// Opened data keys by the fonds' folder.
struct Opened {
  std::mutex lock;
  unsigned long long generation = 0;
  std::map<std::string, std::vector<DataKey>> keys;
};

Opened& opened_keys() {
  static Opened opened;
  return opened;
}

std::vector<DataKey> keys_of(const fs::path& folder, bool again) {
  Opened& opened = opened_keys();
  const std::lock_guard guard(opened.lock);
  const unsigned long long generation = master_key_generation();
  if (opened.generation != generation) opened.keys.clear();
  opened.generation = generation;
  const std::string name = fs::absolute(folder).lexically_normal().string();
  const auto known = opened.keys.find(name);
  if (known != opened.keys.end() && !again) return known->second;
  if (key_numbers(folder).empty()) throw_missing("there is no key file in " + folder.string());
  return opened.keys[name] = open_keys(folder, master_key());
}

}  // namespace

fs::path fonds_folder(const ArchiveLayout& layout, const std::string& fonds) {
  if (!is_fonds_name(fonds))
    throw Error(ErrorKind::service_broken, Reason::bad_settings, kStage,
                "the fonds \"" + fonds + "\" cannot be a folder name");
  return layout.store() / fonds;
}

std::vector<fs::path> key_files(const ArchiveLayout& layout, const std::string& fonds) {
  std::vector<fs::path> files;
  const fs::path folder = fonds_folder(layout, fonds);
  boost::system::error_code none;
  for (fs::directory_iterator file(folder, none), end; !none && file != end; file.increment(none))
    if (is_fonds_key_name(file->path().filename().string())) files.push_back(file->path());
  return files;
}

fs::path newest_key_file(const ArchiveLayout& layout, const std::string& fonds) {
  const fs::path folder = fonds_folder(layout, fonds);
  const std::vector<int> numbers = key_numbers(folder);
  if (numbers.empty()) throw_missing("there is no key file in " + folder.string());
  return key_file(folder, numbers.front());
}

bool is_encrypted_fonds(const ArchiveLayout& layout, const std::string& fonds) {
  return !key_numbers(fonds_folder(layout, fonds)).empty();
}

void encrypt_fonds(const ArchiveLayout& layout, const std::string& fonds) {
  const fs::path folder = fonds_folder(layout, fonds);
  remove_leftovers(folder);
  if (key_numbers(folder).empty()) (void)write_keys(folder, 1, {fresh_key()}, master_key());
  (void)newest_data_key(folder);
}

DataKey newest_data_key(const fs::path& folder) {
  return keys_of(folder, false).back();
}

DataKey data_key(const fs::path& folder, const KeyId& id) {
  // Another process may have changed the key file since it was opened here.
  for (const bool again : {false, true})
    for (const DataKey& key : keys_of(folder, again))
      if (key.id == id) return key;
  throw_missing("no key file in " + folder.string() + " holds the key " +
                hex_of(id.data(), id.size()));
}

void add_rotated_key(const ArchiveLayout& layout, const std::string& fonds, const SecretKey& from,
                     const SecretKey& to) {
  const fs::path folder = fonds_folder(layout, fonds);
  remove_leftovers(folder);
  for (;;) {
    const std::vector<int> numbers = key_numbers(folder);
    if (numbers.empty()) throw_missing("there is no key file in " + folder.string());
    const fs::path newest = key_file(folder, numbers.front());
    try {
      (void)unwrap(newest, fonds, to);
      return;
    } catch (const Error& error) {
      if (error.reason() != Reason::key_missing) throw;
    }
    std::vector<DataKey> keys = unwrap(newest, fonds, from);
    keys.push_back(fresh_key());
    if (write_keys(folder, numbers.front() + 1, keys, to)) return;
  }
}

void drop_old_keys(const ArchiveLayout& layout, const std::string& fonds, const SecretKey& to) {
  const fs::path folder = fonds_folder(layout, fonds);
  const fs::path newest = newest_key_file(layout, fonds);
  (void)unwrap(newest, fonds, to);
  for (const fs::path& old : key_files(layout, fonds)) {
    if (old != newest && ::unlink(old.c_str()) != 0 && errno != ENOENT)
      throw_write_error(errno, "cannot take away", old, kStage);
  }
  sync_folder(folder, kStage);
}

}  // namespace sohoa
