// Archive files made in the tests: bags with a rule broken, zips with a trap.
#pragma once

#include <boost/filesystem/path.hpp>
#include <string>
#include <vector>

namespace sohoa {

enum class Packing { zip, zip_stored, tar, tar_gz, tar_bz2, tar_xz, tar_zstd, seven_zip };
enum class PackedKind { file, folder, symlink, hardlink, fifo };

struct PackedEntry {
  std::string name;
  std::string content;  // the target, for links
  PackedKind kind = PackedKind::file;
};

// With a password the entries are encrypted (zip only).
void pack(const boost::filesystem::path& file, Packing packing,
          const std::vector<PackedEntry>& entries, const std::string& password = "");

}  // namespace sohoa
