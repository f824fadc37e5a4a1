// One page worker as its supervisor sees it: a process and a socket.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "pipeline/message.h"

namespace sohoa {

class WorkerProcess {
 public:
  // Starts `program` with `arguments`; its descriptor 3 is the socket's other end.
  // OpenMP is off in it. Throws Error{service_broken, missing_component}.
  WorkerProcess(const std::string& program, const std::vector<std::string>& arguments);
  // Kills and reaps if it still runs.
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  [[nodiscard]] int socket() const { return socket_.get(); }
  // SIGKILL; a blocked receive on the socket then ends. Safe from any thread.
  void kill() const;

  // From now on it may use so many further CPU seconds, and write files of so many
  // bytes; more ends it. What is called for here a worker cannot take back.
  void limit_cpu(double seconds) const;
  void limit_output(unsigned long long bytes) const;

  struct Usage {
    double cpu_seconds = 0;
    unsigned long long peak_bytes = 0;  // resident
    int signal = 0;                     // that ended it; SIGSYS: it did what is forbidden
  };
  // Closes the socket, which ends an idle worker, and waits for it.
  Usage end();

 private:
  pid_t pid_ = -1;
  FileDescriptor socket_;
};

}  // namespace sohoa
