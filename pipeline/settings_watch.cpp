#include "pipeline/settings_watch.h"

#include <sys/stat.h>

#include <utility>

namespace sohoa {

std::string SettingsWatch::state() const {
  struct stat status {};
  if (::stat(file_.c_str(), &status) != 0) return {};
  std::string state;
  for (const long long number :
       {static_cast<long long>(status.st_mtim.tv_sec),
        static_cast<long long>(status.st_mtim.tv_nsec), static_cast<long long>(status.st_size),
        static_cast<long long>(status.st_ino)})
    state += std::to_string(number) + "/";
  return state;
}

bool SettingsWatch::changed(Time now) {
  constexpr std::chrono::seconds kStill{1};
  if (now - seen_at_ < kStill) return changed_;
  seen_at_ = now;
  const std::string before = std::exchange(seen_, state());
  // One that is away for a moment is being replaced.
  changed_ = !seen_.empty() && seen_ == before && seen_ != read_;
  return changed_;
}

void SettingsWatch::reading() {
  read_ = state();
  changed_ = false;
}

}  // namespace sohoa
