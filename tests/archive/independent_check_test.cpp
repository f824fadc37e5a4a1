// Our bags before a judge that shares no line of code with their writer.
#include "archive/bag_version.h"
#include "archive/record_check.h"
#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

class IndependentCheck : public ArchiveTest {
 protected:
  [[nodiscard]] int judge(const fs::path& record) const {
    return run_shell(SOHOA_SOURCE_DIR "/tests/archive/independent_check.sh '" + record.string() +
                     "' > '" + (folder_ / "told").string() + "' 2>&1");
  }
  [[nodiscard]] std::string told() const { return read_all(folder_ / "told"); }

  fs::path write_first(const BagContents& given) {
    return write_bag(layout_, place(given), given).path;
  }
  void write_next(const BagContents& given, int version) {
    const std::vector<InspectedBag> bags = require_whole(record_versions(layout_, place(given).id));
    VersionContents next;
    next.changed = {
        {"data/metadata/record.json", "{\"v\":" + std::to_string(version) + "}", {}, {}},
        {"data/metadata/premis.xml", "<premis>later</premis>", {}, {}}};
    next.kept = kept_after(bags, {"data/metadata/record.json", "data/metadata/premis.xml"});
    next.bagging_date = "2026-05-06";
    next.bag_software = "sohoa test";
    (void)write_bag_version(layout_, place(given, version), next);
  }
};

TEST_F(IndependentCheck, AFirstVersionHoldsBeforeTarAndSha256sum) {
  BagContents given = contents(noise(50'000));
  given.original_name = "Quyết định 100% (bản sao) 'số' 5.pdf";
  EXPECT_EQ(judge(write_first(given).parent_path()), 0) << told();
}

TEST_F(IndependentCheck, ALongNameInAPaxHeaderHolds) {
  BagContents given = contents("long");
  given.original_name = std::string(180, 'x') + "ệ.pdf";
  EXPECT_EQ(judge(write_first(given).parent_path()), 0) << told();
}

TEST_F(IndependentCheck, LaterVersionsHoldWithWhatTheyKeep) {
  const BagContents given = contents(noise(50'000));
  const fs::path record = write_first(given).parent_path();
  write_next(given, 2);
  write_next(given, 3);
  EXPECT_EQ(judge(record), 0) << told();
}

TEST_F(IndependentCheck, TheJudgeSeesAChangedByteInAnyVersion) {
  const BagContents given = contents(noise(5'000));
  const fs::path record = write_first(given).parent_path();
  write_next(given, 2);
  for (const char* name : {"v1.tar", "v2.tar"}) {
    const std::string whole = read_all(record / name);
    std::string changed = whole;
    changed[changed.find("later") != std::string::npos ? changed.find("later") : 20'000] ^= 1;
    fs::remove(record / name);
    write_all(record / name, changed);
    EXPECT_NE(judge(record), 0) << name;
    fs::remove(record / name);
    write_all(record / name, whole);
  }
}

TEST_F(IndependentCheck, TheJudgeSeesALaterVersionWithoutTheOneThatItKeeps) {
  const BagContents given = contents(noise(5'000));
  const fs::path record = write_first(given).parent_path();
  write_next(given, 2);
  fs::remove(record / "v1.tar");
  EXPECT_NE(judge(record), 0);
}

}  // namespace
}  // namespace sohoa
