// Records of an encrypted fonds given away as plain bags with all their versions, and taken in.
#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include "archive/bag.h"
#include "archive/bag_version.h"
#include "archive/fonds_keys.h"
#include "archive/record_bags.h"
#include "document/error.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/export.h"
#include "pipeline/import_bags.h"
#include "pipeline/key_source.h"
#include "pipeline/reindex.h"
#include "tests/pipeline/house_for_test.h"
#include "tests/pipeline/small_records.h"

namespace sohoa {
namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Every file below a folder with its bytes.
std::map<std::string, std::string> tree(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (fs::recursive_directory_iterator it(folder), end; it != end; ++it)
    if (it->status().type() == fs::regular_file)
      files[it->path().lexically_relative(folder).generic_string()] = bytes_of(it->path());
  return files;
}

// A plain archive with a record in three versions, and an encrypted empty one.
class EncryptedExchange : public testing::Test {
 protected:
  EncryptedExchange() : plain_(folder_.path() / "plain"), sealed_(folder_.path() / "sealed") {
    create_archive_folders(plain_, folder_.path() / "plain.key");
    create_archive_folders(sealed_, folder_.path() / "sealed.key");
    Settings settings;
    settings.encrypt = true;
    settings.key_file = (folder_.path() / "master.key").string();
    write_master_key(settings.key_file);
    std::ofstream(sealed_.settings().string()) << settings_template(settings);
    use_key_of_settings(sealed_);
    encrypt_fonds(sealed_, "default");
    SmallRecords how;
    how.count = 1;
    id_ = write_small_records(plain_, folder_.path() / "making", how).front();
    add_version(2, "Về việc", "Sửa lại: việc");
    add_version(3, "Sửa lại: việc", "Sửa lần nữa: việc");
    (void)reindex(plain_, {});
    (void)reindex(sealed_, {});
  }
  ~EncryptedExchange() override { set_master_key_source(nullptr); }

  void add_version(int version, const std::string& before, const std::string& after) const {
    const RecordBags bags(plain_, RecordId{id_});
    std::string json = bags.read_text("data/metadata/record.json");
    json.replace(json.find(before), before.size(), after);
    VersionContents contents;
    contents.changed = {{"data/metadata/record.json", json, {}, {}},
                        {"data/metadata/premis.xml", "<premis/>", {}, {}}};
    contents.kept = kept_after(require_whole(bags.versions()),
                               {"data/metadata/record.json", "data/metadata/premis.xml"});
    contents.bagging_date = "2026-05-01";
    contents.bag_software = "sohoa test";
    BagPlace place = bags.newest().place;
    place.version = version;
    (void)write_bag_version(plain_, place, contents);
  }

  fs::path give(const ArchiveLayout& from, ExportForm form, const std::string& name) {
    ExportSelection all;
    all.all = true;
    ExportWatch watch;
    watch.finding = [](const std::string& what, const std::string& text) {
      ADD_FAILURE() << what << ": " << text;
    };
    EXPECT_EQ(export_records(from, {form, folder_.path() / name, all}, watch).records, 1);
    return folder_.path() / name;
  }

  static ImportedRecord take(const ArchiveLayout& to, const fs::path& path) {
    std::vector<ImportedRecord> records;
    Catalogue catalogue(to.catalogue().string());
    SearchIndex search(to.search().string());
    import_bags({path.string()}, to, catalogue, search,
                {[&](const ImportedRecord& record) { records.push_back(record); },
                 [](const OtherBag&) { ADD_FAILURE() << "not ours"; }, nullptr});
    EXPECT_EQ(records.size(), 1U);
    return records.empty() ? ImportedRecord{} : records.front();
  }

  [[nodiscard]] fs::path bag(const fs::path& folder, const std::string& name) const {
    return folder / "default" / "2026" / id_ / name;
  }
  [[nodiscard]] RecordVersions sealed_versions() const {
    return record_versions(sealed_, RecordId{id_});
  }

