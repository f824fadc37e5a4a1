#include "archive/ledger_check.h"

#include <utility>

#include "archive/copy_marker.h"
#include "archive/ledger_head.h"
#include "document/error.h"

namespace sohoa {

namespace {

constexpr std::size_t kMaxFindings = 1000;

bool is_copy(const ArchiveLayout& layout) {
  try {
    return read_copy_marker(layout.root()).has_value();
  } catch (const Error&) {
    return false;  // whose marker is damaged
  }
}

class ChainCheck {
 public:
  ChainCheck(LedgerState& state, const ArchiveLayout& layout, const NotedHead& noted)
      : state_(state), is_copy_(is_copy(layout)), noted_line_(noted.head) {
    if (const std::vector<int> years = ledger_years(layout); !years.empty())
      last_file_ = std::to_string(years.back()) + ".jsonl";
    state_.first_line.hex = kNoLedgerLine;
    state_.head.line.hex = kNoLedgerLine;
  }

  // What the line is when it can be read as one.
  std::optional<LedgerLine> take(const LedgerReader::Line& text) {
    if (!torn_.empty()) find(std::exchange(torn_, {}), "the file ends in the middle of it");
    if (!text.whole) {
      torn_ = text.place();
      torn_bytes_ = text.text.size();
      return std::nullopt;
    }
    std::optional<LedgerLine> line = parse_ledger_line(text.text);
    const std::string sum = ledger_line_sum(text.text);
    if (state_.head.seq == 0) state_.first_line.hex = sum;
    if (line) {
      check_link(*line, text.place());
    } else {
      name_broken_run();
      find(text.place(), "not a ledger line: changed or damaged");
    }
    before_last_ = state_.head;
    state_.head = {line ? line->seq : state_.head.seq + 1, Sha256{sum}};
    noted_is_there_ = noted_is_there_ || state_.head == noted_line_;
    last_place_ = text.place();
    last_readable_ = line.has_value();
    return line;
  }

  void finish(const NotedHead& noted) {
    if (broken_run_.size() == 2 && noted.state == NotedHeadState::good &&
        noted.head.seq == state_.head.seq && noted.head.line != state_.head.line) {
      broken_run_.clear();  // the last line itself: check_end() says so
    } else if (broken_run_.size() == 2 && noted.state != NotedHeadState::good) {
      find(broken_run_[0], "this line or " + broken_run_[1] + " was changed");
      broken_run_.clear();
    }
    name_broken_run();
    const bool holds = state_.findings.empty();
    check_end(noted);
    if (noted.state != NotedHeadState::good || noted.head.seq <= state_.head.seq) return;
    state_.cut = noted.head;
    state_.only_cut = holds && state_.head.seq > 0;
  }

 private:
  void find(const std::string& place, const std::string& what) {
    if (state_.findings.size() < kMaxFindings) state_.findings.push_back(place + ": " + what);
  }

  void check_link(const LedgerLine& line, const std::string& place) {
    const unsigned long long expected = state_.head.seq + 1;
    const std::string where =
        "seq " + std::to_string(line.seq) + " where " + std::to_string(expected) + " was due: ";
    bool broken = false;
    if (line.seq > expected && expected > 1 && line.entry.act == kLossAccepted) {
      // It is chained to the last line that was left by `sha256`, by prev to the last lost one.
      state_.gaps.push_back({expected, line.seq - 1, Sha256{line.prev}, line});
      broken = last_readable_ && line.entry.sha256 != state_.head.line.hex;
    } else if (line.seq > expected) {
      find(place, where + "a line before it is missing");
    }
    if (line.seq < expected) find(place, where + "lines are swapped or repeated");
    if (line.seq == expected && last_readable_) broken = line.prev != state_.head.line.hex;
    if (!broken) {
      name_broken_run();
    } else if (last_place_.empty()) {
      find(place, "changed: prev is not 64 zeros although it is the first line");
    } else {
      if (broken_run_.empty()) broken_run_.push_back(last_place_);
      broken_run_.push_back(place);
    }
  }

  // A changed line disagrees with the one behind it, and when its prev was
  // changed with the one before it too: one broken link names the line before
  // it, several in a row name the lines between them.
  void name_broken_run() {
    if (broken_run_.size() == 2) {
      find(broken_run_[0], "changed: " + broken_run_[1] + " was chained to other bytes");
    } else {
      for (std::size_t i = 1; i + 1 < broken_run_.size(); ++i)
        find(broken_run_[i], "changed: neither the line before nor the one behind agrees");
    }
    broken_run_.clear();
  }

  void check_end(const NotedHead& noted) {
    const LedgerHead& last = state_.head;
    const bool torn = !torn_.empty();
    const std::string bytes = std::to_string(torn_bytes_) + " bytes without a newline";
    switch (noted.state) {
      case NotedHeadState::absent:
        if (last.seq > 0) find("head", "missing: whether the ledger's end was cut is not known");
        break;
      case NotedHeadState::damaged:
        find("head", "changed or damaged");
        break;
      case NotedHeadState::good:
        compare_with(noted.head);
        if (torn && noted.head.seq > last.seq) {
          find(torn_, "cut off, " + bytes);
          return;
        }
    }
    if (torn) state_.torn = torn_ + ": cut short by a crash, " + bytes;
  }

  void compare_with(const LedgerHead& noted) {
    const LedgerHead& last = state_.head;
    const std::string noted_seq = std::to_string(noted.seq);
    if (noted.seq > last.seq) {
      find(last_file_, "the lines behind seq " + std::to_string(last.seq) + " up to seq " +
                           noted_seq + " are missing: cut off");
    } else if (noted.seq == last.seq) {
      if (noted.line != last.line)
        find(last_place_, "changed: ledger/head notes other bytes for it");
    } else if (noted.seq + 1 < last.seq && is_copy_ && noted_is_there_) {
      // Copying was cut short between the lines and the note of their end.
    } else if (noted.seq + 1 < last.seq) {
      find("head", "notes seq " + noted_seq + ", which is not the end: put back from elsewhere");
    } else if (noted.line != before_last_.line && state_.findings.empty()) {
      find("head", "notes other bytes for seq " + noted_seq);
    }
  }

  LedgerState& state_;
  const bool is_copy_;
  const LedgerHead noted_line_;
  bool noted_is_there_ = false;
  LedgerHead before_last_{0, Sha256{std::string(kNoLedgerLine)}};
  std::string last_file_ = "ledger";
  std::string last_place_;
  bool last_readable_ = true;
  std::vector<std::string> broken_run_;
  std::string torn_;
  std::size_t torn_bytes_ = 0;
};

}  // namespace

LedgerState inspect_ledger(
    const ArchiveLayout& layout,
    const std::function<void(const LedgerLine& line, const LedgerHead& head)>& take) {
  LedgerState state;
  const FileDescriptor lock = lock_ledger_to_read(layout);
  const NotedHead noted = read_noted_head(layout);
  ChainCheck check(state, layout, noted);
  try {
    LedgerReader reader(layout);
    while (const auto text = reader.next()) {
      const std::optional<LedgerLine> line = check.take(*text);
      if (line && take) take(*line, state.head);
    }
  } catch (const Error& error) {
    if (error.reason() != Reason::archive_corrupt) throw;
    state.findings.push_back(error.message());
  }
  check.finish(noted);
  return state;
}

std::vector<std::string> check_ledger(const ArchiveLayout& layout) {
  LedgerState state = inspect_ledger(layout);
  if (!state.torn.empty()) state.findings.push_back(state.torn);
  return state.findings;
}

}  // namespace sohoa
