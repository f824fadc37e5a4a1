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
  const std::string file = new_key.key_file.empty() ? "" : fs::absolute(new_key.key_file).string();
  const SecretKey to = key_from(layout, file, new_key.key_command);
  const std::vector<std::string> names = encrypted_fonds(layout);
  for (const std::string& name : names) add_rotated_key(layout, name, from, to);
  change_key_settings(layout.settings(), file, new_key.key_command);
  std::string detail = "master key changed for";
  for (const std::string& name : names) {
    drop_old_keys(layout, name, to);
    detail += " " + name;
  }
  append_to_ledger(layout, {iso_time(clock()), "key-rotation", "", "", detail, acting_user()});
  use_key_of_settings(layout);
  return names;
}

}  // namespace sohoa
