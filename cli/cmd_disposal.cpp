// sohoa disposal propose|list|show|approve|withdraw|carry-out: the only way to destroy.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/access.h"
#include "cli/commands.h"
#include "cli/passphrase.h"
#include "cli/registrar.h"
#include "cli/run_program.h"
#include "cli/terminal.h"
#include "index/search_index.h"
#include "pipeline/destroy.h"
#include "pipeline/disposal.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

struct DisposalArguments {
  std::string fonds;
  std::vector<std::string> codes;
  std::string reason;
  std::string number;
  std::string person;
  std::string key;
  std::string passphrase_file;
  bool json = false;
};

std::string state_words(const Globals& globals, DisposalState state) {
  switch (state) {
    case DisposalState::proposed:
      return say(globals, "đề nghị", "proposed");
    case DisposalState::approved:
      return say(globals, "đã duyệt", "approved");
    case DisposalState::withdrawn:
      return say(globals, "đã rút", "withdrawn");
    case DisposalState::under_way:
      return say(globals, "đang tiêu hủy, chạy lại carry-out", "under way, run carry-out again");
    case DisposalState::completed:
      return say(globals, "đã tiêu hủy", "completed");
  }
  return "";
}

Json to_json(const Disposal& disposal) {
  Json approvals = Json::array();
  for (const Approval& approval : disposal.approvals)
    approvals.push_back({{"person", approval.person}, {"at", approval.at}});
  Json files = Json::array();
  for (const DisposalFile& file : disposal.proposal.files) files.push_back(file.code);
  Json records = Json::array();
  for (const DisposalRecord& record : disposal.proposal.records) records.push_back(record.id);
  return {{"number", disposal.proposal.number}, {"state", disposal_state_name(disposal.state)},
          {"at", disposal.proposal.at},         {"by", disposal.proposal.by},
          {"reason", disposal.proposal.reason}, {"sha256", disposal.proposal.sha256},
          {"files", std::move(files)},          {"records", std::move(records)},
          {"approvals", std::move(approvals)},  {"findings", disposal.findings}};
}

void print_json(const Json& json) {
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void print_line(const Globals& globals, const Disposal& disposal) {
  std::cout << disposal.proposal.number << "  " << state_words(globals, disposal.state) << "  "
            << disposal.proposal.files.size() << say(globals, " hồ sơ, ", " files, ")
            << disposal.proposal.records.size() << say(globals, " tài liệu, ", " records, ")
            << disposal.approvals.size() << '/' << kApprovalsNeeded
            << say(globals, " chữ ký  ", " signatures  ") << printable(disposal.proposal.reason)
            << '\n';
}

void run_propose(const DisposalArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  const Catalogue catalogue(desk.layout.catalogue().string());
  const std::string number =
      propose_disposal(desk.registrar, catalogue, arguments.codes, arguments.reason);
  print_line(globals, read_disposal(desk.layout, desk.registrar.fonds, number));
}

void run_list(const DisposalArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  for (const Disposal& disposal : disposals(desk.layout, desk.registrar.fonds)) {
    if (arguments.json)
      print_json(to_json(disposal));
    else
      print_line(globals, disposal);
  }
}

void run_show(const DisposalArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  const Disposal disposal = read_disposal(desk.layout, desk.registrar.fonds, arguments.number);
  if (arguments.json) return print_json(to_json(disposal));
  print_line(globals, disposal);
  std::cout << say(globals, "SHA-256 của bản đề nghị: ", "SHA-256 of the proposal: ")
            << disposal.proposal.sha256 << '\n';
  for (const DisposalFile& file : disposal.proposal.files)
    std::cout << "  " << printable(file.code) << "  " << printable(file.title)
              << say(globals, "; đóng ", "; closed ") << file.closed_on
              << say(globals, "; lưu ", "; kept ") << file.retention
              << say(globals, "; hết hạn ", "; due ") << file.due_on << "; "
              << printable(file.ground) << '\n';
  for (const DisposalRecord& record : disposal.proposal.records)
    std::cout << "    " << record.id << "  " << printable(record.file) << "  sha256 "
              << record.sha256 << '\n';
  for (const Approval& approval : disposal.approvals)
    std::cout << say(globals, "  Duyệt: ", "  Approved: ") << printable(approval.person) << ", "
              << approval.at << '\n';
  for (const std::string& finding : disposal.findings) std::cout << "  ! " << finding << '\n';
}

void run_approve(const DisposalArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  const Catalogue catalogue(desk.layout.catalogue().string());
  approve_disposal(desk.registrar, catalogue, arguments.number, arguments.person, arguments.key,
                   ask_passphrase(globals, arguments.passphrase_file, false));
  print_line(globals, read_disposal(desk.layout, desk.registrar.fonds, arguments.number));
}

void run_withdraw(const DisposalArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  withdraw_disposal(desk.registrar, arguments.number, arguments.reason);
  print_line(globals, read_disposal(desk.layout, desk.registrar.fonds, arguments.number));
}

void run_carry_out(const DisposalArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  const FileDescriptor lock = lock_archive(desk.layout, globals);
  Catalogue catalogue(desk.layout.catalogue().string());
  SearchIndex search(desk.layout.search().string());
  const DestructionReport report =
      carry_out_disposal(desk.registrar, catalogue, search, arguments.number);
  std::cout << say(globals, "Đã tiêu hủy ", "Destroyed ") << report.records
            << say(globals, " tài liệu (", " records (") << report.bags
            << say(globals, " gói, ", " bags, ") << report.bytes
            << say(globals,
                   " byte).\nChứng nhận tiêu hủy nằm trong sổ và còn mãi. Bản sao lưu ở nơi khác "
                   "phải chạy lại sohoa copy.\n",
                   " bytes).\nThe certificate stays in the register. Run sohoa copy for copies "
                   "elsewhere.\n");
}

using Arguments = std::shared_ptr<DisposalArguments>;  // lives as long as the callbacks

CLI::App* add_one(CLI::App* command, Globals& globals, const Arguments& arguments, const char* name,
                  std::string_view vietnamese, std::string_view english,
                  void (*run)(const DisposalArguments&, Globals&), bool takes_number) {
  CLI::App* one = command->add_subcommand(name, say(globals, vietnamese, english));
  if (takes_number)
    one->add_option("NUMBER", arguments->number, say(globals, "số", "number"))->required();
  one->callback([arguments, &globals, run] { run(*arguments, globals); });
  return one;
}

}  // namespace

