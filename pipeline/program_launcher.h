// Starts poppler's programs for a worker that may make no process any more: a small
// child of the worker, made before that locks itself in, that never sees a byte
// of a document. The worker sends it what to run, with the descriptors of the
// document and of the pipes that it reads itself; each program runs in a cage of
// its own (enter_program_sandbox), dies with the launcher, and the launcher with
// the worker.
#pragma once

#include <sys/types.h>

#include "pdf/program.h"
#include "pipeline/message.h"

namespace sohoa {

class ProgramLauncher {
 public:
  // Forks: the process must have one thread. The child closes `not_for_it`.
  // Throws Error{service_broken, internal}.
  explicit ProgramLauncher(int not_for_it);
  // Ends the launcher and waits for it, so that its time counts as the worker's.
  ~ProgramLauncher();
  ProgramLauncher(const ProgramLauncher&) = delete;
  ProgramLauncher& operator=(const ProgramLauncher&) = delete;

  // As run_child(). Only pdftoppm and pdftotext are started. Throws also
  // Error{retry, worker_died} when the launcher is gone.
  [[nodiscard]] ProgramResult run(const ProgramCall& call);

 private:
  FileDescriptor socket_;
  pid_t child_ = -1;
};

}  // namespace sohoa
