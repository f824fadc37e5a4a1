// Records that leave one archive as bags and come into another.
#include "pipeline/import_bags.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "archive/bag.h"
#include "archive/bag_version.h"
#include "archive/record_bags.h"
#include "document/error.h"
#include "index/catalogue.h"
#include "pipeline/export.h"
#include "pipeline/reindex.h"
#include "tests/pipeline/house_for_test.h"
#include "tests/pipeline/small_records.h"

namespace sohoa {

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int shell(const std::string& command) {
  return std::system(("(" + command + ") > /dev/null 2>&1").c_str());
}

// An archive with three records, one of them in two versions, and an empty one.
class Bags : public testing::Test {
 protected:
  Bags() : from_(folder_.path() / "from"), to_(folder_.path() / "to") {
    create_archive_folders(from_, folder_.path() / "from.key");
    create_archive_folders(to_, folder_.path() / "to.key");
    SmallRecords how;
    how.count = 3;
    ids_ = write_small_records(from_, folder_.path() / "making", how);
    add_second_version(ids_[1]);
    (void)reindex(from_, {});
    (void)reindex(to_, {});
  }

  void add_second_version(const std::string& id) {
    const RecordBags bags(from_, RecordId{id});
    std::string json = bags.read_text("data/metadata/record.json");
    const std::string before = "Về việc";
    json.replace(json.find(before), before.size(), "Sửa lại: việc");
    VersionContents contents;
    contents.changed = {{"data/metadata/record.json", json, {}, {}},
                        {"data/metadata/premis.xml", "<premis/>", {}, {}}};
    contents.kept = kept_after(require_whole(bags.versions()),
                               {"data/metadata/record.json", "data/metadata/premis.xml"});
    contents.bagging_date = "2026-05-01";
    contents.bag_software = "sohoa test";
    BagPlace place = bags.newest().place;
    place.version = 2;
    (void)write_bag_version(from_, place, contents);
  }

  ExportReport give(ExportForm form, const ExportSelection& selection) {
    return export_records(from_, {form, folder_.path() / "out", selection}, watch());
  }
  ExportReport give_all(ExportForm form) {
    ExportSelection all;
    all.all = true;
    return give(form, all);
  }
  ExportWatch watch() {
    ExportWatch watch;
    watch.finding = [&](const std::string& what, const std::string& text) {
      findings_.push_back(what + ": " + text);
    };
    return watch;
  }

  std::vector<ImportedRecord> take(const std::string& path) {
    std::vector<ImportedRecord> records;
    Catalogue catalogue(to_.catalogue().string());
    SearchIndex search(to_.search().string());
    import_bags({path}, to_, catalogue, search,
                {[&](const ImportedRecord& record) { records.push_back(record); },
                 [&](const OtherBag& bag) { others_.push_back(bag); }, nullptr});
    return records;
  }

  // Everything that can be asked of an archive.
  static std::string answers(const ArchiveLayout& layout) {
    std::string text;
    const Catalogue catalogue(layout.catalogue().string());
    for (const RecordRow& row : catalogue.records("", 100)) {
      const RecordBags bags(layout, RecordId{row.id});
      text += row.id + " " + row.bag_path + " " + row.file + " " + row.ingested_at + "\n";
      for (const auto& [member, place] : bags.members())
        text +=
            member + " " + place.sums.sha256.hex + " " + place.bag.path.filename().string() + "\n";
      text += bags.read_text("data/metadata/record.json");
      for (const StoredBag& bag : bags.versions()) text += bytes_of(bag.path);
    }
    text += std::to_string(catalogue.status().pages);
    for (const char* words : {"quyet dinh", "sửa lại", "ke", "2/QĐ-UBND"}) {
      SearchQuery query;
      query.text = words;
      for (const SearchHit& hit : SearchIndex(layout.search().string()).search(query))
        text += hit.id + " " + std::to_string(hit.score) + " " + hit.snippet + "\n";
    }
    return text;
  }

  EmptyFolder folder_;
  ArchiveLayout from_;
  ArchiveLayout to_;
  std::vector<std::string> ids_;
  std::vector<std::string> findings_;
  std::vector<OtherBag> others_;
};

}  // namespace

