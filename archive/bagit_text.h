// The tag files of any BagIt bag, versions 0.93 to 1.0, as text (RFC 8493,
// section 2). The strict reading of this program's own bags is bag_manifest.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sohoa {

struct BagitFinding {
  std::string rule;  // one of the names in docs/bagit-rules.md
  std::string what;  // the file and line, and what is wrong there
  friend bool operator==(const BagitFinding&, const BagitFinding&) = default;
};

// What was found so far: errors make a bag invalid, warnings do not.
struct BagitFindings {
  std::vector<BagitFinding> errors;
  std::vector<BagitFinding> warnings;
};

struct BagitVersion {
  int major = 1;
  int minor = 0;
  friend auto operator<=>(const BagitVersion&, const BagitVersion&) = default;
};
inline constexpr BagitVersion kBagit10{1, 0};

struct BagDeclaration {
  BagitVersion version;
  std::string encoding = "UTF-8";  // of the other tag files
};

// bagit.txt. nullopt, with the rule, when the rest cannot be read without it.
[[nodiscard]] std::optional<BagDeclaration> parse_bag_declaration(std::string_view text,
                                                                  BagitFindings& findings);

// A tag file in UTF-8, its byte order mark taken away; nullopt, with the rule,
// when its bytes are not in that encoding or the encoding is not known.
[[nodiscard]] std::optional<std::string> decode_tag_file(const std::string& name,
                                                         std::string_view bytes,
                                                         const BagDeclaration& declaration,
                                                         BagitFindings& findings);

struct ManifestLine {
  std::string sum;   // lower-case hexadecimal
  std::string path;  // percent signs as they stand
};

// Lines that break a rule are named and left out. `hex_size` 0: any length.
[[nodiscard]] std::vector<ManifestLine> parse_bagit_manifest(const std::string& name,
                                                             std::string_view text,
                                                             std::size_t hex_size,
                                                             BagitFindings& findings);

// bag-info.txt: labels and values in order, continued lines joined by a blank.
using BagitInfo = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] BagitInfo parse_bagit_info(const std::string& name, std::string_view text,
                                         const BagitVersion& version, BagitFindings& findings);

struct FetchLine {
  std::string url;
  std::optional<unsigned long long> bytes;  // nullopt: "-"
  std::string path;                         // percent signs as they stand
};
[[nodiscard]] std::vector<FetchLine> parse_bagit_fetch(std::string_view text,
                                                       BagitFindings& findings);

}  // namespace sohoa
