#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

bool is_combining(char32_t c) {
  return c >= 0x300 && c <= 0x36F;
}

}  // namespace

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

int terminal_width(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

int display_width(std::string_view utf8) {
  const std::u32string points = to_code_points(utf8);
  return static_cast<int>(
      std::count_if(points.begin(), points.end(), [](char32_t c) { return !is_combining(c); }));
}

std::string fit_width(std::string_view utf8, int columns) {
  if (display_width(utf8) <= columns) return std::string(utf8);
  std::u32string kept;
  int used = 0;
  for (const char32_t c : to_code_points(utf8)) {
    if (!is_combining(c) && ++used >= columns) break;
    kept += c;
  }
  return to_utf8(kept) + "…";
}

std::string pad_width(std::string_view utf8, int columns) {
  std::string text = fit_width(utf8, columns);
  text.append(static_cast<std::size_t>(std::max(0, columns - display_width(text))), ' ');
  return text;
}

std::string printable(std::string_view utf8) {
  std::u32string points = to_code_points(utf8);
  for (char32_t& c : points)
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) c = U'?';
  return to_utf8(points);
}

}  // namespace sohoa
