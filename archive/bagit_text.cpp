#include "archive/bagit_text.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

#include "archive/bag_manifest.h"
#include "archive/safe_name.h"

namespace sohoa {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t";

void error(BagitFindings& findings, const char* rule, const std::string& what) {
  findings.errors.push_back({rule, what});
}
void warn(BagitFindings& findings, const char* rule, const std::string& what) {
  findings.warnings.push_back({rule, what});
}

// Lines ended by LF, CR or CR LF; the last may have no end.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return lines;
}

std::string place_of(const std::string& name, std::size_t index) {
  return name + " line " + std::to_string(index + 1);
}

bool is_hex(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number value{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<BagitVersion> version_of(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto major = number_of<unsigned short>(text.substr(0, dot));
  const auto minor = number_of<unsigned short>(text.substr(dot + 1));
  if (!major || !minor) return std::nullopt;
  return BagitVersion{*major, *minor};
}

bool is_known(const BagitVersion& version) {
  return version == kBagit10 || (version.major == 0 && version.minor >= 93 && version.minor <= 97);
}

// Names of the kind that IANA registers, and nothing that a converter could take for a path.
bool is_encoding_name(std::string_view name) {
  constexpr std::size_t kLongest = 40;
  return !name.empty() && name.size() <= kLongest &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == ':' || c == '.';
         });
}

class Converter {
 public:
  explicit Converter(const std::string& encoding)
      : handle_(iconv_open("UTF-8", encoding.c_str())) {}
  ~Converter() {
    if (valid()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  [[nodiscard]] bool valid() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

  [[nodiscard]] std::optional<std::string> convert(std::string_view bytes) {
    std::string input(bytes);  // iconv wants what it may not change as not const
    char* from = input.data();
    std::size_t left = input.size();
    std::string text;
    std::array<char, 4096> buffer{};
    while (left > 0) {
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const std::size_t result = iconv(handle_, &from, &left, &to, &room);
      text.append(buffer.data(), buffer.size() - room);
      if (result == static_cast<std::size_t>(-1) && errno != E2BIG) return std::nullopt;
    }
    return text;
  }

 private:
  iconv_t handle_;
};

// The second part after `blank` blanks, from where it begins.
std::string_view after_blanks(std::string_view line, std::size_t blank) {
  const std::size_t start = line.find_first_not_of(kBlanks, blank);
  return start == std::string_view::npos ? std::string_view() : line.substr(start);
}

// What tools put before a path that has no business there.
std::string_view without_prefix(std::string_view path, const std::string& where,
                                BagitFindings& findings) {
  if (path.starts_with('*')) {
    warn(findings, "asterisk before the path", where + ": written by a checksum tool");
    path.remove_prefix(1);
  }
  if (path.starts_with("./")) {
    warn(findings, "leading ./", where);
    path.remove_prefix(2);
  }
  return path;
}

bool is_dangerous(std::string_view path) {
  return !is_safe_bag_path(path);
}

void check_spelling(std::string_view line, std::size_t colon, const std::string& where,
                    const BagitVersion& version, BagitFindings& findings) {
  if (version < kBagit10) return;
  if (kBlanks.find(line[colon - 1]) != std::string_view::npos)
    warn(findings, "blank before the colon", where);
  const std::string_view value = line.substr(colon + 1);
  const bool one_blank = value.size() >= 1 && kBlanks.find(value[0]) != std::string_view::npos &&
                         (value.size() == 1 || kBlanks.find(value[1]) == std::string_view::npos);
  if (!one_blank && !value.empty()) warn(findings, "not one blank after the colon", where);
}

}  // namespace

std::optional<BagDeclaration> parse_bag_declaration(std::string_view text,
                                                    BagitFindings& findings) {
  constexpr std::string_view kVersion = "BagIt-Version: ";
  constexpr std::string_view kEncoding = "Tag-File-Character-Encoding: ";
  if (text.starts_with(kByteOrderMark)) {
    error(findings, "byte order mark in bagit.txt", "bagit.txt");
    text.remove_prefix(kByteOrderMark.size());
  }
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.size() != 2)
    error(findings, "bagit.txt is not two lines", "it has " + std::to_string(lines.size()));
  if (lines.size() < 2) return std::nullopt;
  if (!lines[0].starts_with(kVersion) || !lines[1].starts_with(kEncoding)) {
    error(findings, "bad line in bagit.txt",
          "\"BagIt-Version: M.N\" and \"Tag-File-Character-Encoding: NAME\" are due");
    return std::nullopt;
  }
  const std::optional<BagitVersion> version = version_of(lines[0].substr(kVersion.size()));
  if (!version || !is_known(*version)) {
    error(findings, "unknown BagIt version", std::string(lines[0].substr(kVersion.size())));
    return std::nullopt;
  }
  const std::string_view encoding = lines[1].substr(kEncoding.size());
  if (!is_encoding_name(encoding)) {
    error(findings, "bad line in bagit.txt", "the name of the encoding is not one");
    return std::nullopt;
  }
  return BagDeclaration{*version, std::string(encoding)};
}

