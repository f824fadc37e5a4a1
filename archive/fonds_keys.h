// The keys of an encrypted fonds: store/<fonds>/key-<number>.json holds its data
// keys, each wrapped by the master key. docs/archive-format.md, "Encrypted fonds".
//
// A fonds with such a file is encrypted, for good: every new bag of it is. The
// highest number that the master key opens counts, so that while the master key
// is being changed both the old and the new one are good.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "archive/layout.h"
#include "archive/master_key.h"

namespace sohoa {

using KeyId = std::array<unsigned char, 16>;

struct DataKey {
  KeyId id{};
  SecretKey key;
};

// Of store/<fonds>; from then on the fonds is encrypted.
[[nodiscard]] fs::path fonds_folder(const ArchiveLayout& layout, const std::string& fonds);
[[nodiscard]] std::vector<fs::path> key_files(const ArchiveLayout& layout,
                                              const std::string& fonds);
// The one with the highest number; the fonds is encrypted.
[[nodiscard]] fs::path newest_key_file(const ArchiveLayout& layout, const std::string& fonds);
[[nodiscard]] bool is_encrypted_fonds(const ArchiveLayout& layout, const std::string& fonds);

// Makes the fonds' first key file with the process's master key; keeps one that
// is there. Safe between processes. Throws Error{service_broken, key_missing}.
void encrypt_fonds(const ArchiveLayout& layout, const std::string& fonds);

// The key for new bags, and the key of a bag that names it. `folder` is that of
// the fonds. Opened once a process and kept in memory. Throws
// Error{service_broken, key_missing} naming what is missing: the key file, the
// master key, the right master key, or that data key; archive_corrupt for a
// damaged key file.
[[nodiscard]] DataKey newest_data_key(const fs::path& folder);
[[nodiscard]] DataKey data_key(const fs::path& folder, const KeyId& id);

// Changing the master key. The first call writes the next key file: all data
// keys wrapped by `to`, and a fresh one for bags written from then on; it is
// read back and opened before it counts. From then on both master keys are good.
// The second call takes away the files that `to` does not open, once `to` opens
// the newest. Each may be called again after a crash at any point. No bag is touched.
void add_rotated_key(const ArchiveLayout& layout, const std::string& fonds, const SecretKey& from,
                     const SecretKey& to);
void drop_old_keys(const ArchiveLayout& layout, const std::string& fonds, const SecretKey& to);

}  // namespace sohoa
