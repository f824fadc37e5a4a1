// The program as its users run it: arguments in, text and exit status out.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/program_under_test.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

const std::string kLetter = "quyet-dinh-100dpi.png";

// Arguments are quoted for the shell.
Ran run(const std::vector<std::string>& arguments, const std::string& redirect = "2>&1") {
  std::string command = SOHOA_BINARY_DIR "/sohoa";
  for (const std::string& argument : arguments) command += " '" + argument + "'";
  return run_shell(command + " " + redirect);
}

std::vector<nlohmann::json> json_lines(const std::string& text) {
  std::vector<nlohmann::json> objects;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) objects.push_back(nlohmann::json::parse(line));
  return objects;
}

// An archive with one letter, made once for the tests that only read.
struct ReadArchive {
  ReadArchive() : path((folder.path() / "kho").string()) {
    EXPECT_EQ(run({"init", path, "--key", (folder.path() / "key").string()}).status, 0);
    const Ran ingest =
        run({"--archive", path, "ingest", sample(kLetter).string(), "--json"}, "2>/dev/null");
    EXPECT_EQ(ingest.status, 0) << ingest.out;
    id = json_lines(ingest.out).at(0).at("id").get<std::string>();
  }
  EmptyFolder folder;
  std::string path;
  std::string id;
};

ReadArchive& read_archive() {
  static ReadArchive archive;
  return archive;
}

}  // namespace

TEST(Program, IngestJsonTellsPathSumOutcomeIdAndPages) {
  const EmptyFolder folder;
  const std::string path = (folder.path() / "kho").string();
  ASSERT_EQ(run({"init", path}).status, 0);
  const fs::path empty = folder.path() / "empty.pdf";
  std::ofstream(empty.string()).close();
  const Ran ran = run({"--archive", path, "ingest", "--json", sample(kLetter).string(),
                       sample(kLetter).string(), empty.string()},
                      "2>/dev/null");
  EXPECT_EQ(ran.status, 1);
  std::map<std::string, int> outcomes;
  for (const nlohmann::json& object : json_lines(ran.out)) {
    ++outcomes[object.at("outcome").get<std::string>()];
    if (object.at("outcome") == "archived") {
      EXPECT_EQ(object.at("path"), sample(kLetter).string());
      EXPECT_EQ(object.at("sha256").get<std::string>().size(), 64U);
      EXPECT_EQ(object.at("pages"), 1);
    }
    if (object.at("outcome") == "rejected") {
      EXPECT_EQ(object.at("reason"), "empty_file");
    }
  }
  EXPECT_EQ(outcomes,
            (std::map<std::string, int>{{"archived", 1}, {"duplicate", 1}, {"rejected", 1}}));
}

TEST(Program, SearchFindsWithoutAccentsAndMarksTheHit) {
  const Ran ran = run({"--archive", read_archive().path, "search", "quyet dinh", "--json"});
  EXPECT_EQ(ran.status, 0);
  const auto hits = json_lines(ran.out);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].at("id"), read_archive().id);
  EXPECT_EQ(hits[0].at("page"), 1);
  EXPECT_NE(hits[0].at("snippet").get<std::string>().find('['), std::string::npos);
}

