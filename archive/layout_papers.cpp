// Where the papers of a fonds lie: register/<fonds>/<kind>/<name>/<paper>.json
#include <array>
#include <boost/filesystem/operations.hpp>
#include <vector>

#include "archive/layout.h"
#include "archive/safe_name.h"
#include "document/error.h"

namespace sohoa {

namespace {

struct KindFolder {
  PaperKind kind;
  std::string_view folder;
};

constexpr std::array kKinds = {
    KindFolder{PaperKind::file, "files"},        KindFolder{PaperKind::person, "people"},
    KindFolder{PaperKind::hold, "holds"},        KindFolder{PaperKind::table, "tables"},
    KindFolder{PaperKind::disposal, "disposal"}, KindFolder{PaperKind::destroyed, "destroyed"}};

constexpr std::string_view kEnding = ".json";

std::string_view folder_of(PaperKind kind) {
  for (const KindFolder& entry : kKinds)
    if (entry.kind == kind) return entry.folder;
  return {};
}

bool is_part(std::string_view part) {
  return !part.empty() && part.front() != '.' && !part.ends_with(kEnding) &&
         is_safe_member_path(part) && part == safe_file_name(part);
}

Error unsafe(const std::string& name) {
  return {ErrorKind::document_failed, Reason::unsafe_name, "register",
          "\"" + name +
              "\" cannot be a name here: parts joined by / of at most 200 bytes, none beginning "
              "with a dot or ending in .json"};
}

}  // namespace

bool is_paper_name(std::string_view name) {
  constexpr std::size_t kMostBytes = 1000;  // of a path that a copy can still hold
  if (name.size() > kMostBytes) return false;
  while (true) {
    const std::size_t slash = name.find('/');
    if (!is_part(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

fs::path ArchiveLayout::papers() const {
  return root_ / "register";
}

fs::path ArchiveLayout::papers(const std::string& fonds, PaperKind kind) const {
  if (!is_fonds_name(fonds)) throw unsafe(fonds);
  return papers() / fonds / std::string(folder_of(kind));
}

fs::path ArchiveLayout::paper(const PaperPlace& place) const {
  const bool named = place.kind != PaperKind::destroyed;
  if (named && !is_paper_name(place.name)) throw unsafe(place.name);
  if (!is_part(place.paper)) throw unsafe(place.paper);
  const fs::path folder = papers(place.fonds, place.kind);
  return (named ? folder / place.name : folder) / (place.paper + std::string(kEnding));
}

std::optional<PaperPlace> ArchiveLayout::parse_paper(const fs::path& path) const {
  const fs::path inside = path.lexically_normal().lexically_relative(papers().lexically_normal());
  std::vector<std::string> parts;
  for (const fs::path& part : inside) parts.push_back(part.string());
  if (parts.size() < 3 || !is_fonds_name(parts[0]) || !parts.back().ends_with(kEnding))
    return std::nullopt;
  for (const KindFolder& entry : kKinds) {
    if (entry.folder != parts[1]) continue;
    PaperPlace place{parts[0], entry.kind, "", parts.back()};
    place.paper.resize(place.paper.size() - kEnding.size());
    for (std::size_t i = 2; i + 1 < parts.size(); ++i)
      place.name += (place.name.empty() ? "" : "/") + parts[i];
    const bool named = entry.kind != PaperKind::destroyed;
    if (!is_part(place.paper) || (named ? !is_paper_name(place.name) : !place.name.empty()))
      return std::nullopt;
    return place;
  }
  return std::nullopt;
}

}  // namespace sohoa
