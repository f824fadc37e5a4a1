// sohoa queue and sohoa status while a document is in hand.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "index/queue.h"
#include "pipeline/inbox_key.h"
#include "tests/cli/child.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

TEST(QueueCommand, SaysHowFarADocumentInHandIs) {
  const EmptyFolder folder;
  const std::string archive = (folder.path() / "kho").string();
  ASSERT_EQ(Child({"init", archive, "--key", (folder.path() / "key").string()}).wait(), 0);
  const ArchiveLayout layout(archive);
  const fs::path inbox = layout.root() / "inbox";
  fs::create_directories(inbox);
  fs::copy_file(sample("rong.pdf"), inbox / "a.pdf");
  const auto queue = open_catalogue_queue(layout.catalogue().string());
  const QueueTime now = std::chrono::system_clock::now();
  queue->add({{inbox_key(look_at_inbox(inbox, {}).files.at(0), layout), 1}}, now);
  const QueueLease lease = queue->take({}, now).value();
  (void)queue->open_pages(lease, {0, 500});
  for (int page = 1; page <= 3; ++page) queue->begin_page(lease, {0, page}, now);
  for (int page = 1; page <= 2; ++page) queue->end_page(lease, {0, page}, QueuePageState::read);

  EXPECT_NE(Child({"--archive", archive, "queue"}).line().find("a.pdf  trang 2/500"),
            std::string::npos);
  const auto row = nlohmann::json::parse(Child({"--archive", archive, "queue", "--json"}).line());
  EXPECT_EQ(row.at("pages"), 500);
  EXPECT_EQ(row.at("pages_done"), 2);
  EXPECT_EQ(row.at("pages_in_hand").at(0).at("page"), 3);
  EXPECT_EQ(row.at("pages_in_hand").at(0).at("attempts"), 1);
  const auto status =
      nlohmann::json::parse(Child({"--archive", archive, "status", "--json"}).line());
  EXPECT_EQ(status.at("work").at("pages"), 500);
  EXPECT_EQ(status.at("work").at("pages_done"), 2);
  EXPECT_EQ(status.at("work").at("pages_in_hand"), 1);
}

}  // namespace
}  // namespace sohoa
