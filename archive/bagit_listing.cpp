#include "archive/bagit_listing.h"

#include <algorithm>

#include "archive/bag_manifest.h"
#include "archive/digests.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

void error(BagitListing& bag, const char* rule, const std::string& what) {
  bag.findings.errors.push_back({rule, what});
}
void warn(BagitListing& bag, const char* rule, const std::string& what) {
  bag.findings.warnings.push_back({rule, what});
}

bool is_version_1(const BagitListing& bag) {
  return bag.declaration && bag.declaration->version >= kBagit10;
}

std::string between(std::string_view name, std::string_view prefix) {
  constexpr std::string_view kEnding = ".txt";
  if (!name.starts_with(prefix) || !name.ends_with(kEnding)) return {};
  name.remove_prefix(prefix.size());
  name.remove_suffix(std::min(name.size(), kEnding.size()));
  std::string algorithm(name);
  for (char& c : algorithm)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return algorithm;
}

void read_manifest(const std::string& name, const std::string& text, bool payload,
                   BagitListing& bag) {
  BagitManifestFile manifest;
  manifest.name = name;
  manifest.algorithm = payload ? manifest_algorithm(name) : tag_manifest_algorithm(name);
  manifest.payload = payload;
  const std::size_t hex_size = digest_hex_size(manifest.algorithm);
  manifest.known = hex_size != 0;
  manifest.lines = parse_bagit_manifest(name, text, hex_size, bag.findings);
  if (name.find(manifest.algorithm) == std::string::npos)
    warn(bag, "manifest name not in lower case", name);
  if (!manifest.known)
    warn(bag, "unknown checksum algorithm", name + ": its checksums cannot be proved here");
  else if (std::find(bag.algorithms.begin(), bag.algorithms.end(), manifest.algorithm) ==
           bag.algorithms.end())
    bag.algorithms.push_back(manifest.algorithm);
  bag.manifests.push_back(std::move(manifest));
}

bool is_weak(const std::string& algorithm) {
  return algorithm == "md5" || algorithm == "sha1";
}

void check_algorithms(BagitListing& bag) {
  bool any = false;
  bool provable = false;
  bool strong = false;
  for (const BagitManifestFile& manifest : bag.manifests) {
    if (!manifest.payload) continue;
    any = true;
    provable |= manifest.known;
    strong |= manifest.known && !is_weak(manifest.algorithm);
  }
  if (!any) error(bag, "no payload manifest", "manifest-<algorithm>.txt");
  if (any && !provable)
    error(bag, "no payload manifest that can be proved", "only unknown checksum algorithms");
  if (provable && !strong && is_version_1(bag))
    warn(bag, "weak checksum algorithm", "only md5 or sha1: damage is found, forgery is not");
}

}  // namespace

std::string manifest_algorithm(std::string_view name) {
  return between(name, "manifest-");
}
std::string tag_manifest_algorithm(std::string_view name) {
  return between(name, "tagmanifest-");
}

void read_tag_files(const std::map<std::string, std::string>& tag_files, BagitListing& bag) {
  const auto declaration = tag_files.find("bagit.txt");
  if (declaration == tag_files.end()) {
    error(bag, "bagit.txt is missing", "bagit.txt");
  } else {
    bag.declaration = parse_bag_declaration(declaration->second, bag.findings);
  }
  const BagDeclaration spoken = bag.declaration.value_or(BagDeclaration{});
  // Before 0.96 the file was called package-info.txt.
  const std::string info_name =
      spoken.version < BagitVersion{0, 96} ? "package-info.txt" : "bag-info.txt";
  for (const auto& [name, bytes] : tag_files) {
    if (name == "bagit.txt") continue;
    const std::optional<std::string> text = decode_tag_file(name, bytes, spoken, bag.findings);
    if (!text) continue;
    if (!manifest_algorithm(name).empty()) read_manifest(name, *text, true, bag);
    if (!tag_manifest_algorithm(name).empty()) read_manifest(name, *text, false, bag);
    if (name == "fetch.txt") bag.fetch = parse_bagit_fetch(*text, bag.findings);
    if (name == info_name) bag.info = parse_bagit_info(name, *text, spoken.version, bag.findings);
  }
  check_algorithms(bag);
}

}  // namespace sohoa
