#include "pipeline/work_folder.h"

#include <boost/filesystem.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "document/error.h"
#include "pipeline/disk_budget.h"

namespace sohoa {

namespace {

constexpr const char* kPrefix = "job-";

}  // namespace

WorkFolder::WorkFolder(const fs::path& parent) {
  std::string name = (parent / (std::string(kPrefix) + "XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr)
    throw Error(ErrorKind::service_broken,
                errno == ENOSPC ? Reason::disk_full : Reason::no_permission, "work",
                "cannot make a folder below " + parent.string() + ": " + std::strerror(errno));
  path_ = name;
}

WorkFolder::~WorkFolder() {
  boost::system::error_code ignored;
  fs::remove_all(path_, ignored);
}

void clear_work_folder(const fs::path& parent) {
  boost::system::error_code error;
  for (fs::directory_iterator entry(parent, error), end; !error && entry != end;
       entry.increment(error))
    if (const std::string name = entry->path().filename().string();
        name.starts_with(kPrefix) || name.starts_with(kRoomPrefix)) {
      boost::system::error_code ignored;
      fs::remove_all(entry->path(), ignored);
    }
}

}  // namespace sohoa
