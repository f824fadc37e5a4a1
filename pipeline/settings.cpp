#include "pipeline/settings.h"

#include <toml++/toml.h>
#include <algorithm>
#include <sstream>
#include <string_view>

#include "archive/durable_file.h"
#include "document/error.h"

namespace sohoa {

namespace {

Error bad(const fs::path& file, const toml::source_region& where, const std::string& why) {
  return {ErrorKind::service_broken, Reason::bad_settings, "settings",
          file.string() + " line " + std::to_string(where.begin.line) + ": " + why};
}

bool is_fonds_code(const std::string& text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

std::string text_value(const fs::path& file, const toml::node& node) {
  const auto value = node.value<std::string>();
  if (!value) throw bad(file, node.source(), "a text in quotes is expected");
  return *value;
}

bool switch_value(const fs::path& file, const toml::node& node) {
  const auto value = node.value_exact<bool>();
  if (!value) throw bad(file, node.source(), "true or false is expected");
  return *value;
}

void apply(const fs::path& file, std::string_view key, const toml::node& node, Settings& out) {
  if (key == "fonds") {
    out.fonds = text_value(file, node);
    if (!is_fonds_code(out.fonds))
      throw bad(file, node.source(), "fonds takes letters, digits, '-' and '_', at most 64");
  } else if (key == "language") {
    out.language = text_value(file, node);
  } else if (key == "jobs") {
    const auto value = node.value<int>();
    if (!value || *value < 0 || *value > 1024)
      throw bad(file, node.source(), "jobs takes a number from 0 (one a core) to 1024");
    out.jobs = *value;
  } else if (key == "interface") {
    const std::string value = text_value(file, node);
    if (value != "vi" && value != "en")
      throw bad(file, node.source(), "interface takes \"vi\" or \"en\"");
    out.interface = value == "vi" ? Language::vietnamese : Language::english;
  } else if (key == "encrypt") {
    out.encrypt = switch_value(file, node);
  } else if (key == "index_encrypted") {
    out.index_encrypted = switch_value(file, node);
  } else if (key == "key_file") {
    out.key_file = text_value(file, node);
  } else if (key == "key_command") {
    out.key_command = text_value(file, node);
  } else {
    throw bad(file, node.source(), "unknown key '" + std::string(key) + "'");
  }
}

std::string switch_text(bool value) {
  return value ? "true" : "false";
}

// A TOML string on one line.
std::string quoted(const std::string& text) {
  std::ostringstream out;
  out << toml::value<std::string>(text);
  return out.str();
}

}  // namespace

std::string settings_template(const Settings& settings) {
  const bool vietnamese = settings.interface == Language::vietnamese;
  return "# Settings of this archive. Lines that begin with # are comments.\n\n"
         "# Fonds (phong): the first folder below store/. Letters, digits, - and _.\n"
         "fonds = \"" +
         settings.fonds +
         "\"\n\n"
         "# Recognition model(s) of Tesseract, joined by +.\n"
         "language = \"" +
         settings.language +
         "\"\n\n"
         "# Page workers that run at once; 0 means one a processor core.\n"
         "jobs = " +
         std::to_string(settings.jobs) +
         "\n\n"
         "# Language of what people see: \"vi\" or \"en\".\n"
         "interface = \"" +
         (vietnamese ? "vi" : "en") +
         "\"\n\n"
         "# Bags of the fonds are encrypted under a master key that is not kept in the archive:\n"
         "# in a file, or given by a program (its output). A fonds once encrypted stays so.\n"
         "encrypt = " +
         switch_text(settings.encrypt) +
         "\n"
         "key_file = " +
         quoted(settings.key_file) +
         "\n"
         "key_command = " +
         quoted(settings.key_command) +
         "\n\n"
         "# Let encrypted records be searched. Their text then stands in catalogue.db and\n"
         "# search.db in clear: only for an archive on a disk that is itself encrypted.\n"
         "index_encrypted = " +
         switch_text(settings.index_encrypted) + "\n";
}

Settings read_settings(const fs::path& file) {
  Settings settings;
  try {
    const toml::table table = toml::parse_file(file.string());
    for (const auto& [key, node] : table) apply(file, key.str(), node, settings);
  } catch (const toml::parse_error& error) {
    throw bad(file, error.source(), std::string(error.description()));
  }
  return settings;
}

void change_key_settings(const fs::path& file, const std::string& key_file,
                         const std::string& key_command) {
  (void)read_settings(file);  // what follows edits lines of a file that is as it should be
  std::istringstream lines(read_small_file(file, std::size_t{1} << 20, "settings"));
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    const std::string key = line.substr(0, line.find_first_of(" \t="));
    if (key != "key_file" && key != "key_command") text += line + "\n";
  }
  // The keys stand in front: behind a table's head they would be its own.
  const std::string keys =
      "key_file = " + quoted(key_file) + "\nkey_command = " + quoted(key_command) + "\n";
  const std::size_t after_comment = text.find("\n\n");
  text.insert(after_comment == std::string::npos ? 0 : after_comment + 2, keys);
  DurableFile out(file, 0644, "settings");
  out.write(text.data(), text.size());
  out.sync();
  (void)read_settings(out.temporary_path());
  out.commit_replacing();
}

}  // namespace sohoa
