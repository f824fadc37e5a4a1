// sohoa scan: paper in a scanner becomes a file in the watch folder.
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/filesystem/operations.hpp>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "archive/safe_name.h"
#include "cli/access.h"
#include "cli/commands.h"
#include "cli/run_program.h"
#include "cli/scan_attendant.h"
#include "cli/terminal.h"
#include "document/error.h"
#include "pipeline/scan_job.h"
#include "pipeline/settings.h"
#include "scanner/page_source.h"

namespace sohoa {

namespace {

struct ScanArguments {
  std::string device;
  std::string source = "feeder";
  int dpi = 300;
  bool grey = false;
  bool bilevel = false;
  bool colour = false;
  std::string paper = "A4";
  std::string file;
  bool backs = false;
  std::string name;
  bool lossless = false;
  bool list = false;
  bool json = false;
};

// Millimetres, ISO 216.
const std::map<std::string, PaperSize> kPapers = {
    {"A3", {297, 420}}, {"A4", {210, 297}}, {"A5", {148, 210}}, {"A6", {105, 148}}};

std::string local_time(const char* format) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  char text[64];
  return {text, std::strftime(text, sizeof text, format, &local)};
}

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ErrorKind::service_broken, Reason::bad_settings, "scan", message);
}

ScanJob job_of(const ScanArguments& arguments, const Globals& globals) {
  const ArchiveLayout layout = named_archive(globals);
  const Settings settings = read_settings(layout.settings());
  ScanJob job;
  job.folder = fs::absolute(settings.watch.inbox, fs::absolute(layout.root()));
  if (!arguments.file.empty()) {
    if (!is_paper_name(arguments.file))
      refuse(say(globals, "mã hồ sơ không dùng làm tên thư mục được: ",
                 "the code of the file cannot name a folder: ") +
             arguments.file);
    job.folder /= arguments.file;
  }
  job.name = arguments.name.empty() ? local_time("quet-%Y%m%d-%H%M%S") : arguments.name;
  constexpr std::size_t kLongestName = 200;
  if (!is_paper_name(job.name) || job.name.find('/') != std::string::npos ||
      job.name.size() > kLongestName || is_windows_device(job.name))
    refuse(say(globals, "không dùng làm tên tệp được: ", "this cannot name a file: ") + job.name);
  job.sides = arguments.backs                 ? ScanSides::backs_after
              : arguments.source == "duplex"  ? ScanSides::both
              : arguments.source == "flatbed" ? ScanSides::page_by_page
                                              : ScanSides::one;
  job.lossless = arguments.lossless;
  return job;
}

ScanOptions options_of(const ScanArguments& arguments) {
  ScanOptions options;
  options.source = arguments.source == "duplex"    ? ScanSource::duplex
                   : arguments.source == "flatbed" ? ScanSource::flatbed
                                                   : ScanSource::feeder;
  options.dpi = arguments.dpi;
  options.kind = arguments.bilevel ? PixelKind::bilevel
                 : arguments.grey  ? PixelKind::grey
                                   : PixelKind::colour;
  options.paper = kPapers.at(arguments.paper);
  return options;
}

void print_file(const ScannedFile& file, bool json, const Globals& globals) {
  if (json) {
    std::cout << nlohmann::ordered_json{{"path", file.path.string()},
                                        {"pages", file.pages},
                                        {"blank_backs", file.blank_backs}}
                     .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
              << '\n';
    return;
  }
  std::cout << file.pages << say(globals, " trang: ", " pages: ") << printable(file.path.string())
            << '\n';
  if (file.blank_backs.empty()) return;
  std::string pages;
  for (const int page : file.blank_backs)
    pages += (pages.empty() ? "" : ", ") + std::to_string(page);
  std::cout << say(globals, "Mặt sau trắng (vẫn giữ trong tệp): trang ",
                   "Blank backs (kept in the file): pages ")
            << pages << '\n';
}

void list_devices(bool json, Globals& globals) {
  const std::vector<ScannerDevice> devices = scanner_devices();
  if (devices.empty()) throw ScanError(ScanTrouble::no_scanner, "SANE finds no device");
  for (const ScannerDevice& device : devices) {
    if (json)
      std::cout << nlohmann::ordered_json{{"device", device.name},
                                          {"vendor", device.vendor},
                                          {"model", device.model},
                                          {"type", device.type}}
                       .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                << '\n';
    else
      std::cout << printable(device.name) << "  " << printable(device.vendor) << ' '
                << printable(device.model) << " (" << printable(device.type) << ")\n";
  }
  globals.status = kDone;
}

