#include "cli/terminal_progress.h"

#include <unistd.h>

#include <algorithm>
#include <boost/filesystem/path.hpp>
#include <cmath>
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

std::string bar(double done) {
  constexpr int kCells = 16;
  const int full = static_cast<int>(done * kCells);
  std::string text;
  for (int cell = 0; cell < kCells; ++cell) text += cell < full ? "█" : "░";
  return text;
}

constexpr std::chrono::minutes kRateOver{2};

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
  const auto now = std::chrono::steady_clock::now();
  recent_.push_back(now);
  while (now - recent_.front() > kRateOver) recent_.pop_front();
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

// Of the last pages: a watch may have stood still for days before them.
double TerminalProgress::pages_a_minute() const {
  if (recent_.size() < 2) return 0;
  const std::chrono::duration<double> span = recent_.back() - recent_.front();
  return span.count() > 0 ? static_cast<double>(recent_.size() - 1) * 60 / span.count() : 0;
}

// By bytes, which know of documents not begun yet; before the first is done by its pages.
double TerminalProgress::seconds_left(double done, double rate) const {
  if (done > 0) return seconds() * (1 - done) / done;
  return rate > 0 ? (pages_found_ - pages_done_) * 60 / rate : 0;
}

void TerminalProgress::draw() {
  if (!shown_) return;
  const double done =
      total_bytes_ == 0
          ? 0
          : std::min(1.0, static_cast<double>(bytes_done_) / static_cast<double>(total_bytes_));
  std::string line = total_bytes_ > 0 ? bar(done) + " " : "";
  line += std::to_string(pages_done_) + "/" + std::to_string(pages_found_) +
          say(globals_, " trang", " pages");
  const double rate = pages_a_minute();
  if (rate > 0)
    line += " · " + std::to_string(std::lround(rate)) + say(globals_, " trang/phút", " pages/min");
  if (const double left = seconds_left(done, rate); left > 0)
    line += say(globals_, " · còn ", " · left ") + duration(globals_, left);
  line += " · " + reading_;
  std::fprintf(stderr, "\r\x1b[K%s", fit_width(line, terminal_width(STDERR_FILENO) - 1).c_str());
  std::fflush(stderr);
}

}  // namespace sohoa
