#include "pipeline/settings.h"

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <boost/filesystem/operations.hpp>
#include <cstdio>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>

#include "archive/durable_file.h"
#include "document/error.h"
#include "pipeline/setting_keys.h"

namespace sohoa {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

struct Lines {
  int first = 0;
  int last = 0;
};

struct SettingsRead {
  Settings settings;
  std::map<std::string, Lines, std::less<>> lines;  // by full name
};

Error bad(const fs::path& file, int line, const std::string& why) {
  return {ErrorKind::service_broken, Reason::bad_settings, "settings",
          file.string() + " line " + std::to_string(line) + ": " + why};
}

Lines lines_of(const toml::node& node) {
  return {static_cast<int>(node.source().begin.line), static_cast<int>(node.source().end.line)};
}

// Nothing for what no key takes: dates, tables, lists of other things than texts.
std::optional<SettingValue> value_of(const toml::node& node) {
  if (const auto* value = node.as_boolean()) return value->get();
  if (const auto* value = node.as_integer()) return static_cast<long long>(value->get());
  if (const auto* value = node.as_floating_point()) return value->get();
  if (const auto* value = node.as_string()) return value->get();
  const toml::array* list = node.as_array();
  if (list == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const toml::node& element : *list) {
    const auto* text = element.as_string();
    if (text == nullptr) return std::nullopt;
    texts.push_back(text->get());
  }
  return texts;
}

bool is_table(std::string_view name) {
  return std::any_of(setting_tables().begin(), setting_tables().end(),
                     [&](const SettingTable& table) { return table.name == name; });
}

// The table in which a key of this name stands, to say so.
std::string hint(std::string_view name) {
  for (const SettingKey& key : setting_keys())
    if (key.name == name)
      return key.table.empty() ? "; it belongs above all tables"
                               : "; it belongs to [" + std::string(key.table) + "]";
  return "";
}

void apply(const fs::path& file, std::string_view table, std::string_view name,
           const toml::node& node, SettingsRead& out) {
  for (const SettingKey& key : setting_keys()) {
    if (key.table != table || key.name != name) continue;
    const std::optional<SettingValue> value = value_of(node);
    // A list of no texts suits no key, so that the key says what it takes.
    const std::string problem = set_setting(
        key, value ? *value : SettingValue(std::vector<std::string>{std::string()}), out.settings);
    if (!problem.empty()) throw bad(file, lines_of(node).first, problem);
    out.lines[key.full_name()] = lines_of(node);
    return;
  }
  const std::string where = table.empty() ? "" : " in [" + std::string(table) + "]";
  throw bad(file, lines_of(node).first,
            "unknown key '" + std::string(name) + "'" + where + hint(name));
}

void apply_table(const fs::path& file, std::string_view name, const toml::node& node,
                 SettingsRead& out) {
  const toml::table* table = node.as_table();
  if (table == nullptr)
    throw bad(file, lines_of(node).first,
              "'" + std::string(name) + "' is a table: [" + std::string(name) + "]");
  for (const auto& [key, value] : *table) apply(file, name, key.str(), value, out);
}

bool holds(const fs::path& outer, const fs::path& inner) {
  const fs::path way = inner.lexically_relative(outer);
  return !way.empty() && *way.begin() != "..";
}

// What the archive itself writes; a watch folder there would eat the archive.
constexpr std::array kOwnFolders = {"store", "ledger", "register", "quarantine", "work", "reports"};

// The three watch folders: apart from each other and from what the archive keeps.
void check_folders(const fs::path& file, const SettingsRead& read) {
  const fs::path root = fs::absolute(file).lexically_normal().parent_path();
  const WatchSettings& watch = read.settings.watch;
  struct Folder {
    const char* key;
    fs::path path;
  };
  std::array folders = {Folder{"watch.inbox", watch.inbox}, Folder{"watch.done", watch.done},
                        Folder{"watch.refused", watch.refused}};
  const auto refuse = [&](const char* key, const char* other, const std::string& why) {
    auto line = read.lines.find(std::string_view(key));
    if (line == read.lines.end()) line = read.lines.find(std::string_view(other));
    throw bad(file, line == read.lines.end() ? 0 : line->second.first, std::string(key) + why);
  };
  for (Folder& folder : folders) {
    folder.path = fs::absolute(folder.path, root).lexically_normal();
    if (folder.path.filename() == ".") folder.path = folder.path.parent_path();
    if (holds(folder.path, root)) refuse(folder.key, folder.key, " would hold the archive itself");
    for (const char* own : kOwnFolders)
      if (holds(root / own, folder.path))
        refuse(folder.key, folder.key,
               std::string(" lies in ") + own + "/, which is the archive's");
  }
  for (const Folder& one : folders)
    for (const Folder& other : folders)
      if (&one != &other && holds(other.path, one.path))
        refuse(one.key, other.key,
               std::string(" lies in ") + other.key + "; give it another place");
}

SettingsRead read_all(const fs::path& file) {
  SettingsRead out;
  const std::string text = read_small_file(file, kMostBytes, "settings");
  try {
    const toml::table root = toml::parse(text, file.string());
    for (const auto& [key, node] : root) {
      if (is_table(key.str()))
        apply_table(file, key.str(), node, out);
      else if (node.is_table() && hint(key.str()).empty())
        throw bad(file, lines_of(node).first, "unknown table [" + std::string(key.str()) + "]");
      else
        apply(file, "", key.str(), node, out);
    }
  } catch (const toml::parse_error& error) {
    throw bad(file, static_cast<int>(error.source().begin.line), std::string(error.description()));
  }
  check_folders(file, out);
  return out;
}

// A TOML string on one line, in double quotes.
std::string quoted(const std::string& text) {
  const toml::value<std::string> value(text);
  std::ostringstream out;
  out << toml::toml_formatter(value, toml::toml_formatter::default_flags &
                                         ~toml::format_flags::allow_literal_strings &
                                         ~toml::format_flags::allow_multi_line_strings);
  return out.str();
}

struct ToText {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(long long value) const { return std::to_string(value); }
  std::string operator()(double value) const {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.15g", value);
    return text.data();
  }
  std::string operator()(const std::string& value) const { return quoted(value); }
  std::string operator()(const std::vector<std::string>& values) const {
    std::string text;
    for (const std::string& value : values) text += (text.empty() ? "" : ", ") + quoted(value);
    return "[" + text + "]";
  }
};

std::string comment(std::string_view text) {
  std::string out = "# ";
  for (const char c : text) out += c == '\n' ? std::string("\n# ") : std::string(1, c);
  return out + "\n";
}

}  // namespace

