// sohoa verify: is everything in the archive as it was written? sohoa unseal: opens
// a sealed file for the person who holds the private key.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/filesystem.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "archive/bag.h"
#include "archive/ledger_check.h"
#include "archive/seal.h"
#include "cli/commands.h"
#include "cli/run_program.h"
#include "index/catalogue.h"

namespace sohoa {

namespace {

std::vector<fs::path> bags_in(const ArchiveLayout& layout) {
  std::vector<fs::path> bags;
  for (fs::recursive_directory_iterator entry(layout.store()), end; entry != end; ++entry)
    if (layout.parse_bag(entry->path())) bags.push_back(entry->path());
  std::sort(bags.begin(), bags.end());
  return bags;
}

struct Finding {
  std::string path;
  std::string text;
};

std::vector<Finding> findings_in(const ArchiveLayout& layout) {
  std::vector<Finding> findings;
  for (const fs::path& bag : bags_in(layout))
    for (const std::string& text : check_bag(bag)) findings.push_back({bag.string(), text});
  for (const std::string& text : check_ledger(layout)) findings.push_back({"ledger", text});
  const Catalogue catalogue(layout.catalogue().string());
  constexpr int kRows = 500;
  std::string after;
  for (auto rows = catalogue.records(after, kRows); !rows.empty();
       rows = catalogue.records(after, kRows)) {
    for (const RecordRow& row : rows)
      if (!fs::exists(layout.root() / row.bag_path))
        findings.push_back({row.bag_path, "bag missing: the catalogue holds " + row.id});
    after = rows.back().id;
  }
  return findings;
}

void run_verify(bool json, Globals& globals) {
  const ArchiveLayout layout = named_archive(globals);
  const std::vector<Finding> findings = findings_in(layout);
  for (const Finding& finding : findings) {
    if (json)
      std::cout << nlohmann::ordered_json{{"path", finding.path}, {"finding", finding.text}}.dump(
                       -1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                << '\n';
    else
      std::cout << finding.path << ": " << finding.text << '\n';
  }
  if (findings.empty() && !json)
    std::cout << say(globals, "Kho lưu trữ nguyên vẹn.\n", "The archive is whole.\n");
  globals.status = findings.empty() ? kDone : kDamaged;
}

struct UnsealArguments {
  std::string sealed;
  std::string key;
  std::string output;
};

}  // namespace

void add_verify(CLI::App& app, Globals& globals) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand(
      "verify", say(globals, "kiểm tra kho còn nguyên vẹn", "check that the archive is whole"));
  command->add_flag("--json", *json, say(globals, "dạng JSON", "as JSON"));
  command->callback([json, &globals] { run_verify(*json, globals); });
}

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
