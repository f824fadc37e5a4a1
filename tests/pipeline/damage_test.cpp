// A small sample of what bench/archive does a thousand times.
#include <gtest/gtest.h>

#include "pipeline/verify.h"
#include "tests/pipeline/damage_trial.h"
#include "tests/pipeline/house_for_test.h"
#include "tests/pipeline/made_archive.h"

namespace sohoa {
namespace {

TEST(Damage, EveryRandomDamageIsNamedByVerifyAndMendedFromACopyToTheSameBytes) {
  constexpr int kTrials = 30;
  const EmptyFolder folder;
  const ArchiveLayout layout(folder.path() / "kho");
  make_archive(layout, {.records = 20});
  DamageTrial trial(layout, folder.path() / "copy", 20261123);
  for (int i = 0; i < kTrials; ++i) {
    const TrialResult result = trial.run();
    ASSERT_TRUE(result.named && result.mended)
        << "trial " << i << ", " << damage_name(result.kind) << ": " << result.why;
  }
  std::string found;
  VerifyWatch watch;
  watch.finding = [&](const Finding& finding) { found += finding.path + " " + finding.detail; };
  EXPECT_EQ(verify(layout, {}, watch, [] { return std::chrono::system_clock::now(); }).damage, 0)
      << found;
}

}  // namespace
}  // namespace sohoa