TEST(Program, ASearchThatFindsNothingSaysSoWithStatusOne) {
  const Ran ran = run({"--archive", read_archive().path, "search", "zzzzqqq"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.out.find("Không tìm thấy"), std::string::npos);
}

TEST(Program, ShowGivesBackTheOriginalByteForByte) {
  const EmptyFolder folder;
  const std::string out = (folder.path() / "out.png").string();
  ASSERT_EQ(run({"--archive", read_archive().path, "show", read_archive().id, "--format",
                 "original", "-o", out})
                .status,
            0);
  const auto bytes = [](const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  };
  EXPECT_EQ(bytes(out), bytes(sample(kLetter).string()));
}

TEST(Program, ShowJsonHoldsFieldsWithValueConfidencePageBoxAndEvidence) {
  const Ran ran =
      run({"--archive", read_archive().path, "show", read_archive().id, "--format", "json"});
  ASSERT_EQ(ran.status, 0);
  const nlohmann::json record = nlohmann::json::parse(ran.out);
  EXPECT_EQ(record.at("id"), read_archive().id);
  ASSERT_FALSE(record.at("fields").empty());
  for (const auto& field : record.at("fields"))
    for (const char* key : {"value", "confidence", "page", "box", "evidence"})
      EXPECT_TRUE(field.contains(key)) << key;
}

TEST(Program, VerifyFindsAWholeArchiveWholeAndNamesADamagedBag) {
  const EmptyFolder folder;
  const std::string path = (folder.path() / "kho").string();
  ASSERT_EQ(run({"init", path}).status, 0);
  ASSERT_EQ(run({"--archive", path, "ingest", sample(kLetter).string()}).status, 0);
  EXPECT_EQ(run({"--archive", path, "verify"}).status, 0);
  for (fs::recursive_directory_iterator entry(fs::path(path) / "store"), end; entry != end;
       ++entry) {
    if (entry->path().extension() != ".tar") continue;
    fs::permissions(entry->path(), fs::owner_all);
    std::fstream bag(entry->path().string(), std::ios::in | std::ios::out | std::ios::binary);
    bag.seekp(static_cast<std::streamoff>(fs::file_size(entry->path()) / 2));
    bag.put('\x55').put('\x55');
  }
  const Ran ran = run({"--archive", path, "verify"});
  EXPECT_EQ(ran.status, 4);
  EXPECT_NE(ran.out.find("v1.tar"), std::string::npos);
}

TEST(Program, OcrReadsStandardInputAndWritesEveryFormat) {
  const std::string from = "< '" + sample(kLetter).string() + "' 2>/dev/null";
  EXPECT_NE(run({"ocr", "-"}, from).out.find("QUYẾT ĐỊNH"), std::string::npos);
  const nlohmann::json json =
      nlohmann::json::parse(run({"ocr", "-", "--format", "json"}, from).out);
  EXPECT_GT(json.at("pages").at(0).at("blocks").size(), 0U);
  EXPECT_EQ(run({"ocr", "-", "--format", "pdf"}, from).out.substr(0, 5), "%PDF-");
  EXPECT_NE(run({"ocr", "-", "--format", "alto"}, from).out.find("<alto"), std::string::npos);
  EXPECT_NE(run({"ocr", "-", "--format", "hocr"}, from).out.find("ocr_page"), std::string::npos);
}

TEST(Program, WrongUseIsStatusTwoAndAMissingArchiveStatusThree) {
  EXPECT_EQ(run({"no-such-command"}).status, 2);
  EXPECT_EQ(run({"ocr", "x.png", "--pages", "zero"}).status, 2);
  EXPECT_EQ(run({"--archive", "/nonexistent", "status"}).status, 3);
}

TEST(Program, PeopleReadVietnameseUnlessTheyAskForEnglish) {
  EXPECT_NE(run({"--archive", "/nonexistent", "status"}).out.find("kho lưu trữ"),
            std::string::npos);
  EXPECT_NE(run({"--archive", "/nonexistent", "status", "--english"}).out.find("not an archive"),
            std::string::npos);
}

TEST(Program, EvalPrintsTheErrorRates) {
  const EmptyFolder folder;
  const std::string truth = (folder.path() / "truth").string();
  const std::string text = (folder.path() / "text").string();
  std::ofstream(truth) << "tổ chức chế độ";
  std::ofstream(text) << "tô chức chế độ";
  const Ran ran = run({"eval", truth, text});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("WER  25.00"), std::string::npos) << ran.out;
}

TEST(Program, EvalGivesFiguresForEachPageEvenWhereTheTruthHasNoPages) {
  const EmptyFolder folder;
  const std::string truth = (folder.path() / "truth").string();
  const std::string text = (folder.path() / "text").string();
  std::ofstream(truth) << "tổ chức chế độ một hai ba bốn";
  std::ofstream(text) << "tô chức chế độ\n\fmột hai ba bốn\n";
  const Ran ran = run({"eval", truth, text, "--json"});
  ASSERT_EQ(ran.status, 0);
  const nlohmann::json row = json_lines(ran.out).at(0);
  EXPECT_EQ(row.at("character_errors"), 1);
  ASSERT_EQ(row.at("pages").size(), 2U);
  EXPECT_EQ(row["pages"][0].at("mark_errors"), 1);
  EXPECT_EQ(row["pages"][1].at("character_errors"), 0);
  EXPECT_FALSE(row.contains("confidence"));
  EXPECT_NE(run({"eval", truth, text, "--show"}).out.find(" | tô chức"), std::string::npos);
}

TEST(Program, EvalJudgesTheConfidenceOfAReadingInJson) {
  const EmptyFolder folder;
  const std::string truth = (folder.path() / "truth").string();
  const std::string text = (folder.path() / "text.json").string();
  ASSERT_EQ(run({"ocr", sample(kLetter).string(), "--format", "json", "-o", text}).status, 0);
  ASSERT_EQ(run({"ocr", sample(kLetter).string(), "-o", truth}).status, 0);
  const Ran ran = run({"eval", truth, text, "--json"});
  ASSERT_EQ(ran.status, 0);
  const nlohmann::json row = json_lines(ran.out).at(0);
  EXPECT_EQ(row.at("character_errors"), 0);
  EXPECT_EQ(row.at("confidence").at("wrong"), 0);
  EXPECT_EQ(row.at("confidence").at("words"), row.at("words"));
}

// Else libtesseract takes those of libgomp, which cost an eighth of recognition and more
// (ocr/openmp_in_one_thread.cpp).
TEST(InstalledProgram, OffersItsParallelRegionsToLibraries) {
  for (const char* symbol : {"GOMP_parallel", "GOMP_parallel_sections", "GOMP_sections_next"})
    EXPECT_EQ(run_shell("nm -D --defined-only '" SOHOA_BINARY_DIR "/sohoa' | grep -q ' T " +
                        std::string(symbol) + "$'")
                  .status,
              0)
        << symbol;
}

}  // namespace sohoa
