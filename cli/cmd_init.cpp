// sohoa init DIR: makes a new archive.
#include <CLI/CLI.hpp>
#include <boost/filesystem.hpp>
#include <iostream>
#include <memory>

#include "archive/durable_file.h"
#include "archive/ledger.h"
#include "cli/commands.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/actor.h"
#include "pipeline/house.h"
#include "pipeline/settings.h"

namespace sohoa {

namespace {

struct InitArguments {
  std::string folder;
  std::string key;
  std::string fonds = "default";
};

void write_settings(const ArchiveLayout& layout, const Settings& settings) {
  const std::string text = settings_template(settings);
  DurableFile file(layout.settings(), 0644, "init");
  file.write(text.data(), text.size());
  file.sync();
  (void)file.commit();
}

// Makes the first line of the ledger, and by it the archive, unlike any other.
std::string random_name() {
  return fs::unique_path("%%%%%%%%%%%%%%%%").string();
}

void init(const InitArguments& arguments, Globals& globals) {
  const ArchiveLayout layout(arguments.folder);
  const fs::path key =
      arguments.key.empty() ? fs::path(arguments.folder) / "sohoa-private.key" : arguments.key;
  Settings settings;
  settings.fonds = arguments.fonds;
  settings.interface = globals.language;
  create_archive_folders(layout, key);
  write_settings(layout, settings);
  const Catalogue catalogue(layout.catalogue().string());
  const SearchIndex search(layout.search().string());
  append_to_ledger(layout, {iso_time(std::chrono::system_clock::now()),
                            "init",
                            "",
                            "",
                            "archive " + random_name() + " made by sohoa " SOHOA_VERSION,
                            acting_user(),
                            {ledger_file(layout, layout.sealing_public_key())}});
  std::cout << say(globals, "Đã tạo kho lưu trữ: ", "Archive made: ") << layout.root().string()
            << '\n'
            << say(globals, "Khóa riêng để mở niêm phong: ", "Private key that opens seals: ")
            << key.string() << '\n'
            << say(globals, "Hãy chuyển khóa này ra khỏi máy và giao cho người có thẩm quyền.\n",
                   "Take this key off the machine and give it to the person in charge.\n");
}

}  // namespace

void add_init(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<InitArguments>();
  CLI::App* command =
      app.add_subcommand("init", say(globals, "tạo kho lưu trữ mới", "make a new archive"));
  command->add_option("DIR", arguments->folder, say(globals, "thư mục", "folder"))->required();
  command->add_option("--fonds", arguments->fonds, say(globals, "mã phông", "code of the fonds"));
  command->add_option("--key", arguments->key,
                      say(globals, "nơi ghi khóa riêng", "where to write the private key"));
  command->callback([arguments, &globals] { init(*arguments, globals); });
}

}  // namespace sohoa
