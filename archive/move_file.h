// A move that replaces nothing, on any file system.
#pragma once

#include <boost/filesystem/path.hpp>

namespace sohoa {

// Renames a file within one file system unless something stands at `to`, also where the
// file system has no call for that. Returns 0 or the error's number: EEXIST, EXDEV…
[[nodiscard]] int move_without_replacing(const boost::filesystem::path& from,
                                         const boost::filesystem::path& to);

}  // namespace sohoa
