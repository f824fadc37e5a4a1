#include "archive/safe_name.h"

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

constexpr std::size_t kMaxNameBytes = 200;
constexpr std::size_t kMaxExtensionBytes = 16;
constexpr std::size_t kMaxPartBytes = 255;  // POSIX NAME_MAX

// Control characters, line and paragraph separators, and the marks that turn
// the writing direction, with which a name can look like another.
bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0x200E ||
         c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

std::string_view last_component(std::string_view name) {
  while (!name.empty() && (name.back() == '/' || name.back() == '\\')) name.remove_suffix(1);
  const std::size_t cut = name.find_last_of("/\\");
  return cut == std::string_view::npos ? name : name.substr(cut + 1);
}

std::string without_hidden(std::string_view name) {
  std::u32string points = to_code_points(name);
  for (char32_t& c : points)
    if (is_hidden(c)) c = U'_';
  return to_utf8(points);
}

std::string trimmed(const std::string& name) {
  const std::size_t first = name.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return name.substr(first, name.find_last_not_of(' ') - first + 1);
}

// At most `size` bytes, cut between characters.
std::string_view cut_utf8(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

std::string shortened(const std::string& name) {
  if (name.size() <= kMaxNameBytes) return name;
  std::size_t dot = name.rfind('.');
  if (dot == std::string::npos || dot == 0 || name.size() - dot > kMaxExtensionBytes)
    dot = name.size();
  const std::string extension = name.substr(dot);
  const std::string_view stem = std::string_view(name).substr(0, dot);
  return std::string(cut_utf8(stem, kMaxNameBytes - extension.size())) + extension;
}

bool is_drive_letter(std::string_view path) {
  return path.size() >= 2 && path[1] == ':' &&
         ((path[0] >= 'A' && path[0] <= 'Z') || (path[0] >= 'a' && path[0] <= 'z'));
}

}  // namespace

std::string safe_file_name(std::string_view name) {
  const std::string clean = trimmed(to_nfc(without_hidden(last_component(name))));
  if (clean.empty() || clean == "." || clean == "..") return "unnamed";
  return trimmed(shortened(is_windows_device(clean) ? "_" + clean : clean));
}

bool is_safe_member_path(std::string_view path) {
  if (path.empty() || is_drive_letter(path)) return false;
  if (path.find_first_of(std::string_view("\0\\", 2)) != std::string_view::npos) return false;
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.empty() || part == "." || part == ".." || part.size() > kMaxPartBytes) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

bool is_safe_bag_path(std::string_view path) {
  return is_safe_member_path(path) && path.front() != '~';
}

std::string collision_key(std::string_view path) {
  return to_lower(to_nfc(path));
}

PathMeeting PathSet::add(std::string_view path) {
  const std::string key = collision_key(path);
  if (const auto file = files_.find(key); file != files_.end())
    return {file->second == path ? PathMeeting::Kind::twice : PathMeeting::Kind::similar,
            file->second};
  if (const auto folder = folders_.find(key); folder != folders_.end())
    return {PathMeeting::Kind::nested, folder->second.file};
  for (std::size_t slash = key.find('/'); slash != std::string::npos;
       slash = key.find('/', slash + 1))
    if (const auto file = files_.find(key.substr(0, slash)); file != files_.end())
      return {PathMeeting::Kind::nested, file->second};
  for (std::size_t slash = key.find('/'); slash != std::string::npos;
       slash = key.find('/', slash + 1)) {
    Folder& folder = folders_[key.substr(0, slash)];
    if (folder.files++ == 0) folder.file = path;
  }
  files_.emplace(key, path);
  return {};
}

void PathSet::remove(std::string_view path) {
  const std::string key = collision_key(path);
  if (files_.erase(key) == 0) return;
  for (std::size_t slash = key.find('/'); slash != std::string::npos;
       slash = key.find('/', slash + 1)) {
    const auto folder = folders_.find(key.substr(0, slash));
    if (--folder->second.files == 0) folders_.erase(folder);
  }
}

void PathSet::clear() {
  files_.clear();
  folders_.clear();
}

// "Naming Files, Paths, and Namespaces", Microsoft: also with an extension.
bool is_windows_device(std::string_view name) {
  std::string stem = to_lower(name.substr(0, name.find('.')));
  while (!stem.empty() && stem.back() == ' ') stem.pop_back();
  for (const char* device : {"con", "prn", "aux", "nul"})
    if (stem == device) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
         stem.back() >= '1' && stem.back() <= '9';
}

}  // namespace sohoa
