// PREMIS 3.0 (Library of Congress, data dictionary and schema of 2015): a record
// as an intellectual entity, its files, what happened to them, and who or what did it.
#pragma once

#include <string>
#include <vector>

#include "document/checksum.h"

namespace sohoa {

// A format as far as it is sure. `pronom`: the PRONOM identifier ("fmt/18"); empty: not sure.
struct PremisFormat {
  std::string name;     // media type: "application/pdf"
  std::string version;  // "1.4", "A-2u"
  std::string pronom;
};

// By the first bytes, as PRONOM's own signatures tell PDF versions, TIFF, JPEG
// 2000 and PNG apart; other media types are named without more.
[[nodiscard]] PremisFormat premis_format(const std::string& media_type,
                                         const std::string& first_bytes);

struct PremisObject {
  std::string name;  // member path in the bag
  Checksums checksums;
  PremisFormat format;
  std::string original_name = {};  // as it came
  std::string source = {};         // member that it was made from, empty: none
};

// To an object (its member name, empty: the record itself) or an agent (its
// name), and the part that it played: "source", "outcome"; "executing program", "implementer".
struct PremisLink {
  std::string name;
  std::string role;
};

struct PremisEvent {
  std::string type;  // "ingestion", "message digest calculation", "creation"…
  std::string at;    // ISO 8601
  std::string detail;
  std::string outcome;       // "success", "warning"
  std::string outcome_note;  // empty: none
  std::vector<PremisLink> agents;
  std::vector<PremisLink> objects;
};

struct PremisAgent {
  std::string name;     // identifies it within the record
  std::string type;     // "software", "person"
  std::string version;  // empty: in the name
  std::string note;     // settings; empty: none
};

// What one version of a record adds.
struct PremisHistory {
  std::string record_id;
  int version = 1;
  std::vector<PremisObject> objects;
  std::vector<PremisEvent> events;
  std::vector<PremisAgent> agents;
};

// A whole document. Text that XML forbids becomes U+FFFD.
[[nodiscard]] std::string write_premis(const PremisHistory& history);

// `before` (of an earlier version, written by this program) with the history of
// a later one added: nothing that stands there is changed. A document that is not
// as this program writes it is left out, and the result says so in a note of its
// first event.
[[nodiscard]] std::string extend_premis(const std::string& before, PremisHistory history);

}  // namespace sohoa