TEST_F(Bags, TarsCarryEveryAnswerIntoAnEmptyArchive) {
  EXPECT_EQ(give_all(ExportForm::bags).records, 3);
  const std::vector<ImportedRecord> taken = take((folder_.path() / "out").string());
  ASSERT_EQ(taken.size(), 3U);
  for (const ImportedRecord& record : taken)
    EXPECT_EQ(record.outcome, ImportOutcome::taken) << record.detail;
  EXPECT_EQ(answers(to_), answers(from_));
  EXPECT_NE(answers(to_).find("Sửa lại"), std::string::npos);
}

TEST_F(Bags, UnpackedBagsCarryEveryAnswerIntoAnEmptyArchive) {
  EXPECT_EQ(give_all(ExportForm::unpacked_bags).records, 3);
  for (const ImportedRecord& record : take((folder_.path() / "out").string()))
    EXPECT_EQ(record.outcome, ImportOutcome::taken) << record.detail;
  EXPECT_EQ(answers(to_), answers(from_));
}

TEST_F(Bags, AnExportIsProvedBySha256sumAlone) {
  (void)give_all(ExportForm::unpacked_bags);
  const std::string out = (folder_.path() / "out").string();
  EXPECT_EQ(shell("cd " + out + " && sha256sum --strict -c SHA256SUMS"), 0);
  EXPECT_EQ(shell("cd " + out + "/default/2026/" + ids_[0] +
                  "/v1 && sha256sum --strict -c manifest-sha256.txt"),
            0);
  // Everything is listed, SHA256SUMS itself apart.
  EXPECT_EQ(
      shell("cd " + out + " && test $(find . -type f | wc -l) = $(($(wc -l < SHA256SUMS) + 1))"),
      0);
}

TEST_F(Bags, TheSameBagsAgainAreDuplicates) {
  (void)give_all(ExportForm::bags);
  const std::string out = (folder_.path() / "out").string();
  (void)take(out);
  const std::string before = answers(to_);
  for (const ImportedRecord& record : take(out))
    EXPECT_EQ(record.outcome, ImportOutcome::duplicate);
  EXPECT_EQ(answers(to_), before);
}

TEST_F(Bags, ALaterVersionJoinsTheOneThatIsHere) {
  (void)give_all(ExportForm::bags);
  const fs::path record = folder_.path() / "out" / "default" / "2026" / ids_[1];
  EXPECT_EQ(take((record / "v1.tar").string()).at(0).outcome, ImportOutcome::taken);
  const ImportedRecord second = take((record / "v2.tar").string()).at(0);
  EXPECT_EQ(second.outcome, ImportOutcome::taken) << second.detail;
  EXPECT_EQ(Catalogue(to_.catalogue().string()).find_by_id(ids_[1])->version, 2);
}

TEST_F(Bags, ALaterVersionAloneIsRefused) {
  (void)give_all(ExportForm::bags);
  const fs::path record = folder_.path() / "out" / "default" / "2026" / ids_[1];
  const ImportedRecord alone = take((record / "v2.tar").string()).at(0);
  EXPECT_EQ(alone.outcome, ImportOutcome::refused);
  EXPECT_EQ(alone.reason, Reason::bag_invalid);
  EXPECT_FALSE(Catalogue(to_.catalogue().string()).find_by_id(ids_[1]));
}

TEST_F(Bags, AnotherDescriptionUnderTheSameVersionIsRefused) {
  // The same original, taken in here on another day.
  SmallRecords how;
  how.count = 1;
  how.words_a_page = 50;
  ASSERT_EQ(write_small_records(to_, folder_.path() / "making", how).at(0), ids_[0]);
  (void)give_all(ExportForm::bags);
  const std::vector<ImportedRecord> records = take((folder_.path() / "out").string());
  int conflicts = 0;
  for (const ImportedRecord& record : records)
    if (record.outcome == ImportOutcome::refused) {
      EXPECT_EQ(record.id, ids_[0]);
      EXPECT_EQ(record.reason, Reason::version_conflict);
      ++conflicts;
    }
  EXPECT_EQ(conflicts, 1);
  EXPECT_EQ(record_versions(to_, RecordId{ids_[0]}).size(), 1U);
}