  const EmptyFolder folder_;
  const ArchiveLayout plain_;
  const ArchiveLayout sealed_;
  std::string id_;
};

TEST_F(EncryptedExchange, VersionsComeInEncryptedAndGoOutAsTheBytesThatCame) {
  const fs::path given = give(plain_, ExportForm::bags, "given");
  EXPECT_EQ(take(sealed_, given).versions, 3);
  ASSERT_EQ(sealed_versions().size(), 3U);
  for (const StoredBag& stored : sealed_versions()) EXPECT_TRUE(stored.encrypted);
  EXPECT_NO_THROW((void)require_whole(sealed_versions()));
  EXPECT_NE(
      RecordBags(sealed_, RecordId{id_}).read_text("data/metadata/record.json").find("lần nữa"),
      std::string::npos);
  const fs::path again = give(sealed_, ExportForm::bags, "again");
  for (const char* name : {"v1.tar", "v2.tar", "v3.tar"})
    EXPECT_EQ(bytes_of(bag(again, name)), bytes_of(bag(given, name))) << name;
  EXPECT_EQ(tree(give(sealed_, ExportForm::unpacked_bags, "unpacked2") / "default"),
            tree(give(plain_, ExportForm::unpacked_bags, "unpacked1") / "default"));
}

TEST_F(EncryptedExchange, WhatGoesOutIsProvedWithTarAndSha256sumAlone) {
  (void)take(sealed_, give(plain_, ExportForm::bags, "given"));
  const fs::path out = bag(give(sealed_, ExportForm::bags, "out"), "");
  const std::string script =
      "set -e; cd '" + out.string() +
      "'; mkdir x; for n in 1 2 3; do tar -xf v$n.tar -C x; done; "
      "tar -xOf v3.tar " +
      id_ +
      "/bag-info.txt | "
      "sed -n 's/^Sohoa-Keeps: \\(.*\\) \\(.*\\)/\\2  \\1/p' | sha256sum -c --strict; "
      "cd x/" +
      id_ +
      "; sha256sum -c --strict tagmanifest-sha256.txt; "
      "sha512sum -c --strict tagmanifest-sha512.txt; "
      "cat manifest-sha256.txt kept-v*-sha256.txt | sort -u | sha256sum -c --strict";
  EXPECT_EQ(std::system(("(" + script + ") > /dev/null 2>&1").c_str()), 0);
}

TEST_F(EncryptedExchange, TheSameAgainIsADuplicateInBothForms) {
  const fs::path tars = give(plain_, ExportForm::bags, "tars");
  (void)take(sealed_, tars);
  const ImportedRecord again = take(sealed_, tars);
  EXPECT_EQ(again.outcome, ImportOutcome::duplicate) << again.detail;
  const ImportedRecord unpacked = take(sealed_, give(plain_, ExportForm::unpacked_bags, "folders"));
  EXPECT_EQ(unpacked.outcome, ImportOutcome::duplicate) << unpacked.detail;
}

TEST_F(EncryptedExchange, ALaterVersionJoinsTheEncryptedOnesThatAreHere) {
  const fs::path given = give(plain_, ExportForm::bags, "given");
  EXPECT_EQ(take(sealed_, bag(given, "v1.tar")).versions, 1);
  EXPECT_EQ(take(sealed_, bag(given, "v2.tar")).versions, 1);
  EXPECT_EQ(take(sealed_, bag(given, "v3.tar")).versions, 1);
  EXPECT_NO_THROW((void)require_whole(sealed_versions()));
}

TEST_F(EncryptedExchange, ALaterVersionOfAnotherEarlierOneIsRefused) {
  const fs::path given = give(plain_, ExportForm::bags, "given");
  (void)take(sealed_, bag(given, "v1.tar"));
  EXPECT_EQ(take(sealed_, bag(given, "v3.tar")).outcome, ImportOutcome::refused);
  EXPECT_EQ(sealed_versions().size(), 1U);
}

TEST_F(EncryptedExchange, NothingOfItLiesInClearInTheArchive) {
  (void)take(sealed_, give(plain_, ExportForm::unpacked_bags, "given"));
  (void)give(sealed_, ExportForm::bags, "out");
  for (const auto& [path, bytes] : tree(sealed_.root()))
    for (const char* text : {"Sửa lần nữa", "Sửa lại", "UBND"})
      EXPECT_EQ(bytes.find(text), std::string::npos) << text << " in " << path;
  EXPECT_TRUE(Catalogue(sealed_.catalogue().string()).find_by_id(id_)->fields.empty());
  EXPECT_FALSE(SearchIndex(sealed_.search().string()).contains(id_));
  EXPECT_TRUE(fs::is_empty(sealed_.work()));
}

TEST_F(EncryptedExchange, WithoutTheKeyNothingIsGivenNorTaken) {
  const fs::path given = give(plain_, ExportForm::bags, "given");
  (void)take(sealed_, bag(given, "v1.tar"));
  set_master_key_source(nullptr);
  try {
    (void)take(sealed_, bag(given, "v2.tar"));
    ADD_FAILURE() << "taken without the key";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::key_missing);
  }
  EXPECT_EQ(sealed_versions().size(), 1U);
}

}  // namespace
}  // namespace sohoa
