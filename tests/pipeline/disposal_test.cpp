// Disposal from the proposal to the certificate, and everything that must stop it.
#include "pipeline/disposal.h"

#include <map>
#include <nlohmann/json.hpp>

#include "archive/bag.h"
#include "archive/ledger_check.h"
#include "archive/register.h"
#include "archive/store.h"
#include "document/error.h"
#include "pipeline/destroy.h"
#include "pipeline/holds.h"
#include "pipeline/import_bags.h"
#include "pipeline/people.h"
#include "pipeline/reindex.h"
#include "tests/pipeline/register_fixture.h"
#include "tests/pipeline/small_records.h"

namespace sohoa {
namespace {

class DisposalTest : public RegisterTest {
 protected:
  DisposalTest() : RegisterTest(10) { describe(first_file()); }

  std::string propose() {
    return propose_disposal(registrar(), *catalogue_, {first_file()}, "hết thời hạn");
  }
  DestructionReport carry_out(
      const std::string& number,
      const std::function<void(long long, long long)>& progress = [](long long, long long) {}) {
    return carry_out_disposal(registrar(), *catalogue_, *search_, number, progress);
  }
  [[nodiscard]] bool in_store(const std::string& id) const {
    return !record_versions(layout_, RecordId{id}).empty();
  }
  [[nodiscard]] int ledger_lines(const std::string& act) const {
    int count = 0;
    (void)inspect_ledger(layout_, [&](const LedgerLine& line, const LedgerHead&) {
      if (line.entry.act == act) ++count;
    });
    return count;
  }
  [[nodiscard]] fs::path paper(const std::string& number, const std::string& name) const {
    return layout_.paper({"default", PaperKind::disposal, number, name});
  }
  // Writes what nobody may: a paper changed after it was written.
  void tamper(const fs::path& file, const std::string& from, const std::string& to) {
    std::string text = file_bytes(file);
    ASSERT_NE(text.find(from), std::string::npos);
    text.replace(text.find(from), from.size(), to);
    fs::permissions(file, fs::owner_read | fs::owner_write);
    std::ofstream(file.string(), std::ios::binary | std::ios::trunc) << text;
  }
  void expect_refused(const std::function<void()>& action, const std::string& why) {
    const std::string message = message_of(action);
    EXPECT_NE(message.find(why), std::string::npos) << message;
  }
  void expect_nothing_lost() {
    for (const std::string& id : ids_) EXPECT_TRUE(in_store(id)) << id;
  }
  void expect_accounted_for() {
    EXPECT_EQ(check_disposals(layout_).findings, std::vector<std::string>{});
    EXPECT_EQ(check_register(layout_).findings, std::vector<std::string>{});
    EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  }
};

TEST_F(DisposalTest, WhatTwoPeopleApprovedIsDestroyedAndNothingElse) {
  const std::string number = approved_disposal({first_file()});
  expect_nothing_lost();
  const DestructionReport report = carry_out(number);
  EXPECT_EQ(report.records, 5);
  EXPECT_EQ(report.bags, 5);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(in_store(ids_[static_cast<std::size_t>(i)]), i >= 5);
  EXPECT_FALSE(fs::exists(layout_.store() / "default/2026" / ids_[0]));
  EXPECT_EQ(read_disposal(layout_, "default", number).state, DisposalState::completed);
  EXPECT_EQ(check_disposals(layout_).destroyed, 5);
  expect_accounted_for();
}

TEST_F(DisposalTest, NothingOfADestroyedRecordStaysInTheDatabases) {
  const std::string subject = small_record_fields(0).at("subject").value;
  const auto traces = [&] {
    std::string bytes;
    for (const char* name : {"catalogue.db", "catalogue.db-wal", "search.db", "search.db-wal"})
      bytes += file_bytes(layout_.root() / name);
    return bytes;
  };
  ASSERT_NE(traces().find(ids_[0]), std::string::npos);
  ASSERT_NE(traces().find(subject), std::string::npos);
  (void)carry_out(approved_disposal({first_file()}));
  EXPECT_EQ(traces().find(ids_[0]), std::string::npos);
  EXPECT_EQ(traces().find(subject), std::string::npos);
  EXPECT_NE(traces().find(ids_[5]), std::string::npos);
  EXPECT_EQ(search_->record_count(), 5);
  EXPECT_FALSE(catalogue_->find_by_id(ids_[0]));
}

TEST_F(DisposalTest, TheCertificateStaysAndSaysWhatOnWhichGroundByWhom) {
  const std::string number = approved_disposal({first_file()});
  (void)carry_out(number);
  const auto json = nlohmann::json::parse(file_bytes(paper(number, "certificate")));
  EXPECT_EQ(json.at("by"), "lan");
  EXPECT_EQ(json.at("approvals").size(), 2U);
  EXPECT_EQ(json.at("files").at(0).at("ground"), "TT-05-2025, 06");
  EXPECT_EQ(json.at("records").size(), 5U);
  EXPECT_EQ(json.at("records").at(0).at("bags").at(0).at("sha256").get<std::string>().size(), 64U);
  EXPECT_EQ(ledger_lines("disposal-certificate"), 1);
  EXPECT_EQ(ledger_lines("destroy"), 5);
  EXPECT_EQ(ledger_lines("disposal-completed"), 1);
}

TEST_F(DisposalTest, FilesThatMustStillBeKeptAreNotProposed) {
  expect_refused([&] { (void)propose_disposal(registrar(), *catalogue_, {"none"}, "x"); },
                 "not described");
  describe(first_file(), "2005-06-30", "permanent");
  expect_refused([&] { (void)propose(); }, "never falls due");
  describe(first_file(), "2005-06-30", "undetermined");
  expect_refused([&] { (void)propose(); }, "never falls due");
  describe(first_file(), "", "10");
  expect_refused([&] { (void)propose(); }, "never falls due");
  describe(first_file(), "2016-06-30", "10");
  expect_refused([&] { (void)propose(); }, "due on 2027-01-01 only");
  today_ = "2027-01-01T00:00:00Z";
  EXPECT_NE(propose(), "");
}

TEST_F(DisposalTest, AHoldStopsProposalApprovalAndDestruction) {
  const std::string hold = set_hold(registrar(), "", ids_[3], "vụ án");
  expect_refused([&] { (void)propose(); }, "hold 0001");
  lift_hold(registrar(), hold, "xong");
  register_person("an");
  register_person("binh");
  const std::string number = propose();
  approve(number, "an");
  (void)set_hold(registrar(), first_file(), "", "thanh tra");
  expect_refused([&] { approve(number, "binh"); }, "hold 0002");
  lift_hold(registrar(), "0002", "xong");
  approve(number, "binh");
  (void)set_hold(registrar(), first_file(), "", "thanh tra lần 2");
  expect_refused([&] { (void)carry_out(number); }, "hold 0003");
  expect_nothing_lost();
}

TEST_F(DisposalTest, OneApprovalIsNotEnoughAndNobodyApprovesTwice) {
  register_person("an");
  const std::string number = propose();
  expect_refused([&] { (void)carry_out(number); }, "has 0 approvals");
  approve(number, "an");
  expect_refused([&] { approve(number, "an"); }, "already");
  expect_refused([&] { (void)carry_out(number); }, "has 1 approvals");
  expect_nothing_lost();
}

TEST_F(DisposalTest, OnlyTheKeyOfARegisteredPersonSigns) {
  register_person("an");
  register_person("binh");
  const std::string number = propose();
  const auto approve_with = [&](const std::string& person, const std::string& key,
                                const std::string& passphrase) {
    return [=, this] {
      approve_disposal(registrar(), *catalogue_, number, person, key_of(key), passphrase);
    };
  };
  expect_refused(approve_with("an", "binh", "mật khẩu thử"), "not the key of an");
  expect_refused(approve_with("an", "an", "a guess"), "passphrase is wrong");
  expect_refused(approve_with("chi", "an", "mật khẩu thử"), "not registered");
  retire_person(registrar(), "binh", "nghỉ hưu");
  expect_refused(approve_with("binh", "binh", "mật khẩu thử"), "not registered");
  EXPECT_TRUE(read_disposal(layout_, "default", number).approvals.empty());
}

TEST_F(DisposalTest, WhoRetiresLaterHasStillApproved) {
  const std::string number = approved_disposal({first_file()});
  today_ = "2026-12-01T00:00:00Z";
  retire_person(registrar(), "an", "nghỉ hưu");
  EXPECT_EQ(carry_out(number).records, 5);
}

TEST_F(DisposalTest, AForgedOrChangedApprovalDoesNotCount) {
  const std::string number = approved_disposal({first_file()});
  const nlohmann::json an = nlohmann::json::parse(file_bytes(paper(number, "approval-an")));
  const std::string digit = an.at("signature").get<std::string>().substr(0, 8);
  tamper(paper(number, "approval-an"), digit, digit == "00000000" ? "11111111" : "00000000");
  expect_refused([&] { (void)carry_out(number); }, "signature is wrong");
  EXPECT_FALSE(check_disposals(layout_).findings.empty());
  expect_nothing_lost();
}

TEST_F(DisposalTest, AnApprovalCopiedUnderAnotherNameDoesNotCount) {
  register_person("an");
  register_person("binh");
  const std::string number = propose();
  approve(number, "an");
  fs::copy_file(paper(number, "approval-an"), paper(number, "approval-binh"));
  tamper(paper(number, "approval-binh"), R"("person": "an")", R"("person": "binh")");
  EXPECT_EQ(read_disposal(layout_, "default", number).approvals.size(), 1U);
  expect_refused([&] { (void)carry_out(number); }, "has 1 approvals");
  expect_nothing_lost();
}

TEST_F(DisposalTest, AProposalChangedAfterTheApprovalsIsNotCarriedOut) {
  const std::string number = approved_disposal({first_file()});
  tamper(paper(number, "proposal"), ids_[0], ids_[8]);
  expect_refused([&] { (void)carry_out(number); }, "has 0 approvals");
  expect_nothing_lost();
}

TEST_F(DisposalTest, ACertificatePutThereByHandDestroysNothing) {
  register_person("an");
  const std::string number = propose();
  approve(number, "an");
  std::ofstream(paper(number, "certificate").string())
      << R"({"number":")" << number << R"(","at":"2026-01-01T00:00:00Z","by":"x"})";
  expect_refused([&] { (void)carry_out(number); }, "has 1 approvals");
  EXPECT_FALSE(check_disposals(layout_).findings.empty());
  expect_nothing_lost();
}

TEST_F(DisposalTest, WhatChangedSinceTheProposalNeedsANewOne) {
  const std::string number = approved_disposal({first_file()});
  describe(first_file(), "2005-06-30", "15");
  expect_refused([&] { (void)carry_out(number); }, "described anew");
  expect_nothing_lost();
}

TEST_F(DisposalTest, ABagThatIsNotAsItWasProposedIsNotDestroyed) {
  const std::string number = approved_disposal({first_file()});
  const fs::path bag = record_versions(layout_, RecordId{ids_[2]}).at(0).path;
  tamper(bag, "PDF-1.7", "PDF-1.6");
  EXPECT_NE(message_of([&] { (void)carry_out(number); }), "");
  expect_nothing_lost();
}

TEST_F(DisposalTest, AWithdrawnProposalIsOver) {
  const std::string number = approved_disposal({first_file()});
  withdraw_disposal(registrar(), number, "nhầm hồ sơ");
  expect_refused([&] { (void)carry_out(number); }, "withdrawn");
  register_person("chi");
  expect_refused([&] { approve(number, "chi"); }, "withdrawn already");
  EXPECT_NE(propose(), number);
  expect_nothing_lost();
}

TEST_F(DisposalTest, StoppedAfterAnyRecordItGoesOnAndDoesNothingTwice) {
  const std::string number = approved_disposal({first_file()});
  for (const long long stop_at : {1LL, 3LL, 5LL}) {
    EXPECT_THROW((void)carry_out(number,
                                 [&](long long done, long long) {
                                   if (done == stop_at) throw std::runtime_error("killed");
                                 }),
                 std::runtime_error);
    EXPECT_EQ(check_disposals(layout_).under_way, 1);
    expect_accounted_for();
  }
  EXPECT_EQ(carry_out(number).records, 5);
  EXPECT_EQ(carry_out(number).records, 5);
  EXPECT_EQ(ledger_lines("destroy"), 5);
  EXPECT_EQ(ledger_lines("disposal-certificate"), 1);
  EXPECT_EQ(ledger_lines("disposal-completed"), 1);
  expect_accounted_for();
}

TEST_F(DisposalTest, StoppedBetweenTheLedgersLineAndTheBagItRemovesTheBag) {
  const std::string number = approved_disposal({first_file()});
  std::map<std::string, std::string> bags;  // bytes by path
  for (const std::string& id : ids_) {
    const fs::path bag = record_versions(layout_, RecordId{id}).at(0).path;
    bags[bag.string()] = file_bytes(bag);
  }
  EXPECT_THROW(
      (void)carry_out(number, [](long long, long long) { throw std::runtime_error("killed"); }),
      std::runtime_error);
  std::erase_if(bags, [](const auto& bag) { return fs::exists(bag.first); });
  ASSERT_EQ(bags.size(), 1U);
  const auto& [path, bytes] = *bags.begin();
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  expect_accounted_for();
  (void)carry_out(number);
  EXPECT_FALSE(fs::exists(path));
  expect_accounted_for();
}

TEST_F(DisposalTest, AHoldThatComesInBetweenKeepsWhatIsLeft) {
  const std::string number = approved_disposal({first_file()});
  EXPECT_THROW((void)carry_out(number,
                               [&](long long done, long long) {
                                 if (done == 2) throw std::runtime_error("killed");
                               }),
               std::runtime_error);
  (void)set_hold(registrar(), first_file(), "", "vụ án");
  expect_refused([&] { (void)carry_out(number); }, "hold 0001");
  EXPECT_EQ(std::count_if(ids_.begin(), ids_.end(), [&](const auto& id) { return in_store(id); }),
            8);
}

TEST_F(DisposalTest, ABagThatComesBackAfterwardsIsFound) {
  const fs::path bag = record_versions(layout_, RecordId{ids_[0]}).at(0).path;
  const std::string bytes = file_bytes(bag);
  (void)carry_out(approved_disposal({first_file()}));
  fs::create_directories(bag.parent_path());
  std::ofstream(bag.string(), std::ios::binary) << bytes;
  EXPECT_FALSE(check_disposals(layout_).findings.empty());
}

TEST_F(DisposalTest, ReindexDoesNotBringDestroyedRecordsBack) {
  (void)carry_out(approved_disposal({first_file()}));
  catalogue_.reset();
  search_.reset();
  EXPECT_EQ(reindex(layout_, {}).records, 5);
  open_databases();
  EXPECT_FALSE(catalogue_->find_by_id(ids_[0]));
}

TEST_F(DisposalTest, ImportDoesNotBringADestroyedRecordBack) {
  const fs::path given = folder_.path() / "given" / "v1.tar";
  fs::create_directories(given.parent_path());
  fs::copy_file(record_versions(layout_, RecordId{ids_[0]}).at(0).path, given);
  (void)carry_out(approved_disposal({first_file()}));
  std::vector<ImportedRecord> told;
  ImportSink sink;
  sink.record = [&](const ImportedRecord& record) { told.push_back(record); };
  sink.other_bag = [](const OtherBag&) {};
  import_bags({given.string()}, layout_, *catalogue_, *search_, sink);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].outcome, ImportOutcome::refused);
  EXPECT_EQ(told[0].reason, Reason::destroyed);
  EXPECT_FALSE(in_store(ids_[0]));
}

