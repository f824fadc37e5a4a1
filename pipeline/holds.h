// Legal holds: while one stands, nothing of a file (or one record) is destroyed,
// whatever its period says. Papers of the register: h1.json sets, h2.json lifts.
#pragma once

#include <string>
#include <vector>

#include "pipeline/registrar.h"

namespace sohoa {

struct Hold {
  std::string number;  // "0001"
  std::string file;    // code, or empty
  std::string record;  // id, or empty
  std::string reason;
  std::string at;
  std::string by;
  std::string lifted_at;  // empty: it stands
  std::string lifted_by;
  std::string lifted_reason;
  [[nodiscard]] bool stands() const { return lifted_at.empty(); }
};

// Exactly one of `file` and `record` is given; what they name need not be there
// yet. A reason is required. Returns the hold's number. Throws
// Error{document_failed, bad_settings}.
[[nodiscard]] std::string set_hold(const Registrar& registrar, const std::string& file,
                                   const std::string& record, const std::string& reason);
// Throws Error{document_failed}: not_found, bad_settings (no reason, lifted already).
void lift_hold(const Registrar& registrar, const std::string& number, const std::string& reason);

// All, in the order of their numbers.
[[nodiscard]] std::vector<Hold> holds(const ArchiveLayout& layout, const std::string& fonds);

// The holds that stand on this record or its file.
[[nodiscard]] std::vector<Hold> holds_on(const std::vector<Hold>& holds, const std::string& file,
                                         const std::string& record);

}  // namespace sohoa
