#include "tests/faults/supervisor.h"

#include <boost/filesystem.hpp>
#include <chrono>
#include <ctime>
#include <fstream>
#include <string>

#include "archive/ledger.h"
#include "archive/master_key.h"
#include "pipeline/ingest.h"
#include "pipeline/key_source.h"
#include "pipeline/work_folder.h"

namespace sohoa::faults {

namespace {

class SilentLog : public Log {
 public:
  void write(const LogRecord&) override {}
};

class SilentProgress : public Progress {
 public:
  void document_started(const std::string&) override {}
  void pages_found(int) override {}
  void page_done(const std::string&, int) override {}
  void document_done(unsigned long long) override {}
};

void put_number(std::string& bytes, unsigned long value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
}

constexpr unsigned long kOrdinaryWidth = 64;
constexpr unsigned long kSecretWidth = 80;  // fake_recogniser.cpp knows it
constexpr unsigned long kHeader = 54;
constexpr std::size_t kFew = 256;  // bytes that only one picture has

// A Windows bitmap of one colour; rows of these widths need no padding.
std::string bitmap(int number, unsigned long width) {
  constexpr unsigned long kHeight = 64;
  const unsigned long size = width * kHeight * 3;
  std::string bytes = "BM";
  for (const unsigned long value : {kHeader + size, 0UL, kHeader, 40UL, width, kHeight})
    put_number(bytes, value, 4);
  put_number(bytes, 1, 2);
  put_number(bytes, 24, 2);
  for (const unsigned long value : {0UL, 0UL, 11811UL, 11811UL, 0UL, 0UL})
    put_number(bytes, value, 4);
  return bytes + std::string(size, static_cast<char>(0xff - number));
}

void write_file(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream(file.string(), std::ios::binary) << bytes;
}

}  // namespace

Clock standing_clock() {
  constexpr std::time_t kThen = 1772600767;  // 2026-03-04T05:06:07Z
  return [] { return std::chrono::system_clock::from_time_t(kThen); };
}

ArchiveLayout archive_of(const fs::path& place) {
  return ArchiveLayout(place / "archive");
}

void make_archive(const fs::path& place) {
  create_archive_folders(archive_of(place), place / "private.key");
  append_to_ledger(archive_of(place), {"2026-03-04T05:06:07Z", "init", "", "", "", "tests"});
}

void encrypt_archive(const fs::path& place) {
  Settings settings;
  settings.encrypt = true;
  settings.key_file = (place / "master.key").string();
  write_master_key(settings.key_file);
  write_file(archive_of(place).settings(), settings_template(settings));
}

void write_scan(const fs::path& folder, int number) {
  write_file(folder / ("scan" + std::to_string(number) + ".bmp"), bitmap(number, kOrdinaryWidth));
}

void write_secret_scan(const fs::path& folder) {
  write_file(folder / kSecretName, bitmap(7, kSecretWidth));
}

std::string secret_bytes() {
  return bitmap(7, kSecretWidth).substr(kHeader, kFew);
}

std::string scan_bytes(int number) {
  return bitmap(number, kOrdinaryWidth).substr(kHeader, kFew);
}

void write_broken_scan(const fs::path& folder) {
  write_file(folder / "scan9.bmp", bitmap(9, kOrdinaryWidth).substr(0, 200));
}

void in_house(const fs::path& place, const std::function<void(House&)>& work) {
  const ArchiveLayout layout = archive_of(place);
  clear_work_folder(layout.work());
  Catalogue catalogue(layout.catalogue().string());
  SearchIndex search(layout.search().string());
  PoolOptions options;
  options.jobs = 1;
  options.program = SOHOA_FAKE_RECOGNISER;
  const std::atomic<bool> stop{false};
  WorkerPool pool(options, stop);
  use_key_of_settings(layout);
  const Settings settings =
      fs::exists(layout.settings()) ? read_settings(layout.settings()) : Settings{};
  SilentLog log;
  SilentProgress progress;
  House house{layout, settings, catalogue, search, pool, log, progress, standing_clock()};
  work(house);
}

std::vector<DocumentOutcome> ingest_folder(const fs::path& place) {
  std::vector<DocumentOutcome> outcomes;
  in_house(place, [&](House& house) {
    for (const DocumentInput& input : list_inputs({(place / "scans").string()}).inputs)
      outcomes.push_back(process_document(input, house));
  });
  return outcomes;
}

}  // namespace sohoa::faults
