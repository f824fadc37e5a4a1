#include "cli/passphrase.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "archive/durable_file.h"
#include "document/error.h"

namespace sohoa {

namespace {

constexpr std::size_t kMaxPassphraseFile = 4096;

Error refused(const std::string& why) {
  return {ErrorKind::document_failed, Reason::bad_settings, "passphrase", why};
}

// While it lives, what is typed is not shown.
class NoEcho {
 public:
  NoEcho() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~NoEcho() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
};

std::string ask(const std::string& question) {
  std::cerr << question << std::flush;
  const NoEcho silent;
  std::string line;
  std::getline(std::cin, line);
  std::cerr << '\n';
  return line;
}

}  // namespace

std::string ask_passphrase(const Globals& globals, const std::string& file, bool confirm) {
  if (!file.empty()) {
    const std::string text = read_small_file(file, kMaxPassphraseFile, "passphrase");
    return text.substr(0, text.find_first_of("\r\n"));
  }
  if (::isatty(STDIN_FILENO) == 0)
    throw refused("no terminal to ask for the passphrase; use --passphrase-file");
  const std::string typed = ask(say(globals, "Mật khẩu của khóa ký: ", "Passphrase of the key: "));
  if (confirm && ask(say(globals, "Nhập lại: ", "Again: ")) != typed)
    throw refused(say(globals, "hai lần nhập khác nhau", "the two are not the same"));
  return typed;
}

}  // namespace sohoa
