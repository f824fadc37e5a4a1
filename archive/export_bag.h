// One bag given to others as it is, and taken back: its tar, or its files.
#pragma once

#include <string>
#include <vector>

#include "archive/bag_renamed.h"
#include "archive/export_folder.h"
#include "archive/layout.h"

namespace sohoa {

// The bag's tar, byte for byte (the plain tar of an encrypted bag), as the file
// `path` of the export, in a stream. `files`, where there are any: how it names what
// it keeps (bag_renamed.h). Returned are the findings of check_bag on what was
// written: with any, nothing of it is left in the export.
[[nodiscard]] std::vector<std::string> export_bag_tar(const fs::path& bag, ExportFolder& out,
                                                      const std::string& path,
                                                      const BagFiles& files = {});

// The bag's files below `folder` of the export, which is then a bag itself.
[[nodiscard]] std::vector<std::string> export_bag_files(const fs::path& bag, ExportFolder& out,
                                                        const std::string& folder,
                                                        const BagFiles& files = {});

// The tar of which export_bag_files gave the files, byte for byte, written to the
// new file `tar`. Links and devices are refused, names checked, nothing outside
// `folder` is read. What was changed is for check_bag to find. Throws
// Error{document_failed, bag_invalid} when it is no bag of this program.
void pack_bag(const fs::path& folder, const fs::path& tar);

// bagit.txt at its top, and bag-info.txt with Sohoa-Bag-Format.
[[nodiscard]] bool is_unpacked_bag(const fs::path& folder);

}  // namespace sohoa
