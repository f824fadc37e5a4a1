// sohoa watch as a service manager sees it: told to read its settings anew.
#include <csignal>
#include <fstream>

#include "archive/layout.h"
#include "tests/cli/child.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

TEST(Reload, SighupHasTheSettingsReadAnewAndABadFileIsRefusedWithItsLine) {
  const EmptyFolder folder;
  const std::string archive = (folder.path() / "kho").string();
  EXPECT_EQ(Child({"init", archive, "--key", (folder.path() / "key").string()}).wait(), 0);
  const fs::path file = ArchiveLayout(archive).settings();
  const auto write = [&](const std::string& text) {
    std::ofstream((file.string() + ".new").c_str()) << text;
    fs::rename(file.string() + ".new", file);
  };
  write("[watch]\nsettle_seconds = 0.1\n");
  const Child watch({"--archive", archive, "watch", "--json", "--jobs", "1"});
  // Once it takes something in it is there to be told.
  const fs::path inbox = ArchiveLayout(archive).root() / "inbox";
  fs::create_directories(inbox);
  fs::copy_file(sample("quyet-dinh-100dpi.png"), inbox / "a.png");
  EXPECT_NE(watch.line().find("\"a.png\""), std::string::npos);

  write("[watch]\nsettle_seconds = 0.1\nload_files = \"many\"\n");
  watch.signal(SIGHUP);
  const std::string refused = watch.line();
  EXPECT_NE(refused.find("bad_settings"), std::string::npos) << refused;
  EXPECT_NE(refused.find("line 3"), std::string::npos) << refused;

  write("[watch]\nsettle_seconds = 0.1\nload_files = 7\n");
  watch.signal(SIGHUP);
  const std::string followed = watch.line();
  EXPECT_NE(followed.find("new_settings"), std::string::npos) << followed;
  EXPECT_NE(followed.find("watch.load_files"), std::string::npos) << followed;

  watch.signal(SIGTERM);
  const int status = watch.wait();
  EXPECT_TRUE(WIFEXITED(status));
}

}  // namespace
}  // namespace sohoa
