#include "archive/ledger_copy.h"

#include <algorithm>
#include <array>
#include <boost/filesystem/operations.hpp>
#include <map>
#include <memory>

#include "archive/fixity.h"
#include "archive/hash.h"
#include "archive/ledger_head.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "ledger";

[[noreturn]] void throw_corrupt(const std::string& message) {
  throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage, message);
}

using Sum = std::array<char, 64>;

Sum sum_of(const std::string& hex) {
  Sum sum{};
  std::copy_n(hex.begin(), std::min(hex.size(), sum.size()), sum.begin());
  return sum;
}

// What lies beside the file that is being written and may be left by a crash
// is cleared first.
void write_proven(const fs::path& target, const std::function<void(DurableFile&)>& fill) {
  remove_leftovers(target.parent_path());
  DurableFile file(target, 0644, kStage);
  fill(file);
  file.sync();
  const FixityOutcome back =
      check_stored_file(file.temporary_path(), file.written().sha256.hex, file.written().bytes);
  if (back.state != FixityState::whole)
    throw Error(ErrorKind::service_broken, Reason::bag_mismatch, kStage,
                target.string() + " did not read back as written; check the disk");
  file.commit_replacing();
}

void put_line(DurableFile& file, const std::string& text) {
  file.write(text.data(), text.size());
  file.write("\n", 1);
}

// One bit of `text` turned so that it has the sum; empty: none does.
std::string with_one_bit_turned(std::string text, const std::string& sum) {
  constexpr std::size_t kMaxTried = 16 << 10;
  if (text.size() > kMaxTried) return {};
  for (char& c : text) {
    for (int bit = 0; bit < 8; ++bit) {
      const char before = c;
      c = static_cast<char>(c ^ (1 << bit));
      if (ledger_line_sum(text) == sum) return text;
      c = before;
    }
  }
  return {};
}

// The sums of a chain that holds; seq n at n - 1, nothing at those of lines that
// were accepted as lost.
std::vector<Sum> chain_of(const ArchiveLayout& copy) {
  std::vector<Sum> sums;
  const LedgerState state = inspect_ledger(copy, [&](const LedgerLine&, const LedgerHead& head) {
    sums.resize(head.seq);
    sums.back() = sum_of(head.line.hex);
  });
  if (!state.findings.empty())
    throw_corrupt("the ledger of the copy is damaged itself (" + state.findings.front() +
                  "); use another copy");
  if (sums.empty()) throw_corrupt("the copy holds no ledger; use another copy");
  return sums;
}

class Mending {
 public:
  Mending(const ArchiveLayout& home, const ArchiveLayout& copy)
      : home_(home), copy_(copy), sums_(chain_of(copy)), noted_(read_noted_head(home)) {}

  LedgerMending run(const fs::path& folder) {
    LedgerMending result;
    sort_home_lines();
    accept_tail(result);
    prove(result);
    write(folder);
    result.changed = true;
    return result;
  }

 private:
  // Lines of home alone, in order; how many it shares with the copy; whether
  // it holds two lines in a row that are chained to each other and not the copy's.
  void sort_home_lines() {
    LedgerReader reader(home_);
    std::string fork;
    while (auto text = reader.next()) {
      const std::optional<LedgerLine> line = parse_ledger_line(text->text);
      const std::string sum = ledger_line_sum(text->text);
      const bool in_reach = line && line->seq >= 1 && line->seq <= sums_.size();
      if (in_reach && sums_[line->seq - 1] == sum_of(sum)) {
        ++shared_;
        fork.clear();
      } else if (line) {
        if (in_reach && line->prev == fork) forked_ = true;
        fork = sum;
      }
      if (in_reach)
        tail_.clear();
      else
        tail_.push_back(std::move(*text));
    }
  }

  [[nodiscard]] std::string sum_at(unsigned long long seq) const {
    if (seq == 0 || seq > sums_.size()) return {};
    return {sums_[seq - 1].begin(), sums_[seq - 1].end()};
  }

  // What the line with `seq` must sum to, as the line behind it or head says.
  [[nodiscard]] std::string wanted_sum(std::size_t index, unsigned long long seq) const {
    if (noted_.state == NotedHeadState::good && noted_.head.seq == seq) return noted_.head.line.hex;
    if (index + 1 >= tail_.size()) return {};
    const auto next = parse_ledger_line(tail_[index + 1].text);
    return next && next->seq == seq + 1 ? next->prev : std::string();
  }

  [[nodiscard]] bool follows(const LedgerLine& line) const {
    const unsigned long long end = sums_.size();
    if (line.seq == end + 1) return line.prev == sum_at(end);
    return line.seq > end && line.entry.act == kLossAccepted && line.entry.sha256 == sum_at(end);
  }

  void accept_tail(LedgerMending& result) {
    for (std::size_t i = 0; i < tail_.size(); ++i) {
      const unsigned long long seq = sums_.size() + 1;
      const std::string wanted = wanted_sum(i, seq);
      std::string text = tail_[i].text;
      if (!wanted.empty() && ledger_line_sum(text) != wanted) {
        text = with_one_bit_turned(std::move(text), wanted);
        if (!text.empty())
          result.mended.push_back(tail_[i].place() + ": one flipped bit, proven by its checksum");
      }
      const auto line = parse_ledger_line(text);
      if (!line || !tail_[i].whole || !follows(*line)) continue;
      sums_.resize(line->seq);
      sums_.back() = sum_of(ledger_line_sum(text));
      accepted_.emplace_back(tail_[i].year, std::move(text));
    }
  }

