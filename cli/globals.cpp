#include "cli/globals.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "cli/terminal.h"
#include "document/error.h"
#include "pipeline/key_source.h"

namespace sohoa {

namespace {

std::atomic<bool> stop_flag{false};
std::atomic<bool> reload_flag{false};

extern "C" void on_stop_signal(int signal) {
  if (stop_flag.exchange(true)) std::_Exit(128 + signal);
}

extern "C" void on_reload_signal(int) {
  reload_flag = true;
}

}  // namespace

Language interface_language(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i)
    if (std::string_view(argv[i]) == "--english") return Language::english;
  const char* chosen = std::getenv("SOHOA_LANGUAGE");
  return chosen != nullptr && std::string_view(chosen) == "en" ? Language::english
                                                               : Language::vietnamese;
}

ArchiveLayout named_archive(const Globals& globals) {
  if (globals.archive.empty())
    throw Error(
        ErrorKind::service_broken, Reason::bad_settings, "settings",
        say(globals, "chưa chỉ rõ kho lưu trữ: dùng --archive THƯ_MỤC hoặc biến SOHOA_ARCHIVE",
            "no archive named: use --archive DIR or the variable SOHOA_ARCHIVE"));
  ArchiveLayout layout(globals.archive);
  if (!is_archive(layout))
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "settings",
                globals.archive + say(globals, " chưa là kho lưu trữ: hãy chạy sohoa init",
                                      " is not an archive yet: run sohoa init"));
  use_key_of_settings(layout);
  return layout;
}

const std::atomic<bool>& stop_requested() {
  return stop_flag;
}

void watch_for_stop_signals() {
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

std::atomic<bool>& reload_requested() {
  return reload_flag;
}

void watch_for_reload_signal() {
  struct sigaction action {};
  action.sa_handler = is_terminal(STDERR_FILENO) ? on_stop_signal : on_reload_signal;
  sigaction(SIGHUP, &action, nullptr);
}

}  // namespace sohoa
