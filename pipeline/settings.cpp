#include "pipeline/settings.h"

#include <toml++/toml.h>
#include <algorithm>
#include <string_view>

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
  } else {
    throw bad(file, node.source(), "unknown key '" + std::string(key) + "'");
  }
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
         (vietnamese ? "vi" : "en") + "\"\n";
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

}  // namespace sohoa
