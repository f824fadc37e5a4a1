// The watch folder with real stores, real workers and real scans.
#include "pipeline/inbox_run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <thread>

#include "pipeline/inbox_key.h"
#include "pipeline/verify.h"
#include "tests/pipeline/inbox_run_for_test.h"

namespace sohoa {
namespace {

TEST_F(InboxRunTest, TakesInWhatIsThereAndMovesItToDone) {
  drop("Hồ sơ 7/a.png", kLetter);
  drop("b.pdf", kOther);
  EXPECT_EQ(run_until_empty(), InboxRunEnd::empty);
  EXPECT_EQ(outcome_of("Hồ sơ 7/a.png").outcome, Outcome::archived);
  EXPECT_EQ(outcome_of("b.pdf").outcome, Outcome::archived);
  EXPECT_EQ(archive_.catalogue.find_by_id(outcome_of("Hồ sơ 7/a.png").id)->file, "Hồ sơ 7");
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_EQ(bytes_of(done() / "Hồ sơ 7" / "a.png"), bytes_of(sample(kLetter)));
  EXPECT_TRUE(queue_->rows().empty());
  EXPECT_EQ(damage(), 0);
}

TEST_F(InboxRunTest, DeletesWhatTheArchiveHoldsWhenToldTo) {
  archive_.settings.watch.release = Release::discard;
  drop("a.png", kLetter);
  drop("b.png", kLetter);
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_FALSE(fs::exists(done()));
  EXPECT_EQ(outcomes_.size(), 2U);
  EXPECT_EQ(archive_.catalogue.status().records, 1);
  EXPECT_EQ(damage(), 0);
}

TEST_F(InboxRunTest, DoesNotLetADuplicateGoWhenTheArchiveNoLongerHoldsItWhole) {
  archive_.ingest_paths({sample(kLetter).string()});
  const auto row = archive_.catalogue.records("", 1).at(0);
  const fs::path bag = archive_.layout.root() / row.bag_path;
  fs::permissions(bag, fs::owner_read | fs::owner_write);
  {
    std::fstream damaged(bag.string(), std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(static_cast<std::streamoff>(fs::file_size(bag) / 2));
    damaged.put('!');
  }
  drop("a.png", kLetter);
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{"a.png"});
  EXPECT_TRUE(outcomes_.empty()) << "it is tried again later";
  EXPECT_EQ(queue_->counts().waiting, 1);
}

TEST_F(InboxRunTest, PutsWhatItRefusesAsideWithANoteInWords) {
  put("Hồ sơ 7/ghi chú.txt", "not a scan");
  fs::create_symlink("/etc/passwd", inbox() / "link");
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_EQ(bytes_of(refused() / "Hồ sơ 7" / "ghi chú.txt"), "not a scan");
  const std::string note = bytes_of(refused() / "Hồ sơ 7" / "ghi chú.txt.ly-do.txt");
  EXPECT_NE(note.find("Không nhận ra định dạng"), std::string::npos) << note;
  EXPECT_TRUE(fs::is_symlink(refused() / "link"));
  EXPECT_EQ(outcome_of("link").reason, Reason::not_a_regular_file);
}

TEST_F(InboxRunTest, LetsAQuarantinedFileGoOnlyBesideItsCopy) {
  drop("cut.pdf", "bi-cut.pdf");
  archive_.settings.watch.patience_minutes = 0;
  run_until_empty();
  EXPECT_EQ(outcome_of("cut.pdf").outcome, Outcome::quarantined);
  EXPECT_EQ(left_in_inbox(), Paths{});
  bool kept = false;
  for (const fs::directory_entry& entry : fs::directory_iterator(archive_.layout.failed()))
    kept = kept || bytes_of(entry.path()) == bytes_of(sample("bi-cut.pdf"));
  EXPECT_TRUE(kept);
  EXPECT_EQ(damage(), 0);
}

TEST_F(InboxRunTest, LeavesNothingOfASuspectedSecretButItsSeal) {
  drop("Hồ sơ tuyệt đối kín/ten-rieng-biet.pdf", "cong-van-dau-mat.pdf");
  run_until_empty();
  EXPECT_EQ(outcome_of("Hồ sơ tuyệt đối kín/ten-rieng-biet.pdf").reason, Reason::suspected_secret);
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_EQ(archive_.catalogue.status().suspected_secrets, 1);
  queue_.reset();
  for (fs::recursive_directory_iterator entry(archive_.layout.root()), end; entry != end; ++entry) {
    if (entry->path().string().starts_with(inbox().string())) continue;
    EXPECT_EQ(entry->path().string().find("ten-rieng"), std::string::npos) << entry->path();
    EXPECT_EQ(entry->path().string().find("tuyệt đối kín"), std::string::npos) << entry->path();
    if (!fs::is_regular_file(entry->path())) continue;
    const std::string bytes = bytes_of(entry->path());
    EXPECT_EQ(bytes.find("ten-rieng-biet"), std::string::npos) << entry->path();
    EXPECT_EQ(bytes.find("tuyệt đối kín"), std::string::npos) << entry->path();
  }
  EXPECT_EQ(archive_.log.text.find("ten-rieng"), std::string::npos);
}

TEST_F(InboxRunTest, LetsAnArchiveFileGoWhenAllItsMembersHaveTheirPlace) {
  drop("lo.zip", "lo-quet.zip");
  run_until_empty();
  EXPECT_GT(outcomes_.size(), 1U);
  const bool any_refused = std::any_of(
      outcomes_.begin(), outcomes_.end(),
      [](const DocumentOutcome& outcome) { return outcome.outcome == Outcome::rejected; });
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_TRUE(fs::exists((any_refused ? refused() : done()) / "lo.zip"));
  EXPECT_EQ(damage(), 0);
}

TEST_F(InboxRunTest, LeavesAFileThatWasReplacedMeanwhile) {
  drop("a.png", kLetter);
  const InboxFile taken = look_at_inbox(inbox(), {}).files.at(0);
  const auto outcomes = archive_.ingest_paths({(inbox() / "a.png").string()});
  fs::remove(inbox() / "a.png");
  drop("a.png", kOther);
  const ReleaseResult result =
      release_source(taken, outcomes, inbox_places(archive_.layout, archive_.settings.watch),
                     Release::discard, archive_.house);
  EXPECT_EQ(result.released, Released::changed);
  EXPECT_EQ(bytes_of(inbox() / "a.png"), bytes_of(sample(kOther)));
}

TEST_F(InboxRunTest, GivesNewNamesToWhatWouldReplaceSomethingInDone) {
  for (int round = 0; round < 3; ++round) {
    drop("a.png", kLetter);
    run_until_empty();
  }
  EXPECT_TRUE(fs::exists(done() / "a.png"));
  EXPECT_TRUE(fs::exists(done() / "a (2).png"));
  EXPECT_TRUE(fs::exists(done() / "a (3).png"));
}

TEST_F(InboxRunTest, TakesNothingInWithoutRoomOnTheDiskAndSaysSo) {
  archive_.settings.budget.min_free_gb = 1e9;
  drop("a.png", kLetter);
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{"a.png"});
  ASSERT_FALSE(notices_.empty());
  EXPECT_EQ(notices_[0].kind, InboxNotice::Kind::no_room);
  archive_.settings.budget.min_free_gb = 0;
  run_until_empty();
  EXPECT_EQ(left_in_inbox(), Paths{});
}

// A PDF of so many empty pages.
std::string many_pages(int pages) {
  std::string kids;
  for (int i = 0; i < pages; ++i) kids += std::to_string(3 + i) + " 0 R ";
  std::vector<std::string> objects{
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Count " + std::to_string(pages) + "/Kids[" + kids + "]>>"};
  for (int i = 0; i < pages; ++i)
    objects.emplace_back("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>");
  // Larger than a letter, so that the letter is not passed over for its size.
  std::string pdf = "%PDF-1.4\n%" + std::string(200'000, '.') + "\n";
  std::string table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    std::array<char, 24> entry{};
    std::snprintf(entry.data(), entry.size(), "%010zu 00000 n \n", pdf.size());
    table += entry.data();
    pdf += std::to_string(i + 1) + " 0 obj" + objects[i] + "endobj\n";
  }
  const std::string size = std::to_string(objects.size() + 1);
  return pdf + "xref\n0 " + size + "\n0000000000 65535 f \n" + table + "trailer<</Size " + size +
         "/Root 1 0 R>>\nstartxref\n" + std::to_string(pdf.size()) + "\n%%EOF\n";
}

TEST_F(InboxRunTest, BeginsNoFileWithMorePagesThanThereIsTimeForHoweverSmallItIs) {
  put("a.pdf", many_pages(400));
  drop("b.pdf", kOther);
  InboxRunOptions options;
  options.until_empty = true;
  options.until = std::chrono::system_clock::now() + std::chrono::minutes(10);
  EXPECT_NE(run(options), InboxRunEnd::stopped);
  EXPECT_EQ(left_in_inbox(), Paths{"a.pdf"});
  EXPECT_EQ(queue_->counts().waiting, 1) << "the next night goes on with it";
  EXPECT_EQ(archive_.progress.pages.load(), 1);
}

TEST_F(InboxRunTest, BeginsNothingThatCannotEndInTime) {
  drop("a.png", kLetter);
  InboxRunOptions options;
  options.until_empty = true;
  options.until = std::chrono::system_clock::now() + std::chrono::seconds(2);
  EXPECT_NE(run(options), InboxRunEnd::stopped);
  EXPECT_EQ(left_in_inbox(), Paths{"a.png"});
}

TEST_F(InboxRunTest, LeavesALoadToTheNight) {
  archive_.settings.watch.load_files = 2;
  for (int i = 0; i < 3; ++i) put("lô/" + std::to_string(i) + ".txt", std::to_string(i));
  put("đơn/một.txt", "một");
  InboxRunOptions options;
  options.until_empty = true;
  options.loads_at_night = true;
  archive_.settings.watch.night = true;
  run(options);
  EXPECT_EQ(left_in_inbox(), (Paths{"lô/0.txt", "lô/1.txt", "lô/2.txt"}));
  EXPECT_EQ(queue_->counts().waiting, 3);
}

TEST_F(InboxRunTest, GoesOnWithWhatADeadProgramHadInHand) {
  drop("a.png", kLetter);
  const InboxFile file = look_at_inbox(inbox(), {}).files.at(0);
  queue_->add({{inbox_key(file, archive_.layout), file.state.bytes}}, archive_.house.clock());
  ASSERT_TRUE(queue_->take({"dead"}, archive_.house.clock()).has_value());
  queue_->break_leases();
  run_until_empty();
  EXPECT_EQ(outcome_of("a.png").outcome, Outcome::archived);
  EXPECT_EQ(left_in_inbox(), Paths{});
}

TEST_F(InboxRunTest, TakesInWhatWasAtWorkWhenTheProgramWasKilledFiveTimes) {
  drop("a.png", kLetter);
  const InboxFile file = look_at_inbox(inbox(), {}).files.at(0);
  const QueueTime long_ago = archive_.house.clock() - std::chrono::hours(1);
  queue_->add({{inbox_key(file, archive_.layout), file.state.bytes}}, long_ago);
  for (int death = 0; death < 5; ++death) {
    ASSERT_TRUE(queue_->take({"dead"}, long_ago + std::chrono::minutes(3 * death)));
    queue_->break_leases();
  }
  run_until_empty();
  EXPECT_EQ(outcome_of("a.png").outcome, Outcome::archived);
}

TEST_F(InboxRunTest, TouchesNoMoreWhatEndedTheProgramEachTime) {
  drop("a.png", kLetter);
  const InboxFile file = look_at_inbox(inbox(), {}).files.at(0);
  const QueueTime long_ago = archive_.house.clock() - std::chrono::hours(1);
  queue_->add({{inbox_key(file, archive_.layout), file.state.bytes}}, long_ago);
  for (int death = 0; death < 10; ++death) {
    ASSERT_TRUE(queue_->take({"dead"}, long_ago + std::chrono::minutes(3 * death)));
    queue_->break_leases();
  }
  run_until_empty();
  EXPECT_EQ(outcome_of("a.png").outcome, Outcome::quarantined);
  EXPECT_EQ(outcome_of("a.png").reason, Reason::gave_up);
  EXPECT_EQ(left_in_inbox(), Paths{});
  EXPECT_EQ(archive_.progress.pages, 0);
}

TEST_F(InboxRunTest, SeesWhatArrivesWhileItWatches) {
  std::jthread watch([&] {
    InboxRunOptions options;
    (void)run(options);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  drop("mới/a.png", kLetter);
  for (int i = 0; i < 600 && !fs::exists(done() / "mới" / "a.png"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  archive_.stop = true;
  watch.join();
  EXPECT_EQ(outcome_of("mới/a.png").outcome, Outcome::archived);
}

}  // namespace
}  // namespace sohoa
