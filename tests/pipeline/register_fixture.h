// An archive with small records in files, a clock that the test sets, two people who sign.
#pragma once

#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <string>
#include <vector>

#include "archive/signing.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/disposal.h"
#include "pipeline/files.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

class RegisterTest : public testing::Test {
 protected:
  // `records` small records, five a file, in an archive whose databases know them.
  explicit RegisterTest(int records = 0);

  [[nodiscard]] Registrar registrar(const std::string& user = "lan") const;
  // Closed in 2005 and kept ten years, unless told otherwise.
  void describe(const std::string& code, const std::string& closed_on = "2005-06-30",
                const std::string& period = "10");
  // Registers a person with a key of that name.
  void register_person(const std::string& name);
  [[nodiscard]] fs::path key_of(const std::string& name) const;
  void approve(const std::string& number, const std::string& person);
  // Proposed and approved by two.
  [[nodiscard]] std::string approved_disposal(const std::vector<std::string>& codes);
  void open_databases();

  EmptyFolder folder_;
  ArchiveLayout layout_;
  std::string today_ = "2026-11-23T08:00:00Z";
  std::vector<std::string> ids_;  // of the small records
  std::unique_ptr<Catalogue> catalogue_;
  std::unique_ptr<SearchIndex> search_;
};

// The first file of the small records, with the records 0 to 4.
[[nodiscard]] std::string first_file();

[[nodiscard]] std::string message_of(const std::function<void()>& action);
[[nodiscard]] std::string file_bytes(const fs::path& file);

}  // namespace sohoa
