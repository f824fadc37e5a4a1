#include "cli/findings.h"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/terminal.h"

namespace sohoa {

void print_finding(const Globals& globals, const Finding& finding, bool json) {
  if (json) {
    const nlohmann::ordered_json object{
        {"kind", finding_code(finding.kind)},
        {"damage", is_damage(finding.kind)},
        {"path", finding.path},
        {"finding", finding.detail},
        {"remedy", finding_remedy(finding.kind, Language::english)}};
    std::cout << object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
              << '\n';
    return;
  }
  std::cout << printable(finding.path) << ": " << finding_sentence(finding.kind, globals.language)
            << "\n    " << printable(finding.detail) << "\n    → "
            << finding_remedy(finding.kind, globals.language) << '\n';
}

void show_file_progress(const Globals& globals, long long files, unsigned long long bytes,
                        unsigned long long total) {
  if (!is_terminal(STDERR_FILENO)) return;
  static auto last = std::chrono::steady_clock::time_point{};
  const auto now = std::chrono::steady_clock::now();
  if (now - last < std::chrono::milliseconds(200)) return;
  last = now;
  std::fprintf(stderr, "\r\x1b[K%lld %s, %.2f / %.2f GB", files,
               say(globals, "tệp đã đọc", "files read").c_str(), static_cast<double>(bytes) / 1e9,
               static_cast<double>(total) / 1e9);
}

void hide_progress_line() {
  if (is_terminal(STDERR_FILENO)) std::fputs("\r\x1b[K", stderr);
}

}  // namespace sohoa
