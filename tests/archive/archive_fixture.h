// What the tests of archive/ share: an empty folder a test, and a bag in it.
#pragma once

#include <gtest/gtest.h>

#include <boost/filesystem/operations.hpp>
#include <functional>
#include <string>
#include <vector>

#include "archive/bag.h"
#include "archive/hash.h"
#include "archive/layout.h"
#include "document/error.h"

namespace sohoa {

[[nodiscard]] std::string read_all(const fs::path& file);
void write_all(const fs::path& file, const std::string& bytes);

// The same bytes in every run, without pattern.
[[nodiscard]] std::string noise(std::size_t size, unsigned seed = 1);

// Runs a shell command; its exit status.
[[nodiscard]] int run_shell(const std::string& command);

// The reason of the Error that `action` throws; Reason::none when it throws nothing.
[[nodiscard]] Reason reason_of(const std::function<void()>& action);

// True when one finding begins with `rule` and names `what`.
[[nodiscard]] bool finds(const std::vector<std::string>& findings, const std::string& rule,
                         const std::string& what);

class ArchiveTest : public testing::Test {
 protected:
  ArchiveTest();
  ~ArchiveTest() override;

  // A small record with two pages, its files under folder_.
  [[nodiscard]] BagContents contents(const std::string& original_bytes = "the original bytes");
  [[nodiscard]] BagPlace place(const BagContents& contents, int version = 1) const;

  fs::path folder_;
  ArchiveLayout layout_;
};

}  // namespace sohoa
