// The settings of an archive, from its sohoa.toml.
#pragma once

#include <string>

#include "archive/layout.h"
#include "document/reason.h"

namespace sohoa {

struct Settings {
  std::string fonds = "default";        // phông: first folder below store/
  std::string language = "Vietnamese";  // Tesseract model name(s), joined by '+'
  int jobs = 0;                         // page workers; 0: one a core
  Language interface = Language::vietnamese;
  bool encrypt = false;          // new bags of the fonds are encrypted; for good, once one is
  bool index_encrypted = false;  // encrypted records are searched: their text is in the databases
  std::string key_file;          // the master key…
  std::string key_command;       // …or a program whose output it is
};

// What `sohoa init` writes: every key with its default and a comment.
[[nodiscard]] std::string settings_template(const Settings& settings);

// Puts these two values in the place of those in `file`, durably; every other
// line stays as it is.
void change_key_settings(const fs::path& file, const std::string& key_file,
                         const std::string& key_command);

// Throws Error{service_broken, bad_settings} naming the line: unknown keys and
// bad values are refused, never ignored.
[[nodiscard]] Settings read_settings(const fs::path& file);

}  // namespace sohoa
