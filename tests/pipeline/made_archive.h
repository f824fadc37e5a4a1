// Archives with real bags, ledger, quarantine and stores, made without reading a page.
#pragma once

#include <cstddef>
#include <string>

#include "archive/layout.h"

namespace sohoa {

struct MadeArchiveOptions {
  int records = 10;
  std::size_t original_bytes = 1500;
  std::size_t access_bytes = 700;
  bool encrypted = false;  // the fonds, under a master key in made-master.key beside the archive
};

// Into an empty or missing folder; the private key goes beside it. The same
// options give the same originals.
void make_archive(const ArchiveLayout& layout, const MadeArchiveOptions& options);

// Bytes without pattern.
[[nodiscard]] std::string made_bytes(std::size_t size, unsigned seed);

// One record more: bag, ledger line, catalogue row, search entry. Its bag's path.
fs::path add_record(const ArchiveLayout& layout, const MadeArchiveOptions& options, unsigned seed);

}  // namespace sohoa
