// One place where names from outside become names inside: of scans, of members
// of bags and archive files, in manifests, tables and exports. Nobody else judges one.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace sohoa {

// The last component in NFC, control characters and path separators replaced,
// at most 200 bytes (the extension kept), never empty, "." or "..", nor a device of
// Windows.
[[nodiscard]] std::string safe_file_name(std::string_view name);

// Relative, without "..", empty parts, parts of more than 255 bytes, drive
// letters, NUL or backslashes.
[[nodiscard]] bool is_safe_member_path(std::string_view path);
// The same, as a bag may list it: nor one that a shell takes for somebody's home
// (RFC 8493, section 2.1.3: "~").
[[nodiscard]] bool is_safe_bag_path(std::string_view path);

// Equal for two paths that are one file on a file system that makes no
// difference of case (NTFS, APFS) or of Unicode form (NFC and NFD).
[[nodiscard]] std::string collision_key(std::string_view path);

// How a path meets others that were there before it.
struct PathMeeting {
  enum class Kind {
    none,
    twice,    // the same path
    similar,  // one file on some systems: collision_key
    nested    // one is a file and the other needs a folder of that name
  };
  Kind kind = Kind::none;
  std::string other;  // the one that was there first
};

// Paths of files that are to stand together. Not thread-safe.
class PathSet {
 public:
  // Adds the path unless it meets another.
  PathMeeting add(std::string_view path);
  void remove(std::string_view path);  // that was added
  void clear();

 private:
  struct Folder {
    std::string file;  // one below it
    long long files = 0;
  };
  std::map<std::string, std::string> files_;  // by collision key, as they are spelled
  std::map<std::string, Folder> folders_;     // by collision key
};

// A name that Windows takes for a device (CON, PRN, AUX, NUL, COM1…, LPT1…), also
// with an extension: never to be given to what goes out.
[[nodiscard]] bool is_windows_device(std::string_view name);

}  // namespace sohoa
