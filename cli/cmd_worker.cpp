// sohoa worker: a page worker, started by the program itself with its socket as
// descriptor 3. Not for people.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.h"
#include "pipeline/worker.h"

namespace sohoa {

void add_worker(CLI::App& app, Globals& globals) {
  constexpr int kSocket = 3;
  auto options = std::make_shared<OcrOptions>();
  auto limits = std::make_shared<WorkerLimits>();
  CLI::App* command = app.add_subcommand("worker", "")->group("");
  command->add_option("--lang", options->language, "");
  command->add_option("--memory", limits->address_space, "");
  command->callback(
      [options, limits, &globals] { globals.status = run_worker(kSocket, *options, *limits); });
}

}  // namespace sohoa
