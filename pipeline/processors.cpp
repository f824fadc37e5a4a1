#include "pipeline/processors.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>
#include <thread>

namespace sohoa {

namespace {

// "max 100000" or "150000 100000" of version 2.
double quota_in(const fs::path& file) {
  std::ifstream in(file.string());
  double quota = 0;
  double period = 0;
  return in >> quota >> period && quota > 0 && period > 0 ? quota / period : 0;
}

// Two files of version 1; a quota of -1 is none.
double old_quota_in(const fs::path& folder) {
  std::ifstream quota_file((folder / "cpu.cfs_quota_us").string());
  std::ifstream period_file((folder / "cpu.cfs_period_us").string());
  double quota = 0;
  double period = 0;
  return quota_file >> quota && period_file >> period && quota > 0 && period > 0 ? quota / period
                                                                                 : 0;
}

// The least of a group and all above it; what is not mounted here sets none.
template <class Quota>
void lower(double& least, const fs::path& mount, fs::path group, Quota quota) {
  for (;; group = group.parent_path()) {
    const double here = quota(mount / group);
    if (here > 0) least = least > 0 ? std::min(least, here) : here;
    if (group.empty()) return;
  }
}

}  // namespace

double processor_quota(const fs::path& mounts, const std::string& groups) {
  double least = 0;
  std::istringstream lines(groups);
  // "0::/path" of version 2, "4:cpu,cpuacct:/path" of version 1.
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string kinds = "," + line.substr(first + 1, second - first - 1) + ",";
    const fs::path group = fs::path(line.substr(second + 1)).relative_path();
    if (kinds == ",,")
      lower(least, mounts, group, [](const fs::path& at) { return quota_in(at / "cpu.max"); });
    else if (kinds.find(",cpu,") != std::string::npos)
      lower(least, mounts / "cpu", group, old_quota_in);
  }
  return least;
}

int usable_processors() {
  int count = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  // Which does not ask what this program may run on. More than the set holds: all of them.
  cpu_set_t allowed;
  if (::sched_getaffinity(0, sizeof allowed, &allowed) == 0) count = CPU_COUNT(&allowed);
  std::ifstream file("/proc/self/cgroup");
  const std::string groups{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const double quota = processor_quota("/sys/fs/cgroup", groups);
  if (quota > 0) count = std::min(count, std::max(1, static_cast<int>(std::ceil(quota))));
  return count;
}

}  // namespace sohoa
