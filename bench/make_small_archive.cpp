// Adds many small records to an archive, written as bags directly.
//
// Usage: make_small_archive ARCHIVE COUNT
//
// ARCHIVE was made by sohoa init. The records are the same in every run. Databases
// are not touched: run sohoa reindex after it.
#include <cstdlib>
#include <exception>
#include <iostream>

#include "archive/layout.h"
#include "tests/pipeline/small_records.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: make_small_archive ARCHIVE COUNT\n";
    return 2;
  }
  try {
    const sohoa::ArchiveLayout layout{sohoa::fs::path(argv[1])};
    sohoa::SmallRecords how;
    how.count = std::atoi(argv[2]);
    std::cout << sohoa::write_small_records(layout, layout.work() / "making", how).size()
              << " records\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "make_small_archive: " << error.what() << '\n';
    return 1;
  }
}