void add_disposal(CLI::App& app, Globals& globals) {
  const auto arguments = std::make_shared<DisposalArguments>();
  CLI::App* command = app.add_subcommand(
      "disposal", say(globals, "tiêu hủy: đề nghị, hai người duyệt, thực hiện, chứng nhận",
                      "disposal: proposed, approved by two people, carried out, certified"));
  command->require_subcommand(1);
  command->add_option("--fonds", arguments->fonds, say(globals, "phông", "fonds"));
  const std::string reason = say(globals, "lý do, căn cứ", "reason, ground");
  const std::string json = say(globals, "dạng JSON", "as JSON");

  CLI::App* propose = add_one(command, globals, arguments, "propose", "đề nghị tiêu hủy hồ sơ",
                              "propose to destroy files", run_propose, false);
  propose->add_option("CODE", arguments->codes, say(globals, "mã hồ sơ", "codes"))->required();
  propose->add_option("--reason", arguments->reason, reason)->required();
  add_one(command, globals, arguments, "list", "mọi đề nghị", "all of them", run_list, false)
      ->add_flag("--json", arguments->json, json);
  add_one(command, globals, arguments, "show", "một đề nghị", "one of them", run_show, true)
      ->add_flag("--json", arguments->json, json);

  CLI::App* approve = add_one(command, globals, arguments, "approve", "ký duyệt bằng khóa riêng",
                              "approve by signing", run_approve, true);
  approve->add_option("--person", arguments->person, say(globals, "người ký", "who signs"))
      ->required();
  approve->add_option("--key", arguments->key, say(globals, "tệp khóa ký", "key file"))->required();
  approve->add_option(
      "--passphrase-file", arguments->passphrase_file,
      say(globals, "mật khẩu ở dòng đầu tệp này", "passphrase in this file's line"));
  add_one(command, globals, arguments, "withdraw", "rút đề nghị", "withdraw", run_withdraw, true)
      ->add_option("--reason", arguments->reason, reason)
      ->required();
  add_one(command, globals, arguments, "carry-out", "thực hiện tiêu hủy đã được hai người duyệt",
          "destroy what two people approved", run_carry_out, true);
}

}  // namespace sohoa
