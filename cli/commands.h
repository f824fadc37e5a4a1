// Every command adds itself to the command line; its callback sets globals.status.
#pragma once

#include "cli/globals.h"

namespace sohoa {

void add_init(CLI::App& app, Globals& globals);
void add_ocr(CLI::App& app, Globals& globals);
void add_ingest(CLI::App& app, Globals& globals);
void add_watch(CLI::App& app, Globals& globals);
void add_queue(CLI::App& app, Globals& globals);
void add_batch(CLI::App& app, Globals& globals);
void add_search(CLI::App& app, Globals& globals);
void add_show(CLI::App& app, Globals& globals);
void add_status(CLI::App& app, Globals& globals);
void add_verify(CLI::App& app, Globals& globals);
void add_copy(CLI::App& app, Globals& globals);
void add_ledger(CLI::App& app, Globals& globals);
void add_repair(CLI::App& app, Globals& globals);
void add_unseal(CLI::App& app, Globals& globals);
void add_eval(CLI::App& app, Globals& globals);
void add_file(CLI::App& app, Globals& globals);
void add_retention(CLI::App& app, Globals& globals);
void add_person_command(CLI::App& app, Globals& globals);
void add_disposal(CLI::App& app, Globals& globals);
void add_export(CLI::App& app, Globals& globals);
void add_import(CLI::App& app, Globals& globals);
void add_reindex(CLI::App& app, Globals& globals);
void add_review(CLI::App& app, Globals& globals);
void add_rotate_key(CLI::App& app, Globals& globals);
void add_scan(CLI::App& app, Globals& globals);
void add_settings(CLI::App& app, Globals& globals);
void add_worker(CLI::App& app, Globals& globals);  // not shown: page workers are started with it

}  // namespace sohoa