TEST_F(Bags, DamagedHostileAndForeignBagsAreNamedAndLeaveNothing) {
  (void)give_all(ExportForm::unpacked_bags);
  const fs::path in = folder_.path() / "in";
  const fs::path good = folder_.path() / "out" / "default" / "2026" / ids_[0] / "v1";
  fs::create_directories(in);
  ASSERT_EQ(shell("cp -r " + good.string() + " " + (in / "changed").string()), 0);
  std::ofstream((in / "changed/data/metadata/record.json").string(), std::ios::app) << " ";
  ASSERT_EQ(shell("cp -r " + good.string() + " " + (in / "linked").string()), 0);
  fs::create_symlink("/etc/passwd", in / "linked/data/link");
  std::ofstream((in / "noise.tar").string()) << std::string(5000, 'x');
  for (const ImportedRecord& record : take(in.string())) {
    EXPECT_EQ(record.outcome, ImportOutcome::refused) << record.path;
    EXPECT_EQ(record.reason, Reason::bag_invalid) << record.path << record.detail;
  }
  EXPECT_EQ(Catalogue(to_.catalogue().string()).status().records, 0);
  EXPECT_TRUE(fs::is_empty(to_.store()));
}

TEST_F(Bags, AnotherMakersBagGivesItsPayload) {
  const fs::path bag = folder_.path() / "other";
  fs::create_directories(bag / "data" / "sub");
  std::ofstream((bag / "data/sub/thư.pdf").string()) << "a letter";
  std::ofstream((bag / "bagit.txt").string())
      << "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n";
  ASSERT_EQ(shell("cd " + bag.string() + " && md5sum data/sub/* > manifest-md5.txt"), 0);
  for (const ImportedRecord& record : take(bag.string())) ADD_FAILURE() << record.detail;
  ASSERT_EQ(others_.size(), 1U);
  EXPECT_EQ(others_[0].files, std::vector<std::string>{"data/sub/thư.pdf"});
}

TEST_F(Bags, WhatIsDamagedHereIsLeftOutAndNamed) {
  const fs::path bag = record_versions(from_, RecordId{ids_[0]}).at(0).path;
  fs::permissions(bag, fs::owner_read | fs::owner_write);
  std::fstream file(bag.string(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(9000);
  file.put('\x7f');
  file.close();
  EXPECT_EQ(give_all(ExportForm::bags).records, 2);
  ASSERT_EQ(findings_.size(), 1U);
  EXPECT_NE(findings_[0].find(ids_[0]), std::string::npos);
  EXPECT_FALSE(fs::exists(folder_.path() / "out/default/2026" / ids_[0]));
}

TEST_F(Bags, AnExportNeverReplacesAnythingNorGoesIntoTheArchive) {
  fs::create_directories(folder_.path() / "out");
  EXPECT_THROW((void)give_all(ExportForm::bags), Error);
  EXPECT_TRUE(fs::is_empty(folder_.path() / "out"));
  ExportSelection all;
  all.all = true;
  EXPECT_THROW((void)export_records(from_, {ExportForm::bags, from_.root() / "x", all}, watch()),
               Error);
  EXPECT_FALSE(fs::exists(from_.root() / "x"));
}

TEST_F(Bags, ASelectionNamesIdsFilesAndSearches) {
  ExportSelection by_id;
  by_id.ids = {ids_[2]};
  EXPECT_EQ(give(ExportForm::bags, by_id).records, 1);
  fs::remove_all(folder_.path() / "out");
  ExportSelection by_file;
  by_file.files = {"G09.01.1"};
  EXPECT_EQ(give(ExportForm::bags, by_file).records, 3);
  fs::remove_all(folder_.path() / "out");
  ExportSelection by_search;
  by_search.query.emplace();
  by_search.query->type = "báo cáo";
  EXPECT_EQ(give(ExportForm::bags, by_search).records, 1);
  fs::remove_all(folder_.path() / "out");
  ExportSelection unknown;
  unknown.ids = {"0000000000000000"};
  EXPECT_THROW((void)give(ExportForm::bags, unknown), Error);
  EXPECT_FALSE(fs::exists(folder_.path() / "out"));
}

TEST_F(Bags, NothingOfQuarantineIsGiven) {
  std::ofstream((from_.secret() / "abc.sealed").string()) << "SECRET-BYTES";
  std::ofstream((from_.failed() / "def.pdf").string()) << "SECRET-BYTES";
  (void)give_all(ExportForm::unpacked_bags);
  EXPECT_NE(shell("grep -r SECRET-BYTES " + (folder_.path() / "out").string()), 0);
}

TEST_F(Bags, LeftoversOfADeadExportAreCleared) {
  const fs::path dead = folder_.path() / ".out.0123456789abcdef.part";
  fs::create_directories(dead / "sub");
  (void)give_all(ExportForm::bags);
  EXPECT_FALSE(fs::exists(dead));
}

}  // namespace sohoa
