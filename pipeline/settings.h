// The settings of an archive, from its sohoa.toml.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "archive/layout.h"
#include "document/reason.h"

namespace sohoa {

// What becomes of a file in the watch folder once the archive holds it.
enum class Release {
  move,    // to `done`, below the folders it lay in
  discard  // deleted
};

// The watch folder. Relative folders are below the archive's root.
struct WatchSettings {
  std::string inbox = "inbox";
  Release release = Release::move;
  std::string done = "done";
  std::string refused = "refused";  // where files go that were not taken
  double settle_seconds = 2;        // size and time stand still so long before a file is looked at
  double patience_minutes = 10;  // a still file whose end is missing is taken as it is after this
  double scan_seconds = 10;      // between two looks at the whole folder
  int load_files = 20;           // a folder with more files waiting is a load: others go before it
  bool night = false;  // loads wait for `sohoa batch`; only single files are taken at once
};

// The nightly batch.
struct BatchSettings {
  std::string until = "06:00";      // local time, HH:MM; nothing is begun that cannot end by then
  double verify_minutes = 30;       // of checking the archive, after the documents
  std::vector<std::string> copies;  // folders of copies to bring up to date
  int keep_reports_days = 400;
};

// What sohoa may use of the machine.
struct BudgetSettings {
  double min_free_gb = 5;  // 10^9 bytes; with less left on the archive's disk nothing is taken in
  double worker_memory_gb = 3;  // address space of one page worker
  double page_seconds = 180;    // wall clock for one page, then its worker is killed
  int pages_a_worker = 500;     // then it is replaced
  int nice = 10;                // of the batch's processes, 0 to 19
  bool idle_io = true;          // the batch's disk accesses wait for everyone else's
};

// The log in reports/sohoa.log.
struct LogSettings {
  double megabytes = 10;  // then a new file is begun
  int files = 10;         // so many old ones are kept
};

struct Settings {
  std::string fonds = "default";        // phông: first folder below store/
  std::string language = "Vietnamese";  // Tesseract model name(s), joined by '+'
  int jobs = 0;                         // page workers; 0: one a core
  Language interface = Language::vietnamese;
  bool encrypt = false;          // new bags of the fonds are encrypted; for good, once one is
  bool index_encrypted = false;  // encrypted records are searched: their text is in the databases
  std::string key_file;          // the master key…
  std::string key_command;       // …or a program whose output it is
  WatchSettings watch = {};
  BatchSettings batch = {};
  BudgetSettings budget = {};
  LogSettings log = {};
};

// When a changed key is followed by a program that runs.
enum class SettingEffect {
  at_once,      // with the next file, look or batch; a file in hand keeps what it began with
  new_workers,  // with the next page (PoolOptions are made of it)
  reopening     // what is in hand must end and the archive be opened anew
};

using SettingValue = std::variant<bool, long long, double, std::string, std::vector<std::string>>;

struct SettingInForce {
  std::string key;  // "jobs", "watch.inbox"
  SettingValue value;
  int line = 0;  // of sohoa.toml; 0: the default holds
};

// Names of the keys whose values differ, by what it takes to follow them.
struct SettingsChange {
  std::vector<std::string> at_once;
  std::vector<std::string> new_workers;
  std::vector<std::string> reopening;
  [[nodiscard]] bool empty() const {
    return at_once.empty() && new_workers.empty() && reopening.empty();
  }
};

// Throws Error{service_broken, bad_settings} naming the line: unknown keys and
// bad values are refused, never ignored. Keys and tables that are missing have
// their defaults.
[[nodiscard]] Settings read_settings(const fs::path& file);

// The same, key by key in the order of the template.
[[nodiscard]] std::vector<SettingInForce> settings_in_force(const fs::path& file);

// Pure. What a running program has to do when sohoa.toml was read anew.
[[nodiscard]] SettingsChange changed_settings(const Settings& before, const Settings& now);
// `now`, but what takes reopening as it was before.
[[nodiscard]] Settings followed_settings(const Settings& before, const Settings& now);

// What `sohoa init` writes: every key with a comment in the interface's language.
[[nodiscard]] std::string settings_template(const Settings& settings);

// A value as it stands in sohoa.toml: true, 5, "inbox", ["/mnt/copy"].
[[nodiscard]] std::string setting_text(const SettingValue& value);

// Puts these two values in the place of those in `file`, durably; every other
// line stays as it is.
void change_key_settings(const fs::path& file, const std::string& key_file,
                         const std::string& key_command);

}  // namespace sohoa
