// What every command knows: which archive, and the language of its user.
#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "archive/layout.h"
#include "document/reason.h"

namespace CLI {
class App;
}

namespace sohoa {

struct Globals {
  Language language = Language::vietnamese;
  std::string archive;  // --archive or $SOHOA_ARCHIVE
  int status = 0;       // of the command that ran
};

// The sentence in the user's language.
[[nodiscard]] inline std::string say(const Globals& globals, std::string_view vietnamese,
                                     std::string_view english) {
  return std::string(globals.language == Language::vietnamese ? vietnamese : english);
}

// --english on the command line, else $SOHOA_LANGUAGE (vi, en), else Vietnamese.
[[nodiscard]] Language interface_language(int argc, const char* const* argv);

// The archive that was named. Throws Error{service_broken, bad_settings} when
// none was named or the folder holds none.
[[nodiscard]] ArchiveLayout named_archive(const Globals& globals);

// Set by Ctrl-C and SIGTERM; a second Ctrl-C ends the program at once.
[[nodiscard]] const std::atomic<bool>& stop_requested();
void watch_for_stop_signals();

// Set by SIGHUP, and taken back by whoever reads the settings anew. On a terminal SIGHUP
// says that it is gone: that is a stop.
[[nodiscard]] std::atomic<bool>& reload_requested();
void watch_for_reload_signal();

}  // namespace sohoa
