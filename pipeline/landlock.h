// Landlock without a library: the three system calls of landlock(7). Older headers do
// not know newer rights, so their numbers stand here and the ABI is asked at run time.
#pragma once

#include <span>
#include <string_view>

namespace sohoa {

// Version of the kernel's ABI; 0 where it has none, is built without or forbids it.
[[nodiscard]] int landlock_abi();

// What may still be opened for reading, with all below it; missing paths are left out.
struct ReadOnlyPlaces {
  std::span<const std::string_view> paths;
  int program = -1;   // an open file that may be executed, or -1
  int document = -1;  // an open file that may be opened again for reading, or -1
};

// From here on this thread and its children open nothing else, make and remove
// nothing, and (as far as the ABI knows of it) neither bind nor connect TCP and send no
// signal to anybody outside. Does nothing where there is no Landlock. Async-signal-safe.
// False, with errno, when the kernel refuses.
[[nodiscard]] bool enter_landlock(const ReadOnlyPlaces& places);

}  // namespace sohoa
