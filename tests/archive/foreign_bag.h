// A bag of another maker, built file by file and broken as a test wants it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "archive/bagit_check.h"
#include "tests/archive/archive_fixture.h"

namespace sohoa {

class ForeignBagTest : public testing::Test {
 protected:
  ForeignBagTest();
  ~ForeignBagTest() override;

  // A valid bag of the version with two payload files and these algorithms.
  void make(const std::string& version = "1.0",
            const std::vector<std::string>& algorithms = {"sha256"});
  // Puts a payload file in and lists it in every payload manifest.
  void add_payload(const std::string& path, const std::string& content);
  // Tag manifests that fit the tag files as they are now; payload manifests are not touched.
  void sum_tags();
  [[nodiscard]] std::string sum(const std::string& algorithm, const std::string& content) const;
  // The line of a manifest for a file of the bag.
  [[nodiscard]] std::string line(const std::string& algorithm, const std::string& path) const;

  // Written as a folder and checked.
  [[nodiscard]] BagitReport check();
  // Written as tar below the top folder "bag" and checked.
  [[nodiscard]] BagitReport check_tar();

  fs::path folder_;
  std::vector<std::string> algorithms_;
  std::map<std::string, std::string> files_;  // by path from the base folder
};

[[nodiscard]] bool has_rule(const std::vector<BagitFinding>& findings, const std::string& rule,
                            const std::string& what = "");

// All findings, a line each, for the message of a failed expectation.
[[nodiscard]] std::string told(const BagitReport& report);

}  // namespace sohoa
