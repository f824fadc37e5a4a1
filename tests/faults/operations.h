// What several tests begin with and do: an archive with three records, its review.
#pragma once

#include <boost/filesystem/path.hpp>
#include <functional>
#include <vector>

#include "index/catalogue.h"
#include "tests/faults/trial.h"

namespace sohoa::faults {

inline constexpr int kRecords = 3;

inline constexpr const char* kFile = "G1";

void archive_with_records(const fs::path& place);
// The same, but all records except the last belong to the file (hồ sơ) kFile.
void archive_with_a_file(const fs::path& place);
[[nodiscard]] std::vector<RecordRow> rows_of(const fs::path& place);

// Prepares archive_with_records() and asks what every act must leave alone.
[[nodiscard]] Operation on_an_archive(std::function<void(const fs::path&)> act);

// A next version of every record.
inline constexpr const char* kReviewedSubject = "Về việc kiểm tra";
void review_each(const fs::path& place);

}  // namespace sohoa::faults
