// sohoa file list|show|set: files (hồ sơ), how long they are kept and who may see them.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/registrar.h"
#include "cli/terminal.h"
#include "document/error.h"
#include "index/catalogue.h"
#include "pipeline/due_list.h"
#include "pipeline/files.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

struct FileArguments {
  std::string fonds;
  std::string code;
  bool json = false;
  std::optional<std::string> title;
  std::optional<std::string> start_date;
  std::optional<std::string> end_date;
  std::optional<std::string> closed_on;
  std::optional<std::string> keep;
  std::optional<std::string> table;
  std::optional<std::string> entry;
  std::optional<std::string> ground;
  std::optional<std::string> access;
  std::optional<std::string> note;
};

Json to_json(const FileDescription& file) {
  return {{"code", file.code},
          {"version", file.version},
          {"title", file.title},
          {"start_date", file.start_date},
          {"end_date", file.end_date},
          {"closed_on", file.closed_on},
          {"retention", period_text(file.period)},
          {"ground", file.ground},
          {"due_on", due_day(file.closed_on, file.period).value_or("")},
          {"access", access_name(file.access)},
          {"note", file.note},
          {"at", file.at},
          {"by", file.by}};
}

void print_json(const Json& json) {
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::string period_words(const Globals& globals, const RetentionPeriod& period) {
  switch (period.kind) {
    case RetentionPeriod::Kind::permanent:
      return say(globals, "vĩnh viễn", "permanent");
    case RetentionPeriod::Kind::years:
      return std::to_string(period.years) + say(globals, " năm", " years");
    case RetentionPeriod::Kind::undetermined:
      return say(globals, "chưa xác định", "undetermined");
  }
  return "";
}

std::string access_words(const Globals& globals, Access access) {
  return access == Access::open ? say(globals, "công khai", "open")
                                : say(globals, "hạn chế", "restricted");
}

void list_files(const FileArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  const std::string& fonds = desk.registrar.fonds;
  const Catalogue catalogue(desk.layout.catalogue().string());
  for (const std::string& code : paper_names(desk.layout, fonds, PaperKind::file)) {
    const auto file = current_file(desk.layout, fonds, code);
    if (!file) continue;
    const std::size_t records = catalogue.records_of_file(fonds, code).size();
    if (arguments.json) {
      Json json = to_json(*file);
      json["records"] = records;
      print_json(json);
      continue;
    }
    std::cout << pad_width(printable(code), 24) << "  "
              << pad_width(period_words(globals, file->period), 14) << "  "
              << pad_width(access_words(globals, file->access), 10) << "  " << records
              << say(globals, " tài liệu  ", " records  ") << printable(file->title) << '\n';
  }
}

void print_file(const Globals& globals, const FileDescription& file, std::size_t records) {
  const auto line = [&](std::string_view vietnamese, std::string_view english,
                        const std::string& value) {
    constexpr int kLabelColumns = 22;
    std::cout << pad_width(say(globals, vietnamese, english), kLabelColumns) << printable(value)
              << '\n';
  };
  line("Mã hồ sơ", "Code", file.code);
  line("Tiêu đề", "Title", file.title);
  line("Bắt đầu", "Begins", file.start_date);
  line("Kết thúc", "Ends", file.end_date);
  line("Ngày đóng hồ sơ", "Closed on", file.closed_on);
  line("Thời hạn lưu trữ", "Kept", period_words(globals, file.period));
  line("Căn cứ", "Ground", file.ground);
  line("Hết hạn từ ngày", "Due on", due_day(file.closed_on, file.period).value_or(""));
  line("Chế độ sử dụng", "Access", access_words(globals, file.access));
  line("Ghi chú", "Note", file.note);
  line("Số tài liệu", "Records", std::to_string(records));
  line("Phiên bản", "Version", std::to_string(file.version) + ", " + file.at + ", " + file.by);
}

void show_file(const FileArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  const std::string& fonds = desk.registrar.fonds;
  const auto history = file_history(desk.layout, fonds, arguments.code);
  if (history.empty())
    throw Error(ErrorKind::document_failed, Reason::not_found, "file",
                "no file has the code " + arguments.code);
  const Catalogue catalogue(desk.layout.catalogue().string());
  const auto records = catalogue.records_of_file(fonds, arguments.code);
  if (!arguments.json) return print_file(globals, history.back(), records.size());
  Json json = to_json(history.back());
  json["records"] = records;
  json["history"] = Json::array();
  for (const FileDescription& version : history) json["history"].push_back(to_json(version));
  print_json(json);
}

Error bad(const std::string& why) {
  return {ErrorKind::document_failed, Reason::bad_settings, "file", why};
}

void apply_retention(const FileArguments& arguments, const RegisterDesk& desk,
                     FileDescription& file) {
  if (arguments.table.has_value() != arguments.entry.has_value())
    throw bad("--table and --entry belong together");
  if (arguments.table && arguments.keep) throw bad("--keep or --table, not both");
  if (arguments.table) {
    const JudgedPeriod judged = period_by_table(retention_tables(desk.layout, desk.registrar.fonds),
                                                *arguments.table, *arguments.entry);
    file.period = judged.period;
    file.ground = judged.ground;
  }
  if (arguments.keep) {
    const auto period = parse_period(*arguments.keep);
    if (!period) throw bad("--keep takes permanent, undetermined or a number of years to 100");
    file.period = *period;
    file.ground.clear();
  }
  if (arguments.ground) file.ground = *arguments.ground;
  if (file.period.kind != RetentionPeriod::Kind::undetermined && file.ground.empty())
    throw bad("a period needs its ground: --table and --entry, or --ground");
}

void set_file(const FileArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  FileDescription file =
      current_file(desk.layout, desk.registrar.fonds, arguments.code).value_or(FileDescription{});
  file.code = arguments.code;
  if (file.version == 0) file.title = arguments.code;
  const auto take = [](const std::optional<std::string>& from, std::string& to) {
    if (from) to = *from;
  };
  take(arguments.title, file.title);
  take(arguments.start_date, file.start_date);
  take(arguments.end_date, file.end_date);
  take(arguments.closed_on, file.closed_on);
  take(arguments.note, file.note);
  if (arguments.access) {
    const auto access = parse_access(*arguments.access);
    if (!access) throw bad("--access takes open or restricted");
    file.access = *access;
  }
  apply_retention(arguments, desk, file);
  write_file_version(desk.registrar, file);
  std::cout << say(globals, "Đã ghi hồ sơ ", "Described the file ") << printable(file.code)
            << say(globals, ", phiên bản ", ", version ") << file.version + 1 << '\n';
}

void add_set_options(CLI::App* set, const Globals& globals, FileArguments& arguments) {
  const auto option = [&](const char* name, std::optional<std::string>& value,
                          std::string_view vietnamese, std::string_view english) {
    set->add_option(name, value, say(globals, vietnamese, english));
  };
  option("--title", arguments.title, "tiêu đề", "title");
  option("--from", arguments.start_date, "ngày bắt đầu (YYYY-MM-DD)", "first day");
  option("--to", arguments.end_date, "ngày kết thúc", "last day");
  option("--closed", arguments.closed_on, "ngày đóng hồ sơ", "day on which it was closed");
  option("--keep", arguments.keep, "permanent, undetermined hoặc số năm",
         "permanent, undetermined or years");
  option("--table", arguments.table, "bảng thời hạn (xem retention tables)",
         "table of periods (see retention tables)");
  option("--entry", arguments.entry, "mục trong bảng", "entry of the table");
  option("--ground", arguments.ground, "căn cứ của thời hạn", "ground of the period");
  option("--access", arguments.access, "open (công khai) hoặc restricted (hạn chế)",
         "open or restricted");
  option("--note", arguments.note, "ghi chú", "note");
}

}  // namespace

