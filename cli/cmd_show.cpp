// sohoa show ID: a record's text, description, access copy or original.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "archive/record_bags.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "document/error.h"
#include "document/layout_json.h"
#include "pipeline/destroy.h"
#include "pipeline/files.h"
#include "pipeline/record_json.h"

namespace sohoa {

namespace {

struct ShowArguments {
  std::string id;
  std::string format = "text";
  std::string output;
  int version = 0;  // 0: the newest
};

std::vector<std::string> members_of_pages(const RecordBags& record, const std::string& ending) {
  std::vector<std::string> members;
  for (const auto& [member, place] : record.members())
    if (member.starts_with("data/text/") && member.ends_with(ending)) members.push_back(member);
  return members;
}

void write_text(const RecordBags& record, std::ostream& out) {
  bool first = true;
  for (const std::string& member : members_of_pages(record, ".json")) {
    if (!first) out << '\f';
    first = false;
    out << plain_text(layout_from_json(record.read_text(member)));
  }
}

void write_member(const RecordBags& record, const std::string& member, std::ostream& out) {
  record.read(member, [&](const void* data, std::size_t size) {
    out.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  });
}

void write_format(const std::string& format, const RecordBags& record, std::ostream& out) {
  if (format == "text") return write_text(record, out);
  if (format == "json") return write_member(record, "data/metadata/record.json", out);
  if (format == "pdf") return write_member(record, record.member_in("data/access/"), out);
  if (format == "original") return write_member(record, record.member_in("data/original/"), out);
  for (const std::string& member : members_of_pages(record, ".alto.xml"))
    write_member(record, member, out);
}

[[noreturn]] void refuse_missing(const ArchiveLayout& layout, const std::string& id) {
  const auto gone = is_record_id(id) ? find_destroyed(layout, RecordId{id}) : std::nullopt;
  if (gone)
    throw Error(ErrorKind::document_failed, Reason::destroyed, "show",
                "the record " + id + " was destroyed on " + gone->at + " by the disposal " +
                    gone->disposal + " of the fonds " + gone->fonds);
  throw Error(ErrorKind::document_failed, Reason::not_found, "show", "no record has the id " + id);
}

void tell_restriction(const ArchiveLayout& layout, const RecordBags& record,
                      const Globals& globals) {
  const RecordRow row = read_record_json(record.read_text("data/metadata/record.json"));
  if (is_restricted(layout, row.fonds, row.file))
    std::cerr << say(globals, "Hồ sơ hạn chế sử dụng: ", "Of a restricted file: ")
              << printable(row.file) << '\n';
}

void run_show(const ShowArguments& arguments, const Globals& globals) {
  const ArchiveLayout layout = named_archive(globals);
  const RecordVersions versions = record_versions(layout, RecordId{arguments.id});
  if (versions.empty()) refuse_missing(layout, arguments.id);
  const RecordBags record(versions, arguments.version);
  tell_restriction(layout, record, globals);
  if (arguments.output.empty()) return write_format(arguments.format, record, std::cout);
  std::ofstream file(arguments.output, std::ios::binary | std::ios::trunc);
  write_format(arguments.format, record, file);
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
  command
      ->add_option(
          "--version", arguments->version,
          say(globals, "bản cần xem (mặc định: mới nhất)", "which version (else the newest)"))
      ->check(CLI::PositiveNumber);
  command->callback([arguments, &globals] { run_show(*arguments, globals); });
}

}  // namespace sohoa
