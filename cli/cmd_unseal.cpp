// sohoa unseal: opens a sealed file for the person who holds the private key.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "archive/seal.h"
#include "cli/commands.h"

namespace sohoa {

namespace {

struct UnsealArguments {
  std::string sealed;
  std::string key;
  std::string output;
};

}  // namespace

void add_unseal(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<UnsealArguments>();
  CLI::App* command =
      app.add_subcommand("unseal", say(globals, "mở tệp niêm phong (người giữ khóa riêng)",
                                       "open a sealed file (holder of the private key)"));
  command->add_option("FILE", arguments->sealed, say(globals, "tệp niêm phong", "sealed file"))
      ->required();
  command->add_option("--key", arguments->key, say(globals, "khóa riêng", "private key"))
      ->required();
  command->add_option("-o,--output", arguments->output, say(globals, "ghi ra tệp", "write to"))
      ->required();
  command->callback([arguments, &globals] {
    const Unsealed opened = unseal_file(arguments->sealed, arguments->key, arguments->output);
    std::cout << opened.name << " -> " << arguments->output
              << say(globals, "\nĐã mở niêm phong.\n", "\nUnsealed.\n");
  });
}

}  // namespace sohoa