std::optional<std::string> decode_tag_file(const std::string& name, std::string_view bytes,
                                           const BagDeclaration& declaration,
                                           BagitFindings& findings) {
  Converter converter(declaration.encoding);
  if (!converter.valid()) {
    error(findings, "unknown encoding of the tag files", declaration.encoding);
    return std::nullopt;
  }
  std::optional<std::string> text = converter.convert(bytes);
  if (!text) {
    error(findings, "tag file not in its encoding", name + " is not " + declaration.encoding);
    return std::nullopt;
  }
  if (text->starts_with(kByteOrderMark)) {
    if (declaration.encoding.find("16") == std::string::npos)
      warn(findings, "byte order mark", name);
    text->erase(0, kByteOrderMark.size());
  }
  return text;
}

std::vector<ManifestLine> parse_bagit_manifest(const std::string& name, std::string_view text,
                                               std::size_t hex_size, BagitFindings& findings) {
  std::vector<ManifestLine> entries;
  const std::vector<std::string_view> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const std::string where = place_of(name, i);
    if (line.find_first_not_of(kBlanks) == std::string_view::npos) {
      warn(findings, "empty line in a manifest", where);
      continue;
    }
    const std::size_t blank = std::min(line.find_first_of(kBlanks), line.size());
    const std::string_view sum = line.substr(0, blank);
    std::string_view path = after_blanks(line, blank);
    if (!is_hex(sum) || (hex_size != 0 && sum.size() != hex_size) || path.empty()) {
      error(findings, "bad line in a manifest", where + " is not a checksum and a path");
      continue;
    }
    path = without_prefix(path, where, findings);
    if (is_dangerous(path)) {
      error(findings, "dangerous path", where + ": " + encode_path(path));
      continue;
    }
    std::string lower(sum);
    for (char& c : lower)
      if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    entries.push_back({std::move(lower), std::string(path)});
  }
  return entries;
}

BagitInfo parse_bagit_info(const std::string& name, std::string_view text,
                           const BagitVersion& version, BagitFindings& findings) {
  BagitInfo info;
  const std::vector<std::string_view> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const std::string where = place_of(name, i);
    if (line.find_first_not_of(kBlanks) == std::string_view::npos) {
      warn(findings, "empty line in bag-info.txt", where);
      continue;
    }
    const bool continues = kBlanks.find(line.front()) != std::string_view::npos;
    const std::size_t colon = line.find(':');
    if (continues && !info.empty()) {
      info.back().second.append(1, ' ').append(after_blanks(line, 0));
    } else if (continues || colon == std::string_view::npos || colon == 0) {
      error(findings, "bad line in bag-info.txt", where + " is not \"Label: value\"");
    } else {
      check_spelling(line, colon, where, version, findings);
      const std::size_t label_end = line.find_last_not_of(kBlanks, colon - 1) + 1;
      info.emplace_back(line.substr(0, label_end), after_blanks(line, colon + 1));
    }
  }
  return info;
}

std::vector<FetchLine> parse_bagit_fetch(std::string_view text, BagitFindings& findings) {
  std::vector<FetchLine> entries;
  const std::vector<std::string_view> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const std::string where = place_of("fetch.txt", i);
    const std::size_t blank = std::min(line.find_first_of(kBlanks), line.size());
    const std::string_view rest = after_blanks(line, blank);
    const std::size_t second = std::min(rest.find_first_of(kBlanks), rest.size());
    const std::string_view length = rest.substr(0, second);
    const std::string_view path = after_blanks(rest, second);
    const auto bytes = number_of<unsigned long long>(length);
    if (blank == 0 || path.empty() || (!bytes && length != "-")) {
      error(findings, "bad line in fetch.txt", where + " is not \"URL LENGTH PATH\"");
    } else if (is_dangerous(path)) {
      error(findings, "dangerous path", where + ": " + encode_path(path));
    } else {
      if (line.substr(0, blank).find(':') == std::string_view::npos)
        warn(findings, "no URL in fetch.txt", where);
      entries.push_back({std::string(line.substr(0, blank)), bytes, std::string(path)});
    }
  }
  return entries;
}

}  // namespace sohoa
