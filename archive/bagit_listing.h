// What a bag says that it holds against what it holds (RFC 8493, sections 2 and 3).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "archive/bagit_text.h"

namespace sohoa {

struct BagitSums {
  unsigned long long bytes = 0;
  std::map<std::string, std::string> by_algorithm;
  bool read = false;  // false: the second reading did not reach it
};

struct BagitManifestFile {
  std::string name;
  std::string algorithm;
  bool payload = true;  // a payload manifest, or a tag manifest
  bool known = true;    // the algorithm can be computed here
  std::vector<ManifestLine> lines;
};

// A bag while it is being checked.
struct BagitListing {
  BagitFindings findings;
  std::optional<BagDeclaration> declaration;
  std::map<std::string, BagitSums> files;  // by path from the base folder
  std::set<std::string> folders;
  std::vector<BagitManifestFile> manifests;
  std::vector<FetchLine> fetch;
  BagitInfo info;
  std::vector<std::string> algorithms;  // of all manifests, each once, those known here
};

// "sha256" of "manifest-sha256.txt"; empty for any other name.
[[nodiscard]] std::string manifest_algorithm(std::string_view name);
[[nodiscard]] std::string tag_manifest_algorithm(std::string_view name);

// Fills declaration, manifests, fetch, info and algorithms from the files of the base folder.
void read_tag_files(const std::map<std::string, std::string>& tag_files, BagitListing& bag);

// After the files were summed: complete, and every checksum right?
void check_listing(BagitListing& bag);

}  // namespace sohoa
