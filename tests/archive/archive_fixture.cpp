#include "tests/archive/archive_fixture.h"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

namespace sohoa {

std::string read_all(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_all(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file.string(), std::ios::binary | std::ios::trunc);
  out << bytes;
  ASSERT_TRUE(out.flush().good()) << file;
}

std::string noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random() & 0xFF);
  return bytes;
}

int run_shell(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Reason reason_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.reason();
  }
  return Reason::none;
}

bool finds(const std::vector<std::string>& findings, const std::string& rule,
           const std::string& what) {
  for (const std::string& finding : findings)
    if (finding.starts_with(rule) && finding.find(what) != std::string::npos) return true;
  return false;
}

ArchiveTest::ArchiveTest()
    : folder_(fs::temp_directory_path() / fs::unique_path("sohoa-archive-%%%%-%%%%-%%%%")),
      layout_(folder_ / "archive") {
  fs::create_directories(folder_);
}

ArchiveTest::~ArchiveTest() {
  boost::system::error_code ignored;
  fs::remove_all(folder_, ignored);
}

BagContents ArchiveTest::contents(const std::string& original_bytes) {
  BagContents contents;
  contents.original = folder_ / "scan.pdf";
  contents.access_pdf = folder_ / "access.pdf";
  write_all(contents.original, original_bytes);
  write_all(contents.access_pdf, "%PDF-1.7 access copy");
  contents.original_name = "Quyết định 12.pdf";
  contents.original_checksums = hash_file(contents.original);
  contents.alto = {"<alto>1</alto>", "<alto>2</alto>"};
  contents.layouts = {R"({"page":1})", R"({"page":2})"};
  contents.record_json = R"({"id":"x"})";
  contents.premis_xml = "<premis/>";
  contents.bagging_date = "2026-03-04";
  contents.bag_software = "sohoa 0.1.0";
  return contents;
}

BagPlace ArchiveTest::place(const BagContents& contents, int version) const {
  return {"default", 2026, record_id(contents.original_checksums.sha256), version};
}

}  // namespace sohoa
