#include "pipeline/scan_job.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "archive/durable_file.h"
#include "archive/move_file.h"
#include "document/error.h"
#include "image/clean.h"
#include "image/image_file.h"

namespace sohoa {

namespace {

constexpr const char* kSpoolPrefix = ".sohoa-scan-";
constexpr std::size_t kMostPageBytes = std::size_t{1} << 30;
// Group members (the service that takes it in) may read and move it.
constexpr unsigned kFileMode = 0660;
constexpr unsigned kFolderMode = 0770;

// The hidden folder of one run; locked while the run lives, gone with it.
class Spool {
 public:
  explicit Spool(const fs::path& folder) {
    remove_abandoned(folder);
    path_ = folder / fs::unique_path(std::string(kSpoolPrefix) + "%%%%%%%%");
    if (::mkdir(path_.c_str(), 0700) != 0)
      throw_write_error(errno, "making a folder", path_, "scan");
    lock_ = FileDescriptor(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    (void)::flock(lock_.get(), LOCK_EX | LOCK_NB);
  }
  ~Spool() {
    boost::system::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Writes one page; its path.
  std::string add(const std::string& bytes) {
    const fs::path page = path_ / ("p" + std::to_string(++count_) + ".tif");
    DurableFile file(page, 0600, "scan", DurableFile::Summing::none);
    file.write(bytes.data(), bytes.size());
    file.sync();
    (void)file.commit();
    return page.string();
  }
  [[nodiscard]] fs::path whole() const { return path_ / "whole.tif"; }

 private:
  static void remove_abandoned(const fs::path& folder) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
      if (entry.path().filename().string().rfind(kSpoolPrefix, 0) != 0) continue;
      const FileDescriptor old(
          ::open(entry.path().c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      boost::system::error_code ignored;
      if (old.valid() && ::flock(old.get(), LOCK_EX | LOCK_NB) == 0)
        fs::remove_all(entry.path(), ignored);
    }
  }

  fs::path path_;
  FileDescriptor lock_;
  int count_ = 0;
};

// One run: the pages in the order in which they were scanned.
class Run {
 public:
  Run(PageSource& source, const ScanJob& job, ScanAttendant& attendant, Spool& spool)
      : source_(source), job_(job), attendant_(attendant), spool_(spool) {}

  // All pages of the stack that lies in the feeder.
  std::vector<std::string> stack() {
    std::vector<std::string> pages;
    for (;;) {
      std::optional<RawImage> page = attended(pages);
      if (page) {
        keep(*page, pages);
      } else if (!pages.empty()) {
        return pages;
      } else if (!attendant_.mend(ScanTrouble::feeder_empty, total_)) {
        throw ScanError(ScanTrouble::feeder_empty, "no paper was fed");
      }
    }
  }

  std::vector<std::string> page_by_page() {
    std::vector<std::string> pages;
    do {
      if (const std::optional<RawImage> page = attended(pages)) keep(*page, pages);
    } while (attendant_.lay_next_page(total_));
    if (pages.empty()) throw ScanError(ScanTrouble::feeder_empty, "no page was scanned");
    return pages;
  }

  // Fronts as given; the backs lie the last one on top once the stack is turned over.
  std::vector<std::string> with_backs(const std::vector<std::string>& fronts) {
    const int count = static_cast<int>(fronts.size());
    if (!attendant_.turn_stack(count))
      throw ScanError(ScanTrouble::sides_differ, "the backs were not scanned");
    for (;;) {
      const std::vector<std::string> backs = stack();
      if (backs.size() == fronts.size()) return collated(fronts, backs);
      if (!attendant_.scan_backs_again(count, static_cast<int>(backs.size())))
        throw ScanError(ScanTrouble::sides_differ, std::to_string(count) + " fronts and " +
                                                       std::to_string(backs.size()) + " backs");
      total_ -= static_cast<int>(backs.size());
    }
  }

 private:
  // The next page, after mending what a hand can mend; nothing at the end of the stack.
  std::optional<RawImage> attended(std::vector<std::string>& pages) {
    for (;;) {
      try {
        return source_.next_page();
      } catch (const ScanError& error) {
        if (!mended_by_hand(error.trouble())) throw;
        drop_front_alone(pages);
        if (!attendant_.mend(error.trouble(), total_)) throw;
      }
    }
  }

  // The sheet that was stuck is laid back and gives both of its sides again.
  void drop_front_alone(std::vector<std::string>& pages) {
    if (job_.sides != ScanSides::both || pages.size() % 2 == 0) return;
    pages.pop_back();
    --total_;
  }

  void keep(const RawImage& page, std::vector<std::string>& pages) {
    pages.push_back(spool_.add(tiff_page(page, job_.notes, job_.lossless)));
    attendant_.page_scanned(++total_);
  }

  static std::vector<std::string> collated(const std::vector<std::string>& fronts,
                                           const std::vector<std::string>& backs) {
    std::vector<std::string> pages;
    for (std::size_t i = 0; i < fronts.size(); ++i) {
      pages.push_back(fronts[i]);
      pages.push_back(backs[backs.size() - 1 - i]);
    }
    return pages;
  }

  PageSource& source_;
  const ScanJob& job_;
  ScanAttendant& attendant_;
  Spool& spool_;
  int total_ = 0;
};

std::vector<std::string> scanned(Run& run, ScanSides sides) {
  if (sides == ScanSides::page_by_page) return run.page_by_page();
  const std::vector<std::string> pages = run.stack();
  return sides == ScanSides::backs_after ? run.with_backs(pages) : pages;
}

// What is decoded here this process wrote itself, from pixels: no bytes from outside.
bool is_blank(const std::string& page) {
  const std::string bytes = read_small_file(page, kMostPageBytes, "scan");
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  return clean(decode_image(Bytes(data, bytes.size()), 1, {}), {}).quality.blank;
}

std::vector<int> blank_backs(const std::vector<std::string>& pages) {
  std::vector<int> blank;
  for (std::size_t i = 1; i < pages.size(); i += 2)
    if (is_blank(pages[i])) blank.push_back(static_cast<int>(i) + 1);
  return blank;
}

// False when something stands there.
bool moved(const fs::path& from, const fs::path& to) {
  const int error = move_without_replacing(from, to);
  if (error != 0 && error != EEXIST) throw_write_error(error, "moving a scan", to, "scan");
  return error == 0;
}

// Durable as the first of NAME.tif, NAME-2.tif… that nothing stands at.
fs::path put_in_place(const fs::path& whole, const ScanJob& job) {
  const FileDescriptor file(::open(whole.c_str(), O_RDWR | O_CLOEXEC));
  if (!file.valid() || ::fchmod(file.get(), kFileMode) != 0 || ::fsync(file.get()) != 0)
    throw_write_error(errno, "writing a scan", whole, "scan");
  for (int number = 1;; ++number) {
    const std::string suffix = number == 1 ? "" : "-" + std::to_string(number);
    const fs::path target = job.folder / (job.name + suffix + ".tif");
    if (fs::exists(target) || !moved(whole, target)) continue;
    sync_folder(job.folder, "scan");
    return target;
  }
}

}  // namespace

ScannedFile scan_to_folder(PageSource& source, const ScanJob& job, ScanAttendant& attendant) {
  make_durable_folder(job.folder, kFolderMode, "scan");
  Spool spool(job.folder);
  Run run(source, job, attendant, spool);
  const std::vector<std::string> pages = scanned(run, job.sides);
  ScannedFile file;
  file.pages = static_cast<int>(pages.size());
  if (job.sides == ScanSides::both || job.sides == ScanSides::backs_after)
    file.blank_backs = blank_backs(pages);
  join_tiff_pages(pages, spool.whole().string());
  file.path = put_in_place(spool.whole(), job);
  return file;
}

}  // namespace sohoa
