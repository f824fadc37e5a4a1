// sohoa batch, watch and status as the machine they run on sees them.
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <thread>

#include "index/catalogue.h"
#include "tests/cli/program_under_test.h"

namespace sohoa {

namespace {

class Night : public ProgramTest {
 protected:
  Night() { be_quick(); }

  void drop(const std::string& name, const std::string& as) const {
    fs::create_directories((archive_ / "inbox" / as).parent_path());
    fs::copy_file(sample(name), archive_ / "inbox" / as);
  }

  // The program in the background, in a group of its own.
  [[nodiscard]] pid_t start(const std::vector<std::string>& arguments) const {
    const pid_t child = ::fork();
    if (child != 0) return child;
    ::setpgid(0, 0);
    ::setenv("SOHOA_ARCHIVE", archive_.c_str(), 1);
    (void)std::freopen("/dev/null", "w", stderr);
    (void)std::freopen("/dev/null", "w", stdout);
    std::vector<std::string> words{program()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }

  static int end_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

  static void wait_until(const std::function<bool()>& holds) {
    for (int i = 0; i < 1200 && !holds(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_TRUE(holds());
  }

  // Fields of /proc/PID/stat behind the name, from the third (proc(5)).
  static std::vector<std::string> stat_of(const std::string& process) {
    const std::string text = bytes_of("/proc/" + process + "/stat");
    std::istringstream rest(text.substr(std::min(text.size(), text.rfind(')') + 1)));
    return {std::istream_iterator<std::string>(rest), {}};
  }

  static int nice_of(pid_t process) {
    constexpr std::size_t kNice = 19 - 3;
    const std::vector<std::string> fields = stat_of(std::to_string(process));
    return fields.size() > kNice ? std::stoi(fields[kNice]) : -1000;
  }

  // Page workers of a program.
  static std::vector<pid_t> workers_of(pid_t program) {
    std::vector<pid_t> out;
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
      const std::string name = entry.path().filename().string();
      if (name.find_first_not_of("0123456789") != std::string::npos) continue;
      const std::vector<std::string> fields = stat_of(name);
      if (fields.size() > 1 && fields[1] == std::to_string(program) &&
          bytes_of(entry.path() / "cmdline").find("worker") != std::string::npos)
        out.push_back(std::stoi(name));
    }
    return out;
  }

  [[nodiscard]] long long records() const {
    return Catalogue(ArchiveLayout(archive_).catalogue().string()).status().records;
  }

  // Files of the archive that hold the text, but those below the given folders.
  [[nodiscard]] std::set<std::string> files_that_hold(const std::string& text,
                                                      const std::set<std::string>& but) const {
    std::set<std::string> out;
    for (fs::recursive_directory_iterator entry(archive_), end; entry != end; ++entry) {
      const std::string below = fs::relative(entry->path(), archive_).string();
      if (but.contains(below.substr(0, below.find('/')))) continue;
      if (below.find(text) != std::string::npos ||
          (fs::is_regular_file(entry->path()) &&
           bytes_of(entry->path()).find(text) != std::string::npos))
        out.insert(below);
    }
    return out;
  }

  [[nodiscard]] fs::path archive() const { return archive_; }
};

// What a letter says, in pieces long enough to be its own.
std::vector<std::string> words_of(const std::string& truth) {
  std::ifstream in((fs::path(SOHOA_SOURCE_DIR) / "samples" / "truth" / truth).string());
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);)
    if (line.size() > 40) out.push_back(line.substr(0, line.rfind(' ', 30)));
  return out;
}

}  // namespace

TEST_F(Night, LeavesNothingOfASecretAndOfAFileThatFailedOnlyWhatAnArchivistMustKnow) {
  drop("cong-van-dau-mat.pdf", "ten-ho-so-kin/ten-rieng-kin.pdf");
  drop("bi-cut.pdf", "ten-tep-cut.pdf");
  drop("quyet-dinh-100dpi.png", "a.png");
  EXPECT_EQ(sohoa("batch").status, 1);
  EXPECT_EQ(sohoa("status").out.find("ten-"), std::string::npos);
  EXPECT_EQ(sohoa("queue").out.find("ten-"), std::string::npos);
  const std::vector<std::string> secret = words_of("cong-van-dau-mat.pdf.txt");
  ASSERT_GT(secret.size(), 3U);
  for (const std::string& text : secret) {
    EXPECT_EQ(files_that_hold(text, {}), std::set<std::string>{}) << text;
    EXPECT_EQ(sohoa("search '\"" + text + "\"'").status, 1) << text;
  }
  EXPECT_EQ(files_that_hold("ten-rieng-kin", {}), std::set<std::string>{});
  // Its folder may be left behind, empty; the folder's name is in nothing that is written.
  EXPECT_EQ(files_that_hold("ten-ho-so-kin", {"inbox"}), std::set<std::string>{});

  // Where it is, why it failed, the report of both, and what keeps watch over the copy that is
  // put aside (the ledger, the record of checks); nothing else knows its name.
  for (const std::string& file : files_that_hold("ten-tep-cut", {"done", "quarantine", "ledger"}))
    EXPECT_TRUE(file.starts_with("catalogue.db") || file.starts_with("fixity.db") ||
                file.starts_with("reports/batch-"))
        << file;
}

TEST_F(Night, ItsLogIsRotatedAsTheSettingsSay) {
  std::ofstream(archive().string() + "/sohoa.toml", std::ios::app)
      << "[log]\nmegabytes = 0.01\nfiles = 2\n";
  for (int i = 0; i < 300; ++i)
    std::ofstream((archive() / "inbox" / ("x" + std::to_string(i) + ".jpg")).string())
        << "no picture " << i;
  EXPECT_EQ(sohoa("batch").status, 1);
  std::set<std::string> logs;
  for (const fs::directory_entry& entry : fs::directory_iterator(archive() / "reports"))
    if (entry.path().extension() == ".log") {
      logs.insert(entry.path().filename().string());
      EXPECT_LE(fs::file_size(entry.path()), 11'000U);
    }
  EXPECT_EQ(logs, (std::set<std::string>{"sohoa.log", "sohoa.1.log", "sohoa.2.log"}));
}

TEST_F(Night, GivesWayToEveryoneElseAndSoDoItsWorkers) {
  for (const char* name : {"a.png", "b.png"}) drop("quyet-dinh-100dpi.png", name);
  drop("nghi-quyet-nhieu-trang.pdf", "c.pdf");
  std::ofstream(archive().string() + "/sohoa.toml", std::ios::app) << "nice = 7\nidle_io = true\n";
  const pid_t batch = start({"batch", "--jobs", "1"});
  std::vector<pid_t> workers;
  wait_until([&] { return !(workers = workers_of(batch)).empty(); });
  for (const pid_t process : {batch, workers.front()}) {
    EXPECT_EQ(nice_of(process), std::max(7, nice_of(::getpid())));
    constexpr int kProcess = 1;
    constexpr int kIdle = 3;
    EXPECT_EQ(::syscall(SYS_ioprio_get, kProcess, process) >> 13, kIdle) << process;
  }
  EXPECT_EQ(end_of(batch), 0);
}

TEST_F(Night, NeverTakesWhatAnotherHasGivenAway) {
  drop("nghi-quyet-nhieu-trang.pdf", "c.pdf");
  const pid_t batch = ::fork();
  if (batch == 0) {
    (void)!::nice(15);
    const pid_t inner = start({"batch", "--jobs", "1"});
    std::vector<pid_t> workers;
    wait_until([&] { return !(workers = workers_of(inner)).empty(); });
    const bool kept = nice_of(workers.front()) == nice_of(::getpid());
    ::_exit(end_of(inner) == 0 && kept ? 0 : 1);
  }
  EXPECT_EQ(end_of(batch), 0);
}

TEST_F(Night, StoppedByTheMachineItEndsWithAReportAndTheNextOneGoesOn) {
  for (const char* name : {"a.pdf", "b.pdf"}) drop("nghi-quyet-nhieu-trang.pdf", name);
  drop("chi-thi-g4.tif", "c.tif");
  const pid_t batch = start({"batch", "--jobs", "1"});
  wait_until([&] { return !workers_of(batch).empty(); });
  ::kill(batch, SIGTERM);
  EXPECT_EQ(end_of(batch), 130);
  int reports = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(archive() / "reports"))
    if (entry.path().extension() == ".json") {
      ++reports;
      EXPECT_EQ(nlohmann::json::parse(bytes_of(entry.path())).at("end"), "stopped");
    }
  EXPECT_EQ(reports, 1);
  EXPECT_EQ(sohoa("batch").status, 0);
  EXPECT_EQ(records(), 2);  // a and b are one document
  EXPECT_EQ(sohoa("verify").status, 0);
}

TEST_F(Night, WhoeverLooksDoesNotStandInTheWayOfTheWatch) {
  EXPECT_NE(sohoa("status").out.find("không chạy"), std::string::npos);
  EXPECT_FALSE(fs::exists(archive() / "work" / "watch.lock")) << "another user's watch needs it";
  const pid_t watch = start({"watch"});
  wait_until(
      [&] { return sohoa("status --json").out.find("\"watching\":true") != std::string::npos; });
  EXPECT_EQ(sohoa("watch").status, 5);
  ::kill(watch, SIGTERM);
  EXPECT_EQ(end_of(watch), 0);
  EXPECT_NE(sohoa("status --json").out.find("\"watching\":false"), std::string::npos);
}

}  // namespace sohoa
