// Talks with whoever stands at the scanner: one line on standard error, then Enter.
#pragma once

#include <optional>
#include <string>

#include "cli/globals.h"
#include "pipeline/scan_job.h"

namespace sohoa {

// Answers are lines of standard input; its end means to give up. Waiting throws
// Error{retry, interrupted} once a stop is asked for (globals.h).
class TerminalAttendant : public ScanAttendant {
 public:
  explicit TerminalAttendant(const Globals& globals);

  void page_scanned(int pages) override;
  bool turn_stack(int fronts) override;
  bool lay_next_page(int pages) override;
  bool mend(ScanTrouble trouble, int pages) override;
  bool scan_backs_again(int fronts, int backs) override;

 private:
  // The line that was typed after `sentence`; nothing at the end of the input.
  std::optional<std::string> ask(const std::string& sentence);

  const Globals& globals_;
  const bool shown_;
};

}  // namespace sohoa
