// The tag files of a bag as text: manifests, bagit.txt, bag-info.txt (RFC 8493, section 2).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "document/checksum.h"

namespace sohoa {

// Member path inside the bag (without the top folder) to checksum in lower-case hex.
using Manifest = std::map<std::string, std::string>;

// What a member turned out to be.
using MemberSums = std::map<std::string, Checksums>;

enum class SumKind { sha256, sha512 };
[[nodiscard]] const std::string& sum_of(const Checksums& sums, SumKind kind);

// CR, LF and % as %0D, %0A and %25 (RFC 8493, 2.1.3), and back.
[[nodiscard]] std::string encode_path(std::string_view path);
[[nodiscard]] std::string decode_path(std::string_view path);

// Lines "checksum  path", in the order of the paths' bytes.
[[nodiscard]] std::string write_manifest(const MemberSums& members, SumKind kind);

// The same from a manifest that was read: format 1 has one spelling only, so
// that a changed letter case or blank does not go unseen.
[[nodiscard]] std::string spell_manifest(const Manifest& manifest);

// Adds a finding for each line that breaks a rule, and leaves that line out.
[[nodiscard]] Manifest parse_manifest(const std::string& name, std::string_view text, SumKind kind,
                                      std::vector<std::string>& findings);

inline constexpr std::string_view kBagitText =
    "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

// "Label: value" lines of bag-info.txt, in order; a line that begins with a
// blank continues the one before it.
using BagInfo = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] BagInfo parse_bag_info(std::string_view text, std::vector<std::string>& findings);

// "octets.files" of everything under data/.
[[nodiscard]] std::string payload_oxum(const MemberSums& members);
[[nodiscard]] bool is_payload(std::string_view member);

}  // namespace sohoa
