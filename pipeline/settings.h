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
};

// What `sohoa init` writes: every key with its default and a comment.
[[nodiscard]] std::string settings_template(const Settings& settings);

// Throws Error{service_broken, bad_settings} naming the line: unknown keys and
// bad values are refused, never ignored.
[[nodiscard]] Settings read_settings(const fs::path& file);

}  // namespace sohoa
