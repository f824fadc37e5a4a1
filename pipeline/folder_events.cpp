#include "pipeline/folder_events.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace sohoa {

FolderEvents::FolderEvents() : inotify_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

void FolderEvents::follow(const std::vector<fs::path>& folders) {
  if (!inotify_.valid()) return;
  constexpr unsigned kMoves =
      IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR | IN_EXCL_UNLINK;
  std::set<std::string> now;
  for (const fs::path& folder : folders) {
    // Adding one again is free and finds a folder that was made anew under its old name.
    if (::inotify_add_watch(inotify_.get(), folder.c_str(), kMoves) >= 0)
      now.insert(folder.string());
  }
  followed_ = std::move(now);
}

bool FolderEvents::wait(std::chrono::milliseconds longest) {
  if (followed_.empty()) {
    std::this_thread::sleep_for(longest);
    return false;
  }
  pollfd asked{inotify_.get(), POLLIN, 0};
  if (::poll(&asked, 1, static_cast<int>(longest.count())) <= 0) return false;
  std::array<char, 1 << 14> events{};
  while (::read(inotify_.get(), events.data(), events.size()) > 0) {
  }
  return true;
}

}  // namespace sohoa
