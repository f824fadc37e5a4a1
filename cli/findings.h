// Findings of verify, copy and repair as people and programs read them.
#pragma once

#include "cli/globals.h"
#include "pipeline/finding.h"

namespace sohoa {

// One finding to standard output: path, what it is, which part, what to do; as
// JSON one object a line: {"kind","damage","path","finding","remedy"}.
void print_finding(const Globals& globals, const Finding& finding, bool json);

// How far the reading of files is, on one line of a terminal; nothing elsewhere.
void show_file_progress(const Globals& globals, long long files, unsigned long long bytes,
                        unsigned long long total_bytes);

// Takes that line away.
void hide_progress_line();

}  // namespace sohoa
