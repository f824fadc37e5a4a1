#include "pipeline/disclosure.h"

#include <boost/filesystem/operations.hpp>

#include "archive/fonds_keys.h"
#include "document/error.h"

namespace sohoa {

bool may_be_listed(const ArchiveLayout& layout, const Settings& settings,
                   const std::string& fonds) {
  return settings.index_encrypted || !is_encrypted_fonds(layout, fonds);
}

RecordRow without_contents(RecordRow row) {
  row.original_name.clear();
  row.fields.clear();
  row.mean_confidence = 0;
  return row;
}

fs::path work_place(const ArchiveLayout& layout, const Settings& settings,
                    const std::string& fonds) {
  const bool encrypted =
      is_encrypted_fonds(layout, fonds) || (settings.encrypt && fonds == settings.fonds);
  if (!encrypted) return layout.work();
  const fs::path memory = "/dev/shm";
  if (!fs::is_directory(memory))
    throw Error(ErrorKind::service_broken, Reason::missing_component, "work",
                "there is no /dev/shm; without it the pages of an encrypted fonds would lie on "
                "the disk in clear");
  return memory;
}

fs::path work_place_for_any(const ArchiveLayout& layout, const Settings& settings) {
  boost::system::error_code none;
  for (fs::directory_iterator entry(layout.store(), none), end; !none && entry != end;
       entry.increment(none)) {
    const std::string name = entry->path().filename().string();
    if (is_fonds_name(name) && is_encrypted_fonds(layout, name))
      return work_place(layout, settings, name);
  }
  return work_place(layout, settings, settings.fonds);
}

}  // namespace sohoa
