// Anchors: a page of text a day that names the ledger's last line, to be printed
// or kept elsewhere. Whoever holds one can prove later that the ledger still
// holds everything up to that line, unchanged, whatever happened to this machine.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/ledger_check.h"

namespace sohoa {

struct Anchor {
  std::string archive;  // SHA-256 of the ledger's first line
  std::string date;     // YYYY-MM-DD, UTC
  LedgerHead head;
};

// The page, in Vietnamese and English. What counts stands in five lines
// "archive:", "date:", "line:", "sha256:" and "check:", sums in groups of four
// digits; check is the first 16 digits of the SHA-256 of the four others, so that
// a slip in retyping is told from a changed ledger.
[[nodiscard]] std::string spell_anchor(const Anchor& anchor);
// Takes retyped pages too: upper case, other blanks, other text around the five
// lines. nullopt: a line is missing, or check does not agree.
[[nodiscard]] std::optional<Anchor> parse_anchor(std::string_view text);

[[nodiscard]] fs::path anchor_folder(const ArchiveLayout& layout);  // ledger/anchors

// The anchor of the ledger as it is now. Throws Error{service_broken, archive_corrupt}
// when the ledger is damaged: an anchor would make it look right.
[[nodiscard]] Anchor anchor_of(const ArchiveLayout& layout, const std::string& at);

// Writes ledger/anchors/<day of `at`>.txt and the ledger's line about it, unless
// that day has one or the ledger is empty. The path, empty where none was
// written. Throws Error{service_broken} as append_to_ledger.
fs::path anchor_ledger_daily(const ArchiveLayout& layout, const std::string& at,
                             const std::string& who);

// Holds anchors against the ledger while it is read.
class AnchorCheck {
 public:
  // `name` is for messages.
  void add(const std::string& name, std::string_view text);
  // Of every line in order, as inspect_ledger gives them.
  void see(const LedgerHead& line);
  // After the last: each names an anchor and what is wrong. An anchor of a line that
  // was accepted as lost is broken only where it names another sum than is known of it.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> finish(
      const LedgerState& state) const;

 private:
  struct Waiting {
    std::string name;
    Anchor anchor;
    std::string found;  // sum of the line with that seq; empty: not seen
  };
  std::multimap<unsigned long long, Waiting> anchors_;
  std::vector<std::pair<std::string, std::string>> findings_;
};

}  // namespace sohoa
