// An archive of its own in an empty folder, with real stores and real workers.
#pragma once

#include <boost/filesystem.hpp>
#include <mutex>
#include <string>
#include <vector>

#include "archive/layout.h"
#include "pipeline/house.h"
#include "pipeline/ingest.h"
#include "pipeline/settings.h"

namespace sohoa {

class EmptyFolder {
 public:
  EmptyFolder() : path_(fs::temp_directory_path() / fs::unique_path("sohoa-test-%%%%%%%%")) {
    fs::create_directories(path_);
  }
  ~EmptyFolder() {
    boost::system::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  EmptyFolder(const EmptyFolder&) = delete;
  EmptyFolder& operator=(const EmptyFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

class CountingProgress : public Progress {
 public:
  void document_started(const std::string&) override {}
  void pages_found(int) override {}
  void page_done(const std::string&, int) override { ++pages; }
  void document_done(unsigned long long) override {}
  std::atomic<int> pages{0};
};

// Keeps every line, so that a test can look for what must not be in it.
class KeepingLog : public Log {
 public:
  void write(const LogRecord& record) override {
    const std::lock_guard lock(mutex_);
    text += record.document + " " + record.stage + " " + record.message + "\n";
  }
  std::string text;

 private:
  std::mutex mutex_;
};

inline fs::path sample(const std::string& name) {
  return fs::path(SOHOA_SOURCE_DIR) / "samples" / "scans" / name;
}

// Files that programs lock stay in work/; nothing else may.
inline bool nothing_left_in_work(const ArchiveLayout& layout) {
  for (const fs::directory_entry& entry : fs::directory_iterator(layout.work()))
    if (fs::is_directory(entry.path()) || fs::file_size(entry.path()) > 0) return false;
  return true;
}

class TestArchive {
 public:
  explicit TestArchive(int jobs = 2)
      : layout(prepare(folder.path() / "archive", folder.path() / "private.key")),
        catalogue(layout.catalogue().string()),
        search(layout.search().string()),
        pool(options(jobs), stop),
        house{layout, settings, catalogue, search,
              pool,   log,      progress,  [] { return std::chrono::system_clock::now(); }} {}

  std::vector<DocumentOutcome> ingest_paths(const std::vector<std::string>& paths) {
    std::vector<DocumentOutcome> outcomes;
    ingest(list_inputs(paths), house, stop,
           [&](const DocumentOutcome& outcome) { outcomes.push_back(outcome); });
    return outcomes;
  }

  EmptyFolder folder;
  ArchiveLayout layout;
  Settings settings;
  Catalogue catalogue;
  SearchIndex search;
  KeepingLog log;
  CountingProgress progress;
  std::atomic<bool> stop{false};
  WorkerPool pool;
  House house;

 private:
  static ArchiveLayout prepare(const fs::path& root, const fs::path& key) {
    ArchiveLayout made(root);
    create_archive_folders(made, key);
    return made;
  }

  static PoolOptions options(int jobs) {
    PoolOptions pool_options;
    pool_options.jobs = jobs;
    pool_options.program = SOHOA_BINARY_DIR "/sohoa";
    return pool_options;
  }
};

}  // namespace sohoa