void scan(const ScanArguments& arguments, Globals& globals) {
  watch_for_stop_signals();
  // The service that takes it in may be another user of the same group.
  ::umask(0007);
  std::string device = arguments.device;
  if (const char* usual = std::getenv("SANE_DEFAULT_DEVICE"); device.empty() && usual != nullptr)
    device = usual;
  ScanJob job = job_of(arguments, globals);
  OpenScanner scanner = open_scanner(device, options_of(arguments), stop_requested());
  job.notes = {scanner.device.vendor, scanner.device.model, "sohoa " SOHOA_VERSION,
               local_time("%Y:%m:%d %H:%M:%S")};
  TerminalAttendant attendant(globals);
  const ScannedFile file = scan_to_folder(*scanner.pages, job, attendant);
  if (is_terminal(STDERR_FILENO)) std::cerr << "\r\x1b[K";
  print_file(file, arguments.json, globals);
}

int status_of(ScanTrouble trouble) {
  switch (trouble) {
    case ScanTrouble::no_library:
    case ScanTrouble::no_scanner:
    case ScanTrouble::several:
    case ScanTrouble::not_offered:
      return kSettings;
    default:
      return kMachineFailed;
  }
}

void run_scan(const ScanArguments& arguments, Globals& globals) {
  if (!arguments.list)
    apply_settings_language(globals, read_settings(named_archive(globals).settings()));
  try {
    if (arguments.list)
      list_devices(arguments.json, globals);
    else
      scan(arguments, globals);
  } catch (const ScanError& error) {
    std::cerr << "sohoa: " << trouble_sentence(error.trouble(), globals.language) << "\n  ["
              << trouble_name(error.trouble()) << "] scan: " << printable(error.message()) << '\n'
              << (arguments.list
                      ? ""
                      : say(globals, "Không có tệp nào được ghi.\n", "No file was written.\n"));
    globals.status = status_of(error.trouble());
  } catch (const Error& error) {
    if (error.reason() != Reason::interrupted) throw;
    std::cerr << say(globals, "Đã ngừng quét; không có tệp nào được ghi.\n",
                     "Scanning was stopped; no file was written.\n");
    globals.status = kInterrupted;
  }
}

void add_kinds(CLI::App& command, ScanArguments& arguments, const Globals& globals) {
  auto* colour = command.add_flag("--colour,--color", arguments.colour,
                                  say(globals, "quét màu (mặc định)", "in colour (the default)"));
  auto* grey = command.add_flag("--grey,--gray", arguments.grey,
                                say(globals, "quét thang xám", "in shades of grey"));
  auto* bilevel = command.add_flag("--bilevel", arguments.bilevel,
                                   say(globals, "quét đen trắng", "black and white"));
  grey->excludes(colour);
  bilevel->excludes(colour);
  bilevel->excludes(grey);
}

void add_target(CLI::App& command, ScanArguments& arguments, const Globals& globals) {
  command.add_option("--file", arguments.file,
                     say(globals, "mã hồ sơ: thư mục con của thư mục chờ",
                         "code of the file (hồ sơ): a folder in the watch folder"));
  command.add_option("--name", arguments.name,
                     say(globals, "tên tệp, không có đuôi", "name of the new file, without .tif"));
  command.add_flag("--lossless", arguments.lossless,
                   say(globals, "nén không mất dữ liệu thay vì JPEG",
                       "compress without loss instead of as JPEG"));
  command.add_flag("--json", arguments.json, say(globals, "dạng JSON", "as JSON"));
}

}  // namespace

void add_scan(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<ScanArguments>();
  CLI::App* command = app.add_subcommand(
      "scan",
      say(globals, "quét giấy vào thư mục chờ bằng máy quét", "scan paper into the watch folder"));
  command->add_flag("--list", arguments->list,
                    say(globals, "liệt kê các máy quét", "list the scanners"));
  command->add_option("--device", arguments->device,
                      say(globals, "máy quét, tên như --list ghi", "scanner, as --list names it"));
  auto* source = command->add_option("--source", arguments->source,
                                     say(globals,
                                         "feeder: khay nạp; duplex: khay nạp, hai mặt; flatbed: "
                                         "mặt kính, từng trang",
                                         "feeder, duplex (both sides), flatbed (page by page)"));
  source->check(CLI::IsMember({"feeder", "duplex", "flatbed"}));
  constexpr int kLeastDpi = 75;
  constexpr int kMostDpi = 1200;
  command->add_option("--dpi", arguments->dpi, say(globals, "độ phân giải", "resolution"))
      ->check(CLI::Range(kLeastDpi, kMostDpi));
  add_kinds(*command, *arguments, globals);
  command
      ->add_option("--paper", arguments->paper,
                   say(globals, "khổ giấy: A3, A4, A5, A6", "size of the paper: A3, A4, A5, A6"))
      ->check(CLI::IsMember({"A3", "A4", "A5", "A6"}));
  command
      ->add_flag("--backs", arguments->backs,
                 say(globals, "quét hết mặt trước, lật chồng giấy, rồi quét mặt sau",
                     "all fronts, then the stack is turned over, then all backs"))
      ->excludes(source);
  add_target(*command, *arguments, globals);
  command->callback([arguments, &globals] { run_scan(*arguments, globals); });
}

}  // namespace sohoa
