// sohoa ledger: anchors to be kept elsewhere, and the way on from a ledger whose end is lost.
#include <CLI/CLI.hpp>
#include <boost/filesystem.hpp>
#include <chrono>
#include <iostream>
#include <memory>

#include "archive/anchor.h"
#include "archive/durable_file.h"
#include "cli/access.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/run_program.h"
#include "cli/terminal.h"
#include "document/error.h"
#include "pipeline/check_anchors.h"
#include "pipeline/house.h"
#include "pipeline/lost_lines.h"
#include "pipeline/settings.h"

namespace sohoa {

namespace {

struct LedgerArguments {
  std::string out;
  std::vector<std::string> files;
  std::string reason;
  bool json = false;
};

std::chrono::system_clock::time_point now() {
  return std::chrono::system_clock::now();
}

ArchiveLayout archive_of(Globals& globals) {
  const ArchiveLayout layout = named_archive(globals);
  apply_settings_language(globals, read_settings(layout.settings()));
  return layout;
}

void write_page(const fs::path& file, const std::string& page) {
  DurableFile out(fs::absolute(file), 0444, "anchor");
  out.write(page.data(), page.size());
  if (!out.commit())
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "anchor",
                file.string() + " is there already and was left as it is; name another file");
}

void run_anchor(const LedgerArguments& arguments, Globals& globals) {
  const ArchiveLayout layout = archive_of(globals);
  const std::string page = spell_anchor(anchor_of(layout, iso_time(now())));
  if (arguments.out.empty())
    std::cout << page;
  else
    write_page(arguments.out, page);
  std::cout.flush();
  std::cerr << say(globals,
                   "Hãy in trang này và cất ở nơi khác, ngoài tầm của người quản lý máy này.\n"
                   "Về sau, gõ lại hoặc chép vào một tệp rồi chạy: sohoa ledger check TỆP\n",
                   "Print this page and keep it elsewhere, out of reach of who runs this machine.\n"
                   "Later, retype it or put it into a file and run: sohoa ledger check FILE\n");
}

void run_check(const LedgerArguments& arguments, Globals& globals) {
  const ArchiveLayout layout = archive_of(globals);
  long long damage = 0;
  const auto tell = [&](const Finding& finding) {
    damage += is_damage(finding.kind) ? 1 : 0;
    print_finding(globals, finding, arguments.json);
  };
  const std::vector<Anchor> anchors = check_anchors(
      layout, std::vector<fs::path>(arguments.files.begin(), arguments.files.end()), tell);
  globals.status = damage > 0 ? kDamaged : kDone;
  if (arguments.json || damage > 0) return;
  for (const Anchor& anchor : anchors)
    std::cout << say(globals, "Khớp: sổ cái còn nguyên vẹn mọi dòng đến dòng ",
                     "It agrees: the ledger holds every line up to line ")
              << anchor.head.seq << say(globals, ", ghi ngày ", ", of ") << anchor.date << ".\n";
}

void print_lost(const Globals& globals, const LostLines& lost) {
  const LedgerCut& cut = lost.cut;
  std::cout << say(globals, "Sổ cái bị cắt ở cuối.\n", "The end of the ledger was cut off.\n")
            << say(globals, "  Mất các dòng:        ", "  lost lines:          ")
            << cut.held.seq + 1 << "-" << cut.noted.seq << '\n'
            << say(globals, "  Dòng cuối còn lại:   ", "  last line left:      ") << cut.held.seq
            << ", " << lost.held_at << ", " << printable(lost.held_act) << "\n    SHA-256 "
            << cut.held.line.hex << '\n'
            << say(globals, "  Dòng cuối đã ghi:    ", "  last line written:   ") << cut.noted.seq
            << "\n    SHA-256 " << cut.noted.line.hex << '\n';
  for (const std::string& anchor : lost.anchors)
    std::cout << say(globals, "  Dấu neo của dòng mất: ", "  anchor of a lost line: ")
              << printable(anchor) << '\n';
  for (const CopyState& copy : lost.copies)
    std::cout << say(globals, "  Bản sao có thể còn giữ: ", "  a copy that may have them: ")
              << printable(copy.known.path) << say(globals, ", đến dòng ", ", up to line ")
              << copy.known.seq
              << (copy.reachable ? "" : say(globals, " (chưa kết nối)", " (not connected)"))
              << '\n';
}

// The range of lines as it was just shown.
bool is_typed(const Globals& globals, const LedgerCut& cut) {
  const std::string range = std::to_string(cut.held.seq + 1) + "-" + std::to_string(cut.noted.seq);
  std::cout << say(globals,
                   "Chấp nhận là: không ai còn các dòng này nữa. Việc này được ghi mãi vào sổ "
                   "cái.\nGõ lại khoảng dòng bị mất để chấp nhận: ",
                   "To accept means: nobody has these lines any more. It stays in the ledger for "
                   "ever.\nType the range of the lost lines to accept: ")
            << std::flush;
  std::string typed;
  std::getline(std::cin, typed);
  while (!typed.empty() && (typed.back() == ' ' || typed.back() == '\r')) typed.pop_back();
  return typed == range;
}

void run_accept_loss(const LedgerArguments& arguments, Globals& globals) {
  const ArchiveLayout layout = archive_of(globals);
  const FileDescriptor lock = lock_archive(layout, globals);
  const std::optional<LostLines> lost = find_lost_lines(layout);
  if (!lost) {
    std::cout << say(globals, "Sổ cái không thiếu dòng nào.\n", "The ledger lacks no line.\n");
    return;
  }
  print_lost(globals, *lost);
  if (!is_typed(globals, lost->cut)) {
    std::cout << say(globals, "\nChưa làm gì.\n", "\nNothing was done.\n");
    globals.status = kUsage;
    return;
  }
  accept_loss(layout, *lost, arguments.reason, now);
  std::cout << say(
      globals,
      "Đã ghi. Từ nay sổ cái ghi tiếp được; sohoa verify luôn nhắc chỗ thiếu này.\n"
      "Gói, giấy tờ mà chỉ các dòng đã mất nhắc đến: chạy sohoa repair để ghi lại vào sổ cái.\n",
      "Written. The ledger goes on from here; sohoa verify always tells of the gap.\n"
      "Bags and papers that only lost lines named: sohoa repair enters them again.\n");
}

}  // namespace

