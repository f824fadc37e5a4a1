// The parts of verify, in the order in which they run. For verify.cpp, copy.cpp
// and repair.cpp.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "archive/ledger_check.h"
#include "pipeline/verify.h"

namespace sohoa {

// Counts findings and hands them on, one at a time.
class FindingSink {
 public:
  explicit FindingSink(const VerifyWatch& watch) : watch_(watch) {}
  void add(FindingKind kind, const std::string& path, const std::string& detail);
  [[nodiscard]] long long damage() const { return damage_; }
  [[nodiscard]] long long notices() const { return notices_; }

 private:
  const VerifyWatch& watch_;
  std::mutex lock_;
  long long damage_ = 0;
  long long notices_ = 0;
};

// The chain, its anchors (those of the archive and `anchors`), and the list of
// files into `record`. `also` sees every line that can be read.
[[nodiscard]] LedgerState verify_ledger(
    const ArchiveLayout& layout, const std::vector<fs::path>& anchors, FixityRecord& record,
    const std::string& now, FindingSink& findings,
    const std::function<void(const LedgerLine&, const LedgerHead&)>& also = nullptr);

// What the ledger says behind the line up to which it was read: others go on
// working while verify runs. Safe between threads.
class LedgerNews {
 public:
  // `layout` must outlive it.
  LedgerNews(const ArchiveLayout& layout, LedgerHead read_to);

  // Looks again, then: what newer lines say of the file; nullopt: they wrote none there.
  [[nodiscard]] std::optional<LedgerFile> written(const std::string& path);
  [[nodiscard]] bool removed(const std::string& path);

 private:
  void look();

  const ArchiveLayout& layout_;
  std::mutex lock_;
  LedgerHead read_to_;
  std::map<std::string, LedgerFile> written_;
  std::set<std::string> removed_;
};

// As check_stored_file, by what the ledger says now: a file that was taken away or
// written anew since its line was read is whole.
[[nodiscard]] FixityOutcome check_listed_file(const ArchiveLayout& layout, const FixityFile& file,
                                              FixityDepth depth, LedgerNews& news);

// Every listed file is there with its length, and nothing else is. What is wrong
// is noted as checked. `ledger_whole` false: what the ledger does not name may be
// its fault and is not reported. In a copy what its ledger does not name yet is a
// copying that was interrupted, or goes on. `alone`: the caller holds the archive's lock, so
// that nothing is in the making.
void verify_presence(const ArchiveLayout& layout, bool ledger_whole, bool alone, const Clock& clock,
                     FixityRecord& record, LedgerNews& news, FindingSink& findings);

// Catalogue and search index against the store and each other.
void verify_stores(const ArchiveLayout& layout, FindingSink& findings);

// Every destroyed record has its certificate, and nothing of it is left. How many
// records those are.
[[nodiscard]] long long verify_disposals(const ArchiveLayout& layout, FindingSink& findings);

// Reads the files that were not checked since `since`, the longest unchecked
// first, and fills in `report`.
void verify_files(const ArchiveLayout& layout, const VerifyOptions& options,
                  const VerifyWatch& watch, const Clock& clock, const std::string& since,
                  FixityRecord& record, LedgerNews& news, FindingSink& findings,
                  VerifyReport& report);

// What a check of one file found, as a finding.
[[nodiscard]] FindingKind finding_kind(FixityState state);

// True for a file that another program may have put there just now, before the
// stores and the ledger know of it.
[[nodiscard]] bool may_be_in_the_making(const ArchiveLayout& layout, const fs::path& file);

}  // namespace sohoa
