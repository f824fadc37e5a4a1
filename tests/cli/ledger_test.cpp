// The ledger's anchors, and the way on from one that was cut, as they are typed.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class LedgerProgram : public testing::Test {
 protected:
  LedgerProgram() : archive_((folder_.path() / "kho").string()) {
    EXPECT_EQ(run({"init", archive_, "--key", at("private.key")}), 0) << out_;
    for (int i = 0; i < 4; ++i)
      EXPECT_EQ(run({"file", "set", "HS-0" + std::to_string(i), "--title", "a"}), 0) << out_;
  }

  // Arguments are quoted for the shell; `typed` is standard input.
  int run(const std::vector<std::string>& arguments, const std::string& typed = "") {
    std::string command = "printf '" + typed + "' | " SOHOA_BINARY_DIR "/sohoa --english";
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
  [[nodiscard]] bool says(const std::string& text) const {
    return out_.find(text) != std::string::npos;
  }
  [[nodiscard]] fs::path ledger() const {
    for (const auto& file : fs::directory_iterator(fs::path(archive_) / "ledger"))
      if (file.path().extension() == ".jsonl") return file.path();
    return {};
  }
  // All but the last two lines.
  void cut() const {
    const std::string text = bytes_of(ledger());
    const std::size_t end = text.rfind('\n', text.rfind('\n', text.size() - 2) - 1) + 1;
    std::ofstream(ledger().string(), std::ios::binary | std::ios::trunc) << text.substr(0, end);
  }

  EmptyFolder folder_;
  const std::string archive_;
  std::string out_;
};

TEST_F(LedgerProgram, AnAnchorKeptElsewhereIsHeldAgainstTheLedger) {
  ASSERT_EQ(run({"ledger", "anchor"}), 0) << out_;
  EXPECT_TRUE(says("\nline: 5\n")) << out_;
  EXPECT_TRUE(says("sohoa ledger check FILE")) << out_;
  ASSERT_EQ(run({"ledger", "anchor", "-o", at("anchor.txt")}), 0) << out_;
  EXPECT_NE(run({"ledger", "anchor", "-o", at("anchor.txt")}), 0);
  EXPECT_EQ(run({"ledger", "check", at("anchor.txt")}), 0) << out_;
  EXPECT_TRUE(says("every line up to line 5")) << out_;
  const std::string good = bytes_of(ledger());
  std::string bad = good;
  bad[bad.find("file version")] = 'F';
  std::ofstream(ledger().string(), std::ios::binary | std::ios::trunc) << bad;
  EXPECT_EQ(run({"ledger", "check", at("anchor.txt")}), 4) << out_;
  EXPECT_EQ(run({"ledger", "anchor"}), 4) << out_;
  std::ofstream(ledger().string(), std::ios::binary | std::ios::trunc) << good;
  std::ofstream(at("other.txt")) << "archive: 00\n";
  EXPECT_EQ(run({"ledger", "check", at("other.txt")}), 4) << out_;
}

TEST_F(LedgerProgram, ACutThatNoCopyHasIsAcceptedByTypingTheLines) {
  EXPECT_EQ(run({"ledger", "accept-loss", "--reason", "x"}), 0);
  EXPECT_TRUE(says("lacks no line")) << out_;
  cut();
  EXPECT_EQ(run({"file", "set", "HS-09", "--title", "a"}), 4) << out_;
  EXPECT_EQ(run({"verify"}), 4) << out_;
  EXPECT_EQ(run({"ledger", "accept-loss", "--reason", "disk failed"}, "yes\\n"), 2) << out_;
  EXPECT_TRUE(says("4-5")) << out_;
  EXPECT_TRUE(says("Nothing was done")) << out_;
  EXPECT_NE(run({"ledger", "accept-loss", "--reason", " "}, "4-5\\n"), 0);
  ASSERT_EQ(run({"ledger", "accept-loss", "--reason", "disk failed"}, "4-5\\n"), 0) << out_;
  EXPECT_EQ(run({"file", "set", "HS-09", "--title", "a"}), 0) << out_;
  // The papers that only lost lines named are told; the gap itself is a note.
  EXPECT_EQ(run({"verify", "--json"}), 4) << out_;
  EXPECT_TRUE(says("\"kind\":\"ledger_gap\",\"damage\":false")) << out_;
  EXPECT_TRUE(says("lines 4 to 5 are lost: disk failed")) << out_;
  EXPECT_TRUE(says("\"kind\":\"file_unlisted\"")) << out_;
  EXPECT_FALSE(says("ledger_damaged")) << out_;
  EXPECT_EQ(run({"repair"}), 0) << out_;
  EXPECT_EQ(run({"verify", "--json"}), 0) << out_;
  EXPECT_TRUE(says("\"kind\":\"ledger_gap\"")) << out_;
}

TEST_F(LedgerProgram, WhereACopyHasTheLinesTheyAreNotGivenUp) {
  ASSERT_EQ(run({"copy", "--to", at("copy")}), 0) << out_;
  cut();
  cut();
  EXPECT_NE(run({"ledger", "accept-loss", "--reason", "x"}, "3-6\\n"), 0);
  EXPECT_TRUE(says("sohoa repair --from")) << out_;
  EXPECT_EQ(run({"repair", "--from", at("copy")}), 0) << out_;
  EXPECT_EQ(run({"verify"}), 0) << out_;
}

}  // namespace
}  // namespace sohoa
