#include "pipeline/review.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include "archive/hash.h"
#include "archive/record_bags.h"
#include "archive/record_check.h"
#include "document/error.h"
#include "document/layout_json.h"
#include "pipeline/key_source.h"
#include "pipeline/rotate_key.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

constexpr const char* kScan = "quyet-dinh-tinh-uy.pdf";

class Review : public testing::Test {
 protected:
  void take_in() {
    const auto outcomes = archive_.ingest_paths({sample(kScan).string()});
    ASSERT_EQ(outcomes.size(), 1U);
    ASSERT_EQ(outcomes[0].outcome, Outcome::archived);
    id_ = {outcomes[0].id};
  }
  ReviewResult set(const std::map<std::string, std::string>& values,
                   const std::map<int, std::string>& texts = {}) {
    return review({id_, values, texts, "Lan"}, stores(), archive_.house.clock,
                  [this]() -> WorkerPool& { return archive_.pool; });
  }
  Stores stores() {
    return {archive_.layout, archive_.settings, archive_.catalogue, archive_.search};
  }
  [[nodiscard]] RecordVersions versions() const { return record_versions(archive_.layout, id_); }
  [[nodiscard]] std::vector<SearchHit> find(const std::string& words) const {
    SearchQuery query;
    query.text = words;
    return archive_.search.search(query);
  }

  TestArchive archive_{1};
  RecordId id_;
};

TEST_F(Review, ACorrectionIsANewVersionThatIsCataloguedAndFound) {
  take_in();
  const ReviewResult result = set({{"subject", "Về chuyện hoàn toàn khác"}, {"urgency", ""}});
  EXPECT_EQ(result.row.version, 2);
  EXPECT_EQ(result.changed, std::vector<std::string>{"subject"});
  const auto row = archive_.catalogue.find_by_id(id_.text);
  EXPECT_EQ(row->version, 2);
  EXPECT_TRUE(row->bag_path.ends_with("v2.tar"));
  EXPECT_EQ(row->fields.at("subject").confidence, 1);
  EXPECT_EQ(find("\"hoàn toàn khác\"").size(), 1U);
  EXPECT_NO_THROW((void)require_whole(versions()));
  EXPECT_EQ(RecordBags(versions()).members().size(), RecordBags(versions(), 1).members().size());
}

TEST_F(Review, ACorrectedPageGetsItsTextAltoAndAccessCopyAnew) {
  take_in();
  const std::string before =
      plain_text(layout_from_json(RecordBags(versions()).read_text("data/text/p0001.json")));
  const ReviewResult result = set({}, {{1, "vuông tròn " + before}});
  EXPECT_EQ(result.note, "");
  EXPECT_EQ(result.pages, std::vector<int>{1});
  EXPECT_EQ(find("\"vuông tròn\"").size(), 1U);
  const RecordBags record(versions());
  std::set<std::string> anew;
  for (const auto& [member, place] : record.members())
    if (place.bag.place.version == 2) anew.insert(member);
  EXPECT_EQ(anew, (std::set<std::string>{"data/access/" + id_.text + ".pdf",
                                         "data/metadata/premis.xml", "data/metadata/record.json",
                                         "data/text/p0001.alto.xml", "data/text/p0001.json"}));
}

TEST_F(Review, TheSameValueOnceMoreWritesNothing) {
  take_in();
  (void)set({{"signer", "Trần Văn A"}});
  EXPECT_TRUE(set({{"signer", "Trần Văn A"}}).changed.empty());
  EXPECT_EQ(versions().size(), 2U);
}

TEST_F(Review, WhatCannotBeAFieldADateOrAPageIsRefused) {
  take_in();
  const auto refused = [&](auto action) {
    try {
      action();
    } catch (const Error& error) {
      return error.reason();
    }
    return Reason::none;
  };
  EXPECT_EQ(refused([&] { (void)set({{"colour", "red"}}); }), Reason::bad_settings);
  EXPECT_EQ(refused([&] { (void)set({{"issued_date", "hôm qua"}}); }), Reason::bad_settings);
  EXPECT_EQ(refused([&] { (void)set({}, {{99, "x"}}); }), Reason::not_found);
  id_ = {"0000000000000000"};
  EXPECT_EQ(refused([&] { (void)set({{"signer", "x"}}); }), Reason::not_found);
  id_ = {"../../../etc"};
  EXPECT_EQ(refused([&] { (void)set({{"signer", "x"}}); }), Reason::not_found);
}

