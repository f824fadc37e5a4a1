// The passphrase of a signing key: from a file, or typed without being shown.
#pragma once

#include <string>

#include "cli/globals.h"

namespace sohoa {

// The first line of `file` when one is given, else asked for on the terminal,
// twice when `confirm`. Throws Error{document_failed, bad_settings} when there is
// no terminal, or the two differ.
[[nodiscard]] std::string ask_passphrase(const Globals& globals, const std::string& file,
                                         bool confirm);

}  // namespace sohoa
