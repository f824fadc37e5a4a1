// A record of a real scan before judges that share no code with us.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/pipeline/house_for_test.h"

namespace sohoa {
namespace {

int judge(const std::string& program, const fs::path& record, const fs::path& told) {
  const std::string command = program + " '" + record.string() + "' > '" + told.string() + "' 2>&1";
  return std::system(command.c_str());
}

std::string lines_of(const fs::path& file) {
  std::ifstream in(file.string());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(IndependentRecord, HoldsBeforeTarSha256sumAndPythonsOwnLibrary) {
  TestArchive archive;
  const auto outcomes = archive.ingest_paths({sample("quyet-dinh-100dpi.png").string()});
  ASSERT_EQ(outcomes.size(), 1U);
  const auto row = archive.catalogue.find_by_id(outcomes[0].id);
  ASSERT_TRUE(row);
  const fs::path record = (archive.layout.root() / row->bag_path).parent_path();
  const fs::path told = archive.folder.path() / "told";
  const std::string checks = SOHOA_SOURCE_DIR "/tests/archive/independent_check";
  EXPECT_EQ(judge(checks + ".sh", record, told), 0) << lines_of(told);
  EXPECT_EQ(judge("python3 " + checks + ".py", record, told), 0) << lines_of(told);
}

TEST(IndependentRecord, ItsXmlIsWellFormedToXmllint) {
  TestArchive archive;
  const auto outcomes = archive.ingest_paths({sample("quyet-dinh-100dpi.png").string()});
  ASSERT_EQ(outcomes.size(), 1U);
  const auto row = archive.catalogue.find_by_id(outcomes[0].id);
  ASSERT_TRUE(row);
  const std::string command = "cd '" + archive.folder.path().string() + "' && tar -xf '" +
                              (archive.layout.root() / row->bag_path).string() +
                              "' && test $(find " + row->id +
                              " -name '*.xml' | wc -l) -ge 2 && find " + row->id +
                              " -name '*.xml' -print0 | xargs -0 xmllint --noout";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace sohoa
