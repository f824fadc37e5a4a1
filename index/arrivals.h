// What came into the archive since a time: what a report of the night tells.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "index/catalogue.h"

namespace sohoa {

struct ArrivalCounts {
  long long records = 0;
  long long pages = 0;
  unsigned long long original_bytes = 0;
  long long put_aside = 0;  // quarantined or rejected
  long long suspected_secrets = 0;
  long long doubtful_records = 0;  // with fields that nobody has reviewed
  long long rescan_pages = 0;
};

struct RescanRow {
  std::string record_id;
  std::string original_name;
  RescanPage page;
};

struct DoubtfulRecord {
  std::string record_id;
  std::string original_name;
  std::vector<std::string> fields;  // names of those in doubt
};

// Below this a field is in doubt: as `sohoa review` marks it.
inline constexpr double kDoubtfulField = 0.9;

// Times are ISO 8601 UTC; an empty one is the beginning. Lists hold the newest
// first, at most `limit`. Thread-safe; throws as Catalogue.
class Arrivals {
 public:
  explicit Arrivals(const std::string& catalogue);
  ~Arrivals();
  Arrivals(const Arrivals&) = delete;
  Arrivals& operator=(const Arrivals&) = delete;

  [[nodiscard]] ArrivalCounts counts(const std::string& since) const;
  [[nodiscard]] std::vector<QuarantineRow> put_aside(const std::string& since, int limit) const;
  [[nodiscard]] std::vector<RescanRow> rescans(const std::string& since, int limit) const;
  [[nodiscard]] std::vector<DoubtfulRecord> doubtful(const std::string& since, int limit) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sohoa
