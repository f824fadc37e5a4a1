// How many page workers this program may keep busy.
#pragma once

#include <string>

#include "archive/layout.h"

namespace sohoa {

// Processors that the scheduler gives this program: those it may run on (sched_setaffinity),
// and no more than the CPU quota of its control groups, where a container or a service
// has one, rounded up. At least 1.
[[nodiscard]] int usable_processors();

// The CPU quota in processors of whoever stands in `groups` (the text of
// /proc/self/cgroup), of version 1 and 2, with the file systems of the groups mounted below
// `mounts` (/sys/fs/cgroup); 0: none is set.
[[nodiscard]] double processor_quota(const fs::path& mounts, const std::string& groups);

}  // namespace sohoa
