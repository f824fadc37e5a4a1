#include "archive/bag_manifest.h"

#include "archive/safe_name.h"

namespace sohoa {

namespace {

// The next line without its end (LF, CR or CR LF, as RFC 8493 allows in tag files).
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find_first_of("\r\n");
  const std::string_view line = text.substr(0, end);
  if (end == std::string_view::npos) {
    text = {};
  } else {
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return line;
}

bool is_lower_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace

const std::string& sum_of(const Checksums& sums, SumKind kind) {
  return kind == SumKind::sha256 ? sums.sha256.hex : sums.sha512.hex;
}

std::string encode_path(std::string_view path) {
  std::string encoded;
  for (const char c : path) {
    switch (c) {
      case '\r':
        encoded += "%0D";
        break;
      case '\n':
        encoded += "%0A";
        break;
      case '%':
        encoded += "%25";
        break;
      default:
        encoded += c;
    }
  }
  return encoded;
}

std::string decode_path(std::string_view path) {
  std::string decoded;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::string code = ascii_lower(path.substr(i, 3));
    const bool known = code == "%0d" || code == "%0a" || code == "%25";
    if (known) {
      decoded += code == "%0d" ? '\r' : code == "%0a" ? '\n' : '%';
      i += 2;
    } else {
      decoded += path[i];
    }
  }
  return decoded;
}

std::string write_manifest(const MemberSums& members, SumKind kind) {
  Manifest manifest;
  for (const auto& [path, sums] : members) manifest.emplace(path, sum_of(sums, kind));
  return spell_manifest(manifest);
}

std::string spell_manifest(const Manifest& manifest) {
  std::string text;
  for (const auto& [path, sum] : manifest) text += sum + "  " + encode_path(path) + "\n";
  return text;
}

Manifest parse_manifest(const std::string& name, std::string_view text, SumKind kind,
                        std::vector<std::string>& findings) {
  const std::size_t hex_size = kind == SumKind::sha256 ? 64 : 128;
  Manifest manifest;
  for (int number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    const std::string where = name + " line " + std::to_string(number);
    const std::size_t blank = line.find_first_of(" \t");
    const std::size_t start =
        blank == std::string_view::npos ? blank : line.find_first_not_of(" \t", blank);
    const std::string sum = ascii_lower(line.substr(0, blank));
    if (start == std::string_view::npos || sum.size() != hex_size || !is_lower_hex(sum)) {
      findings.push_back("bad manifest: " + where + ": not a checksum and a path");
      continue;
    }
    const std::string path = decode_path(line.substr(start));
    if (!is_safe_bag_path(path)) {
      findings.push_back("dangerous path: " + where + ": " + encode_path(path));
    } else if (!manifest.emplace(path, sum).second) {
      findings.push_back("duplicate entry: " + where + ": " + encode_path(path) +
                         " is listed twice");
    }
  }
  return manifest;
}

BagInfo parse_bag_info(std::string_view text, std::vector<std::string>& findings) {
  BagInfo info;
  for (int number = 1; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    const std::size_t colon = line.find(':');
    const bool continues = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    if (continues && !info.empty()) {
      const std::size_t start = line.find_first_not_of(" \t");
      if (start != std::string_view::npos)
        info.back().second.append(1, ' ').append(line.substr(start));
    } else if (continues || colon == std::string_view::npos || colon == 0) {
      findings.push_back("bad bag-info.txt: line " + std::to_string(number) +
                         " is not \"Label: value\"");
    } else {
      const std::size_t start = line.find_first_not_of(" \t", colon + 1);
      info.emplace_back(line.substr(0, colon), start == std::string_view::npos
                                                   ? std::string()
                                                   : std::string(line.substr(start)));
    }
  }
  return info;
}

std::string payload_oxum(const MemberSums& members) {
  unsigned long long octets = 0;
  unsigned long long files = 0;
  for (const auto& [path, sums] : members) {
    if (!is_payload(path)) continue;
    octets += sums.bytes;
    ++files;
  }
  return std::to_string(octets) + "." + std::to_string(files);
}

bool is_payload(std::string_view member) {
  return member.starts_with("data/");
}

}  // namespace sohoa
