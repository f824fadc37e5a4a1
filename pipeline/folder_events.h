// A hint from the kernel that something moved in the watched folders. Only a hint:
// network file systems tell nothing, and events get lost; the periodic look is
// what counts.
#pragma once

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "archive/durable_file.h"
#include "archive/layout.h"

namespace sohoa {

// For one thread.
class FolderEvents {
 public:
  FolderEvents();

  // Folders that are not followed yet are; a folder that cannot be is passed over.
  void follow(const std::vector<fs::path>& folders);
  // True when something moved; false after `longest`.
  [[nodiscard]] bool wait(std::chrono::milliseconds longest);

 private:
  FileDescriptor inotify_;
  std::set<std::string> followed_;
};

}  // namespace sohoa
