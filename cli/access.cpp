#include "cli/access.h"

#include <fcntl.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>

#include <boost/filesystem.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "archive/copy_marker.h"
#include "archive/durable_file.h"
#include "document/error.h"
#include "index/queue.h"
#include "pipeline/work_folder.h"

namespace sohoa {

namespace {

constexpr std::size_t kLogBytes = 10 << 20;
constexpr std::size_t kLogFiles = 10;

// Log records as lines of a rotated file; they hold no text of documents.
class FileLog : public Log {
 public:
  explicit FileLog(const fs::path& file)
      : logger_("sohoa", std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                             file.string(), kLogBytes, kLogFiles)) {
    logger_.set_pattern("%Y-%m-%dT%H:%M:%S%z %l %v");
    logger_.flush_on(spdlog::level::info);
  }

  void write(const LogRecord& record) override {
    logger_.log(level(record.level), "stage={} document=\"{}\" page={} {}", record.stage,
                record.document, record.page, record.message);
  }

 private:
  static spdlog::level::level_enum level(LogLevel level) {
    switch (level) {
      case LogLevel::debug:
        return spdlog::level::debug;
      case LogLevel::info:
        return spdlog::level::info;
      case LogLevel::warning:
        return spdlog::level::warn;
      case LogLevel::error:
        return spdlog::level::err;
    }
    return spdlog::level::info;
  }
  spdlog::logger logger_;
};

}  // namespace

namespace {

FileDescriptor open_lock(const ArchiveLayout& layout, const Globals& globals) {
  if (read_copy_marker(layout.root()))
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "lock",
                layout.root().string() + say(globals, " là bản sao: chỉ sohoa copy được ghi vào đó",
                                             " is a copy: only sohoa copy writes to it"));
  const fs::path path = layout.work() / "lock";
  FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid())
    throw Error(ErrorKind::service_broken, Reason::no_permission, "lock",
                path.string() + ": " + std::strerror(errno));
  return lock;
}

// Tried for a moment: one that is just starting holds it alone for that long.
bool lock_within_a_moment(const FileDescriptor& lock, int kind) {
  constexpr int kTries = 40;
  for (int i = 0; i < kTries; ++i) {
    if (::flock(lock.get(), kind | LOCK_NB) == 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

Error busy(const Globals& globals) {
  return {ErrorKind::service_broken, Reason::no_permission, "lock",
          say(globals, "một chương trình sohoa khác đang làm việc trên kho này; hãy đợi nó xong",
              "another sohoa is at work on this archive; wait until it is done")};
}

}  // namespace

FileDescriptor lock_archive(const ArchiveLayout& layout, const Globals& globals) {
  FileDescriptor lock = open_lock(layout, globals);
  if (!lock_within_a_moment(lock, LOCK_EX)) throw busy(globals);
  return lock;
}

FileDescriptor lock_watch(const ArchiveLayout& layout) {
  const fs::path path = layout.work() / "watch.lock";
  FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid() || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return FileDescriptor();
  return lock;
}

struct OpenArchive::Parts {
  Parts(Globals& globals, int jobs, Progress& progress)
      : layout(named_archive(globals)),
        settings(read_settings(layout.settings())),
        lock(open_lock(layout, globals)),
        catalogue(layout.catalogue().string()),
        search(layout.search().string()),
        log(layout.reports() / "sohoa.log"),
        pool(pool_options(settings, jobs), stop_requested()),
        house{layout, settings, catalogue, search,
              pool,   log,      progress,  [] { return std::chrono::system_clock::now(); }} {
    apply_settings_language(globals, settings);
    join(globals);
  }

  // Whoever comes first is alone for a moment and clears up after the dead.
  void join(const Globals& globals) {
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
      clear_work_folder(layout.work());
      open_catalogue_queue(layout.catalogue().string())->break_leases();
    }
    if (!lock_within_a_moment(lock, LOCK_SH)) throw busy(globals);
  }

  static PoolOptions pool_options(const Settings& settings, int jobs) {
    PoolOptions options;
    options.jobs = jobs > 0 ? jobs : settings.jobs;
    options.language = settings.language;
    return options;
  }

  ArchiveLayout layout;
  Settings settings;
  FileDescriptor lock;
  Catalogue catalogue;
  SearchIndex search;
  FileLog log;
  WorkerPool pool;
  House house;
};

OpenArchive::OpenArchive(Globals& globals, int jobs, Progress& progress)
    : parts_(std::make_unique<Parts>(globals, jobs, progress)) {}
OpenArchive::~OpenArchive() = default;

House& OpenArchive::house() {
  return parts_->house;
}
WorkerPool& OpenArchive::pool() {
  return parts_->pool;
}

void apply_settings_language(Globals& globals, const Settings& settings) {
  const bool chosen =
      globals.language == Language::english || std::getenv("SOHOA_LANGUAGE") != nullptr;
  if (!chosen) globals.language = settings.interface;
}

}  // namespace sohoa
