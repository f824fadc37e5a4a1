#include "pipeline/settings.h"

#include <gtest/gtest.h>

#include <fstream>

#include "archive/durable_file.h"
#include "document/error.h"
#include "pipeline/setting_keys.h"
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

// Every key gets another value than its default, whatever its kind.
SettingValue another(const SettingKey& key, const SettingValue& value) {
  if (const auto* whole = std::get_if<long long>(&value)) return *whole + 1;
  if (const auto* real = std::get_if<double>(&value)) return *real + 0.5;
  if (const auto* boolean = std::get_if<bool>(&value)) return !*boolean;
  if (std::holds_alternative<std::vector<std::string>>(value))
    return std::vector<std::string>{"/mnt/một bản sao", "/mnt/\"hai\""};
  if (key.name == "interface") return std::string("en");
  if (key.name == "release") return std::string("delete");
  if (key.name == "until") return std::string("04:30");
  return "other-" + std::string(key.name);
}

TEST(Settings, EveryKeyOfTheTemplateReadsBackAndIsExplainedInBothLanguages) {
  Settings settings;
  for (const SettingKey& key : setting_keys())
    ASSERT_EQ(set_setting(key, another(key, setting_value(key, settings)), settings), "")
        << key.full_name();
  ASSERT_EQ(set_setting(setting_keys()[1], std::string("vie+eng"), settings), "");
  for (const Language language : {Language::vietnamese, Language::english}) {
    settings.interface = language;
    const EmptyFolder folder;
    const std::string text = settings_template(settings);
    const fs::path file = written(folder, text);
    EXPECT_TRUE(changed_settings(settings, read_settings(file)).empty()) << text;
    for (const SettingInForce& setting : settings_in_force(file))
      EXPECT_GT(setting.line, 0) << setting.key << " is not in the template";
    for (const SettingKey& key : setting_keys())
      EXPECT_NE(text.find(language == Language::vietnamese ? key.vietnamese.substr(0, 20)
                                                           : key.english.substr(0, 20)),
                std::string::npos)
          << key.full_name();
  }
}

TEST(Settings, TheDocumentationShowsEveryKeyAsTheTemplateWritesIt) {
  Settings settings;
  settings.interface = Language::english;
  const std::string page =
      read_small_file(fs::path(SOHOA_SOURCE_DIR) / "docs" / "settings.md", 1 << 20, "test");
  EXPECT_NE(page.find("```toml\n" + settings_template(settings) + "```\n"), std::string::npos)
      << "docs/settings.md is behind `sohoa init --english`";
}

TEST(Settings, AFileOfAnOlderArchiveWithoutTablesHasTheirDefaults) {
  const EmptyFolder folder;
  const Settings read = read_settings(written(folder, "fonds = \"default\"\njobs = 2\n"));
  EXPECT_EQ(read.jobs, 2);
  EXPECT_EQ(changed_settings(Settings{}, read).new_workers, std::vector<std::string>{"jobs"});
  EXPECT_TRUE(changed_settings(Settings{}, read).at_once.empty());
}

TEST(Settings, TheLineOfEachKeyIsKnownAndADefaultHasNone) {
  const EmptyFolder folder;
  const fs::path file = written(folder, "jobs = 2\n[watch]\n# nơi chờ\ninbox = \"chờ\"\n");
  for (const SettingInForce& setting : settings_in_force(file)) {
    const int line = setting.key == "jobs" ? 1 : setting.key == "watch.inbox" ? 4 : 0;
    EXPECT_EQ(setting.line, line) << setting.key;
    EXPECT_EQ(setting.value == SettingValue(std::string("chờ")), setting.key == "watch.inbox");
  }
}

TEST(Settings, AChangeSaysWhatItTakesToFollowIt) {
  Settings now;
  now.fonds = "khac";
  now.encrypt = true;
  now.budget.page_seconds = 30;
  now.watch.night = true;
  now.batch.until = "05:00";
  const SettingsChange change = changed_settings(Settings{}, now);
  EXPECT_EQ(change.reopening, (std::vector<std::string>{"fonds", "encrypt"}));
  EXPECT_EQ(change.new_workers, std::vector<std::string>{"budget.page_seconds"});
  EXPECT_EQ(change.at_once, (std::vector<std::string>{"watch.night", "batch.until"}));
  EXPECT_TRUE(changed_settings(now, now).empty());
}

