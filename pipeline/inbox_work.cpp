#include "pipeline/inbox_work.h"

#include <algorithm>
#include <set>
#include <utility>

#include "pipeline/files.h"
#include "pipeline/inbox_key.h"

namespace sohoa {

namespace {

using std::chrono::seconds;

constexpr seconds kLease{120};

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.find('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

DocumentInput document_of(const InboxFile& file, bool last_try) {
  const fs::path below = fs::path(file.path).parent_path();
  return {file.file, file.path, file_code(below.generic_string()), {}, last_try || !file.regular};
}

unsigned long long bytes_of_gb(double gb) {
  return static_cast<unsigned long long>(gb * 1e9);
}

}  // namespace

InboxWork::InboxWork(const InboxRunOptions& options, House& house, Queue& queue,
                     const std::atomic<bool>& stop, const InboxSinks& sinks)
    : options_(options),
      house_(house),
      queue_(queue),
      stop_(stop),
      sinks_(sinks),
      places_(inbox_places(house.layout, house.settings.watch)),
      budget_(house.layout.work(), bytes_of_gb(house.settings.budget.min_free_gb)),
      settings_(std::make_shared<const Settings>(house.settings)) {}

InboxWork::~InboxWork() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  threads_.clear();
}

void InboxWork::offer(const InboxLook& look, const std::vector<InboxFile>& ready) {
  std::map<std::string, int> folders;
  for (const InboxFile& file : look.files) ++folders[folder_of(file.path)];
  std::map<std::string, const InboxFile*> by_place;
  for (const InboxFile& file : look.files) by_place.emplace(file.file.string(), &file);

  std::vector<QueueDocument> documents;
  std::vector<std::string> missing;
  {
    const std::lock_guard lock(mutex_);
    for (const InboxFile& file : ready) {
      const std::string key = inbox_key(file, house_.layout);
      files_.insert_or_assign(key, file);
      documents.push_back({key, file.state.bytes, priority_of(file.path, folders)});
    }
    for (const auto& [key, file] : files_) {
      const auto found = by_place.find(file.file.string());
      if (look.trouble.empty() &&
          (found == by_place.end() || !(found->second->state == file.state)) &&
          !at_work_.contains(key))
        missing.push_back(key);
    }
    for (const std::string& key : missing) files_.erase(key);
  }
  if (!documents.empty()) queue_.add(documents, now());
  if (!missing.empty()) queue_.forget(missing);
  if (documents.empty()) return;
  const std::lock_guard lock(mutex_);
  resting_ = 0;
  changed_.notify_all();
}

void InboxWork::adopt_rows(const InboxLook& look) {
  std::map<std::string, const InboxFile*> by_key;
  for (const InboxFile& file : look.files) by_key.emplace(inbox_key(file, house_.layout), &file);
  std::vector<std::string> over;  // left their place, or could not leave it the last time
  {
    const std::lock_guard lock(mutex_);
    met_stranger_ = false;
    for (const QueueRow& row : queue_.rows())
      if (const auto file = by_key.find(row.key);
          file != by_key.end() && row.state != QueueState::done)
        files_.insert_or_assign(row.key, *file->second);
      else
        over.push_back(row.key);
  }
  if (look.trouble.empty()) queue_.forget(over);
}

bool InboxWork::met_stranger() const {
  const std::lock_guard lock(mutex_);
  return met_stranger_;
}

QueuePriority InboxWork::priority_of(const std::string& path,
                                     const std::map<std::string, int>& folders) const {
  return folders.at(folder_of(path)) > settings_->watch.load_files ? QueuePriority::load
                                                                   : QueuePriority::single;
}

void InboxWork::begin() {
  threads_.emplace_back([this] { keep_leases(); });
  const std::lock_guard lock(mutex_);
  hire();
}

// One thread more than workers, so that writing a bag never idles one. Those beyond leave
// by themselves (next).
void InboxWork::hire() {
  for (; hands_ <= house_.pool.jobs(); ++hands_) threads_.emplace_back([this] { work(); });
}

void InboxWork::follow(const Settings& settings) {
  budget_.leave_free(bytes_of_gb(settings.budget.min_free_gb));
  const std::lock_guard lock(mutex_);
  settings_ = std::make_shared<const Settings>(settings);
  hire();
}

void InboxWork::end() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  threads_.clear();
  if (failure_) std::rethrow_exception(failure_);
  for (const auto& [key, source] : at_work_) queue_.give_back(source->lease);
}

bool InboxWork::halted() const {
  return stop_.load() || failure_ != nullptr;
}

bool InboxWork::idle() const {
  const std::lock_guard lock(mutex_);
  return at_work_.empty() && resting_ > house_.pool.jobs();
}

bool InboxWork::failed() const {
  const std::lock_guard lock(mutex_);
  return failure_ != nullptr;
}

