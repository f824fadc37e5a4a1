// Files, their retention, what falls due, and holds.
#include "pipeline/files.h"

#include "archive/bag.h"
#include "archive/ledger_check.h"
#include "archive/register.h"
#include "pipeline/due_list.h"
#include "pipeline/holds.h"
#include "pipeline/people.h"
#include "pipeline/record_json.h"
#include "tests/pipeline/register_fixture.h"

namespace sohoa {
namespace {

class Files : public RegisterTest {};

TEST_F(Files, EveryDescriptionIsANewVersionAndTheOldOnesStay) {
  describe("HS-01", "2005-06-30", "10");
  describe("HS-01", "2005-06-30", "permanent");
  const auto history = file_history(layout_, "default", "HS-01");
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(history[0].period.years, 10);
  EXPECT_EQ(history[1].period.kind, RetentionPeriod::Kind::permanent);
  EXPECT_EQ(current_file(layout_, "default", "HS-01")->version, 2);
  EXPECT_EQ(history[0].by, "lan");
  EXPECT_TRUE(fs::exists(layout_.root() / "register/default/files/HS-01/f1.json"));
}

TEST_F(Files, EveryPaperIsNamedInTheLedgerAndAChangedOneIsFound) {
  describe("HS-01");
  EXPECT_EQ(check_register(layout_).findings, std::vector<std::string>{});
  EXPECT_EQ(check_ledger(layout_), std::vector<std::string>{});
  const fs::path paper = layout_.root() / "register/default/files/HS-01/f1.json";
  const std::string text = file_bytes(paper);
  fs::permissions(paper, fs::owner_read | fs::owner_write);
  std::ofstream(paper.string()) << text << ' ';
  ASSERT_EQ(check_register(layout_).findings.size(), 1U);
  EXPECT_NE(check_register(layout_).findings[0].find("checksum mismatch"), std::string::npos);
  fs::remove(paper);
  EXPECT_NE(check_register(layout_).findings.at(0).find("missing file"), std::string::npos);
}

TEST_F(Files, APaperPutThereByHandIsFound) {
  const fs::path paper = layout_.root() / "register/default/files/HS-02/f1.json";
  fs::create_directories(paper.parent_path());
  std::ofstream(paper.string()) << "{}";
  std::ofstream((layout_.root() / "register/default/notes.txt").string()) << "x";
  const auto findings = check_register(layout_).findings;
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_NE(findings[0].find("not named in the ledger"), std::string::npos);
  EXPECT_NE(findings[1].find("unexpected file"), std::string::npos);
}

TEST_F(Files, ALineThatACrashKeptOutOfTheLedgerIsCompletedOnce) {
  describe("HS-01");
  const fs::path ledger = layout_.ledger(2026);
  fs::remove_all(layout_.ledger(2026).parent_path());
  ASSERT_EQ(check_register(layout_).findings.size(), 1U);
  complete_register(layout_, today_, "lan");
  complete_register(layout_, today_, "lan");
  EXPECT_EQ(check_register(layout_).findings, std::vector<std::string>{});
  const std::string lines = file_bytes(ledger);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1);
}

TEST_F(Files, CodesMayHavePartsAndLettersButNeverLeadOutside) {
  describe("Hộp 01/Hồ sơ số 5 (1975)");
  EXPECT_EQ(paper_names(layout_, "default", PaperKind::file),
            std::vector<std::string>{"Hộp 01/Hồ sơ số 5 (1975)"});
  for (const char* code :
       {"", "..", "../x", "a/../b", "/etc", "a//b", "a/", ".x", "a.json", "a\\b", "a\nb"})
    EXPECT_NE(message_of([&] { describe(code); }).find("unsafe_name"), std::string::npos) << code;
}

TEST_F(Files, AFolderAtIntakeBecomesASafeCode) {
  EXPECT_EQ(file_code("HS-01"), "HS-01");
  EXPECT_EQ(file_code("./Hộp 1//HS-01/"), "Hộp 1/HS-01");
  EXPECT_EQ(file_code("Quye\u0302\u0301t"), "Quyết");
  EXPECT_EQ(file_code(".hidden/x.json"), "_.hidden_/_x.json_");
  EXPECT_EQ(file_code(""), "");
  EXPECT_EQ(file_code("."), "");
  EXPECT_TRUE(is_paper_name(file_code("../../etc")));
}

TEST_F(Files, DaysThatThereAreNotAndEndsBeforeTheBeginningAreRefused) {
  EXPECT_NE(message_of([&] { describe("HS-01", "2005-02-30"); }).find("bad_settings"),
            std::string::npos);
  FileDescription file;
  file.code = "HS-02";
  file.start_date = "2005-02-01";
  file.end_date = "2005-01-01";
  EXPECT_NE(message_of([&] { write_file_version(registrar(), file); }).find("before it begins"),
            std::string::npos);
}

TEST_F(Files, OfTwoWritersOfAVersionTheSecondIsTold) {
  describe("HS-01");
  FileDescription stale = current_file(layout_, "default", "HS-01").value();
  describe("HS-01", "2006-01-01");
  stale.title = "another";
  EXPECT_NE(message_of([&] { write_file_version(registrar(), stale); }).find("somebody else"),
            std::string::npos);
}

class DueList_ : public RegisterTest {
 protected:
  DueList_() : RegisterTest(20) {}
  DueList due(const std::string& by) { return due_files(layout_, "default", *catalogue_, by); }
};

TEST_F(DueList_, OnlyWhatIsClosedTimedAndOverIsDueAndTheRestIsCounted) {
  describe("G09.01.1", "2005-06-30", "10");
  describe("G09.02.2", "2005-06-30", "permanent");
  describe("G09.03.3", "", "10");
  describe("G09.04.4", "2005-06-30", "undetermined");
  EXPECT_TRUE(due("2015-12-31").due.empty());
  EXPECT_EQ(due("2015-12-31").later, 1);
  const DueList list = due("2016-01-01");
  ASSERT_EQ(list.due.size(), 1U);
  EXPECT_EQ(list.due[0].file.code, "G09.01.1");
  EXPECT_EQ(list.due[0].due_on, "2016-01-01");
  EXPECT_EQ(list.due[0].records, 5);
  EXPECT_EQ(list.permanent, 1);
  EXPECT_EQ(list.not_closed, 1);
  EXPECT_EQ(list.undetermined, 1);
}

TEST_F(DueList_, HoldsOnTheFileAndOnItsRecordsStandThere) {
  describe(first_file());
  const std::string one = set_hold(registrar(), first_file(), "", "thanh tra");
  (void)set_hold(registrar(), "", ids_[3], "vụ án");
  (void)set_hold(registrar(), "", ids_[7], "another file's record");
  EXPECT_EQ(due("2026-01-01").due.at(0).holds.size(), 2U);
  lift_hold(registrar("minh"), one, "thanh tra xong");
  EXPECT_EQ(due("2026-01-01").due.at(0).holds.size(), 1U);
  const std::vector<Hold> all = holds(layout_, "default");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].lifted_by, "minh");
  EXPECT_EQ(all[0].lifted_reason, "thanh tra xong");
  EXPECT_NE(message_of([&] { lift_hold(registrar(), one, "again"); }).find("already"),
            std::string::npos);
}