TEST(DisposalAtIntake, ADestroyedRecordIsNotTakenInAgainAndTheReasonIsTold) {
  TestArchive archive;
  const auto first = archive.ingest_paths({sample("quyet-dinh-100dpi.png").string()});
  ASSERT_EQ(first.at(0).outcome, Outcome::archived);
  const std::string id = first[0].id;
  const Registrar registrar{archive.layout, "default", archive.house.clock, "lan"};
  const DestroyedRecord gone{id,
                             first[0].sha256,
                             "default",
                             "HS-01",
                             "2026-0001",
                             std::string(64, 'a'),
                             "2026-11-23T08:00:00Z"};
  ASSERT_TRUE(write_paper(archive.layout, {"default", PaperKind::destroyed, "", id},
                          spell_destroyed(gone), {gone.at, "destroy", id, "", "test", "lan"}));
  archive.catalogue.forget(std::vector<std::string>{id});
  fs::remove_all(archive.layout.store() / "default");
  const auto again = archive.ingest_paths({sample("quyet-dinh-100dpi.png").string()});
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].outcome, Outcome::rejected);
  EXPECT_EQ(again[0].reason, Reason::destroyed);
  EXPECT_NE(again[0].detail.find("2026-0001"), std::string::npos);
}

}  // namespace
}  // namespace sohoa