TEST_F(Review, TwoAtOnceBothEndUpInTheRecord) {
  take_in();
  const ArchiveLayout& layout = archive_.layout;
  const auto one = [&](const std::string& name) {
    Catalogue catalogue(layout.catalogue().string());
    SearchIndex search(layout.search().string());
    (void)review({id_, {{name, "giá trị " + name}}, {}, name},
                 {layout, archive_.settings, catalogue, search}, archive_.house.clock,
                 [this]() -> WorkerPool& { return archive_.pool; });
  };
  {
    const std::jthread first(one, "signer");
    const std::jthread second(one, "subject");
    const std::jthread third(one, "agency");
  }
  EXPECT_EQ(versions().size(), 4U);
  EXPECT_NO_THROW((void)require_whole(versions()));
  const auto row = archive_.catalogue.find_by_id(id_.text);
  for (const char* name : {"signer", "subject", "agency"})
    EXPECT_EQ(row->fields.at(name).value, std::string("giá trị ") + name);
}

TEST_F(Review, AVersionWhoseRowsWereNotWrittenGetsThemWithTheNextReview) {
  take_in();
  const RecordRow first = *archive_.catalogue.find_by_id(id_.text);
  (void)set({{"signer", "Trần Văn A"}});
  archive_.catalogue.add_record(first);  // as if the program had died before its rows
  EXPECT_TRUE(set({{"signer", "Trần Văn A"}}).changed.empty());
  EXPECT_EQ(archive_.catalogue.find_by_id(id_.text)->version, 2);
}

TEST_F(Review, AnEncryptedFondsLeavesNothingReadableBehind) {
  const fs::path key = archive_.folder.path() / "master.key";
  write_master_key(key);
  archive_.settings.encrypt = true;
  archive_.settings.key_file = key.string();
  std::ofstream(archive_.layout.settings().string()) << settings_template(archive_.settings);
  use_key_of_settings(archive_.layout);
  take_in();
  (void)set({{"signer", "Trần Thị Kín"}});
  ASSERT_EQ(versions().size(), 2U);
  for (const StoredBag& bag : versions()) EXPECT_TRUE(bag.encrypted);
  EXPECT_TRUE(archive_.catalogue.find_by_id(id_.text)->fields.empty());
  EXPECT_TRUE(find("quyết định").empty());
  EXPECT_TRUE(nothing_left_in_work(archive_.layout));
  for (fs::recursive_directory_iterator file(archive_.layout.root()), end; file != end; ++file) {
    if (!fs::is_regular_file(file->path())) continue;
    std::ifstream in(file->path().string(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    for (const char* text : {"Trần Thị Kín", "ĐẢNG", kScan})
      EXPECT_EQ(bytes.find(text), std::string::npos) << text << " in " << file->path();
  }

  // The key is changed, and every bag stays as it is.
  const Sha256 before = hash_file(versions().front().path).sha256;
  const fs::path next = archive_.folder.path() / "next.key";
  EXPECT_EQ(rotate_key(archive_.layout, {next.string(), ""}, archive_.house.clock),
            std::vector<std::string>{"default"});
  EXPECT_EQ(hash_file(versions().front().path).sha256, before);
  EXPECT_EQ(read_settings(archive_.layout.settings()).key_file, next.string());
  EXPECT_NO_THROW((void)require_whole(versions()));
  fs::remove(key);
  (void)set({{"signer", "Trần Thị Kín Hơn"}});
  EXPECT_EQ(versions().size(), 3U);
  EXPECT_NO_THROW((void)require_whole(versions()));

  set_master_key_source([] { return read_master_key("/nonexistent"); });
  try {
    (void)set({{"signer", "x"}});
    ADD_FAILURE() << "opened without its key";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::key_missing);
  }
  set_master_key_source(nullptr);
}

TEST(KeyAgent, GivesTheKeyOrIsNamed) {
  const EmptyFolder folder;
  const ArchiveLayout layout(folder.path());
  write_master_key(folder.path() / "k");
  const SecretKey key = key_from(layout, "k", "");
  EXPECT_EQ(key_from(layout, "", "cat '" + (folder.path() / "k").string() + "'").bytes, key.bytes);
  for (const char* command : {"false", "echo no key"}) {
    try {
      (void)key_from(layout, "", command);
      ADD_FAILURE() << command;
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::key_missing);
      EXPECT_NE(error.message().find(command), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace sohoa
