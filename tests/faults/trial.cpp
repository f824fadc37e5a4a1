#include "tests/faults/trial.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/filesystem.hpp>
#include <exception>
#include <limits>
#include <stdexcept>

namespace sohoa::faults {

namespace {

constexpr int kRan = 0;
constexpr int kFailed = 1;  // the operation threw

// Syncing is answered at once (faulty_files.h), so memory is as good a place as a disk,
// where there is enough of it: containers often have 64 MB.
fs::path scratch() {
  constexpr unsigned long long kEnough = 256ULL << 20;
  const fs::path memory = "/dev/shm";
  boost::system::error_code error;
  const bool roomy = fs::space(memory, error).available >= kEnough && !error;
  return roomy && ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
}

class Folder {
 public:
  Folder() : path_(scratch() / fs::unique_path("sohoa-fault-%%%%%%%%")) {
    fs::create_directories(path_);
  }
  ~Folder() {
    boost::system::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

struct Ended {
  int status = 0;
  long acts = 0;
  std::string what;  // of the exception that ended it
};

std::string read_all(int fd) {
  std::string text;
  char buffer[512];
  for (ssize_t got = 0; (got = ::read(fd, buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  return text;
}

[[noreturn]] void be_the_child(const std::function<void(const fs::path&)>& work,
                               const fs::path& place, const Plan& plan, int say) {
  int status = kRan;
  std::string what;
  arm(plan);
  try {
    work(place);
  } catch (const std::exception& error) {
    status = kFailed;
    what = error.what();
  }
  const std::string report = std::to_string(acts()) + " " + what;
  disarm();
  if (::write(say, report.data(), report.size()) < 0) status = kFailed;
  ::_exit(status);
}

// In a process of its own, so that stopping it is like killing the program.
Ended run_apart(const std::function<void(const fs::path&)>& work, const fs::path& place,
                const Plan& plan) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) be_the_child(work, place, plan, ends[1]);
  ::close(ends[1]);
  const std::string report = read_all(ends[0]);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  Ended ended;
  ended.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  if (const std::size_t blank = report.find(' '); blank != std::string::npos) {
    ended.acts = std::stol(report.substr(0, blank));
    ended.what = report.substr(blank + 1);
  }
  return ended;
}

std::string listed(const std::vector<std::string>& problems) {
  std::string text;
  for (const std::string& problem : problems) text += "\n  " + problem;
  return text;
}

void copy_tree(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  for (fs::recursive_directory_iterator it(from), end; it != end; ++it)
    if (fs::is_regular_file(it->path()))
      fs::permissions(to / fs::relative(it->path(), from), it->status().permissions());
}

// The stages of a trial share one place, because paths may be written down.
class Trial {
 public:
  explicit Trial(const Operation& operation) : operation_(operation) {
    fs::create_directories(place_);
    const Ended prepared = run_apart(operation.prepare, place_, {});
    EXPECT_EQ(prepared.status, kRan) << prepared.what;
    copy_tree(place_, before_);
  }

  // How many acts the operation has when nothing disturbs it.
  long undisturbed(Kind kind) {
    const Ended ended =
        run_apart(operation_.act, place_, {kind, std::numeric_limits<long>::max(), 0});
    EXPECT_EQ(ended.status, kRan) << ended.what;
    expected_ = operation_.state(place_);
    EXPECT_EQ(listed(operation_.problems(place_)), "");
    EXPECT_EQ(listed(operation_.settled(place_)), "");
    return ended.acts;
  }

  void disturbed(const Plan& plan) {
    copy_tree(before_, place_);
    const Ended ended = run_apart(operation_.act, place_, plan);
    const std::string at = "act " + std::to_string(plan.k) + " (" + ended.what + ")";
    EXPECT_TRUE(ended.status == kStopped || ended.status == kRan || ended.status == kFailed)
        << at << ": ended with " << ended.status;
    EXPECT_EQ(listed(operation_.problems(place_)), "") << "right after " << at;
    const Ended again = run_apart(operation_.act, place_, {});
    EXPECT_EQ(again.status, kRan) << at << ", then: " << again.what;
    EXPECT_EQ(operation_.state(place_), expected_) << at;
    EXPECT_EQ(listed(operation_.problems(place_)), "") << "restarted after " << at;
    EXPECT_EQ(listed(operation_.settled(place_)), "") << "restarted after " << at;
  }

 private:
  const Operation& operation_;
  Folder folder_;
  fs::path place_ = folder_.path() / "place";
  fs::path before_ = folder_.path() / "before";
  std::string expected_;
};

}  // namespace

std::string kind_name(Kind kind) {
  switch (kind) {
    case Kind::none:
      return "none";
    case Kind::stop:
      return "stop";
    case Kind::stop_halfway:
      return "stop_halfway";
    case Kind::io_error:
      return "io_error";
    case Kind::disk_full:
      return "disk_full";
  }
  return "";
}

void survives_every_act(const Operation& operation, Kind kind, int stride) {
  Trial trial(operation);
  const long total = trial.undisturbed(kind);
  ASSERT_GT(total, 0);
  for (long k = 1; k <= total && !::testing::Test::HasFailure(); k += stride)
    trial.disturbed({kind, k, 0});
  ::testing::Test::RecordProperty("acts", std::to_string(total));
}

void survives_short_calls(const Operation& operation, long bytes) {
  Trial trial(operation);
  (void)trial.undisturbed(Kind::none);
  trial.disturbed({Kind::none, 0, bytes});
}

}  // namespace sohoa::faults
