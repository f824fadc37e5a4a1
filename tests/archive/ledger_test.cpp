#include "archive/ledger.h"

#include <sys/wait.h>
#include <unistd.h>

#include <sstream>

#include "archive/ledger_check.h"
#include "archive/ledger_head.h"
#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

class Ledger : public ArchiveTest {
 protected:
  void append(const std::string& act, const std::string& at = "2026-03-04T05:06:07Z") {
    append_to_ledger(layout_, {at, act, "id", "", "a \"quoted\" detail\nin two lines", "tester"});
  }
  [[nodiscard]] std::vector<std::string> lines(int year = 2026) const {
    std::istringstream text(read_all(layout_.ledger(year)));
    std::vector<std::string> result;
    for (std::string line; std::getline(text, line);) result.push_back(line);
    return result;
  }
  void write_lines(const std::vector<std::string>& lines) const {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    write_all(layout_.ledger(2026), text);
  }
};

TEST_F(Ledger, LinesAreChained) {
  for (const char* act : {"init", "ingest", "fixity"}) append(act);
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  const std::vector<std::string> written = lines();
  ASSERT_EQ(written.size(), 3U);
  EXPECT_TRUE(written[0].starts_with(R"({"seq":1,)"));
  EXPECT_NE(written[0].find(std::string(64, '0')), std::string::npos);
  EXPECT_NE(written[2].find("\"prev\":\"" + hash_bytes(written[1]).sha256.hex), std::string::npos);
  EXPECT_EQ(ledger_head(layout_).seq, 3U);
  EXPECT_EQ(ledger_head(layout_).line, hash_bytes(written[2]).sha256);
}

TEST_F(Ledger, AnEmptyLedgerHasNoFindingsAndNoHead) {
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  EXPECT_EQ(ledger_head(layout_).seq, 0U);
}

TEST_F(Ledger, TheChainGoesOnInTheNextYearAndNeverBack) {
  append("a", "2026-12-31T23:59:59Z");
  append("b", "2027-01-01T00:00:00Z");
  append("c", "2026-12-31T23:59:58Z");
  EXPECT_EQ(lines(2026).size(), 1U);
  EXPECT_EQ(lines(2027).size(), 2U);
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
}

TEST_F(Ledger, AChangedLineIsNamed) {
  for (const char* act : {"a", "b", "c"}) append(act);
  std::vector<std::string> changed = lines();
  changed[1].replace(changed[1].find("tester"), 6, "nobody");
  write_lines(changed);
  ASSERT_EQ(check_ledger(layout_).size(), 1U);
  EXPECT_TRUE(finds(check_ledger(layout_), "2026.jsonl line 2", "changed"));
}

TEST_F(Ledger, AMissingLineIsNamed) {
  for (const char* act : {"a", "b", "c", "d"}) append(act);
  std::vector<std::string> changed = lines();
  changed.erase(changed.begin() + 1);
  write_lines(changed);
  ASSERT_EQ(check_ledger(layout_).size(), 1U);
  EXPECT_TRUE(finds(check_ledger(layout_), "2026.jsonl line 2", "missing"));
}

TEST_F(Ledger, SwappedLinesAreNamed) {
  for (const char* act : {"a", "b", "c", "d"}) append(act);
  std::vector<std::string> changed = lines();
  std::swap(changed[1], changed[2]);
  write_lines(changed);
  EXPECT_TRUE(finds(check_ledger(layout_), "2026.jsonl line 3", "swapped"));
}

TEST_F(Ledger, ALineCutShortByACrashIsNamedAndMendedByTheNext) {
  append("a");
  const std::string head = read_all(ledger_head_file(layout_));
  append("b");
  const std::string text = read_all(layout_.ledger(2026));
  write_all(layout_.ledger(2026), text.substr(0, text.size() - 20));
  write_all(ledger_head_file(layout_), head);  // a crash in the line comes before the note
  EXPECT_TRUE(finds(check_ledger(layout_), "2026.jsonl line 2", "cut short by a crash"));
  append("c");
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  ASSERT_EQ(lines().size(), 3U);
  EXPECT_NE(lines()[1].find("ledger-mended"), std::string::npos);
}

TEST_F(Ledger, ACrashBetweenLineAndNoteIsNoFinding) {
  append("a");
  const std::string head = read_all(ledger_head_file(layout_));
  append("b");
  write_all(ledger_head_file(layout_), head);
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  append("c");
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  EXPECT_EQ(lines().size(), 3U);
}

TEST_F(Ledger, LinesCutOffTheEndAreNamedAndNothingIsPutBehindTheCut) {
  for (const char* act : {"a", "b", "c", "d"}) append(act);
  std::vector<std::string> cut = lines();
  cut.resize(2);
  write_lines(cut);
  EXPECT_TRUE(finds(check_ledger(layout_), "2026.jsonl: ", "behind seq 2 up to seq 4 are missing"));
  EXPECT_EQ(reason_of([&] { append("e"); }), Reason::archive_corrupt);
  EXPECT_EQ(lines(), cut);
}

TEST_F(Ledger, ACutInTheMiddleOfALineIsNoCrashWhenMoreWasWritten) {
  for (const char* act : {"a", "b", "c"}) append(act);
  const std::string text = read_all(layout_.ledger(2026));
  write_all(layout_.ledger(2026), text.substr(0, text.size() - 20));
  EXPECT_TRUE(finds(check_ledger(layout_), "2026.jsonl line 3", "cut off"));
  EXPECT_EQ(reason_of([&] { append("d"); }), Reason::archive_corrupt);
}

