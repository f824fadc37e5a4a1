// PREMIS 3 description of an object and what happened to it.
#pragma once

#include <string>
#include <vector>

#include "document/checksum.h"

namespace sohoa {

struct PremisEvent {
  std::string type;  // "ingestion", "message digest calculation", "creation"…
  std::string at;    // ISO 8601
  std::string detail;
  std::string outcome;  // "success", "warning"
};

struct PremisObject {
  std::string name;  // member path in the bag
  Checksums checksums;
  std::string format;  // media type
};

// `agents`: program and model descriptions with versions.
[[nodiscard]] std::string write_premis(const std::string& record_id,
                                       const std::vector<PremisObject>& objects,
                                       const std::vector<PremisEvent>& events,
                                       const std::vector<std::string>& agents);

}  // namespace sohoa
