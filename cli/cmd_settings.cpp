// sohoa settings: what is in force, and where each value came from.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "pipeline/settings.h"

namespace sohoa {

namespace {

enum class Origin { standard, file, environment, flag };

struct Shown {
  SettingInForce setting;
  Origin origin = Origin::standard;
  std::string name;  // of the variable or flag
};

bool variable_says(const char* name, std::string_view value) {
  const char* set = std::getenv(name);
  return set != nullptr && set == value;
}

// For one run, flag and environment stand above sohoa.toml.
Shown shown(SettingInForce setting, Language chosen) {
  Shown out{std::move(setting), Origin::standard, ""};
  out.origin = out.setting.line > 0 ? Origin::file : Origin::standard;
  if (out.setting.key != "interface") return out;
  const char* code = chosen == Language::english ? "en" : "vi";
  if (chosen == Language::english && !variable_says("SOHOA_LANGUAGE", "en"))
    out.origin = Origin::flag, out.name = "--english";
  else if (std::getenv("SOHOA_LANGUAGE") != nullptr)
    out.origin = Origin::environment, out.name = "SOHOA_LANGUAGE";
  else
    return out;
  out.setting.value = std::string(code);
  return out;
}

std::vector<Shown> all_settings(const Globals& globals, const ArchiveLayout& layout) {
  SettingInForce archive{"archive", globals.archive, 0};
  const bool by_variable = variable_says("SOHOA_ARCHIVE", globals.archive);
  std::vector<Shown> out{{std::move(archive), by_variable ? Origin::environment : Origin::flag,
                          by_variable ? "SOHOA_ARCHIVE" : "--archive"}};
  for (SettingInForce& setting : settings_in_force(layout.settings()))
    out.push_back(shown(std::move(setting), globals.language));
  return out;
}

std::string origin_text(const Globals& globals, const Shown& one) {
  switch (one.origin) {
    case Origin::standard:
      return say(globals, "mặc định", "default");
    case Origin::file:
      return say(globals, "sohoa.toml dòng ", "sohoa.toml line ") +
             std::to_string(one.setting.line);
    case Origin::environment:
      return say(globals, "biến môi trường ", "environment ") + one.name;
    case Origin::flag:
      return say(globals, "tùy chọn ", "flag ") + one.name;
  }
  return "";
}

void print_table(const Globals& globals, const std::vector<Shown>& settings) {
  int key_columns = 0;
  int value_columns = 0;
  for (const Shown& one : settings) {
    key_columns = std::max(key_columns, display_width(one.setting.key));
    value_columns = std::max(value_columns, display_width(setting_text(one.setting.value)));
  }
  constexpr int kWidestValue = 48;
  value_columns = std::min(value_columns, kWidestValue);
  for (const Shown& one : settings) {
    const std::string value = printable(setting_text(one.setting.value));
    std::cout << pad_width(one.setting.key, key_columns + 2)
              << (display_width(value) > value_columns ? value + "  "
                                                       : pad_width(value, value_columns + 2))
              << origin_text(globals, one) << '\n';
  }
}

nlohmann::ordered_json to_json(const Shown& one) {
  static constexpr const char* kOrigins[] = {"default", "file", "environment", "flag"};
  nlohmann::ordered_json out{{"key", one.setting.key}};
  std::visit([&](const auto& value) { out["value"] = value; }, one.setting.value);
  out["origin"] = kOrigins[static_cast<int>(one.origin)];
  if (one.origin == Origin::file) out["line"] = one.setting.line;
  if (!one.name.empty()) out["name"] = one.name;
  return out;
}

// The archive and what sohoa.toml names outside of it: all that may be written to.
void print_folders(const ArchiveLayout& layout) {
  const Settings settings = read_settings(layout.settings());
  const fs::path root = fs::canonical(layout.root());
  std::vector<fs::path> folders{root};
  for (const std::string& folder :
       {settings.watch.inbox, settings.watch.done, settings.watch.refused}) {
    const fs::path path = fs::absolute(folder, root).lexically_normal();
    const fs::path inside = path.lexically_relative(root);
    if (inside.empty() || *inside.begin() == "..") folders.push_back(path);
  }
  folders.insert(folders.end(), settings.batch.copies.begin(), settings.batch.copies.end());
  for (const fs::path& folder : folders) std::cout << folder.string() << '\n';
}

struct SettingsArguments {
  bool json = false;
  bool folders = false;
};

void run_settings(const SettingsArguments& arguments, Globals& globals) {
  const ArchiveLayout layout = named_archive(globals);
  if (arguments.folders) return print_folders(layout);
  const std::vector<Shown> settings = all_settings(globals, layout);
  apply_settings_language(globals, read_settings(layout.settings()));
  if (!arguments.json) return print_table(globals, settings);
  for (const Shown& one : settings) std::cout << to_json(one).dump() << '\n';
}

}  // namespace

void add_settings(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<SettingsArguments>();
  CLI::App* command =
      app.add_subcommand("settings", say(globals, "thiết lập đang có hiệu lực và nguồn của chúng",
                                         "the settings in force and where they come from"));
  auto* json = command->add_flag("--json", arguments->json, say(globals, "dạng JSON", "as JSON"));
  command
      ->add_flag("--folders", arguments->folders,
                 say(globals, "chỉ các thư mục mà sohoa ghi vào, mỗi dòng một thư mục",
                     "only the folders that sohoa writes to, one a line"))
      ->excludes(json);
  command->callback([arguments, &globals] { run_settings(*arguments, globals); });
}

}  // namespace sohoa
