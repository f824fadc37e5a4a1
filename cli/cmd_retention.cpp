// sohoa retention due|tables|add-table|hold|lift|holds: whose time is up, and what keeps it.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "archive/durable_file.h"
#include "cli/commands.h"
#include "cli/registrar.h"
#include "cli/run_program.h"
#include "cli/terminal.h"
#include "pipeline/due_list.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

struct RetentionArguments {
  std::string fonds;
  std::string by;
  bool json = false;
  std::string file;
  std::string record;
  std::string reason;
  std::string number;
  RetentionTable table;
  std::string source;
};

void print_json(const Json& json) {
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

Json to_json(const Hold& hold) {
  return {{"number", hold.number},
          {"file", hold.file},
          {"record", hold.record},
          {"reason", hold.reason},
          {"at", hold.at},
          {"by", hold.by},
          {"lifted_at", hold.lifted_at},
          {"lifted_by", hold.lifted_by},
          {"lifted_reason", hold.lifted_reason}};
}

void print_due_json(const DueList& list) {
  for (const DueFile& due : list.due) {
    Json holds = Json::array();
    for (const Hold& hold : due.holds) holds.push_back(hold.number);
    print_json({{"code", due.file.code},
                {"title", due.file.title},
                {"due_on", due.due_on},
                {"closed_on", due.file.closed_on},
                {"retention", period_text(due.file.period)},
                {"ground", due.file.ground},
                {"records", due.records},
                {"holds", std::move(holds)}});
  }
}

void print_due(const Globals& globals, const DueList& list) {
  for (const DueFile& due : list.due) {
    std::cout << due.due_on << "  " << pad_width(printable(due.file.code), 24) << "  "
              << due.records << say(globals, " tài liệu  ", " records  ")
              << printable(due.file.title) << '\n';
    std::cout << "            " << say(globals, "đóng ", "closed ") << due.file.closed_on
              << say(globals, ", lưu ", ", kept ") << due.file.period.years
              << say(globals, " năm; căn cứ: ", " years; ground: ") << printable(due.file.ground)
              << '\n';
    for (const Hold& hold : due.holds)
      std::cout << "            " << say(globals, "GIỮ LẠI ", "HELD ") << hold.number << ": "
                << printable(hold.reason) << '\n';
  }
  std::cout << say(globals, "Hết hạn: ", "Due: ") << list.due.size()
            << say(globals, "; chưa đến hạn: ", "; later: ") << list.later
            << say(globals, "; vĩnh viễn: ", "; permanent: ") << list.permanent
            << say(globals, "; chưa đóng: ", "; not closed: ") << list.not_closed
            << say(globals, "; chưa xác định thời hạn: ", "; undetermined: ") << list.undetermined
            << say(globals,
                   "\nThời hạn tính từ hết năm đóng hồ sơ; hết hạn từ ngày 01-01 năm kế tiếp.\n",
                   "\nYears run from the end of the year in which a file was closed.\n");
}

void run_due(const RetentionArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  const Catalogue catalogue(desk.layout.catalogue().string());
  const std::string by = arguments.by.empty() ? now(desk.registrar).substr(0, 10) : arguments.by;
  const DueList list = due_files(desk.layout, desk.registrar.fonds, catalogue, by);
  if (arguments.json)
    print_due_json(list);
  else
    print_due(globals, list);
  globals.status = list.due.empty() ? kSomeNotTaken : kDone;
}

void run_tables(const RetentionArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  for (const RetentionTable& table : retention_tables(desk.layout, desk.registrar.fonds)) {
    std::cout << table.id << "  " << printable(table.title) << " (" << table.issued << ")\n";
    for (const RetentionTable::Entry& entry : table.entries)
      std::cout << "  " << pad_width(printable(entry.code), 10)
                << pad_width(period_text(entry.period), 14) << printable(entry.what) << '\n';
    if (table.entries.empty())
      std::cout << say(globals, "  chưa có mục nào: nạp bằng retention add-table\n",
                       "  no entries here: bring them with retention add-table\n");
  }
}

void run_add_table(const RetentionArguments& arguments, Globals& globals) {
  constexpr std::size_t kMaxTable = std::size_t{16} << 20;
  const RegisterDesk desk(globals, arguments.fonds);
  RetentionTable table = arguments.table;
  table.entries = parse_table(read_small_file(arguments.source, kMaxTable, "retention"));
  add_table(desk.registrar, table);
  std::cout << table.id << ": " << table.entries.size() << say(globals, " mục\n", " entries\n");
}

void run_hold(const RetentionArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  const std::string number =
      set_hold(desk.registrar, arguments.file, arguments.record, arguments.reason);
  std::cout << say(globals, "Lệnh giữ lại số ", "Hold number ") << number << '\n';
}

void run_lift(const RetentionArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  lift_hold(desk.registrar, arguments.number, arguments.reason);
  std::cout << say(globals, "Đã bỏ lệnh giữ lại ", "Lifted the hold ") << arguments.number << '\n';
}

void run_holds(const RetentionArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  for (const Hold& hold : holds(desk.layout, desk.registrar.fonds)) {
    if (arguments.json) {
      print_json(to_json(hold));
      continue;
    }
    std::cout << hold.number << "  " << printable(hold.file + hold.record) << "  " << hold.at
              << "  " << hold.by << "  " << printable(hold.reason);
    if (!hold.stands())
      std::cout << say(globals, "  (đã bỏ ", "  (lifted ") << hold.lifted_at << ", "
                << hold.lifted_by << ": " << printable(hold.lifted_reason) << ')';
    std::cout << '\n';
  }
}

using Arguments = std::shared_ptr<RetentionArguments>;  // lives as long as the callbacks

void add_lists(CLI::App* command, Globals& globals, const Arguments& arguments) {
  const std::string json = say(globals, "dạng JSON", "as JSON");
  CLI::App* due = command->add_subcommand(
      "due", say(globals, "hồ sơ đã hết thời hạn lưu trữ", "files whose time is up"));
  due->add_option("--by", arguments->by,
                  say(globals, "tính đến ngày (YYYY-MM-DD); mặc định hôm nay",
                      "as of this day; default today"));
  due->add_flag("--json", arguments->json, json);
  due->callback([arguments, &globals] { run_due(*arguments, globals); });

  CLI::App* tables = command->add_subcommand(
      "tables", say(globals, "các bảng thời hạn lưu trữ", "tables of retention periods"));
  tables->callback([arguments, &globals] { run_tables(*arguments, globals); });

  CLI::App* add = command->add_subcommand(
      "add-table", say(globals, "nạp bảng thời hạn: mỗi dòng mã, thời hạn, nội dung, cách bằng tab",
                       "bring a table: code, period and what, parted by tabs"));
  add->add_option("ID", arguments->table.id, say(globals, "mã bảng", "id"))->required();
  add->add_option("FILE", arguments->source, say(globals, "tệp", "file"))->required();
  add->add_option("--title", arguments->table.title, say(globals, "tên văn bản", "title"))
      ->required();
  add->add_option("--issued", arguments->table.issued, say(globals, "ngày ban hành", "issued"));
  add->add_option("--until", arguments->table.until, say(globals, "hết hiệu lực", "ceased"));
  add->callback([arguments, &globals] { run_add_table(*arguments, globals); });
}

void add_holds(CLI::App* command, Globals& globals, const Arguments& arguments) {
  const std::string reason = say(globals, "lý do", "reason");
  CLI::App* hold = command->add_subcommand(
      "hold", say(globals, "giữ lại, không được tiêu hủy", "keep from being destroyed"));
  hold->add_option("--file", arguments->file, say(globals, "mã hồ sơ", "code of a file"));
  hold->add_option("--record", arguments->record, say(globals, "mã tài liệu", "id of a record"));
  hold->add_option("--reason", arguments->reason, reason)->required();
  hold->callback([arguments, &globals] { run_hold(*arguments, globals); });

  CLI::App* lift = command->add_subcommand("lift", say(globals, "bỏ lệnh giữ lại", "lift a hold"));
  lift->add_option("NUMBER", arguments->number, say(globals, "số", "number"))->required();
  lift->add_option("--reason", arguments->reason, reason)->required();
  lift->callback([arguments, &globals] { run_lift(*arguments, globals); });

  CLI::App* list = command->add_subcommand("holds", say(globals, "mọi lệnh giữ lại", "all holds"));
  list->add_flag("--json", arguments->json, say(globals, "dạng JSON", "as JSON"));
  list->callback([arguments, &globals] { run_holds(*arguments, globals); });
}

}  // namespace

void add_retention(CLI::App& app, Globals& globals) {
  const auto arguments = std::make_shared<RetentionArguments>();
  CLI::App* command = app.add_subcommand(
      "retention", say(globals, "thời hạn lưu trữ và lệnh giữ lại", "retention and holds"));
  command->require_subcommand(1);
  command->add_option("--fonds", arguments->fonds, say(globals, "phông", "fonds"));
  add_lists(command, globals, arguments);
  add_holds(command, globals, arguments);
}

}  // namespace sohoa
