// Every key of sohoa.toml once: its place in Settings, its bounds, its comment.
// Reading, the template, `sohoa settings` and reloading all go through this list.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "pipeline/settings.h"

namespace sohoa {

// Where a key's value lies. The two enumerations are texts in the file.
using SettingSlot = std::variant<bool*, int*, double*, std::string*, std::vector<std::string>*,
                                 Release*, Language*>;

struct SettingKey {
  std::string_view table;  // empty: above all tables
  std::string_view name;
  SettingEffect effect;
  SettingSlot (*slot)(Settings&);
  double least;  // of numbers
  double most;
  // Of a text: what it must be, where it is not; empty where it is. Null: any text.
  std::string (*problem)(const std::string&);
  std::string_view vietnamese;  // comment; empty: that of the key before holds for both
  std::string_view english;

  [[nodiscard]] std::string full_name() const;  // "watch.inbox"
};

// In the order of the template: first the keys above all tables.
[[nodiscard]] const std::vector<SettingKey>& setting_keys();

struct SettingTable {
  std::string_view name;
  std::string_view vietnamese;
  std::string_view english;
};
[[nodiscard]] const std::vector<SettingTable>& setting_tables();

[[nodiscard]] SettingValue setting_value(const SettingKey& key, const Settings& settings);

// Empty when the value was taken, else what the key takes (English).
[[nodiscard]] std::string set_setting(const SettingKey& key, const SettingValue& value,
                                      Settings& settings);

}  // namespace sohoa
