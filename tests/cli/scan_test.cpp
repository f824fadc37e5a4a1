// sohoa scan, sohoa settings and the log as their users see them; the scanner is SANE's
// test device.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "archive/durable_file.h"
#include "image/image_file.h"
#include "tests/cli/program_under_test.h"
#include "tests/scanner/sane_test_device.h"

namespace sohoa {

namespace {

class Scan : public ProgramTest {
 protected:
  [[nodiscard]] std::vector<std::string> inbox_names() const {
    std::vector<std::string> out;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(archive_ / "inbox"))
      out.push_back(fs::relative(entry.path(), archive_ / "inbox").string());
    return out;
  }

  static ImageFileInfo inspected(const fs::path& file) {
    const std::string bytes = read_small_file(file, std::size_t{1} << 30, "test");
    return inspect_image_file({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()},
                              {});
  }
};

const std::string kSmall = "--paper A6 --dpi 100 ";

// Status of a scan that got SIGINT so long after its first page had come.
int status_of_stopped_scan(const fs::path& program, const fs::path& archive,
                           const std::function<bool()>& has_begun,
                           std::chrono::milliseconds later) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::setenv("SOHOA_ARCHIVE", archive.c_str(), 1);
    (void)std::freopen("/dev/null", "w", stderr);
    ::execl(program.c_str(), "sohoa", "scan", "--grey", "--dpi", "300", nullptr);
    ::_exit(127);
  }
  for (int i = 0; i < 3000 && !has_begun(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(has_begun());
  std::this_thread::sleep_for(later);
  ::kill(child, SIGINT);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

}  // namespace

TEST_F(Scan, AStackGoesIntoTheFolderOfItsFileInTheWatchFolder) {
  const SaneTestDevice sane("test-picture \"Grid\"");
  const Ran ran = sohoa("scan --json --bilevel --file HS-12 --name 'cong van' " + kSmall);
  ASSERT_EQ(ran.status, 0) << ran.out;
  const nlohmann::json file = nlohmann::json::parse(ran.out);
  EXPECT_EQ(file.at("pages"), 10);
  EXPECT_EQ(fs::path(file.at("path").get<std::string>()),
            archive_ / "inbox" / "HS-12" / "cong van.tif");
  const ImageFileInfo info = inspected(file.at("path").get<std::string>());
  ASSERT_EQ(info.pages.size(), 10u);
  EXPECT_EQ(info.pages[0].dpi.value, 100);
  EXPECT_EQ(info.pages[0].bits, 1);
}

TEST_F(Scan, BothPassesOfAStackAreOneFileWithTheBlankBacksNamed) {
  const SaneTestDevice sane("test-picture \"Solid white\"");
  const Ran ran = sohoa("scan --backs --json --grey " + kSmall, "\\n");
  ASSERT_EQ(ran.status, 0) << ran.out;
  EXPECT_NE(ran.out.find("10 mặt trước đã quét."), std::string::npos) << ran.out;
  const nlohmann::json file = nlohmann::json::parse(ran.out.substr(ran.out.find('{')));
  EXPECT_EQ(file.at("pages"), 20);
  EXPECT_EQ(file.at("blank_backs").size(), 10u);
  EXPECT_EQ(file.at("blank_backs").at(0), 2);
  EXPECT_EQ(inspected(file.at("path").get<std::string>()).pages.size(), 20u);
}

namespace {

// A feeder for both sides (tests/scanner/duplex_device.cpp) instead of SANE's own device.
std::string two_sided(const std::string& stack) {
  return "LD_LIBRARY_PATH='" SOHOA_BINARY_DIR "/tests/scanner/duplex' " + stack;
}

}  // namespace

TEST_F(Scan, BothSidesOfEachSheetComeInTurnAndAreTakenInByTheNight) {
  be_quick();
  const Ran ran = sohoa("scan --source duplex --json --grey --file HS-7 " + kSmall, "",
                        two_sided("DUPLEX_SHEETS=3"));
  ASSERT_EQ(ran.status, 0) << ran.out;
  const nlohmann::json file = nlohmann::json::parse(ran.out);
  EXPECT_EQ(file.at("pages"), 6);
  EXPECT_EQ(file.at("blank_backs").at(0), 4) << ran.out;
  const std::string scanned = bytes_of(file.at("path").get<std::string>());

  const Ran night = sohoa("batch --json");
  ASSERT_EQ(night.status, 0) << night.out;
  const nlohmann::json taken = nlohmann::json::parse(night.out.substr(night.out.find('{')));
  EXPECT_EQ(taken.at("outcome"), "archived");
  EXPECT_EQ(taken.at("pages"), 6);
  EXPECT_FALSE(fs::exists(file.at("path").get<std::string>()));
  const std::string original = (folder_.path() / "original").string();
  ASSERT_EQ(sohoa("show " + taken.at("id").get<std::string>() + " --format original -o '" +
                  original + "'")
                .status,
            0);
  EXPECT_EQ(bytes_of(original), scanned);
}

TEST_F(Scan, ASheetThatWasStuckBetweenItsSidesComesOnce) {
  const Ran ran = sohoa("scan --source duplex --json --grey " + kSmall, "\\n",
                        two_sided("DUPLEX_SHEETS=3 DUPLEX_JAM=4"));
  ASSERT_EQ(ran.status, 0) << ran.out;
  EXPECT_NE(ran.out.find("Giấy bị kẹt"), std::string::npos) << ran.out;
  const nlohmann::json file = nlohmann::json::parse(ran.out.substr(ran.out.find('{')));
  EXPECT_EQ(file.at("pages"), 6);
  EXPECT_EQ(file.at("blank_backs").at(0), 4);
}

TEST_F(Scan, EveryResolutionAndColourArrivesAsItWasAskedFor) {
  for (const int dpi : {75, 300, 600})
    for (const char* kind : {"--colour", "--grey", "--bilevel"}) {
      const Ran ran =
          sohoa("scan --json --lossless --paper A6 --dpi " + std::to_string(dpi) + " " + kind, "",
                two_sided("DUPLEX_SHEETS=1"));
      ASSERT_EQ(ran.status, 0) << ran.out;
      const std::string bytes =
          bytes_of(nlohmann::json::parse(ran.out).at("path").get<std::string>());
      const Bytes data(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
      const ImagePageInfo page = inspect_image_file(data, {}).pages.at(0);
      EXPECT_EQ(page.dpi.value, dpi);
      EXPECT_NEAR(page.width, 105 / 25.4 * dpi, 2);
      EXPECT_EQ(page.bits, std::string(kind) == "--bilevel" ? 1
                           : std::string(kind) == "--grey"  ? 8
                                                            : 24);
    }
}

TEST_F(Scan, TheScannerIsListed) {
  const SaneTestDevice sane("", 2);
  const Ran ran = sohoa("scan --list");
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("test:0"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("test:1"), std::string::npos) << ran.out;
}

TEST_F(Scan, TroubleIsASentenceInVietnameseAndLeavesNoFile) {
  const auto expect = [&](const std::string& settings, const std::string& arguments, int status,
                          const std::string& sentence) {
    const SaneTestDevice sane(settings);
    const Ran ran = sohoa("scan --grey " + kSmall + arguments);
    EXPECT_EQ(ran.status, status) << ran.out;
    EXPECT_NE(ran.out.find(sentence), std::string::npos) << ran.out;
    EXPECT_TRUE(inbox_names().empty()) << ran.out;
  };
  expect("read-status-code \"SANE_STATUS_NO_DOCS\"", "", 5, "Khay nạp hết giấy.");
  expect("read-status-code \"SANE_STATUS_JAMMED\"", "", 5, "Giấy bị kẹt trong máy quét.");
  expect("read-status-code \"SANE_STATUS_COVER_OPEN\"", "", 5, "Nắp máy quét đang mở.");
  expect("read-status-code \"SANE_STATUS_CANCELLED\"", "", 5, "Máy quét báo lỗi.");
  expect("", "--source duplex", 3, "hãy dùng --backs");
  expect("", "--device test:9", 3, "Không tìm thấy máy quét.");
  expect("", "--file ../x", 3, "mã hồ sơ");
  expect("", "--name a/b", 3, "không dùng làm tên tệp được");
}

// Wherever in a page it comes: it breaks the read of the device, too.
TEST_F(Scan, CtrlCLeavesNoHalfFile) {
  const SaneTestDevice sane("read-limit true\nread-limit-size 2000\nread-delay true");
  // Pages wait in a hidden folder once the first is scanned.
  const auto has_begun = [&] { return inbox_names().size() >= 2; };
  for (const int later : {0, 20, 50, 90, 130, 170}) {
    EXPECT_EQ(
        status_of_stopped_scan(program(), archive_, has_begun, std::chrono::milliseconds(later)),
        130)
        << later;
    EXPECT_TRUE(inbox_names().empty());
  }
}

TEST_F(Scan, SettingsSayWhatIsInForceAndWhereItCameFrom) {
  const std::string toml = (archive_ / "sohoa.toml").string();
  std::ofstream(toml) << "jobs = 3\n[watch]\ninbox = \"chờ\"\n";
  std::map<std::string, nlohmann::json> settings;
  std::istringstream lines(sohoa("settings --json").out);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json one = nlohmann::json::parse(line);
    settings[one.at("key").get<std::string>()] = one;
  }
  EXPECT_EQ(settings["jobs"],
            (nlohmann::json{{"key", "jobs"}, {"value", 3}, {"origin", "file"}, {"line", 1}}));
  EXPECT_EQ(settings["watch.inbox"].at("line"), 3);
  EXPECT_EQ(settings["watch.inbox"].at("value"), "chờ");
  EXPECT_EQ(settings["budget.nice"].at("origin"), "default");
  EXPECT_EQ(settings["archive"].at("name"), "SOHOA_ARCHIVE");
  EXPECT_EQ(settings["interface"].at("origin"), "default");
  const Ran english = sohoa("settings --english");
  EXPECT_NE(english.out.find("flag --english"), std::string::npos) << english.out;
  EXPECT_NE(english.out.find("sohoa.toml line 3"), std::string::npos) << english.out;
  const Ran vietnamese = sohoa("settings");
  EXPECT_NE(vietnamese.out.find("sohoa.toml dòng 3"), std::string::npos) << vietnamese.out;

  std::ofstream(toml) << "[watch]\n\nscan_seconds = \"often\"\n";
  const Ran refused = sohoa("settings");
  EXPECT_EQ(refused.status, 3);
  EXPECT_NE(refused.out.find("line 3: scan_seconds takes"), std::string::npos) << refused.out;
}

TEST_F(Scan, TheLogIsLinesOfJsonWithoutTheNameOfAFileThatFailed) {
  const fs::path file = folder_.path() / "ten can giu kin.jpg";
  fs::copy_file(sample("bi-cut.jpg"), file);
  EXPECT_EQ(sohoa("ingest '" + file.string() + "'").status, 1);
  const std::string log =
      read_small_file(archive_ / "reports" / "sohoa.log", std::size_t{1} << 20, "test");
  EXPECT_EQ(log.find("giu kin"), std::string::npos) << log;
  std::istringstream lines(log);
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  const nlohmann::json record = nlohmann::json::parse(line);
  EXPECT_EQ(record.at("level"), "warning");
  EXPECT_EQ(record.at("document").get<std::string>().size(), 16u);
  for (const char* key : {"at", "stage", "message"})
    EXPECT_FALSE(record.at(key).get<std::string>().empty()) << key;
}

}  // namespace sohoa
