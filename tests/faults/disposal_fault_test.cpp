// Destroying what two people approved, with every kind of fault at every act.
#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <map>
#include <stdexcept>

#include "archive/ledger_check.h"
#include "archive/register.h"
#include "archive/signing.h"
#include "pipeline/destroy.h"
#include "pipeline/disposal.h"
#include "pipeline/files.h"
#include "pipeline/people.h"
#include "tests/faults/archive_state.h"
#include "tests/faults/operations.h"
#include "tests/faults/supervisor.h"

namespace sohoa::faults {
namespace {

constexpr const char* kNumber = "2026-0001";
constexpr const char* kPassphrase = "mật khẩu thử";

Registrar registrar_of(const ArchiveLayout& layout) {
  return {layout, "default", standing_clock(), "lan"};
}

void let_it_fall_due(const Registrar& registrar) {
  FileDescription file = current_file(registrar.layout, "default", kFile).value();
  file.closed_on = "2005-06-30";
  file.period = parse_period("10").value();
  file.ground = "TT-05-2025, 06";
  write_file_version(registrar, file);
}

// All records but one are to be destroyed, and two people have signed it.
void approved_disposal(const fs::path& place) {
  archive_with_a_file(place);
  const ArchiveLayout layout = archive_of(place);
  const Registrar registrar = registrar_of(layout);
  let_it_fall_due(registrar);
  const Catalogue catalogue(layout.catalogue().string());
  for (const char* name : {"an", "binh"}) {
    Person person;
    person.name = person.full_name = name;
    person.public_key = make_signing_key(place / name, kPassphrase, PassphraseCost::interactive);
    add_person(registrar, person);
  }
  if (propose_disposal(registrar, catalogue, {kFile}, "hết thời hạn") != kNumber)
    throw std::runtime_error("another number");
  for (const char* name : {"an", "binh"})
    approve_disposal(registrar, catalogue, kNumber, name, place / name, kPassphrase);
}

void carry_out(const fs::path& place) {
  const ArchiveLayout layout = archive_of(place);
  Catalogue catalogue(layout.catalogue().string());
  SearchIndex search(layout.search().string());
  const DestructionReport report =
      carry_out_disposal(registrar_of(layout), catalogue, search, kNumber);
  if (report.records != kRecords - 1) throw std::runtime_error("other records");
}

struct Told {
  std::map<std::string, int> papers;  // of the register: how many lines name each
  std::map<std::string, int> removed;
};

Told told_by_ledger(const ArchiveLayout& layout) {
  Told told;
  (void)inspect_ledger(layout, [&](const LedgerLine& line, const LedgerHead&) {
    for (const LedgerFile& file : line.entry.files)
      if (file.path.starts_with("register/")) ++told.papers[file.path];
    for (const std::string& path : line.entry.removed) ++told.removed[path];
  });
  return told;
}

// Each paper and each bag that went stands in the ledger once, however often it was begun.
std::string state_of(const fs::path& place) {
  const ArchiveLayout layout = archive_of(place);
  std::string state = archive_state(layout) + tree_state(layout.papers());
  const Told told = told_by_ledger(layout);
  for (const auto& named : {told.papers, told.removed})
    for (const auto& [path, count] : named) state += path + " " + std::to_string(count) + "\n";
  return state;
}

// No bag goes before the ledger says so, and none that was not approved.
std::vector<std::string> problems_of(const fs::path& place) {
  const ArchiveLayout layout = archive_of(place);
  std::vector<std::string> problems = check_disposals(layout).findings;
  for (const std::string& finding : damaged_bags(layout)) problems.push_back(finding);
  const Told told = told_by_ledger(layout);
  const Disposal disposal = read_disposal(layout, "default", kNumber);
  std::size_t gone = 0;
  for (const DisposalRecord& record : disposal.proposal.records)
    for (const DisposalBag& bag : record.bags) {
      gone += fs::exists(layout.root() / bag.path) ? 0 : 1;
      if (!fs::exists(layout.root() / bag.path) && !told.removed.contains(bag.path))
        problems.push_back("gone without a line: " + bag.path);
    }
  std::size_t bags = 0;
  for (fs::recursive_directory_iterator it(layout.store()), end; it != end; ++it)
    bags += it->path().extension() == ".tar" ? 1 : 0;
  if (bags + gone != kRecords) problems.push_back("a bag is gone that nobody disposed of");
  return problems;
}

std::vector<std::string> left_in_the_end(const fs::path& place) {
  const ArchiveLayout layout = archive_of(place);
  std::vector<std::string> problems = archive_problems(layout);
  for (const std::string& finding : check_register(layout).findings) problems.push_back(finding);
  for (const std::string& finding : verify_findings(layout)) problems.push_back(finding);
  for (const std::string& file : files_that_tell(layout, "scan1.bmp"))
    problems.push_back("a destroyed record is told of in " + file);
  return problems;
}

class DisposalFaults : public ::testing::TestWithParam<Kind> {};

TEST_P(DisposalFaults, AnyActDestroysOnlyWhatIsCertifiedAndIsContinuedToTheEnd) {
  survives_every_act({approved_disposal, carry_out, state_of, problems_of, left_in_the_end},
                     GetParam());
}

INSTANTIATE_TEST_SUITE_P(Every, DisposalFaults, every_kind(),
                         [](const auto& made) { return kind_name(made.param); });

TEST(ShortDisposals, ShortReadsAndWritesChangeNothing) {
  survives_short_calls({approved_disposal, carry_out, state_of, problems_of, left_in_the_end}, 7);
}

}  // namespace
}  // namespace sohoa::faults
