#include "cli/terminal_progress.h"

#include <unistd.h>

#include <boost/filesystem/path.hpp>
#include <cstdio>

#include "cli/terminal.h"

namespace sohoa {

namespace {

std::string duration(const Globals& globals, double seconds) {
  char text[64];
  const long whole = static_cast<long>(seconds + 0.5);
  if (whole < 90)
    std::snprintf(text, sizeof text, say(globals, "%ld giây", "%ld s").c_str(), whole);
  else if (whole < 5400)
    std::snprintf(text, sizeof text, say(globals, "%ld phút", "%ld min").c_str(),
                  (whole + 30) / 60);
  else
    std::snprintf(text, sizeof text, say(globals, "%.1f giờ", "%.1f h").c_str(),
                  static_cast<double>(whole) / 3600.0);
  return text;
}

}  // namespace

TerminalProgress::TerminalProgress(const Globals& globals, unsigned long long total_bytes)
    : globals_(globals), shown_(is_terminal(STDERR_FILENO)), total_bytes_(total_bytes) {}

TerminalProgress::~TerminalProgress() {
  hide();
}

void TerminalProgress::document_started(const std::string& path) {
  const std::lock_guard lock(mutex_);
  reading_ = printable(boost::filesystem::path(path).filename().string());
  draw();
}

void TerminalProgress::pages_found(int pages) {
  const std::lock_guard lock(mutex_);
  pages_found_ += pages;
}

void TerminalProgress::page_done(const std::string& path, int page) {
  const std::lock_guard lock(mutex_);
  ++pages_done_;
  reading_ = printable(boost::filesystem::path(path).filename().string()) +
             say(globals_, " trang ", " page ") + std::to_string(page);
  draw();
}

void TerminalProgress::document_done(unsigned long long bytes) {
  const std::lock_guard lock(mutex_);
  bytes_done_ += bytes;
  draw();
}

void TerminalProgress::hide() {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
}

double TerminalProgress::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void TerminalProgress::draw() {
  if (!shown_) return;
  const double elapsed = seconds();
  std::string line = std::to_string(pages_done_) + "/" + std::to_string(pages_found_) +
                     say(globals_, " trang", " pages");
  if (elapsed > 1) {
    char rate[48];
    std::snprintf(rate, sizeof rate,
                  say(globals_, " · %.0f trang/phút", " · %.0f pages/min").c_str(),
                  pages_done_ * 60.0 / elapsed);
    line += rate;
  }
  if (bytes_done_ > 0 && bytes_done_ < total_bytes_) {
    const double done = static_cast<double>(bytes_done_) / static_cast<double>(total_bytes_);
    line += say(globals_, " · còn ", " · left ") + duration(globals_, elapsed * (1 - done) / done);
  }
  line += " · " + reading_;
  std::fprintf(stderr, "\r\x1b[K%s", fit_width(line, terminal_width(STDERR_FILENO) - 1).c_str());
  std::fflush(stderr);
}

}  // namespace sohoa
