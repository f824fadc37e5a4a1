#include "archive/anchor.h"

#include <boost/filesystem/operations.hpp>
#include <charconv>
#include <stdexcept>

#include "archive/hash.h"
#include "archive/ledger_head.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "anchor";
constexpr std::size_t kSum = 64;
constexpr std::size_t kCheck = 16;
constexpr std::size_t kGroup = 4;

std::string check_of(const Anchor& anchor) {
  return ledger_line_sum("sohoa-anchor 1 " + anchor.archive + " " + anchor.date + " " +
                         std::to_string(anchor.head.seq) + " " + anchor.head.line.hex)
      .substr(0, kCheck);
}

std::string in_groups(const std::string& hex) {
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += kGroup)
    text.append(i == 0 ? "" : " ").append(hex, i, kGroup);
  return text;
}

// The value behind "key:" at the beginning of a line, without blanks, in lower case.
std::string value_of(std::string_view text, std::string_view key) {
  for (std::size_t start = 0; start < text.size();) {
    std::size_t end = text.find('\n', start);
    if (end == std::string_view::npos) end = text.size();
    std::string line;
    for (const char c : text.substr(start, end - start)) {
      if (c == ' ' || c == '\t' || c == '\r') continue;
      line += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (line.starts_with(key)) return line.substr(key.size());
    start = end + 1;
  }
  return {};
}

bool is_sum(const std::string& text) {
  return text.size() == kSum && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

std::string spell_anchor(const Anchor& anchor) {
  return "DẤU NEO CỦA SỔ CÁI KHO LƯU TRỮ SỐ\n"
         "ANCHOR OF THE LEDGER OF A DIGITAL ARCHIVE\n\n"
         "Sổ cái ghi mọi việc đã làm với kho, mỗi dòng khóa các dòng trước nó.\n"
         "Hãy in trang này và cất ở nơi khác. Về sau, lệnh\n"
         "    sohoa verify --anchor TỆP\n"
         "chứng minh rằng sổ cái vẫn giữ nguyên vẹn mọi dòng đến dòng ghi ở đây.\n\n"
         "The ledger records every act on the archive; each line locks those before it.\n"
         "Print this page and keep it elsewhere. Later,\n"
         "    sohoa verify --anchor FILE\n"
         "proves that the ledger still holds every line up to the one named here.\n\n"
         "archive: " +
         in_groups(anchor.archive) + "\ndate: " + anchor.date +
         "\nline: " + std::to_string(anchor.head.seq) +
         "\nsha256: " + in_groups(anchor.head.line.hex) +
         "\ncheck: " + in_groups(check_of(anchor)) + "\n";
}

std::optional<Anchor> parse_anchor(std::string_view text) {
  Anchor anchor;
  anchor.archive = value_of(text, "archive:");
  anchor.date = value_of(text, "date:");
  anchor.head.line.hex = value_of(text, "sha256:");
  const std::string seq = value_of(text, "line:");
  const auto [end, error] = std::from_chars(seq.data(), seq.data() + seq.size(), anchor.head.seq);
  if (error != std::errc() || end != seq.data() + seq.size()) return std::nullopt;
  if (!is_sum(anchor.archive) || !is_sum(anchor.head.line.hex)) return std::nullopt;
  if (value_of(text, "check:") != check_of(anchor)) return std::nullopt;
  return anchor;
}

fs::path anchor_folder(const ArchiveLayout& layout) {
  return ledger_folder(layout) / "anchors";
}

Anchor anchor_of(const ArchiveLayout& layout, const std::string& at) {
  const LedgerState state = inspect_ledger(layout);
  if (!state.findings.empty())
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                "the ledger is damaged (" + state.findings.front() + "); run sohoa verify");
  return {state.first_line.hex, at.substr(0, 10), state.head};
}

fs::path anchor_ledger_daily(const ArchiveLayout& layout, const std::string& at,
                             const std::string& who) {
  constexpr std::size_t kDate = 10;
  if (at.size() <= kDate) throw std::logic_error("anchor: not an ISO 8601 time: " + at);
  const fs::path file = anchor_folder(layout) / (at.substr(0, kDate) + ".txt");
  const LedgerHead head = ledger_head(layout);
  if (head.seq == 0 || fs::exists(file)) return {};
  LedgerReader reader(layout);
  const Anchor anchor{ledger_line_sum(reader.next()->text), at.substr(0, kDate), head};
  const std::string text = spell_anchor(anchor);
  DurableFile out(file, 0444, kStage);
  out.write(text.data(), text.size());
  if (!out.commit()) return {};
  append_to_ledger(layout, {at,
                            "anchor",
                            "",
                            head.line.hex,
                            "anchor of line " + std::to_string(head.seq),
                            who,
                            {ledger_file(layout, file)}});
  return file;
}

namespace {

bool is_accepted(const Anchor& anchor, const LedgerState& state) {
  if (anchor.archive != state.first_line.hex) return false;
  for (const AcceptedGap& gap : state.gaps)
    if (anchor.head.seq >= gap.from && anchor.head.seq <= gap.to)
      return anchor.head.seq < gap.to || anchor.head.line == gap.last;
  return false;
}

}  // namespace

void AnchorCheck::add(const std::string& name, std::string_view text) {
  const std::optional<Anchor> anchor = parse_anchor(text);
  if (anchor)
    anchors_.emplace(anchor->head.seq, Waiting{name, *anchor, {}});
  else
    findings_.emplace_back(name, "not an anchor as it was written: damaged or mistyped");
}

void AnchorCheck::see(const LedgerHead& line) {
  const auto [first, last] = anchors_.equal_range(line.seq);
  for (auto waiting = first; waiting != last; ++waiting) waiting->second.found = line.line.hex;
}

std::vector<std::pair<std::string, std::string>> AnchorCheck::finish(
    const LedgerState& state) const {
  const Sha256& first_line = state.first_line;
  auto findings = findings_;
  for (const auto& [seq, waiting] : anchors_) {
    const std::string line = "line " + std::to_string(seq);
    if (waiting.found == waiting.anchor.head.line.hex || is_accepted(waiting.anchor, state))
      continue;
    if (waiting.anchor.archive != first_line.hex)
      findings.emplace_back(waiting.name,
                            "the anchor of another archive, or the ledger's first "
                            "line was changed");
    else if (waiting.found.empty())
      findings.emplace_back(waiting.name, line + " is no longer in the ledger: cut off");
    else
      findings.emplace_back(waiting.name, line + " of the ledger is not what it was");
  }
  return findings;
}

}  // namespace sohoa