void add_ledger(CLI::App& app, Globals& globals) {
  const auto arguments = std::make_shared<LedgerArguments>();
  CLI::App* command = app.add_subcommand(
      "ledger", say(globals, "sổ cái: dấu neo để cất nơi khác, và khi sổ cái bị cắt",
                    "the ledger: anchors to keep elsewhere, and what to do when it was cut"));
  command->require_subcommand(1);

  CLI::App* anchor = command->add_subcommand(
      "anchor", say(globals, "in dấu neo của hôm nay", "print the anchor of today"));
  anchor->add_option("-o,--output", arguments->out, say(globals, "ghi vào tệp", "into this file"));
  anchor->callback([arguments, &globals] { run_anchor(*arguments, globals); });

  CLI::App* check =
      command->add_subcommand("check", say(globals, "so sổ cái với dấu neo giữ ở nơi khác",
                                           "hold the ledger against an anchor kept elsewhere"));
  check->add_option("FILE", arguments->files, say(globals, "tệp dấu neo", "anchor"))->required();
  check->add_flag("--json", arguments->json,
                  say(globals, "mỗi chỗ hỏng một dòng JSON", "one JSON object a finding"));
  check->callback([arguments, &globals] { run_check(*arguments, globals); });

  CLI::App* accept = command->add_subcommand(
      "accept-loss", say(globals, "chấp nhận các dòng cuối đã mất mà không bản sao nào còn",
                         "give up lines at the end that no copy has any more"));
  accept->add_option("--reason", arguments->reason, say(globals, "lý do", "why"))->required();
  accept->callback([arguments, &globals] { run_accept_loss(*arguments, globals); });
}

}  // namespace sohoa
