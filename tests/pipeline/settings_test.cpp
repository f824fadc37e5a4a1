#include "pipeline/settings.h"

#include <gtest/gtest.h>

#include <fstream>

#include "document/error.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

fs::path written(const EmptyFolder& folder, const std::string& text) {
  const fs::path file = folder.path() / "sohoa.toml";
  std::ofstream(file.string()) << text;
  return file;
}

std::string refusal(const std::string& text) {
  const EmptyFolder folder;
  try {
    (void)read_settings(written(folder, text));
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::bad_settings);
    return error.message();
  }
  return "";
}

}  // namespace

TEST(Settings, TheTemplateReadsBackAsTheSettingsThatItWasMadeOf) {
  const EmptyFolder folder;
  Settings settings;
  settings.fonds = "tinh-uy";
  settings.jobs = 3;
  settings.interface = Language::english;
  const Settings read = read_settings(written(folder, settings_template(settings)));
  EXPECT_EQ(read.fonds, "tinh-uy");
  EXPECT_EQ(read.jobs, 3);
  EXPECT_EQ(read.interface, Language::english);
  EXPECT_EQ(read.language, "Vietnamese");
}

TEST(Settings, AnUnknownKeyIsRefusedWithItsLine) {
  EXPECT_NE(refusal("jobs = 1\nfonts = \"x\"\n").find("line 2: unknown key 'fonts'"),
            std::string::npos);
}

TEST(Settings, ABadValueIsRefusedWithItsLine) {
  EXPECT_NE(refusal("\njobs = -1\n").find("line 2"), std::string::npos);
  EXPECT_NE(refusal("jobs = \"many\"\n").find("line 1"), std::string::npos);
  EXPECT_NE(refusal("fonds = \"../up\"\n").find("line 1"), std::string::npos);
  EXPECT_NE(refusal("interface = \"fr\"\n").find("line 1"), std::string::npos);
}

TEST(Settings, TextThatIsNoTomlIsRefusedWithItsLine) {
  EXPECT_NE(refusal("jobs = 1\n= = =\n").find("line 2"), std::string::npos);
}

}  // namespace sohoa
