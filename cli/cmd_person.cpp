// sohoa person add|list|retire: people who sign, and their keys.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "archive/signing.h"
#include "cli/commands.h"
#include "cli/passphrase.h"
#include "cli/registrar.h"
#include "cli/terminal.h"
#include "document/error.h"
#include "pipeline/people.h"

namespace sohoa {

namespace {

struct PersonArguments {
  std::string fonds;
  Person person;
  std::string key;
  std::string passphrase_file;
  std::string reason;
};

void run_add(const PersonArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  if (find_person(desk.layout, desk.registrar.fonds, arguments.person.name))
    throw Error(ErrorKind::document_failed, Reason::bad_settings, "person",
                "the name " + arguments.person.name + " is taken");
  Person person = arguments.person;
  person.public_key =
      make_signing_key(arguments.key, ask_passphrase(globals, arguments.passphrase_file, true));
  add_person(desk.registrar, person);
  std::cout << say(globals, "Đã đăng ký ", "Registered ") << person.name
            << say(globals, "\nDấu vân khóa: ", "\nFingerprint of the key: ")
            << fingerprint(person.public_key)
            << say(globals,
                   "\nHãy đối chiếu trực tiếp và ghi dấu vân vào sổ giấy; giao tệp khóa cho đúng "
                   "người, không để trên máy này.\n",
                   "\nCompare it face to face and note it on paper; give the key file to that "
                   "person and leave none on this machine.\n");
}

void run_list(const PersonArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  for (const Person& person : people(desk.layout, desk.registrar.fonds)) {
    std::cout << person.name << "  " << printable(person.full_name) << "  "
              << printable(person.office) << "  " << fingerprint(person.public_key) << "  "
              << person.at << "  " << person.by;
    if (!person.may_sign())
      std::cout << say(globals, "  (thôi ký từ ", "  (retired ") << person.retired_at << ": "
                << printable(person.retired_reason) << ')';
    std::cout << '\n';
  }
}

void run_retire(const PersonArguments& arguments, Globals& globals) {
  const RegisterDesk desk(globals, arguments.fonds);
  retire_person(desk.registrar, arguments.person.name, arguments.reason);
  std::cout << arguments.person.name << say(globals, ": thôi ký từ nay\n", ": signs no more\n");
}

}  // namespace

void add_person_command(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<PersonArguments>();
  CLI::App* command = app.add_subcommand(
      "person", say(globals, "người ký duyệt và khóa ký", "people who sign and their keys"));
  command->require_subcommand(1);
  command->add_option("--fonds", arguments->fonds, say(globals, "phông", "fonds"));
  const std::string name = say(globals, "tên ngắn, một từ", "short name, one word");

  CLI::App* add = command->add_subcommand(
      "add", say(globals, "tạo khóa ký và đăng ký", "make a signing key and register it"));
  add->add_option("NAME", arguments->person.name, name)->required();
  add->add_option("--key", arguments->key, say(globals, "ghi khóa ký vào tệp", "key file to write"))
      ->required();
  add->add_option("--full-name", arguments->person.full_name, say(globals, "họ tên", "full name"))
      ->required();
  add->add_option("--office", arguments->person.office, say(globals, "chức vụ", "office"));
  add->add_option("--passphrase-file", arguments->passphrase_file,
                  say(globals, "mật khẩu ở dòng đầu tệp này", "passphrase in this file's line"));
  add->callback([arguments, &globals] { run_add(*arguments, globals); });

  CLI::App* list = command->add_subcommand("list", say(globals, "mọi người ký", "all of them"));
  list->callback([arguments, &globals] { run_list(*arguments, globals); });

  CLI::App* retire = command->add_subcommand(
      "retire", say(globals, "từ nay không nhận chữ ký", "take no more signatures"));
  retire->add_option("NAME", arguments->person.name, name)->required();
  retire->add_option("--reason", arguments->reason, say(globals, "lý do", "reason"))->required();
  retire->callback([arguments, &globals] { run_retire(*arguments, globals); });
}

}  // namespace sohoa
