#include "cli/access.h"

#include <fcntl.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>

#include <boost/filesystem.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <thread>

#include "archive/copy_marker.h"
#include "archive/durable_file.h"
#include "document/error.h"
#include "index/queue.h"
#include "pipeline/key_source.h"
#include "pipeline/sandbox.h"
#include "pipeline/work_folder.h"

namespace sohoa {

namespace {

// Log records as lines of JSON in a rotated file; they hold no text of documents.
class FileLog : public Log {
 public:
  FileLog(const fs::path& file, const LogSettings& settings)
      : logger_("sohoa", std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                             file.string(), static_cast<std::size_t>(settings.megabytes * 1e6),
                             static_cast<std::size_t>(settings.files))) {
    logger_.set_pattern("%v");
    logger_.flush_on(spdlog::level::info);
  }

  void write(const LogRecord& record) override {
    nlohmann::ordered_json line{{"at", iso_time(std::chrono::system_clock::now())},
                                {"level", name(record.level)},
                                {"stage", record.stage}};
    if (!record.document.empty()) line["document"] = record.document;
    if (record.page > 0) line["page"] = record.page;
    line["message"] = record.message;
    // Bytes that are no UTF-8 become the replacement character.
    logger_.log(level(record.level),
                line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }

 private:
  static const char* name(LogLevel level) {
    static constexpr const char* kNames[] = {"debug", "info", "warning", "error"};
    return kNames[static_cast<int>(level)];
  }

  static spdlog::level::level_enum level(LogLevel level) {
    static constexpr spdlog::level::level_enum kLevels[] = {
        spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
    return kLevels[static_cast<int>(level)];
  }
  spdlog::logger logger_;
};

}  // namespace

namespace {

constexpr const char* kWatchLock = "watch.lock";

Error cannot_open(const fs::path& path) {
  return {ErrorKind::service_broken, Reason::no_permission, "lock",
          path.string() + ": " + std::strerror(errno)};
}

FileDescriptor open_lock(const ArchiveLayout& layout, const Globals& globals) {
  if (read_copy_marker(layout.root()))
    throw Error(ErrorKind::service_broken, Reason::bad_settings, "lock",
                layout.root().string() + say(globals, " là bản sao: chỉ sohoa copy được ghi vào đó",
                                             " is a copy: only sohoa copy writes to it"));
  const fs::path path = layout.work() / "lock";
  FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid()) throw cannot_open(path);
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

FileDescriptor lock_watch(const ArchiveLayout& layout, const Globals& globals) {
  const fs::path path = layout.work() / kWatchLock;
  FileDescriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.valid()) throw cannot_open(path);
  if (!lock_within_a_moment(lock, LOCK_EX))
    throw Error(ErrorKind::service_broken, Reason::no_permission, "watch",
                say(globals, "thư mục này đã được một sohoa watch khác canh",
                    "another sohoa watch is at this archive already"));
  return lock;
}

bool is_watched(const ArchiveLayout& layout) {
  const fs::path path = layout.work() / kWatchLock;
  const FileDescriptor lock(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  return lock.valid() && ::flock(lock.get(), LOCK_SH | LOCK_NB) != 0;
}

struct OpenArchive::Parts {
  Parts(Globals& globals, const Settings& given, int jobs, Progress& progress)
      : layout(named_archive(globals)),
        settings(given),
        lock(open_lock(layout, globals)),
        catalogue(layout.catalogue().string()),
        search(layout.search().string()),
        log(layout.reports() / "sohoa.log", settings.log),
        pool(pool_options(settings, jobs), stop_requested()),
        house{layout, settings, catalogue, search,
              pool,   log,      progress,  [] { return std::chrono::system_clock::now(); }} {
    use_key_of(settings, layout);
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
    : OpenArchive(globals, read_settings(named_archive(globals).settings()), jobs, progress) {}

OpenArchive::OpenArchive(Globals& globals, const Settings& settings, int jobs, Progress& progress)
    : parts_(std::make_unique<Parts>(globals, settings, jobs, progress)) {
  if (const SandboxState state = sandbox_state(); !state.complete())
    parts_->log.write({LogLevel::warning, "", 0, "sandbox",
                       "page workers are not fully confined on this kernel: " + describe(state) +
                           "; docs/sandbox.md says what that means"});
}
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
