// sohoa search QUERY: finds records by their text and fields.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/run_program.h"
#include "cli/terminal.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/files.h"
#include "pipeline/record_json.h"

namespace sohoa {

namespace {

struct SearchArguments {
  std::vector<std::string> words;
  SearchQuery query;
  bool json = false;
};

std::string with_marks(const std::string& snippet, const std::string& start,
                       const std::string& end) {
  std::string text;
  for (const char c : snippet) {
    if (c == kHitStart)
      text += start;
    else if (c == kHitEnd)
      text += end;
    else
      text += c == '\n' ? ' ' : c;
  }
  return text;
}

std::string value_of(const Fields& fields, const char* name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second.value;
}

std::string heading(const SearchHit& hit) {
  std::string text;
  for (const char* name : {"type", "notation", "issued_date", "agency"})
    if (const std::string value = value_of(hit.fields, name); !value.empty())
      text += (text.empty() ? "" : " · ") + value;
  return text;
}

// Of the record's file, by catalogue and register.
bool is_restricted_hit(const ArchiveLayout& layout, const Catalogue& catalogue,
                       const SearchHit& hit) {
  const auto row = catalogue.find_by_id(hit.id);
  return row && is_restricted(layout, row->fonds, row->file);
}

void print_hit(const Globals& globals, const SearchHit& hit, int rank, bool restricted) {
  const bool colour = is_terminal(STDOUT_FILENO);
  std::cout << rank << ". " << hit.id << say(globals, "  trang ", "  page ") << hit.page;
  if (const std::string text = heading(hit); !text.empty()) std::cout << "  " << text;
  if (restricted) std::cout << say(globals, "  [HẠN CHẾ SỬ DỤNG]", "  [RESTRICTED]");
  std::cout << '\n';
  if (const std::string subject = value_of(hit.fields, "subject"); !subject.empty())
    std::cout << "   " << subject << '\n';
  std::cout << "   "
            << with_marks(hit.snippet, colour ? "\x1b[1;33m" : "[", colour ? "\x1b[0m" : "]")
            << "\n\n";
}

void print_json(const SearchHit& hit, bool restricted) {
  nlohmann::ordered_json json{{"id", hit.id},
                              {"score", hit.score},
                              {"page", hit.page},
                              {"snippet", with_marks(hit.snippet, "[", "]")},
                              {"fields", nlohmann::ordered_json::parse(fields_json(hit.fields))}};
  if (restricted) json["access"] = access_name(Access::restricted);
  std::cout << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

void run_search(SearchArguments& arguments, Globals& globals) {
  const ArchiveLayout layout = named_archive(globals);
  for (const std::string& word : arguments.words)
    arguments.query.text += (arguments.query.text.empty() ? "" : " ") + word;
  const SearchIndex index(layout.search().string());
  const std::vector<SearchHit> hits = index.search(arguments.query);
  const Catalogue catalogue(layout.catalogue().string());
  int rank = 0;
  for (const SearchHit& hit : hits) {
    const bool restricted = is_restricted_hit(layout, catalogue, hit);
    if (arguments.json)
      print_json(hit, restricted);
    else
      print_hit(globals, hit, ++rank, restricted);
  }
  if (hits.empty() && !arguments.json)
    std::cout << say(globals, "Không tìm thấy tài liệu nào.\n", "Nothing was found.\n");
  globals.status = hits.empty() ? kSomeNotTaken : kDone;
}

}  // namespace

void add_search(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<SearchArguments>();
  SearchQuery& query = arguments->query;
  CLI::App* command =
      app.add_subcommand("search", say(globals, "tìm trong kho, có dấu hay không dấu đều được",
                                       "search the archive, with or without accents"));
  command
      ->add_option(
          "QUERY", arguments->words,
          say(globals, "từ cần tìm; \"cụm từ\" trong ngoặc kép", "words; a \"phrase\" in quotes"))
      ->required();
  command->add_option("--type", query.type, say(globals, "loại văn bản", "type of document"));
  command->add_option("--agency", query.agency, say(globals, "cơ quan ban hành", "issuing agency"));
  command->add_option("--from", query.from,
                      say(globals, "ban hành từ ngày (YYYY-MM-DD)", "issued on or after"));
  command->add_option("--to", query.to,
                      say(globals, "ban hành đến ngày (YYYY-MM-DD)", "issued on or before"));
  command->add_option("--limit", query.limit, say(globals, "số kết quả", "most results"));
  command->add_flag("--json", arguments->json,
                    say(globals, "mỗi kết quả một dòng JSON", "one JSON object a line and hit"));
  command->callback([arguments, &globals] { run_search(*arguments, globals); });
}

}  // namespace sohoa
