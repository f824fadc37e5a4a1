// What became of a file, as a line for people or for programs.
#pragma once

#include "cli/globals.h"
#include "pipeline/process_document.h"

namespace sohoa {

[[nodiscard]] std::string outcome_word(const Globals& globals, Outcome outcome);

// A row of the table, or one JSON object, on standard output.
void print_outcome(const Globals& globals, const DocumentOutcome& outcome, bool json);

}  // namespace sohoa
