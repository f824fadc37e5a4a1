#include "pipeline/archive_file.h"

#include <boost/filesystem.hpp>
#include <fstream>
#include <string>

#include "archive/unpack.h"
#include "document/error.h"
#include "pipeline/files.h"
#include "pipeline/intake.h"
#include "pipeline/quarantine.h"

namespace sohoa {

namespace {

// A folder inside an archive file is a file (hồ sơ) as one on disk is.
std::string file_of_member(const DocumentInput& input, const std::string& name) {
  return file_code(input.file_of + "/" + fs::path(name).parent_path().generic_string());
}

DocumentOutcome refused(const std::string& path, Reason reason, const std::string& detail) {
  return {path, "", Outcome::rejected, "", 0, 0, reason, detail};
}

}  // namespace

bool looks_like_archive_file(const fs::path& path) {
  boost::system::error_code error;
  if (fs::symlink_status(path, error).type() != fs::regular_file) return false;
  std::ifstream file(path.string(), std::ios::binary);
  std::string head(4096, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return is_archive_file(head);
}

ArchiveMembers open_archive_file(const DocumentInput& input, House& house) {
  ArchiveMembers result;
  result.folder = std::make_shared<WorkFolder>(house.layout.work());
  const auto leave_free = static_cast<unsigned long long>(house.settings.budget.min_free_gb * 1e9);
  const auto members =
      house.pool.unpack(input.file.string(), result.folder->path().string(), leave_free);
  if (members.empty())
    result.refused.push_back(refused(input.path, Reason::no_pages, "no members"));
  for (const UnpackedFile& member : members) {
    const std::string path = input.path + "/" + member.name;
    if (member.refused != Reason::none)
      result.refused.push_back(refused(path, member.refused, "refused while unpacking"));
    else
      result.documents.push_back(
          {member.path, path, file_of_member(input, member.name), {}, input.last_try});
  }
  return result;
}

DocumentOutcome put_archive_file_aside(const DocumentInput& input, const Error& error,
                                       House& house) {
  DocumentOutcome result = refused(input.path, error.reason(), error.message());
  if (error.reason() != Reason::unknown_format) result.outcome = Outcome::quarantined;
  result.sha256 = take_in(input).checksums.sha256.hex;
  quarantine_failed(input, result, house);
  return result;
}

}  // namespace sohoa
