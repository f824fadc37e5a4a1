#include "archive/bag_tags.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "archive/safe_name.h"

namespace sohoa {

namespace {

constexpr std::string_view kKeptPrefix = "kept-";

std::string text_of(const TagTexts& tags, const std::string& name) {
  const auto found = tags.find(name);
  return found == tags.end() ? std::string() : found->second;
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Both lists of one kept bag, brought together.
MemberSums kept_members(const TagTexts& tags, int version, std::vector<std::string>& findings) {
  MemberSums members;
  std::vector<Manifest> lists;
  for (const SumKind kind : {SumKind::sha256, SumKind::sha512}) {
    const std::string name = kept_list_name(version, kind);
    if (!tags.contains(name)) findings.push_back("missing file: " + name);
    const std::string text = text_of(tags, name);
    const std::size_t before = findings.size();
    lists.push_back(parse_manifest(name, text, kind, findings));
    if (findings.size() == before && spell_manifest(lists.back()) != text)
      findings.push_back("bad kept list: " + name + " is not spelled as the format spells it");
  }
  for (const auto& [path, sum] : lists[0]) {
    const auto other = lists[1].find(path);
    if (!is_payload(path) || other == lists[1].end())
      findings.push_back("bad kept list: " + encode_path(path) + " of v" + std::to_string(version) +
                         (is_payload(path) ? " has no SHA-512" : " is no payload file"));
    else
      members[path] = {Sha256{sum}, Sha512{other->second}, 0};
  }
  for (const auto& [path, sum] : lists[1])
    if (!lists[0].contains(path))
      findings.push_back("bad kept list: " + encode_path(path) + " of v" + std::to_string(version) +
                         " has no SHA-256");
  return members;
}

void check_once(const TagTexts& tags, const std::vector<KeptBag>& kept,
                std::vector<std::string>& findings) {
  std::vector<std::string> ignored;
  PathSet seen;
  for (const auto& [path, sum] :
       parse_manifest("", text_of(tags, "manifest-sha256.txt"), SumKind::sha256, ignored))
    (void)seen.add(path);
  for (const KeptBag& bag : kept)
    for (const auto& [path, sums] : bag.members)
      if (seen.add(path).kind != PathMeeting::Kind::none)
        findings.push_back("bad kept list: " + encode_path(path) +
                           " is kept although it stands in this bag or is kept already");
}

}  // namespace

int version_of_bag_name(const std::string& name) {
  for (const std::string_view suffix : {".tar.enc", ".tar"}) {
    if (!name.starts_with('v') || !name.ends_with(suffix)) continue;
    const std::string_view digits(name.data() + 1, name.size() - 1 - suffix.size());
    int version = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), version);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    return whole && version > 0 && digits.front() != '0' ? version : 0;
  }
  return 0;
}

std::string kept_list_name(int version, SumKind kind) {
  return std::string(kKeptPrefix) + "v" + std::to_string(version) +
         (kind == SumKind::sha256 ? "-sha256.txt" : "-sha512.txt");
}

int record_version(const TagTexts& tags) {
  std::vector<std::string> ignored;
  for (const auto& [label, value] : parse_bag_info(text_of(tags, "bag-info.txt"), ignored))
    if (label == "Sohoa-Record-Version") return version_of_bag_name("v" + value + ".tar");
  return 0;
}

std::vector<KeptBag> parse_kept(const TagTexts& tags, std::vector<std::string>& findings) {
  std::vector<KeptBag> kept;
  std::vector<std::string> ignored;
  std::set<std::string> lists;
  const int own = record_version(tags);
  for (const auto& [label, value] : parse_bag_info(text_of(tags, "bag-info.txt"), ignored)) {
    if (label != "Sohoa-Keeps") continue;
    const std::size_t blank = value.find(' ');
    KeptBag bag{value.substr(0, blank), {}, {}};
    if (blank != std::string::npos) bag.sha256.hex = value.substr(blank + 1);
    const int version = version_of_bag_name(bag.name);
    const bool again = lists.contains(kept_list_name(version, SumKind::sha256));
    if (version == 0 || version >= own || again || !is_sha256(bag.sha256.hex)) {
      findings.push_back("bad kept list: \"Sohoa-Keeps: " + value +
                         "\" is not an earlier bag and its SHA-256");
      continue;
    }
    for (const SumKind kind : {SumKind::sha256, SumKind::sha512})
      lists.insert(kept_list_name(version, kind));
    bag.members = kept_members(tags, version, findings);
    kept.push_back(std::move(bag));
  }
  for (const auto& [name, text] : tags)
    if (name.starts_with(kKeptPrefix) && !lists.contains(name))
      findings.push_back("unexpected file: " + encode_path(name) +
                         " has no line Sohoa-Keeps in bag-info.txt");
  check_once(tags, kept, findings);
  return kept;
}

}  // namespace sohoa
