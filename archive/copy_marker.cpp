#include "archive/copy_marker.h"

#include <boost/filesystem/operations.hpp>
#include <nlohmann/json.hpp>

#include "archive/durable_file.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "copy";
constexpr int kFormat = 1;
constexpr std::size_t kMaxMarker = 4096;

}  // namespace

fs::path copy_marker_file(const fs::path& folder) {
  return folder / "sohoa-copy.json";
}

std::string spell_copy_marker(const CopyMarker& marker) {
  const nlohmann::ordered_json json{{"sohoa_copy", kFormat},
                                    {"archive", marker.archive},
                                    {"copy", marker.copy},
                                    {"made_at", marker.made_at}};
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::optional<CopyMarker> parse_copy_marker(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto format = json.find("sohoa_copy");
  if (format == json.end() || *format != kFormat) return std::nullopt;
  CopyMarker marker;
  for (const auto& [key, member] :
       {std::pair{"archive", &marker.archive}, std::pair{"copy", &marker.copy},
        std::pair{"made_at", &marker.made_at}}) {
    const auto value = json.find(key);
    if (value == json.end() || !value->is_string()) return std::nullopt;
    *member = value->get<std::string>();
  }
  if (marker.archive.empty() || marker.copy.empty()) return std::nullopt;
  return marker;
}

std::optional<CopyMarker> read_copy_marker(const fs::path& folder) {
  const fs::path file = copy_marker_file(folder);
  boost::system::error_code ignored;
  if (fs::symlink_status(file, ignored).type() == fs::file_not_found) return std::nullopt;
  auto marker = parse_copy_marker(read_small_file(file, kMaxMarker, kStage));
  if (!marker)
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                file.string() +
                    " is damaged; name the copy that it belongs to by a new "
                    "sohoa copy --to into another folder");
  return marker;
}

void write_copy_marker(const fs::path& folder, const CopyMarker& marker) {
  const std::string text = spell_copy_marker(marker);
  DurableFile file(copy_marker_file(folder), 0644, kStage);
  file.write(text.data(), text.size());
  file.commit_replacing();
}

CopyMarker new_copy_marker(const std::string& archive, const std::string& at) {
  return {fs::unique_path("%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%").string(), archive, at};
}

}  // namespace sohoa
