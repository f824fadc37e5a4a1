// The copies of an archive, by its fixity.db or, where that was lost, by its ledger.
#include <algorithm>
#include <cstdio>

#include "archive/ledger_line.h"
#include "pipeline/copy.h"

namespace sohoa {

namespace {

// "copy <id> in <path>: up to line <n>, <files> files, <bytes> bytes, <n> new, <n> findings",
// as copying writes it. nullopt: another line.
std::optional<KnownCopy> copy_of(const LedgerLine& line) {
  const std::string& text = line.entry.detail;
  constexpr std::string_view kBegin = "copy ";
  constexpr std::string_view kPath = " in ";
  const std::size_t path = text.find(kPath);
  const std::size_t counts = text.rfind(": up to line ");
  if (line.entry.act != "copy" || !text.starts_with(kBegin) || path == std::string::npos ||
      counts == std::string::npos || counts < path + kPath.size())
    return std::nullopt;
  KnownCopy copy;
  copy.id = text.substr(kBegin.size(), path - kBegin.size());
  copy.path = text.substr(path + kPath.size(), counts - path - kPath.size());
  copy.started_at = copy.finished_at = line.entry.at;
  if (std::sscanf(text.c_str() + counts,
                  ": up to line %llu, %lld files, %llu bytes, %*d new, %lld findings", &copy.seq,
                  &copy.files, &copy.bytes, &copy.findings) != 4)
    return std::nullopt;
  if (copy.seq + 1 == line.seq) copy.seq = line.seq;  // the line itself was brought there too
  return copy;
}

}  // namespace

std::vector<KnownCopy> known_copies(const ArchiveLayout& layout, FixityRecord& record) {
  std::vector<KnownCopy> copies = record.copies();
  if (!copies.empty()) return copies;
  LedgerReader reader(layout);
  while (const auto text = reader.next()) {
    const std::optional<LedgerLine> line = parse_ledger_line(text->text);
    std::optional<KnownCopy> copy = line ? copy_of(*line) : std::nullopt;
    if (!copy) continue;
    // In its folder it took the place of whatever copy was there before.
    std::erase_if(copies, [&](const KnownCopy& other) {
      return other.id == copy->id || other.path == copy->path;
    });
    copies.push_back(std::move(*copy));
  }
  for (const KnownCopy& copy : copies) record.put_copy(copy);
  return copies;
}

}  // namespace sohoa
