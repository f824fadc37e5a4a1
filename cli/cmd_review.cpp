// sohoa review ID: what is doubtful in a record, and a person's corrections of it.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "archive/store.h"
#include "cli/access.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "document/error.h"
#include "pipeline/actor.h"
#include "pipeline/record_entry.h"
#include "pipeline/review.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

struct ReviewArguments {
  std::string id;
  std::vector<std::string> set;
  std::vector<std::string> texts;
  std::string by;
  bool json = false;
};

[[noreturn]] void refuse(const std::string& why) {
  throw Error(ErrorKind::document_failed, Reason::bad_settings, "review", why);
}

std::pair<std::string, std::string> split(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) refuse("NAME=VALUE is expected, not " + text);
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(ErrorKind::document_failed, Reason::not_found, "review", "cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

ReviewRequest request_of(const ReviewArguments& arguments) {
  ReviewRequest request{RecordId{arguments.id}, {}, {}, arguments.by};
  if (request.by.empty()) request.by = acting_user();
  for (const std::string& text : arguments.set) request.set.insert(split(text));
  for (const std::string& text : arguments.texts) {
    const auto [page, file] = split(text);
    if (page.find_first_not_of("0123456789") != std::string::npos || page.size() > 6)
      refuse("PAGE=FILE is expected, not " + text);
    request.texts[std::stoi(page)] = read_text(file);
  }
  return request;
}

void print_fields(const RecordRow& row, bool json, const Globals& globals) {
  const auto doubtful = doubtful_fields(row.fields);
  if (json) {
    Json list = Json::array();
    for (const auto& [name, field] : doubtful)
      list.push_back({{"field", name},
                      {"value", field.value},
                      {"confidence", field.confidence},
                      {"page", field.page},
                      {"evidence", field.evidence}});
    std::cout << Json{{"id", row.id}, {"version", row.version}, {"doubtful", list}}.dump(
                     -1, ' ', false, Json::error_handler_t::replace)
              << '\n';
    return;
  }
  std::cout << row.id << say(globals, ", bản ", ", version ") << row.version << '\n';
  constexpr int kNameColumns = 16;
  for (const std::string& name : field_names()) {
    const auto found = row.fields.find(name);
    if (found == row.fields.end()) continue;
    const Field& field = found->second;
    const bool doubt = field.confidence < 0.9;
    char sure[16];
    std::snprintf(sure, sizeof sure, "%3.0f%%", field.confidence * 100);
    std::cout << (doubt ? "? " : "  ") << pad_width(name, kNameColumns) << sure << "  "
              << printable(field.value);
    if (doubt && field.page > 0)
      std::cout << say(globals, "  (trang ", "  (page ") << field.page << ": "
                << printable(field.evidence) << ")";
    std::cout << '\n';
  }
  std::cout << doubtful.size()
            << say(globals, " trường cần xem lại.\n", " fields to be looked at.\n");
}

void print_result(const ReviewResult& result, bool json, const Globals& globals) {
  const bool written = !result.changed.empty() || !result.pages.empty();
  if (json) {
    std::cout << Json{{"id", result.row.id},
                      {"version", result.row.version},
                      {"fields", result.changed},
                      {"pages", result.pages},
                      {"note", result.note}}
                     .dump()
              << '\n';
    return;
  }
  if (!written) {
    std::cout << say(globals, "Không có gì thay đổi.\n", "Nothing changed.\n");
    return;
  }
  std::cout << say(globals, "Đã lưu bản ", "Kept as version ") << result.row.version
            << say(globals, " của ", " of ") << result.row.id << '\n';
  if (!result.note.empty()) std::cout << "  " << result.note << '\n';
}

void run_review(const ReviewArguments& arguments, Globals& globals) {
  const ArchiveLayout layout = named_archive(globals);
  const Settings settings = read_settings(layout.settings());
  apply_settings_language(globals, settings);
  if (arguments.set.empty() && arguments.texts.empty())
    return print_fields(row_from_bags(layout, record_versions(layout, RecordId{arguments.id})),
                        arguments.json, globals);
  const ReviewRequest request = request_of(arguments);
  Catalogue catalogue(layout.catalogue().string());
  SearchIndex search(layout.search().string());
  watch_for_stop_signals();
  std::unique_ptr<WorkerPool> pool;
  const auto workers = [&]() -> WorkerPool& {
    PoolOptions options;
    options.jobs = 1;
    options.language = settings.language;
    if (!pool) pool = std::make_unique<WorkerPool>(options, stop_requested());
    return *pool;
  };
  const ReviewResult result = review(
      request, {layout, settings, catalogue, search},
      [] { return std::chrono::system_clock::now(); }, workers);
  print_result(result, arguments.json, globals);
}

}  // namespace

void add_review(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<ReviewArguments>();
  CLI::App* command = app.add_subcommand(
      "review", say(globals, "xem lại và sửa mô tả, chữ của một tài liệu (thành bản mới)",
                    "look at a record and correct it (as a new version)"));
  command->add_option("ID", arguments->id, say(globals, "mã tài liệu", "id of the record"))
      ->required();
  command->add_option("--set", arguments->set,
                      say(globals, "TRƯỜNG=GIÁ_TRỊ; để trống để xóa", "FIELD=VALUE; empty: none"));
  command->add_option("--text", arguments->texts,
                      say(globals, "TRANG=TỆP: chữ đúng của trang", "PAGE=FILE: the page's text"));
  command->add_option("--by", arguments->by,
                      say(globals, "người quyết định (mặc định: người dùng máy)",
                          "who decides (else the user of the machine)"));
  command->add_flag("--json", arguments->json, say(globals, "dạng JSON", "as JSON"));
  command->callback([arguments, &globals] { run_review(*arguments, globals); });
}

}  // namespace sohoa
