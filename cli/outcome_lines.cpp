#include "cli/outcome_lines.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/terminal.h"

namespace sohoa {

namespace {

nlohmann::ordered_json outcome_json(const DocumentOutcome& outcome) {
  nlohmann::ordered_json json{{"path", outcome.path},
                              {"sha256", outcome.sha256},
                              {"outcome", outcome_name(outcome.outcome)},
                              {"id", outcome.id},
                              {"pages", outcome.pages},
                              {"reason", reason_code(outcome.reason)}};
  if (outcome.unreadable_pages > 0) json["unreadable_pages"] = outcome.unreadable_pages;
  if (!outcome.detail.empty()) json["detail"] = outcome.detail;
  return json;
}

// One row of the table: what became of the file, and why.
void print_row(const Globals& globals, const DocumentOutcome& outcome) {
  constexpr int kPathColumns = 44;
  constexpr int kOutcomeColumns = 11;
  constexpr int kIdColumns = 16;
  std::cout << pad_width(printable(outcome.path), kPathColumns) << "  "
            << pad_width(outcome_word(globals, outcome.outcome), kOutcomeColumns) << "  "
            << pad_width(outcome.id, kIdColumns) << "  ";
  if (outcome.pages > 0) std::cout << outcome.pages << say(globals, " tr.  ", " p.  ");
  std::cout << reason_sentence(outcome.reason, globals.language) << '\n';
}

}  // namespace

std::string outcome_word(const Globals& globals, Outcome outcome) {
  switch (outcome) {
    case Outcome::archived:
      return say(globals, "đã lưu trữ", "archived");
    case Outcome::duplicate:
      return say(globals, "đã có", "duplicate");
    case Outcome::quarantined:
      return say(globals, "cách ly", "quarantined");
    case Outcome::rejected:
      return say(globals, "từ chối", "rejected");
  }
  return "";
}

void print_outcome(const Globals& globals, const DocumentOutcome& outcome, bool json) {
  if (!json) return print_row(globals, outcome);
  std::cout << outcome_json(outcome).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
            << std::endl;
}

}  // namespace sohoa
