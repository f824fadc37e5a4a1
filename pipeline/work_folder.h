// A private folder below work/ that goes away with this object.
#pragma once

#include "archive/layout.h"

namespace sohoa {

class WorkFolder {
 public:
  // Makes a folder of its own (mode 0700) below `parent`. Throws
  // Error{service_broken}: disk_full, no_permission.
  explicit WorkFolder(const fs::path& parent);
  ~WorkFolder();
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Removes what a killed run left below work/. Nothing may run on this archive.
void clear_work_folder(const fs::path& parent);

}  // namespace sohoa
