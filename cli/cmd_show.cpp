// sohoa show ID: a record's text, description, access copy or original.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

#include "archive/bag.h"
#include "cli/commands.h"
#include "document/error.h"
#include "document/layout_json.h"
#include "index/catalogue.h"

namespace sohoa {

namespace {

struct ShowArguments {
  std::string id;
  std::string format = "text";
  std::string output;
};

std::vector<std::string> members_of_pages(const fs::path& bag, const std::string& ending) {
  std::vector<std::string> members;
  for (const std::string& member : list_bag(bag))
    if (member.rfind("data/text/", 0) == 0 && member.size() > ending.size() &&
        member.compare(member.size() - ending.size(), ending.size(), ending) == 0)
      members.push_back(member);
  std::sort(members.begin(), members.end());
  return members;
}

void write_text(const fs::path& bag, std::ostream& out) {
  bool first = true;
  for (const std::string& member : members_of_pages(bag, ".json")) {
    if (!first) out << '\f';
    first = false;
    out << plain_text(layout_from_json(read_bag_text(bag, member)));
  }
}

void write_member(const fs::path& bag, const std::string& member, std::ostream& out) {
  read_bag_member(bag, member, [&](const void* data, std::size_t size) {
    out.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  });
}

void write_format(const ShowArguments& arguments, const RecordRow& row, const fs::path& bag,
                  std::ostream& out) {
  if (arguments.format == "text") return write_text(bag, out);
  if (arguments.format == "json") return write_member(bag, "data/metadata/record.json", out);
  if (arguments.format == "pdf") return write_member(bag, "data/access/" + row.id + ".pdf", out);
  if (arguments.format == "original")
    return write_member(bag, "data/original/" + row.original_name, out);
  for (const std::string& member : members_of_pages(bag, ".alto.xml"))
    write_member(bag, member, out);
}

void run_show(const ShowArguments& arguments, const Globals& globals) {
  const ArchiveLayout layout = named_archive(globals);
  const Catalogue catalogue(layout.catalogue().string());
  const auto row = catalogue.find_by_id(arguments.id);
  if (!row)
    throw Error(ErrorKind::document_failed, Reason::not_found, "show",
                "no record has the id " + arguments.id);
  const fs::path bag = layout.root() / row->bag_path;
  if (arguments.output.empty()) return write_format(arguments, *row, bag, std::cout);
  std::ofstream file(arguments.output, std::ios::binary | std::ios::trunc);
  write_format(arguments, *row, bag, file);
  file.close();
  if (!file)
    throw Error(ErrorKind::service_broken, Reason::no_permission, "show",
                "cannot write " + arguments.output);
}

}  // namespace

void add_show(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<ShowArguments>();
  CLI::App* command = app.add_subcommand(
      "show", say(globals, "xem một tài liệu trong kho", "show a record of the archive"));
  command->add_option("ID", arguments->id, say(globals, "mã tài liệu", "id of the record"))
      ->required();
  command->add_option("--format", arguments->format, "text, json, alto, pdf, original")
      ->check(CLI::IsMember({"text", "json", "alto", "pdf", "original"}));
  command->add_option("-o,--output", arguments->output,
                      say(globals, "ghi ra tệp", "write to this file"));
  command->callback([arguments, &globals] { run_show(*arguments, globals); });
}

}  // namespace sohoa
