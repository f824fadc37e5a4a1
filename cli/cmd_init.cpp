// sohoa init DIR: makes a new archive.
#include <CLI/CLI.hpp>
#include <boost/filesystem.hpp>
#include <iostream>
#include <memory>

#include "archive/durable_file.h"
#include "archive/fonds_keys.h"
#include "archive/ledger.h"
#include "cli/commands.h"
#include "document/error.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/actor.h"
#include "pipeline/house.h"
#include "pipeline/key_source.h"
#include "pipeline/settings.h"

namespace sohoa {

namespace {

struct InitArguments {
  std::string folder;
  std::string key;
  std::string fonds = "default";
  bool encrypt = false;
  std::string master_key;
};

// Beside the archive, never in it: a copy of the archive must not hold its key.
fs::path master_key_file(const InitArguments& arguments) {
  const fs::path root = fs::absolute(arguments.folder).lexically_normal();
  fs::path beside = root;
  while (beside.filename() == "." || beside.filename().empty()) beside = beside.parent_path();
  const fs::path file = arguments.master_key.empty()
                            ? fs::path(beside.string() + "-master.key")
                            : fs::absolute(arguments.master_key).lexically_normal();
  const fs::path inside = file.lexically_relative(beside);
  if (!inside.empty() && *inside.begin() != "..")
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "init",
                file.string() + " lies in the archive; keep the master key elsewhere");
  return file;
}

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
  settings.encrypt = arguments.encrypt;
  if (arguments.encrypt) settings.key_file = master_key_file(arguments).string();
  create_archive_folders(layout, key);
  if (arguments.encrypt && !fs::exists(settings.key_file)) write_master_key(settings.key_file);
  write_settings(layout, settings);
  use_key_of_settings(layout);
  if (arguments.encrypt) encrypt_fonds(layout, settings.fonds);
  const Catalogue catalogue(layout.catalogue().string());
  const SearchIndex search(layout.search().string());
  std::vector<LedgerFile> keys{ledger_file(layout, layout.sealing_public_key())};
  if (arguments.encrypt)
    for (const fs::path& file : key_files(layout, settings.fonds))
      keys.push_back(ledger_file(layout, file));
  append_to_ledger(
      layout, {iso_time(std::chrono::system_clock::now()), "init", "", "",
               "archive " + random_name() + " made by sohoa " SOHOA_VERSION, acting_user(), keys});
  std::cout << say(globals, "Đã tạo kho lưu trữ: ", "Archive made: ") << layout.root().string()
            << '\n'
            << say(globals, "Khóa riêng để mở niêm phong: ", "Private key that opens seals: ")
            << key.string() << '\n'
            << say(globals, "Hãy chuyển khóa này ra khỏi máy và giao cho người có thẩm quyền.\n",
                   "Take this key off the machine and give it to the person in charge.\n");
  if (arguments.encrypt)
    std::cout
        << say(globals, "Khóa chủ của phông mã hóa: ", "Master key of the encrypted fonds: ")
        << settings.key_file << '\n'
        << say(globals, "Mất khóa này là mất tài liệu: hãy giữ ít nhất hai bản ở hai nơi.\n",
               "Without this key the records are lost: keep two copies of it in two places.\n");
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
  auto* encrypt = command->add_flag("--encrypt", arguments->encrypt,
                                    say(globals, "mã hóa phông khi lưu", "encrypt the fonds"));
  command
      ->add_option("--master-key", arguments->master_key,
                   say(globals, "tệp khóa chủ; tạo nếu chưa có (mặc định: cạnh kho)",
                       "file of the master key; made when not there (else beside the archive)"))
      ->needs(encrypt);
  command->callback([arguments, &globals] { init(*arguments, globals); });
}

}  // namespace sohoa
