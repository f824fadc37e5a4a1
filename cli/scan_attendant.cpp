#include "cli/scan_attendant.h"

#include <poll.h>
#include <unistd.h>

#include <iostream>

#include "cli/terminal.h"
#include "document/error.h"

namespace sohoa {

namespace {

constexpr int kLookMilliseconds = 200;  // for Ctrl-C while nobody types

// One line; nothing at the end of the input.
std::optional<std::string> read_line() {
  std::string line;
  for (;;) {
    if (stop_requested().load())
      throw Error(ErrorKind::retry, Reason::interrupted, "scan", "stopped while waiting");
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (::poll(&input, 1, kLookMilliseconds) <= 0) continue;
    char letter = 0;
    if (::read(STDIN_FILENO, &letter, 1) <= 0) return std::nullopt;
    if (letter == '\n') return line;
    line += letter;
  }
}

}  // namespace

TerminalAttendant::TerminalAttendant(const Globals& globals)
    : globals_(globals), shown_(is_terminal(STDERR_FILENO)) {}

std::optional<std::string> TerminalAttendant::ask(const std::string& sentence) {
  if (shown_) std::cerr << "\r\x1b[K";
  std::cerr << sentence << '\n';
  return read_line();
}

void TerminalAttendant::page_scanned(int pages) {
  if (shown_)
    std::cerr << "\r\x1b[K" << pages << say(globals_, " trang đã quét", " pages scanned")
              << std::flush;
}

bool TerminalAttendant::turn_stack(int fronts) {
  return ask(std::to_string(fronts) +
             say(globals_,
                 " mặt trước đã quét. Lật cả chồng giấy, đặt lại vào khay rồi nhấn Enter.",
                 " fronts scanned. Turn the whole stack over, put it back and press Enter."))
      .has_value();
}

bool TerminalAttendant::lay_next_page(int pages) {
  const std::optional<std::string> answer =
      ask(std::to_string(pages) +
          say(globals_, " trang đã quét. Đặt trang tiếp rồi nhấn Enter; gõ x rồi Enter nếu đã hết.",
              " pages scanned. Lay the next page and press Enter; type x and Enter to end."));
  return answer && answer->empty();
}

bool TerminalAttendant::mend(ScanTrouble trouble, int pages) {
  std::string sentence(trouble_sentence(trouble, globals_.language));
  if (pages > 0)
    sentence += say(globals_, " Đã quét xong ", " Scanned so far: ") + std::to_string(pages) +
                say(globals_, " trang.", " pages.");
  return ask(sentence +
             say(globals_, " Rồi nhấn Enter để quét tiếp.", " Then press Enter to go on."))
      .has_value();
}

bool TerminalAttendant::scan_backs_again(int fronts, int backs) {
  return ask(std::string(trouble_sentence(ScanTrouble::sides_differ, globals_.language)) + " (" +
             std::to_string(fronts) + " / " + std::to_string(backs) + ")" +
             say(globals_, " Đặt lại cả chồng, mặt sau quay lên, rồi nhấn Enter.",
                 " Put the whole stack back, backs up, and press Enter."))
      .has_value();
}

}  // namespace sohoa