TEST_F(DueList_, AHoldNeedsAReasonAndOneThingToHold) {
  for (const auto& [file, record, reason] :
       {std::tuple{"", "", "x"}, {"HS", "0123456789abcdef", "x"}, {"HS", "", ""}})
    EXPECT_NE(message_of([&, f = file, r = record, why = reason] {
                (void)set_hold(registrar(), f, r, why);
              }).find("bad_settings"),
              std::string::npos);
  EXPECT_NE(message_of([&] { (void)set_hold(registrar(), "", "../x", "x"); }).find("not_found"),
            std::string::npos);
}

TEST_F(DueList_, ATableOfTheFondsGivesPeriodAndGround) {
  RetentionTable table{"HD-35-VPTW", "Bảng của tỉnh", "2010-10-18", "",
                       parse_table("12\t15\tHồ sơ hội nghị\n13\tundetermined\tKhác\n")};
  add_table(registrar(), table);
  const auto tables = retention_tables(layout_, "default");
  const JudgedPeriod judged = period_by_table(tables, "HD-35-VPTW", "12");
  EXPECT_EQ(judged.period.years, 15);
  EXPECT_NE(judged.ground.find("Hồ sơ hội nghị"), std::string::npos);
  EXPECT_EQ(period_by_table(tables, "TT-05-2025", "05").period.years, 20);
  for (const auto& [id, entry] :
       {std::pair{"HD-35-VPTW", "13"}, {"HD-35-VPTW", "99"}, {"none", "1"}})
    EXPECT_NE(message_of([&, i = id, e = entry] { (void)period_by_table(tables, i, e); }), "");
}

TEST_F(DueList_, NobodyHasTwoNamesForOneKeyAndNoNameIsGivenTwice) {
  register_person("an");
  Person again = find_person(layout_, "default", "an").value();
  EXPECT_NE(message_of([&] { add_person(registrar(), again); }).find("taken"), std::string::npos);
  again.name = "khac";
  EXPECT_NE(message_of([&] { add_person(registrar(), again); }).find("already that of an"),
            std::string::npos);
}

TEST(FilesAtIntake, ASubfolderBecomesTheFileOfItsRecordsAndKeepsItsName) {
  TestArchive archive;
  const fs::path inbox = archive.folder.path() / "in";
  fs::create_directories(inbox / "Hộp 1/Hồ sơ 01");
  fs::copy_file(sample("quyet-dinh-100dpi.png"), inbox / "Hộp 1/Hồ sơ 01/a.png");
  const auto outcomes = archive.ingest_paths({inbox.string()});
  ASSERT_EQ(outcomes.size(), 1U);
  const auto row = archive.catalogue.find_by_id(outcomes[0].id);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->file, "Hộp 1/Hồ sơ 01");
  const fs::path bag = archive.layout.root() / row->bag_path;
  EXPECT_EQ(read_record_json(read_bag_text(bag, "data/metadata/record.json")).file, row->file);
  const auto file = current_file(archive.layout, row->fonds, row->file);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->title, "Hộp 1/Hồ sơ 01");
  EXPECT_EQ(file->period.kind, RetentionPeriod::Kind::undetermined);
  EXPECT_EQ(check_register(archive.layout).findings, std::vector<std::string>{});
}

TEST(FilesAtIntake, WhatStandsInTheGivenFolderOrIsGivenSinglyHasNoFile) {
  const EmptyFolder folder;
  fs::create_directories(folder.path() / "HS-01");
  std::ofstream((folder.path() / "a.png").string()) << "x";
  std::ofstream((folder.path() / "HS-01/b.png").string()) << "x";
  const auto listed =
      list_inputs({folder.path().string(), (folder.path() / "HS-01/b.png").string()});
  ASSERT_EQ(listed.inputs.size(), 3U);
  EXPECT_EQ(listed.inputs[1].file_of, "");
  EXPECT_EQ(listed.inputs[0].file_of, "HS-01");
  EXPECT_EQ(listed.inputs[2].file_of, "");
}

}  // namespace
}  // namespace sohoa
