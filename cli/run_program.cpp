#include "cli/run_program.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "cli/commands.h"
#include "document/error.h"

namespace sohoa {

namespace {

int status_of(const Error& error) {
  switch (error.reason()) {
    case Reason::interrupted:
      return kInterrupted;
    case Reason::bad_settings:
    case Reason::missing_component:
    case Reason::key_missing:
      return kSettings;
    case Reason::archive_corrupt:
    case Reason::bag_mismatch:
      return kDamaged;
    case Reason::disk_full:
    case Reason::no_permission:
      return kMachineFailed;
    default:
      return error.kind() == ErrorKind::service_broken ? kMachineFailed : kSomeNotTaken;
  }
}

void print(const Error& error, const Globals& globals) {
  std::cerr << "sohoa: " << reason_sentence(error.reason(), globals.language) << '\n';
  if (!error.path().empty()) {
    std::cerr << "  " << error.path();
    if (error.page() > 0) std::cerr << say(globals, ", trang ", ", page ") << error.page();
    std::cerr << '\n';
  }
  std::cerr << "  [" << reason_code(error.reason()) << "] " << error.stage() << ": "
            << error.message() << '\n';
}

std::string exit_status_help(const Globals& globals) {
  return say(globals,
             "Mã kết thúc: 0 xong; 1 có tệp bị giữ lại hoặc từ chối, hoặc không tìm thấy gì; "
             "2 sai cách dùng; 3 thiết lập hoặc thiếu thành phần; 4 kho lưu trữ hỏng; "
             "5 máy có sự cố (đầy đĩa, thiếu quyền); 130 bị ngắt.",
             "Exit status: 0 done; 1 some inputs were quarantined or rejected, or nothing was "
             "found; 2 usage; 3 settings or a missing component; 4 the archive is damaged; "
             "5 the machine failed (disk full, no permission); 130 interrupted.");
}

// Subcommands take these over, so they are set before any is added.
void speak_to_user(CLI::App& app, const Globals& globals) {
  app.option_defaults()->group(say(globals, "Tùy chọn", "Options"));
  app.set_help_flag("-h,--help", say(globals, "in phần trợ giúp này", "print this help"));
  if (globals.language == Language::english) return;
  const auto formatter = app.get_formatter();
  formatter->label("Usage", "Cách dùng");
  formatter->label("OPTIONS", "TÙY CHỌN");
  formatter->label("SUBCOMMAND", "LỆNH");
  formatter->label("Positionals", "Tham số");
  formatter->label("REQUIRED", "bắt buộc");
  formatter->label("TEXT", "CHỮ");
  formatter->label("INT", "SỐ");
  formatter->label("Env", "biến");
}

void add_global_options(CLI::App& app, Globals& globals) {
  app.add_option("--archive", globals.archive,
                 say(globals, "thư mục kho lưu trữ (hoặc biến SOHOA_ARCHIVE)",
                     "folder of the archive (or the variable SOHOA_ARCHIVE)"))
      ->envname("SOHOA_ARCHIVE");
  app.add_flag(
      "--english", [](std::int64_t) {}, say(globals, "nói tiếng Anh", "speak English"));
  app.set_version_flag("--version", std::string("sohoa ") + SOHOA_VERSION,
                       say(globals, "in phiên bản", "print the version"));
  app.footer(exit_status_help(globals));
  app.require_subcommand(1);
  app.fallthrough();
}

// Headings that commands were given when they were made.
void name_groups(CLI::App& app, const Globals& globals) {
  for (CLI::App* command : app.get_subcommands(nullptr)) {
    if (CLI::Option* help = command->get_help_ptr())
      help->group(say(globals, "Tùy chọn", "Options"));
    if (!command->get_group().empty()) command->group(say(globals, "Lệnh", "Commands"));
    name_groups(*command, globals);
  }
}

}  // namespace

int run_program(int argc, char** argv) {
  Globals globals;
  globals.language = interface_language(argc, argv);
  CLI::App app(say(globals, "sohoa: số hóa tài liệu, từ bản quét đến kho lưu trữ tìm kiếm được",
                   "sohoa: from scans to a preserved archive that can be searched"),
               "sohoa");
  speak_to_user(app, globals);
  add_global_options(app, globals);
  for (auto* add :
       {add_init,    add_ocr,       add_ingest,         add_search,   add_show,     add_status,
        add_verify,  add_copy,      add_ledger,         add_repair,   add_unseal,   add_eval,
        add_file,    add_retention, add_person_command, add_disposal, add_export,   add_import,
        add_reindex, add_review,    add_rotate_key,     add_scan,     add_settings, add_worker,
        add_watch,   add_queue,     add_batch})
    add(app, globals);
  name_groups(app, globals);
  try {
    app.parse(argc, argv);
    std::cout.flush();
    return globals.status;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  } catch (const Error& error) {
    print(error, globals);
    return status_of(error);
  } catch (const std::exception& error) {
    std::cerr << "sohoa: " << reason_sentence(Reason::internal, globals.language) << "\n  "
              << error.what() << '\n';
    return kMachineFailed;
  }
}

}  // namespace sohoa