TEST(Settings, WhatTakesReopeningStaysAsItWasWhileTheRestIsFollowed) {
  Settings now;
  now.fonds = "khac";
  now.jobs = 7;
  now.watch.inbox = "nơi khác";
  now.watch.night = true;
  const Settings followed = followed_settings(Settings{}, now);
  EXPECT_EQ(followed.fonds, "default");
  EXPECT_EQ(followed.watch.inbox, "inbox");
  EXPECT_EQ(followed.jobs, 7);
  EXPECT_TRUE(followed.watch.night);
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

TEST(Settings, UnknownKeysAndTablesAreRefusedWithTheirLineAndWhereTheyBelong) {
  const std::string misplaced = refusal("jobs = 1\ninbox = \"x\"\n");
  EXPECT_NE(misplaced.find("line 2: unknown key 'inbox'"), std::string::npos) << misplaced;
  EXPECT_NE(misplaced.find("belongs to [watch]"), std::string::npos) << misplaced;
  EXPECT_NE(refusal("[watch]\n\nfonds = \"x\"\n").find("line 3: unknown key 'fonds' in [watch]"),
            std::string::npos);
  EXPECT_NE(refusal("\n[wach]\ninbox = \"x\"\n").find("line 2: unknown table [wach]"),
            std::string::npos);
  EXPECT_NE(refusal("watch = 3\n").find("line 1"), std::string::npos);
  EXPECT_NE(refusal("[[watch]]\ninbox = \"x\"\n").find("is a table"), std::string::npos);
  EXPECT_NE(refusal("[jobs]\nx = 1\n").find("line 1: jobs takes"), std::string::npos);
}

TEST(Settings, ValuesOutOfTheirBoundsOrOfAnotherKindAreRefusedWithTheirLine) {
  const auto refused = [](const std::string& table, const std::string& line) {
    const std::string message = refusal("[" + table + "]\n" + line + "\n");
    EXPECT_NE(message.find("line 2: "), std::string::npos) << line << ": " << message;
  };
  refused("watch", "inbox = \"\"");
  refused("watch", "inbox = \"a\\nb\"");
  refused("watch", "release = \"keep\"");
  refused("watch", "settle_seconds = -1");
  refused("watch", "settle_seconds = nan");
  refused("watch", "settle_seconds = inf");
  refused("watch", "load_files = 2.5");
  refused("watch", "load_files = 9223372036854775807");
  refused("watch", "night = 1");
  refused("batch", "until = \"24:00\"");
  refused("batch", "until = \"6:00\"");
  refused("batch", "until = 06:00:00");
  refused("batch", "copies = \"/mnt/copy\"");
  refused("batch", "copies = [\"copy\"]");
  refused("batch", "copies = [1]");
  refused("budget", "nice = 20");
  refused("budget", "min_free_gb = -0.1");
  refused("budget", "worker_memory_gb = 0");
  refused("log", "files = 0");
}

TEST(Settings, WatchFoldersLieApartFromEachOtherAndFromWhatTheArchiveKeeps) {
  EXPECT_NE(refusal("[watch]\ninbox = \"store/x\"\n").find("line 2: watch.inbox"),
            std::string::npos);
  EXPECT_NE(refusal("[watch]\ninbox = \".\"\n").find("line 2"), std::string::npos);
  EXPECT_NE(refusal("[watch]\ninbox = \"..\"\n").find("line 2"), std::string::npos);
  EXPECT_NE(refusal("[watch]\ninbox = \"x/../work/\"\n").find("line 2"), std::string::npos);
  EXPECT_NE(refusal("[watch]\ndone = \"inbox/done\"\n").find("line 2: watch.done"),
            std::string::npos);
  EXPECT_NE(refusal("[watch]\ninbox = \"done\"\n").find("line 2"), std::string::npos);
  EXPECT_NE(refusal("[watch]\nrefused = \"done\"\n").find("line 2"), std::string::npos);
  EXPECT_EQ(refusal("[watch]\ninbox = \"/srv/scans/\"\ndone = \"../done\"\n"), "");
}

TEST(Settings, NewKeySettingsTakeThePlaceOfTheOldAndEveryOtherLineStays) {
  const EmptyFolder folder;
  Settings settings;
  settings.watch.inbox = "chờ";
  settings.key_file = "/old.key";
  std::string expected = settings_template(settings);
  const fs::path file = written(folder, expected);
  change_key_settings(file, "", "get \"key\"");
  const Settings read = read_settings(file);
  EXPECT_EQ(read.key_file, "");
  EXPECT_EQ(read.key_command, "get \"key\"");
  EXPECT_EQ(read.watch.inbox, "chờ");
  const std::string old_line = "key_file = \"/old.key\"";
  expected.replace(expected.find(old_line), old_line.size(), "key_file = \"\"");
  const std::string old_command = "key_command = \"\"";
  expected.replace(expected.find(old_command), old_command.size(),
                   "key_command = " + setting_text(SettingValue(read.key_command)));
  EXPECT_EQ(read_small_file(file, 1 << 20, "test"), expected);
}

TEST(Settings, NewKeySettingsNeverLandInATable) {
  for (const char* text :
       {"[watch]\n\ninbox = \"x\"\n", "# first\n[watch]\ninbox = \"x\"\n\n[log]\nfiles = 3\n",
        "jobs = 1\n[watch]\n\ninbox = \"x\"", "watch.inbox = \"x\"\n\njobs = 1\n", ""}) {
    const EmptyFolder folder;
    const fs::path file = written(folder, text);
    const Settings before = read_settings(file);
    change_key_settings(file, "/new.key", "");
    const Settings read = read_settings(file);
    EXPECT_EQ(read.key_file, "/new.key") << text;
    EXPECT_EQ(changed_settings(before, read).reopening, std::vector<std::string>{"key_file"})
        << text;
    EXPECT_TRUE(changed_settings(before, read).at_once.empty()) << text;
  }
}

TEST(Settings, TextThatIsNoTomlIsRefusedWithItsLine) {
  EXPECT_NE(refusal("jobs = 1\n= = =\n").find("line 2"), std::string::npos);
}

}  // namespace sohoa
