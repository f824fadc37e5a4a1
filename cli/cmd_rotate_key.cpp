// sohoa rotate-key: another master key for the encrypted fonds.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "cli/access.h"
#include "cli/commands.h"
#include "pipeline/rotate_key.h"

namespace sohoa {

void add_rotate_key(CLI::App& app, Globals& globals) {
  auto key = std::make_shared<NewKey>();
  CLI::App* command = app.add_subcommand(
      "rotate-key", say(globals, "đổi khóa chủ của phông mã hóa (không ghi lại tài liệu)",
                        "change the master key of encrypted fonds (no record is rewritten)"));
  auto* file = command->add_option("--new-key-file", key->key_file,
                                   say(globals, "tệp khóa mới; tạo nếu chưa có",
                                       "file of the new key; made when it is not there"));
  auto* agent =
      command->add_option("--new-key-command", key->key_command,
                          say(globals, "lệnh in ra khóa mới", "a command that prints the new key"));
  file->excludes(agent);
  command->callback([key, &globals] {
    if (key->key_file.empty() && key->key_command.empty())
      throw CLI::RequiredError("--new-key-file");
    const ArchiveLayout layout = named_archive(globals);
    apply_settings_language(globals, read_settings(layout.settings()));
    const auto fonds = rotate_key(layout, *key, [] { return std::chrono::system_clock::now(); });
    for (const std::string& name : fonds) std::cout << name << '\n';
    std::cout << say(globals,
                     "Đã đổi khóa. Khóa cũ không còn mở được kho này; hãy giữ bản dự phòng của "
                     "khóa mới ở nơi khác.\n",
                     "The key is changed. The old one no longer opens this archive; keep a second "
                     "copy of the new one elsewhere.\n");
  });
}

}  // namespace sohoa
