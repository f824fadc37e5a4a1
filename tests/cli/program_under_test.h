// The program as its users start it, with an archive of its own.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/pipeline/house_for_test.h"

namespace sohoa {

struct Ran {
  int status = -1;
  std::string out;  // standard output and error
};

inline Ran run_shell(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  Ran ran;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
    ran.out.append(buffer.data(), got);
  ran.status = WEXITSTATUS(::pclose(pipe));
  return ran;
}

class ProgramTest : public testing::Test {
 protected:
  ProgramTest() : archive_(folder_.path() / "kho") {
    EXPECT_EQ(run_shell(program() + " init '" + archive_.string() + "' --key '" +
                        (folder_.path() / "key").string() + "' >/dev/null")
                  .status,
              0);
  }

  static std::string program() { return SOHOA_BINARY_DIR "/sohoa"; }

  // With `typed` on standard input; `before` stands before the program.
  [[nodiscard]] Ran sohoa(const std::string& arguments, const std::string& typed = "",
                          const std::string& before = "") const {
    return run_shell("printf '" + typed + "' | SOHOA_ARCHIVE='" + archive_.string() + "' " +
                     before + " " + program() + " " + arguments + " 2>&1");
  }

  // A night in which nothing is waited for.
  void be_quick() const {
    std::ofstream(archive_.string() + "/sohoa.toml")
        << "[watch]\nsettle_seconds = 0.1\npatience_minutes = 0\n[budget]\nmin_free_gb = 0\n";
  }

  static std::string bytes_of(const fs::path& file) {
    std::ifstream in(file.string(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  EmptyFolder folder_;
  fs::path archive_;
};

}  // namespace sohoa
