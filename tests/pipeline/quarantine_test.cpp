// What is put aside is what it is said to be, whatever happens at the same time.
#include "pipeline/quarantine.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>
#include <vector>

#include "document/error.h"
#include "pipeline/verify.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

class QuarantineTest : public testing::Test {
 protected:
  // A file in a folder of its own, so that many have one name.
  DocumentInput put(const std::string& folder, const std::string& bytes) {
    const fs::path place = archive_.folder.path() / folder;
    fs::create_directories(place);
    std::ofstream((place / "a.pdf").string(), std::ios::binary) << bytes;
    return {place / "a.pdf", folder + "/a.pdf"};
  }

  static DocumentOutcome failed(const DocumentInput& input) {
    DocumentOutcome outcome;
    outcome.path = input.path;
    outcome.outcome = Outcome::quarantined;
    outcome.reason = Reason::pdf_damaged;
    outcome.sha256 = take_in(input).checksums.sha256.hex;
    return outcome;
  }

  [[nodiscard]] bool is_empty() const {
    return fs::is_empty(archive_.layout.failed()) && archive_.catalogue.status().quarantined == 0;
  }

  TestArchive archive_;
};

TEST_F(QuarantineTest, KeepsNothingUnderTheSumOfAFileThatIsNoLongerThere) {
  const DocumentInput input = put("one", "a damaged file");
  const DocumentOutcome outcome = failed(input);
  put("one", "another file");
  EXPECT_THROW(quarantine_failed(input, outcome, archive_.house), Error);
  EXPECT_TRUE(is_empty());
  put("one", "a damaged file");
  quarantine_failed(input, outcome, archive_.house);
  EXPECT_FALSE(is_empty());
}

TEST_F(QuarantineTest, KeepsTheSameBytesOnceThoughTheyComeManyTimesAtOnce) {
  constexpr int kPlaces = 16;
  std::vector<DocumentInput> inputs;
  for (int i = 0; i < kPlaces; ++i) inputs.push_back(put(std::to_string(i), "a damaged file"));
  {
    std::vector<std::jthread> threads;
    for (const DocumentInput& input : inputs)
      threads.emplace_back([&] { quarantine_failed(input, failed(input), archive_.house); });
  }
  EXPECT_EQ(archive_.catalogue.status().quarantined, kPlaces);
  EXPECT_EQ(verify(archive_.layout, {}, {}, archive_.house.clock).damage, 0);
}

}  // namespace
}  // namespace sohoa