TEST_F(Ledger, ADamagedOrMissingHeadIsNamedAndWrittenAnew) {
  for (const bool missing : {false, true}) {
    append("a");
    append("b");
    if (missing)
      fs::remove(ledger_head_file(layout_));
    else
      write_all(ledger_head_file(layout_), "sohoa-ledger-head 1 2 0 0\n");
    EXPECT_TRUE(finds(check_ledger(layout_), "head", missing ? "missing" : "damaged"));
    append("c");
    EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
    EXPECT_NE(lines()[lines().size() - 2].find("ledger-mended"), std::string::npos);
  }
}

TEST_F(Ledger, FilesWrittenAndTakenAwayAreReadBack) {
  append_to_ledger(layout_, {"2026-03-04T05:06:07Z",
                             "ingest",
                             "id",
                             "",
                             "",
                             "tester",
                             {{"store/a \"b\"/v1.tar", std::string(64, 'a'), 12}},
                             {"store/old.tar"}});
  std::vector<LedgerLine> taken;
  const LedgerState state = inspect_ledger(
      layout_, [&](const LedgerLine& line, const LedgerHead&) { taken.push_back(line); });
  EXPECT_EQ(state.findings, std::vector<std::string>{});
  ASSERT_EQ(taken.size(), 1U);
  ASSERT_EQ(taken[0].entry.files.size(), 1U);
  EXPECT_EQ(taken[0].entry.files[0].path, "store/a \"b\"/v1.tar");
  EXPECT_EQ(taken[0].entry.files[0].bytes, 12U);
  EXPECT_EQ(taken[0].entry.removed, std::vector<std::string>{"store/old.tar"});
  EXPECT_EQ(state.first_line.hex, hash_bytes(lines()[0]).sha256.hex);
}

TEST_F(Ledger, AYearCutShortIsMendedBeforeTheNextYearBegins) {
  append("a", "2026-12-31T23:59:59Z");
  write_all(layout_.ledger(2026), read_all(layout_.ledger(2026)) + "{\"seq\":2,");
  append("b", "2027-01-01T00:00:00Z");
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  EXPECT_EQ(lines(2026).size(), 2U);
  EXPECT_EQ(lines(2027).size(), 1U);
}

TEST_F(Ledger, ProcessesThatAppendAtOnceKeepTheChain) {
  constexpr int kProcesses = 3;
  constexpr int kLines = 10;
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      for (int j = 0; j < kLines; ++j) append("act " + std::to_string(j));
      _exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(lines().size(), std::size_t{kProcesses * kLines});
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
}

TEST_F(Ledger, AVeryLongLineIsFoundAgain) {
  append_to_ledger(layout_, {"2026-03-04T05:06:07Z", "a", "", "", std::string(200'000, 'x'), ""});
  append("b");
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
}

TEST_F(Ledger, TheShellCommandsOfTheFormatPageProveTheChain) {
  for (const char* act : {"a", "b", "c"}) append(act);
  const std::string script =
      "prev=$(printf '%064d' 0)\n"
      "while IFS= read -r line; do\n"
      "  case \"$line\" in *\"\\\"prev\\\":\\\"$prev\\\"}\") ;; *) exit 1 ;; esac\n"
      "  prev=$(printf '%s' \"$line\" | sha256sum | cut -c 1-64)\n"
      "done\n";
  write_all(folder_ / "chain.sh", script);
  const std::string command =
      "sh " + (folder_ / "chain.sh").string() + " < " + layout_.ledger(2026).string();
  EXPECT_EQ(run_shell(command), 0);
  std::vector<std::string> changed = lines();
  changed[0].replace(changed[0].find("tester"), 6, "nobody");
  write_lines(changed);
  EXPECT_EQ(run_shell(command), 1);
}

TEST_F(Ledger, EveryChangedByteIsFoundAndItsLineNamed) {
  for (const char* act : {"a", "b", "c"}) append(act);
  const std::string good = read_all(layout_.ledger(2026));
  long line = 1;
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    write_all(layout_.ledger(2026), bad);
    const std::vector<std::string> findings = check_ledger(layout_);
    ASSERT_FALSE(findings.empty()) << at;
    ASSERT_TRUE(finds(findings, "2026.jsonl line " + std::to_string(line), "")) << at;
    if (good[at] == '\n') ++line;
  }
}

TEST_F(Ledger, EveryCutIsFound) {
  for (const char* act : {"a", "b", "c"}) append(act);
  const std::string good = read_all(layout_.ledger(2026));
  for (std::size_t size = 0; size < good.size(); ++size) {
    write_all(layout_.ledger(2026), good.substr(0, size));
    ASSERT_FALSE(check_ledger(layout_).empty()) << size;
  }
}

TEST_F(Ledger, EveryChangedByteOfTheHeadIsFound) {
  append("a");
  const std::string good = read_all(ledger_head_file(layout_));
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    write_all(ledger_head_file(layout_), bad);
    ASSERT_TRUE(finds(check_ledger(layout_), "head", "damaged")) << at;
  }
}

}  // namespace
}  // namespace sohoa
