// What stands on a terminal while pages are read, and that nothing of it goes into a pipe.
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/cli/program_under_test.h"

namespace sohoa {

namespace {

// Everything that the program writes to a terminal of so many columns.
std::string on_terminal(const std::string& command, unsigned short columns) {
  const winsize size{24, columns, 0, 0};
  int terminal = -1;
  const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
    ::_exit(127);
  }
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = ::read(terminal, buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(terminal);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0) << text;
  return text;
}

class Drawn : public ProgramTest {
 protected:
  [[nodiscard]] std::string command(const std::string& more) const {
    return program() + " --archive '" + archive_.string() + "' ingest '" +
           sample("quyet-dinh-100dpi.png").string() + "' '" +
           sample("nghi-quyet-nhieu-trang.pdf").string() + "' --jobs 1" + more;
  }
};

}  // namespace

TEST_F(Drawn, ATerminalShowsABarPagesRateAndTimeLeftWithinItsWidth) {
  const std::string text = on_terminal(command(""), 100);
  for (const char* part : {"░", "█", " trang · ", " trang/phút", "còn "})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  const std::string narrow = on_terminal(
      program() + " ocr '" + sample("nghi-quyet-nhieu-trang.pdf").string() + "' -o /dev/null", 30);
  std::size_t longest = 0;
  for (std::size_t at = narrow.find("\x1b[K"); at != std::string::npos;) {
    const std::size_t next = narrow.find("\x1b[K", at + 1);
    const std::string line = narrow.substr(at + 3, next - at - 3);
    std::size_t columns = 0;
    for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    longest = std::max(longest, columns);
    at = next;
  }
  EXPECT_LE(longest, 31U) << narrow;
}

TEST_F(Drawn, APipeGetsPlainLines) {
  const Ran ran = run_shell(command(" 2>&1"));
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_EQ(ran.out.find('\r'), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << ran.out;
}

}  // namespace sohoa
