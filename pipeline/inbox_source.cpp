// What becomes of a file of the watch folder while it is in hand.
#include <algorithm>
#include <utility>

#include "pipeline/archive_file.h"
#include "pipeline/inbox_work.h"

namespace sohoa {

namespace {

using std::chrono::seconds;

// What a document contains is decoded in page workers only, so that hardly any can
// end the program; but whoever is at work when something else does is here, too.
constexpr int kMostDeaths = 10;
constexpr seconds kUntilRoom{5};

// Ten seconds, forty, two minutes and a half…
seconds delay_after(int failure) {
  constexpr int kLongest = 4;
  seconds delay{10};
  for (int i = 1; i < std::min(failure, kLongest); ++i) delay *= 4;
  return delay;
}

int deaths_before(const QueueLease& lease) {
  return lease.attempt - 1 - lease.failures;
}

}  // namespace

void InboxWork::one(const Job& job) {
  House house = with_settings(house_, *job.source->settings);
  try {
    // Nothing is decoded of what is no regular file: whoever died was at something else.
    if (job.source->file.regular && deaths_before(job.source->lease) >= kMostDeaths)
      add_outcome(*job.source, give_up_on(job.document, house));
    else if (!job.source->members && looks_like_archive_file(job.document.file))
      open_members(job, house);
    else
      add_outcome(*job.source, process_document(job.document, house, attempts_at(job)));
  } catch (const Error& error) {
    note_failure(*job.source, error);
  }
  document_ended(job.source);
}

void InboxWork::add_outcome(Source& source, const DocumentOutcome& outcome) {
  const std::lock_guard lock(mutex_);
  source.outcomes.push_back(outcome);
}

void InboxWork::open_members(const Job& job, House& house) {
  try {
    ArchiveMembers members = open_archive_file(job.document, house);
    const std::lock_guard lock(mutex_);
    Source& source = *job.source;
    source.members = members.folder;
    source.outcomes = std::move(members.refused);
    source.left += members.documents.size();
    int member = 0;
    for (DocumentInput& document : members.documents)
      members_.push_back({job.source, std::move(document), ++member});
    changed_.notify_all();
  } catch (const Error& error) {
    // It may hold more than the disk ever will: it does not wait for room for ever.
    const bool full = error.reason() == Reason::disk_full;
    if (error.reason() == Reason::interrupted) throw;
    if (error.kind() == ErrorKind::service_broken && !full) throw;
    if ((full || error.kind() == ErrorKind::retry) && !job.document.last_try)
      throw Error(ErrorKind::retry, error.reason(), error.stage(), error.message());
    add_outcome(*job.source, put_archive_file_aside(job.document, error, house));
  }
}

PageAttempts InboxWork::attempts_at(const Job& job) {
  const QueueLease& lease = job.source->lease;
  const int member = job.member;
  return {[this, &lease, member](int pages) {
            return queue_.open_pages(lease, {member, pages});
          },
          [this, &lease, member](int page) {
            queue_.begin_page(lease, {member, page}, now());
          },
          [this, &lease, member](int page, QueuePageState state) {
            queue_.end_page(lease, {member, page}, state);
          },
          &turns_};
}

// Throws what nothing can go on after.
void InboxWork::note_failure(Source& source, const Error& error) {
  const bool full =
      error.reason() == Reason::disk_full && error.kind() == ErrorKind::service_broken;
  if (full) budget_.hold_off(kUntilRoom);
  const std::lock_guard lock(mutex_);
  if (error.reason() == Reason::interrupted && !stop_.load())
    too_long_ = std::min(too_long_, source.lease.bytes);
  if (error.reason() == Reason::interrupted || full)
    source.interrupted = true;
  else if (error.kind() == ErrorKind::service_broken)
    throw error;
  else
    source.failed = error.reason();
}

void InboxWork::document_ended(const std::shared_ptr<Source>& source) {
  {
    const std::lock_guard lock(mutex_);
    if (--source->left > 0) return;
  }
  const std::unique_ptr<Source, std::function<void(Source*)>> leave(
      source.get(), [&](const Source* ended) {
        budget_.release(ended->reserved);
        const std::lock_guard lock(mutex_);
        at_work_.erase(ended->lease.key);
        changed_.notify_all();
      });
  source->members.reset();
  source_ended(*source);
}

void InboxWork::source_ended(Source& source) {
  if (source.interrupted) {
    queue_.give_back(source.lease);
    return;
  }
  if (source.failed != Reason::none) return try_again(source, source.failed);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - source.begun;
  int pages = 0;
  for (const DocumentOutcome& outcome : source.outcomes) pages += outcome.pages;
  pace_.add(source.file.state.bytes, pages, taken.count());
  let_go(source);
}

void InboxWork::try_again(const Source& source, Reason reason) {
  queue_.fail(source.lease, std::string(reason_code(reason)),
              now() + delay_after(source.lease.failures + 1), kMostFailures + 1);
}

void InboxWork::let_go(Source& source) {
  const ReleaseResult result =
      release_source(source.file, source.outcomes, places_, source.settings->watch.release, house_);
  if (result.released == Released::no_room) {
    budget_.hold_off(kUntilRoom);
    queue_.give_back(source.lease);
    return;
  }
  if (result.released == Released::not_held) return try_again(source, Reason::internal);
  {
    const std::lock_guard lock(sink_mutex_);
    for (const DocumentOutcome& outcome : source.outcomes) sinks_.outcome(outcome);
  }
  house_.progress.document_done(source.file.state.bytes);
  if (result.released == Released::impossible)
    notice({InboxNotice::Kind::kept_in_inbox, source.file.path, result.detail});
  if (!queue_.finish(source.lease, std::string(reason_code(Reason::none)))) return;
  if (result.released == Released::impossible) return;
  queue_.forget({source.lease.key});
  const std::lock_guard lock(mutex_);
  files_.erase(source.lease.key);
  if (result.released == Released::changed) doubted_.push_back(source.file.file);
}

}  // namespace sohoa