  void prove(LedgerMending& result) const {
    const unsigned long long end = sums_.size();
    if (noted_.state == NotedHeadState::good) {
      if (noted_.head.seq > end)
        result.unmended.push_back("lines " + std::to_string(end + 1) + " to " +
                                  std::to_string(noted_.head.seq) +
                                  " are in neither ledger: a newer copy is needed");
      else if (sum_at(noted_.head.seq) != noted_.head.line.hex)
        throw_corrupt("archive and copy tell different histories at line " +
                      std::to_string(noted_.head.seq) + "; neither is changed");
    } else if (forked_ || (shared_ == 0 && !ledger_years(home_).empty())) {
      throw_corrupt(
          "nothing proves that the copy's ledger is that of this archive; "
          "neither is changed");
    }
  }

  void write(const fs::path& folder) const {
    std::map<int, std::unique_ptr<DurableFile>> files;
    const auto file_of = [&](int year) -> DurableFile& {
      auto& file = files[year];
      if (!file)
        file =
            std::make_unique<DurableFile>(folder / (std::to_string(year) + ".jsonl"), 0644, kStage);
      return *file;
    };
    LedgerReader reader(copy_);
    for (auto line = reader.next(); line && line->whole; line = reader.next())
      put_line(file_of(line->year), line->text);
    for (const auto& [year, text] : accepted_) put_line(file_of(year), text);
    for (const auto& [year, file] : files) file->commit_replacing();
    const LedgerHead end{sums_.size(), Sha256{sum_at(sums_.size())}};
    const std::string head = spell_noted_head(
        noted_.state == NotedHeadState::good && noted_.head.seq > end.seq ? noted_.head : end);
    DurableFile file(folder / "head", 0644, kStage);
    file.write(head.data(), head.size());
    file.commit_replacing();
  }

  const ArchiveLayout& home_;
  const ArchiveLayout& copy_;
  std::vector<Sum> sums_;
  NotedHead noted_;
  std::vector<LedgerReader::Line> tail_;
  std::vector<std::pair<int, std::string>> accepted_;
  long shared_ = 0;
  bool forked_ = false;
};

}  // namespace

void copy_ledger(const ArchiveLayout& home, const ArchiveLayout& copy, const LedgerHead& end) {
  std::map<int, std::unique_ptr<Hasher>> hashers;
  const auto each_line = [&](const std::function<void(const LedgerReader::Line&)>& take) {
    LedgerReader reader(home);
    std::string last;
    while (last != end.line.hex) {
      const auto line = reader.next();
      if (!line) break;
      last = ledger_line_sum(line->text);
      take(*line);
    }
    if (last != end.line.hex)
      throw_corrupt("line " + std::to_string(end.seq) + " of the ledger is not what it was");
  };
  each_line([&](const LedgerReader::Line& line) {
    auto& hasher = hashers[line.year];
    if (!hasher) hasher = std::make_unique<Hasher>(HashKinds::sha256);
    hasher->add(line.text.data(), line.text.size());
    hasher->add("\n", 1);
  });
  make_durable_folder(ledger_folder(copy), 0777, kStage);
  const FileDescriptor lock = lock_ledger_to_append(copy);
  for (const auto& [year, hasher] : hashers) {
    const Checksums sums = hasher->finish();
    if (check_stored_file(copy.ledger(year), sums.sha256.hex, sums.bytes).state ==
        FixityState::whole)
      continue;
    write_proven(copy.ledger(year), [&, wanted_year = year](DurableFile& file) {
      each_line([&](const LedgerReader::Line& line) {
        if (line.year == wanted_year) put_line(file, line.text);
      });
    });
  }
  if (read_noted_head(copy).head != end) write_noted_head(copy, end);
}

namespace {

// The copy ends among lines that were accepted as lost.
LedgerMending found_again(const ArchiveLayout& home, const ArchiveLayout& copy,
                          const LedgerHead& end, const LedgerState& here, const fs::path& folder) {
  for (const AcceptedGap& gap : here.gaps)
    if (gap.to == end.seq && gap.last == end.line) return Mending(home, copy).run(folder);
  LedgerMending result;
  result.unmended.push_back("the copy ends at line " + std::to_string(end.seq) +
                            ", among those that were accepted as lost; nothing was changed");
  return result;
}

}  // namespace

LedgerMending mend_ledger(const ArchiveLayout& home, const ArchiveLayout& copy,
                          const fs::path& folder) {
  const LedgerState here = inspect_ledger(home);
  if (here.findings.empty() && here.head.seq > 0) {
    // Whole: the copy must be its beginning, or it the copy's.
    std::string there;
    unsigned long long copied = 0;
    const LedgerState state = inspect_ledger(copy, [&](const LedgerLine&, const LedgerHead& head) {
      copied = head.seq;
      if (head.seq == here.head.seq) there = head.line.hex;
    });
    if (!state.findings.empty()) (void)chain_of(copy);
    if (copied <= here.head.seq) {
      std::string own;
      (void)inspect_ledger(home, [&](const LedgerLine&, const LedgerHead& head) {
        if (head.seq == copied) own = head.line.hex;
      });
      if (own.empty()) return found_again(home, copy, state.head, here, folder);
      if (own != state.head.line.hex)
        throw_corrupt("archive and copy tell different histories at line " +
                      std::to_string(copied) + "; neither is changed");
      return {};
    }
    if (there != here.head.line.hex)
      throw_corrupt("archive and copy tell different histories at line " +
                    std::to_string(here.head.seq) + "; neither is changed");
  }
  return Mending(home, copy).run(folder);
}

}  // namespace sohoa
