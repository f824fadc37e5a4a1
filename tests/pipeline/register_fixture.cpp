#include "tests/pipeline/register_fixture.h"

#include <ctime>
#include <fstream>
#include <iterator>

#include "document/error.h"
#include "pipeline/people.h"
#include "pipeline/reindex.h"
#include "tests/pipeline/small_records.h"

namespace sohoa {

namespace {

constexpr const char* kPassphrase = "mật khẩu thử";

std::chrono::system_clock::time_point time_of(const std::string& at) {
  std::tm parts{};
  (void)strptime(at.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

}  // namespace

RegisterTest::RegisterTest(int records) : layout_(folder_.path() / "archive") {
  create_archive_folders(layout_, folder_.path() / "private.key");
  if (records > 0) {
    SmallRecords how;
    how.count = records;
    how.records_a_file = 5;
    ids_ = write_small_records(layout_, folder_.path() / "making", how);
    (void)reindex(layout_, {});
  }
  open_databases();
}

void RegisterTest::open_databases() {
  catalogue_ = std::make_unique<Catalogue>(layout_.catalogue().string());
  search_ = std::make_unique<SearchIndex>(layout_.search().string());
}

Registrar RegisterTest::registrar(const std::string& user) const {
  return {layout_, "default", [this] { return time_of(today_); }, user};
}

void RegisterTest::describe(const std::string& code, const std::string& closed_on,
                            const std::string& period) {
  FileDescription file = current_file(layout_, "default", code).value_or(FileDescription{});
  file.code = code;
  file.title = "Hồ sơ thử " + code;
  file.closed_on = closed_on;
  file.period = parse_period(period).value();
  file.ground = "TT-05-2025, 06";
  write_file_version(registrar(), file);
}

fs::path RegisterTest::key_of(const std::string& name) const {
  return folder_.path() / (name + ".key");
}

void RegisterTest::register_person(const std::string& name) {
  Person person;
  person.name = name;
  person.full_name = name;
  person.public_key = make_signing_key(key_of(name), kPassphrase, PassphraseCost::interactive);
  add_person(registrar(), person);
}

void RegisterTest::approve(const std::string& number, const std::string& person) {
  approve_disposal(registrar(person), *catalogue_, number, person, key_of(person), kPassphrase);
}

std::string RegisterTest::approved_disposal(const std::vector<std::string>& codes) {
  register_person("an");
  register_person("binh");
  const std::string number = propose_disposal(registrar(), *catalogue_, codes, "hết thời hạn");
  approve(number, "an");
  approve(number, "binh");
  return number;
}

std::string first_file() {
  return "G09.01.1";
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return std::string(reason_code(error.reason())) + ": " + error.message();
  }
  return {};
}

std::string file_bytes(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace sohoa