void add_file(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<FileArguments>();
  CLI::App* command =
      app.add_subcommand("file", say(globals, "hồ sơ: mô tả, thời hạn lưu trữ, chế độ sử dụng",
                                     "files: description, retention, access"));
  command->require_subcommand(1);
  command->add_option("--fonds", arguments->fonds, say(globals, "phông", "fonds"));
  const std::string json = say(globals, "dạng JSON", "as JSON");

  CLI::App* list = command->add_subcommand("list", say(globals, "mọi hồ sơ", "all files"));
  list->add_flag("--json", arguments->json, json);
  list->callback([arguments, &globals] { list_files(*arguments, globals); });

  CLI::App* show = command->add_subcommand("show", say(globals, "một hồ sơ", "one file"));
  show->add_option("CODE", arguments->code, say(globals, "mã hồ sơ", "code"))->required();
  show->add_flag("--json", arguments->json, json);
  show->callback([arguments, &globals] { show_file(*arguments, globals); });

  CLI::App* set =
      command->add_subcommand("set", say(globals, "ghi hoặc sửa mô tả (thành phiên bản mới)",
                                         "describe, or describe anew as a new version"));
  set->add_option("CODE", arguments->code, say(globals, "mã hồ sơ", "code"))->required();
  add_set_options(set, globals, *arguments);
  set->callback([arguments, &globals] { set_file(*arguments, globals); });
}

}  // namespace sohoa