std::string setting_text(const SettingValue& value) {
  return std::visit(ToText{}, value);
}

std::string settings_template(const Settings& settings) {
  const bool vietnamese = settings.interface == Language::vietnamese;
  std::string text =
      comment(vietnamese ? "Thiết lập của kho lưu trữ này. Dòng bắt đầu bằng # là ghi chú.\n"
                           "`sohoa settings` cho biết thiết lập đang có hiệu lực."
                         : "Settings of this archive. Lines that begin with # are comments.\n"
                           "`sohoa settings` prints what is in force.");
  std::string_view table;
  for (const SettingKey& key : setting_keys()) {
    if (key.table != table) {
      table = key.table;
      const auto head = std::find_if(setting_tables().begin(), setting_tables().end(),
                                     [&](const SettingTable& one) { return one.name == table; });
      text += "\n\n" + comment(vietnamese ? head->vietnamese : head->english) + "[" +
              std::string(table) + "]\n";
    }
    if (!key.english.empty()) text += "\n" + comment(vietnamese ? key.vietnamese : key.english);
    text += std::string(key.name) + " = " + setting_text(setting_value(key, settings)) + "\n";
  }
  return text;
}

Settings read_settings(const fs::path& file) {
  return read_all(file).settings;
}

std::vector<SettingInForce> settings_in_force(const fs::path& file) {
  const SettingsRead read = read_all(file);
  std::vector<SettingInForce> out;
  for (const SettingKey& key : setting_keys()) {
    const auto line = read.lines.find(key.full_name());
    out.push_back({key.full_name(), setting_value(key, read.settings),
                   line == read.lines.end() ? 0 : line->second.first});
  }
  return out;
}

SettingsChange changed_settings(const Settings& before, const Settings& now) {
  SettingsChange change;
  for (const SettingKey& key : setting_keys()) {
    if (setting_value(key, before) == setting_value(key, now)) continue;
    auto& names = key.effect == SettingEffect::at_once       ? change.at_once
                  : key.effect == SettingEffect::new_workers ? change.new_workers
                                                             : change.reopening;
    names.push_back(key.full_name());
  }
  return change;
}

Settings followed_settings(const Settings& before, const Settings& now) {
  Settings followed = now;
  for (const SettingKey& key : setting_keys())
    if (key.effect == SettingEffect::reopening)
      (void)set_setting(key, setting_value(key, before), followed);
  return followed;
}

void change_key_settings(const fs::path& file, const std::string& key_file,
                         const std::string& key_command) {
  const SettingsRead read = read_all(file);
  std::map<int, std::string> instead;  // by the first line of what it replaces
  std::vector<Lines> dropped;
  int last_root_line = 0;  // keys above all tables may follow it
  for (const auto& [name, lines] : read.lines)
    if (name.find('.') == std::string::npos) last_root_line = std::max(last_root_line, lines.last);
  std::string added;
  for (const auto& [name, value] :
       {std::pair<std::string, std::string>{"key_file", key_file}, {"key_command", key_command}}) {
    const std::string line = name + " = " + quoted(value) + "\n";
    const auto there = read.lines.find(name);
    if (there == read.lines.end()) {
      added += line;
    } else {
      instead[there->second.first] = line;
      dropped.push_back(there->second);
    }
  }
  std::istringstream lines(read_small_file(file, kMostBytes, "settings"));
  std::string text = last_root_line == 0 ? added : "";
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const bool drop = std::any_of(dropped.begin(), dropped.end(), [&](const Lines& range) {
      return number >= range.first && number <= range.last;
    });
    if (instead.contains(number)) text += instead[number];
    if (!drop) text += line + "\n";
    if (number == last_root_line) text += added;
  }
  DurableFile out(file, 0644, "settings");
  out.write(text.data(), text.size());
  out.sync();
  (void)read_settings(out.temporary_path());
  out.commit_replacing();
}

}  // namespace sohoa
