// A test fixture with an empty directory of its own.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

namespace sohoa {

class EmptyDirectory : public testing::Test {
 protected:
  EmptyDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sohoa-index-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
    directory_ = pattern;
  }
  ~EmptyDirectory() override { std::filesystem::remove_all(directory_); }

  [[nodiscard]] std::string path(const std::string& name) const {
    return (directory_ / name).string();
  }

 private:
  std::filesystem::path directory_;
};

}  // namespace sohoa
