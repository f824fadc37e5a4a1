#include "records/codes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "records/agency.h"
#include "records/code_tables.h"
#include "records/fuzzy.h"
#include "records/letters.h"

namespace sohoa {

namespace {

// What typewriters and worn print make of each other's capitals.
constexpr std::array<std::string_view, 9> kDrawnAlike = {"0oqdcg", "1iljt", "8b", "5s", "2z",
                                                         "6g",     "4a",    "7t", "uv"};

bool drawn_alike(char a, char b) {
  if (a == b) return true;
  return std::any_of(kDrawnAlike.begin(), kDrawnAlike.end(), [&](std::string_view group) {
    return group.find(a) != std::string_view::npos && group.find(b) != std::string_view::npos;
  });
}

// Every character may be the other's look-alike; the codes are of one length.
bool drawn_alike(std::string_view read, std::string_view code) {
  const std::string a = squeeze(read);
  const std::string b = squeeze(code);
  return !a.empty() && a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return drawn_alike(x, y); });
}

// The only candidate that is drawn like `read`.
std::optional<std::string> only_alike(std::string_view read,
                                      const std::vector<std::string_view>& candidates) {
  std::optional<std::string> found;
  for (const std::string_view candidate : candidates) {
    if (!drawn_alike(read, candidate)) continue;
    if (found && *found != candidate) return std::nullopt;
    found = std::string(candidate);
  }
  return found;
}

// The candidate nearest to `read`: equal; else the same but for marks; else one
// character wrong in a code of three or more.
std::optional<std::string> nearest(std::string_view read,
                                   const std::vector<std::string_view>& candidates) {
  std::optional<std::string> best;
  double least = 1.02;
  const std::string wanted = squeeze(read);
  for (const std::string_view candidate : candidates) {
    if (candidate.empty()) continue;
    if (candidate == read) return std::string(candidate);
    const std::string squeezed = squeeze(candidate);
    const double d = edit_distance(wanted, squeezed) + 0.01;
    if (d > 0.02 && (squeezed.size() < 3 || wanted.size() < 3)) continue;
    if (d < least) {
      least = d;
      best = std::string(candidate);
    }
  }
  return best;
}

std::vector<std::string_view> all_type_codes(bool party) {
  std::vector<std::string_view> all;
  for (const DocumentType& entry : document_types())
    all.push_back(party ? entry.party : entry.code);
  all.insert(all.end(), older_type_codes().begin(), older_type_codes().end());
  return all;
}

// A body is coded by its own name, without its superior's, which stands before.
std::vector<std::string> initials_of_tails(std::string_view agency) {
  std::vector<std::string> codes;
  for (std::size_t at = 0; at < agency.size();) {
    const std::string code = initials(agency.substr(at));
    if (code.size() >= 2) codes.push_back(code);
    const std::size_t blank = agency.find_first_of(" \n", at);
    if (blank == std::string_view::npos) break;
    at = blank + 1;
  }
  return codes;
}

bool has_digit(const std::string& text) {
  return text.find_first_of("0123456789") != std::string::npos;
}

}  // namespace

std::string_view code_of_type(std::string_view type, bool party) {
  for (const DocumentType& entry : document_types())
    if (entry.name == type) return party ? entry.party : entry.code;
  return {};
}

bool is_type_code(std::string_view read) {
  const std::string wanted = squeeze(read);
  for (const bool party : {false, true})
    for (const std::string_view code : all_type_codes(party))
      if (!code.empty() && squeeze(code) == wanted) return true;
  return false;
}

// The title decides first, then the whole table.
Code type_code(const std::string& read, std::string_view type, bool party) {
  const std::string_view expected = code_of_type(type, party);
  if (auto code = nearest(read, {expected})) return {*code, 1};
  if (drawn_alike(read, expected)) return {std::string(expected), 0.8};
  const std::vector<std::string_view> all = all_type_codes(party);
  if (auto code = nearest(read, all)) return {*code, expected.empty() ? 0.9 : 0.6};
  if (auto code = only_alike(read, all)) return {*code, 0.5};
  return {read, 0.6};
}

Code organ_code(const std::string& read, std::string_view agency) {
  const std::vector<std::string_view> known(organ_codes().begin(), organ_codes().end());
  if (std::find(known.begin(), known.end(), read) != known.end()) return {read, 1};
  const std::vector<std::string> initials = initials_of_tails(agency);
  const std::vector<std::string_view> own(initials.begin(), initials.end());
  if (auto code = nearest(read, own)) return {*code, 1};
  if (auto code = nearest(read, known)) return {*code, 0.9};
  if (auto code = only_alike(read, own)) return {*code, 0.7};
  // Codes of bodies may hold digits, as BCĐ138 does, but rarely one that a letter looks like.
  if (has_digit(read))
    if (auto code = only_alike(read, known)) return {*code, 0.6};
  return {read, 0.8};
}

}  // namespace sohoa
