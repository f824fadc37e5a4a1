// The program: chooses the command, runs it, turns errors into exit statuses.
#pragma once

namespace sohoa {

// Exit statuses; docs/commands.md and --help show the same list.
enum ExitStatus {
  kDone = 0,
  kSomeNotTaken = 1,  // inputs quarantined or rejected, or a search found nothing
  kUsage = 2,
  kSettings = 3,       // settings or a missing component
  kDamaged = 4,        // the archive is damaged
  kMachineFailed = 5,  // disk full, no permission
  kInterrupted = 130
};

[[nodiscard]] int run_program(int argc, char** argv);

}  // namespace sohoa
