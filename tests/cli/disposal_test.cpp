// Disposal as two people and an archivist type it.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

class DisposalProgram : public testing::Test {
 protected:
  DisposalProgram() : archive_((folder_.path() / "kho").string()) {
    EXPECT_EQ(run({"init", archive_, "--key", at("private.key")}), 0);
    fs::create_directories(folder_.path() / "in/HS-01");
    fs::copy_file(sample("quyet-dinh-100dpi.png"), folder_.path() / "in/HS-01/a.png");
    EXPECT_EQ(run({"ingest", at("in")}), 0) << out_;
  }

  // Arguments are quoted for the shell; standard output and error go to out_.
  int run(const std::vector<std::string>& arguments) {
    std::string command = SOHOA_BINARY_DIR "/sohoa --english";
    if (arguments.front() != "init") command += " --archive '" + archive_ + "'";
    for (const std::string& argument : arguments) command += " '" + argument + "'";
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    out_.clear();
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
      out_.append(buffer.data(), got);
    return WEXITSTATUS(::pclose(pipe));
  }
  [[nodiscard]] std::string at(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  void add_person(const std::string& name) {
    std::ofstream(at(name + ".words")) << name << " has a passphrase\n";
    EXPECT_EQ(run({"person", "add", name, "--key", at(name + ".key"), "--full-name", name,
                   "--passphrase-file", at(name + ".words")}),
              0)
        << out_;
  }
  int approve(const std::string& name) {
    return run({"disposal", "approve", number_, "--person", name, "--key", at(name + ".key"),
                "--passphrase-file", at(name + ".words")});
  }
  [[nodiscard]] bool says(const std::string& text) const {
    return out_.find(text) != std::string::npos;
  }

  EmptyFolder folder_;
  const std::string archive_;
  std::string out_;
  std::string number_;
};

TEST_F(DisposalProgram, FromDueToDestroyedAndNotTakenInAgain) {
  EXPECT_EQ(run({"file", "set", "HS-01", "--closed", "2005-06-30", "--table", "TT-05-2025",
                 "--entry", "06", "--access", "restricted"}),
            0);
  EXPECT_EQ(run({"search", "quyet dinh"}), 0);
  EXPECT_TRUE(says("[RESTRICTED]")) << out_;
  EXPECT_EQ(run({"retention", "due", "--by", "2015-12-31"}), 1);
  EXPECT_EQ(run({"retention", "due", "--by", "2016-01-01"}), 0);
  EXPECT_TRUE(says("HS-01")) << out_;
  ASSERT_EQ(run({"disposal", "propose", "HS-01", "--reason", "expired"}), 0) << out_;
  number_ = out_.substr(0, out_.find(' '));
  add_person("an");
  add_person("binh");
  EXPECT_EQ(approve("an"), 0) << out_;
  EXPECT_NE(approve("an"), 0);
  EXPECT_NE(run({"disposal", "carry-out", number_}), 0);
  EXPECT_EQ(approve("binh"), 0) << out_;
  EXPECT_EQ(run({"disposal", "carry-out", number_}), 0) << out_;
  EXPECT_EQ(run({"verify"}), 0) << out_;
  EXPECT_TRUE(says("1 records were destroyed")) << out_;
  EXPECT_EQ(run({"search", "quyet dinh"}), 1);
  EXPECT_EQ(run({"ingest", at("in")}), 1);
  EXPECT_TRUE(says("destroyed by decision")) << out_;
}

TEST_F(DisposalProgram, AHoldIsSetShownAndLifted) {
  EXPECT_EQ(run({"retention", "hold", "--file", "HS-01", "--reason", "a case"}), 0) << out_;
  EXPECT_EQ(run({"retention", "holds"}), 0);
  EXPECT_TRUE(says("a case")) << out_;
  EXPECT_EQ(run({"retention", "lift", "0001", "--reason", "closed"}), 0) << out_;
  EXPECT_NE(run({"retention", "lift", "0001", "--reason", "closed"}), 0);
}

}  // namespace
}  // namespace sohoa
