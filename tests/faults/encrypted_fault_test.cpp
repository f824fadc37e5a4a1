// An encrypted fonds with every kind of fault at every act: nothing of it is ever in clear, and
// whatever is there opens with the key that the settings name.
#include <gtest/gtest.h>

#include <boost/filesystem.hpp>

#include "archive/fonds_keys.h"
#include "archive/master_key.h"
#include "document/error.h"
#include "pipeline/rotate_key.h"
#include "tests/faults/archive_state.h"
#include "tests/faults/operations.h"
#include "tests/faults/supervisor.h"

namespace sohoa::faults {
namespace {

// What could not be taken in is kept in clear until somebody has looked at it
// (docs/archive-format.md, "Encrypted fonds").
bool is_not_taken_in(const fs::path& place, const std::string& file) {
  return file.starts_with(archive_of(place).failed().string());
}

std::vector<std::string> problems_of(const fs::path& place) {
  std::vector<std::string> problems = archive_problems(archive_of(place));
  for (const std::string& told : {scan_bytes(1), std::string(kReviewedSubject)})
    for (const std::string& file : files_that_tell(archive_of(place), told))
      if (!is_not_taken_in(place, file)) problems.push_back("in clear in " + file);
  return problems;
}

std::vector<std::string> settled_of(const fs::path& place) {
  std::vector<std::string> problems = verify_findings(archive_of(place));
  // The ledger keeps the name of an input that could once not be taken in.
  const std::string ledger = (archive_of(place).root() / "ledger").string();
  for (const std::string& file : files_that_tell(archive_of(place), "scan1.bmp"))
    if (!file.starts_with(ledger)) problems.push_back("named in " + file);
  return problems;
}

Operation on_an_encrypted_fonds(std::function<void(const fs::path&)> act) {
  Operation operation = on_an_archive(std::move(act));
  operation.prepare = [](const fs::path& place) {
    make_archive(place);
    encrypt_archive(place);
    write_scan(place / "scans", 1);
    (void)ingest_folder(place);
  };
  operation.problems = problems_of;
  operation.settled = settled_of;
  return operation;
}

Operation take_in_the_first() {
  Operation operation = on_an_encrypted_fonds([](const fs::path& place) {
    for (const DocumentOutcome& outcome : ingest_folder(place))
      if (outcome.outcome != Outcome::archived && outcome.outcome != Outcome::duplicate)
        throw std::runtime_error(outcome.detail);
  });
  operation.prepare = [](const fs::path& place) {
    make_archive(place);
    encrypt_archive(place);
    write_scan(place / "scans", 1);
  };
  return operation;
}

Operation change_the_key() {
  Operation operation = on_an_encrypted_fonds([](const fs::path& place) {
    (void)rotate_key(archive_of(place), {(place / "next.key").string(), ""}, standing_clock());
  });
  operation.settled = [](const fs::path& place) {
    std::vector<std::string> problems = settled_of(place);
    set_master_key_source([place] { return read_master_key(place / "master.key"); });
    try {
      (void)newest_data_key(fonds_folder(archive_of(place), "default"));
      problems.push_back("the old key still opens the fonds");
    } catch (const Error& error) {
      if (error.reason() != Reason::key_missing) throw;
    }
    return problems;
  };
  return operation;
}

class EncryptedFaults : public ::testing::TestWithParam<Kind> {};

TEST_P(EncryptedFaults, AnyActOfTakingInLeavesNothingInClear) {
  survives_every_act(take_in_the_first(), GetParam());
}

TEST_P(EncryptedFaults, AnyActOfReviewingLeavesNothingInClear) {
  survives_every_act(on_an_encrypted_fonds(review_each), GetParam());
}

TEST_P(EncryptedFaults, AnyActOfChangingTheKeyLeavesEveryBagOpenToTheKeyOfTheSettings) {
  survives_every_act(change_the_key(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Every, EncryptedFaults, every_kind(),
                         [](const auto& made) { return kind_name(made.param); });

TEST(ShortCallsOnEncrypted, ChangingTheKeyIsDoneAllTheSame) {
  survives_short_calls(change_the_key(), 7);
}

}  // namespace
}  // namespace sohoa::faults
