// What leaves an archive and comes back through the program: every answer is the same.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

struct Answer {
  int status = -1;
  std::string out;
};

Answer run(const std::vector<std::string>& arguments) {
  std::string command = SOHOA_BINARY_DIR "/sohoa";
  for (const std::string& argument : arguments) command += " '" + argument + "'";
  FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
  Answer answer;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
    answer.out.append(buffer.data(), got);
  answer.status = WEXITSTATUS(::pclose(pipe));
  return answer;
}

std::vector<nlohmann::json> lines_of(const std::string& text) {
  std::vector<nlohmann::json> objects;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) objects.push_back(nlohmann::json::parse(line));
  return objects;
}

std::string new_archive(const EmptyFolder& folder, const std::string& name) {
  const std::string path = (folder.path() / name).string();
  EXPECT_EQ(run({"init", path, "--key", path + ".key"}).status, 0);
  return path;
}

// Two letters and a file that cannot be taken, read once for all tests.
struct Filled {
  Filled() : path(new_archive(folder, "kho")) {
    const Answer ingest =
        run({"--archive", path, "ingest", "--json", sample("quyet-dinh-100dpi.png").string(),
             sample("giay-moi.jpg").string(), sample("co-mat-khau.pdf").string()});
    for (const nlohmann::json& object : lines_of(ingest.out))
      if (object.at("outcome") == "archived") ids.push_back(object.at("id").get<std::string>());
    EXPECT_EQ(ids.size(), 2U);
  }
  EmptyFolder folder;
  std::string path;
  std::vector<std::string> ids;
};

Filled& filled() {
  static Filled archive;
  return archive;
}

// Everything that the program can be asked about the records.
std::string answers(const std::string& archive, bool with_quarantine) {
  std::string text;
  for (const std::string& id : filled().ids)
    for (const char* format : {"json", "text", "alto"})
      text += run({"--archive", archive, "show", id, "--format", format}).out;
  for (const char* query : {"quyet dinh", "quyết định", "giấy mời", "\"giay moi\"", "nam", "zzz"})
    text += std::string(query) + "\n" + run({"--archive", archive, "search", query, "--json"}).out;
  text += run({"--archive", archive, "search", "ngay", "--from", "2000", "--json"}).out;
  text += run({"--archive", archive, "search", "ngay", "--type", "giấy mời", "--json"}).out;
  const auto status = nlohmann::json::parse(run({"--archive", archive, "status", "--json"}).out);
  for (const char* key : {"records", "pages", "original_bytes", "last_ingest"})
    text += status.at(key).dump() + "\n";
  if (with_quarantine) text += status.at("quarantined").dump();
  return text;
}

}  // namespace

TEST(Exchange, DatabasesThatWereDeletedAreRebuiltWithEveryAnswer) {
  const std::string before = answers(filled().path, true);
  for (const char* database : {"catalogue.db", "search.db"})
    for (const char* suffix : {"", "-wal", "-shm"})
      fs::remove(fs::path(filled().path) / (std::string(database) + suffix));
  const Answer rebuilt = run({"--archive", filled().path, "reindex", "--json"});
  EXPECT_EQ(rebuilt.status, 0);
  EXPECT_EQ(nlohmann::json::parse(rebuilt.out).at("records"), 2);
  EXPECT_EQ(nlohmann::json::parse(rebuilt.out).at("quarantined"), 1);
  EXPECT_EQ(answers(filled().path, true), before);
}

TEST(Exchange, BagsBringEveryAnswerIntoAnotherArchive) {
  for (const char* form : {"bags", "unpacked"}) {
    const EmptyFolder folder;
    const std::string out = (folder.path() / "out").string();
    EXPECT_EQ(run({"--archive", filled().path, "export", out, "--all", "--form", form}).status, 0);
    const std::string other = new_archive(folder, "other");
    EXPECT_EQ(run({"--archive", other, "import", out}).status, 0);
    EXPECT_EQ(answers(other, false), answers(filled().path, false)) << form;
    EXPECT_EQ(run({"--archive", other, "verify"}).status, 0);
  }
}

TEST(Exchange, AFolderForReadersComesBackWithItsDescriptions) {
  const EmptyFolder folder;
  const std::string out = (folder.path() / "out").string();
  ASSERT_EQ(run({"--archive", filled().path, "export", out, "--all", "--form", "readers"}).status,
            0);
  const std::string other = new_archive(folder, "other");
  const Answer taken =
      run({"--archive", other, "import", out, "--csv", out + "/index.csv", "--json"});
  std::map<std::string, nlohmann::json> by_notation;
  for (const std::string& id : filled().ids) {
    const auto fields =
        nlohmann::json::parse(run({"--archive", filled().path, "show", id, "--format", "json"}).out)
            .at("fields");
    by_notation[fields.at("notation").at("value").get<std::string>()] = fields;
  }
  int described = 0;
  for (const nlohmann::json& object : lines_of(taken.out)) {
    if (object.at("outcome") != "archived") continue;
    const auto fields =
        nlohmann::json::parse(run({"--archive", other, "show", object.at("id").get<std::string>(),
                                   "--format", "json"})
                                  .out)
            .at("fields");
    const auto& before = by_notation.at(fields.at("notation").at("value").get<std::string>());
    for (const char* name : {"notation", "subject", "agency", "issued_date", "type"})
      if (before.contains(name)) {
        EXPECT_EQ(fields.at(name).at("value"), before.at(name).at("value")) << name;
        EXPECT_EQ(fields.at(name).at("evidence"), "imported");
      }
    ++described;
  }
  EXPECT_EQ(described, 2);
}

TEST(Exchange, AScanThatTheTableCallsSecretIsSealedUnread) {
  const EmptyFolder folder;
  const fs::path scans = folder.path() / "scans";
  fs::create_directories(scans);
  fs::copy_file(sample("quyet-dinh-100dpi.png"), scans / "a.png");
  std::ofstream((folder.path() / "t.csv").string()) << "Tệp,Độ mật,Trích yếu\na.png,Tối mật,x\n";
  const std::string other = new_archive(folder, "other");
  const Answer taken = run({"--archive", other, "import", scans.string(), "--csv",
                            (folder.path() / "t.csv").string(), "--json"});
  EXPECT_EQ(taken.status, 1);
  EXPECT_NE(taken.out.find("suspected_secret"), std::string::npos);
  const auto status = nlohmann::json::parse(run({"--archive", other, "status", "--json"}).out);
  EXPECT_EQ(status.at("suspected_secrets"), 1);
  EXPECT_EQ(status.at("records"), 0);
  // And nothing of it leaves.
  EXPECT_NE(run({"--archive", other, "export", (folder.path() / "out").string(), "--all"}).status,
            0);
}

TEST(Exchange, AFaultyTableTakesNothingIn) {
  const EmptyFolder folder;
  const fs::path scans = folder.path() / "scans";
  fs::create_directories(scans);
  fs::copy_file(sample("quyet-dinh-100dpi.png"), scans / "a.png");
  std::ofstream((folder.path() / "t.csv").string()) << "Tệp,Ngày ban hành\na.png,45/13/2024\n";
  const std::string other = new_archive(folder, "other");
  EXPECT_EQ(run({"--archive", other, "import", scans.string(), "--csv",
                 (folder.path() / "t.csv").string()})
                .status,
            1);
  const auto status = nlohmann::json::parse(run({"--archive", other, "status", "--json"}).out);
  EXPECT_EQ(status.at("records"), 0);
}

}  // namespace sohoa
