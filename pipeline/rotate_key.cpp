#include "pipeline/rotate_key.h"

#include <algorithm>
#include <boost/filesystem/operations.hpp>

#include "archive/fonds_keys.h"
#include "archive/ledger.h"
#include "pipeline/actor.h"
#include "pipeline/key_source.h"
#include "pipeline/settings.h"

namespace sohoa {

namespace {

std::vector<std::string> encrypted_fonds(const ArchiveLayout& layout) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(layout.store())) {
    const std::string name = entry.path().filename().string();
    if (is_fonds_name(name) && is_encrypted_fonds(layout, name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::vector<std::string> rotate_key(const ArchiveLayout& layout, const NewKey& new_key,
                                    const Clock& clock) {
  const Settings settings = read_settings(layout.settings());
  const SecretKey from = key_from(layout, settings.key_file, settings.key_command);
  if (!new_key.key_file.empty() && !fs::exists(new_key.key_file))
    write_master_key(new_key.key_file);
  const std::string key_path =
      new_key.key_file.empty() ? "" : fs::absolute(new_key.key_file).string();
  const SecretKey to = key_from(layout, key_path, new_key.key_command);
  const std::vector<std::string> names = encrypted_fonds(layout);
  LedgerEntry entry{iso_time(clock()), "key-rotation", "", "", "", acting_user()};
  for (const std::string& name : names) add_rotated_key(layout, name, from, to);
  change_key_settings(layout.settings(), key_path, new_key.key_command);
  entry.detail = "master key changed for";
  for (const std::string& name : names) {
    const fs::path newest = newest_key_file(layout, name);
    entry.files.push_back(ledger_file(layout, newest));
    for (const fs::path& key : key_files(layout, name))
      if (key != newest) entry.removed.push_back(key.lexically_relative(layout.root()).string());
    entry.detail += " " + name;
  }
  // The line first: after it a crash leaves a key file too many, never one that is missed.
  append_to_ledger(layout, entry);
  for (const std::string& name : names) drop_old_keys(layout, name, to);
  use_key_of_settings(layout);
  return names;
}

}  // namespace sohoa
