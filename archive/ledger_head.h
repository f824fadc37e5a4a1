// ledger/head: the last line of the ledger, noted beside it at every append.
//
// One line: "sohoa-ledger-head 1 <seq> <sha256 of the line> <check>", where check is
// the first 16 hex digits of the SHA-256 of all before it, so that a changed head
// is told from a changed ledger. A crash between line and note leaves the note
// one line behind.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "archive/durable_file.h"
#include "archive/ledger.h"

namespace sohoa {

// Held while appending, or while reading line and note together; released when
// the descriptor closes. A reader that may not open the lock gets none.
[[nodiscard]] FileDescriptor lock_ledger_to_append(const ArchiveLayout& layout);
[[nodiscard]] FileDescriptor lock_ledger_to_read(const ArchiveLayout& layout);

enum class NotedHeadState { absent, damaged, good };

struct NotedHead {
  NotedHeadState state = NotedHeadState::absent;
  LedgerHead head;  // when good
};

[[nodiscard]] fs::path ledger_head_file(const ArchiveLayout& layout);
[[nodiscard]] std::string spell_noted_head(const LedgerHead& head);
[[nodiscard]] std::optional<LedgerHead> parse_noted_head(std::string_view text);
[[nodiscard]] NotedHead read_noted_head(const ArchiveLayout& layout);
// Durably, in place of the older note. Throws Error{service_broken}.
void write_noted_head(const ArchiveLayout& layout, const LedgerHead& head);

}  // namespace sohoa