std::vector<fs::path> InboxWork::doubted() {
  const std::lock_guard lock(mutex_);
  return std::exchange(doubted_, {});
}

void InboxWork::notice(const InboxNotice& notice) {
  const std::lock_guard lock(sink_mutex_);
  sinks_.notice(notice);
}

QueueTime InboxWork::now() const {
  return house_.clock();
}

void InboxWork::fail(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(failure);
  changed_.notify_all();
}

void InboxWork::keep_leases() {
  std::unique_lock lock(mutex_);
  while (!(ending_ && at_work_.empty()) && !halted()) {
    changed_.wait_for(lock, kLease / 4, [&] { return (ending_ && at_work_.empty()) || halted(); });
    std::vector<QueueLease> leases;
    for (const auto& [key, source] : at_work_) leases.push_back(source->lease);
    lock.unlock();
    try {
      for (const QueueLease& lease : leases) queue_.renew(lease, now() + kLease);
    } catch (...) {
      fail(std::current_exception());
    }
    lock.lock();
  }
}

void InboxWork::work() {
  while (const std::optional<Job> job = next()) {
    try {
      one(*job);
    } catch (...) {
      fail(std::current_exception());
    }
  }
}

std::optional<InboxWork::Job> InboxWork::next() {
  for (;;) {
    if (std::optional<Job> member = next_member()) return member;
    {
      const std::lock_guard lock(mutex_);
      if (halted() || (ending_ && at_work_.empty())) return std::nullopt;
      // There are fewer workers than there were.
      if (hands_ > house_.pool.jobs() + 1) return --hands_, std::nullopt;
    }
    try {
      if (std::optional<Job> job = lease_one()) return job;
    } catch (...) {
      fail(std::current_exception());
      return std::nullopt;
    }
    rest();
  }
}

void InboxWork::rest() {
  std::unique_lock lock(mutex_);
  ++resting_;
  // Others may put something into the same queue: asked again without being told.
  changed_.wait_for(lock, std::chrono::milliseconds(500));
}

std::optional<InboxWork::Job> InboxWork::next_member() {
  const std::lock_guard lock(mutex_);
  if (halted() || members_.empty()) return std::nullopt;
  Job job = std::move(members_.front());
  members_.pop_front();
  return job;
}

// What fits on the disk and into the time that is left.
std::optional<InboxWork::Job> InboxWork::lease_one() {
  QueueWish wish{options_.owner, kLease};
  {
    const std::lock_guard lock(mutex_);
    if (ending_) return std::nullopt;
    if (options_.loads_at_night && settings_->watch.night) wish.last = QueuePriority::single;
  }
  std::size_t most_pages = ~std::size_t{0};
  if (options_.until) {
    const std::chrono::duration<double> left = *options_.until - now();
    wish.max_bytes = pace_.largest_within(left.count());
    most_pages = static_cast<std::size_t>(pace_.pages_within(left.count()));
    const std::lock_guard lock(mutex_);
    wish.max_bytes = std::min(wish.max_bytes, too_long_ - 1);
    if (wish.max_bytes == 0) return std::nullopt;
  }
  const unsigned long long room = this->room();
  if (room == 0) return std::nullopt;
  wish.max_bytes = std::min(wish.max_bytes, largest_for_room(room));
  const std::optional<QueueLease> lease = queue_.take(wish, now());
  if (!lease) return std::nullopt;
  const std::shared_ptr<Source> source = hold(*lease);
  if (!source) return std::nullopt;
  DocumentInput document = document_of(source->file, lease->failures + 1 >= kMostFailures);
  document.most_pages = most_pages;
  return Job{source, std::move(document)};
}

// 0 while there is none for the smallest document, which is said once.
unsigned long long InboxWork::room() {
  const unsigned long long bytes = budget_.room();
  const bool none = bytes < room_for_document(0);
  bool news = false;
  {
    const std::lock_guard lock(mutex_);
    news = none != std::exchange(no_room_, none);
  }
  if (news) notice({none ? InboxNotice::Kind::no_room : InboxNotice::Kind::room_again, "", ""});
  return none ? 0 : bytes;
}

std::shared_ptr<InboxWork::Source> InboxWork::hold(const QueueLease& lease) {
  const unsigned long long bytes = room_for_document(lease.bytes);
  if (!budget_.reserve(bytes)) {
    queue_.give_back(lease);
    return nullptr;
  }
  const std::lock_guard lock(mutex_);
  const auto file = files_.find(lease.key);
  if (file == files_.end()) {
    budget_.release(bytes);
    queue_.give_back(lease);
    met_stranger_ = true;
    return nullptr;
  }
  auto source = std::make_shared<Source>();
  source->lease = lease;
  source->file = file->second;
  source->settings = settings_;
  source->reserved = bytes;
  source->begun = std::chrono::steady_clock::now();
  source->left = 1;
  at_work_.emplace(lease.key, source);
  resting_ = 0;
  return source;
}

}  // namespace sohoa
