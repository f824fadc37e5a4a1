#include "pipeline/inbox_run.h"

#include <boost/filesystem.hpp>
#include <set>
#include <thread>

#include "archive/anchor.h"
#include "document/error.h"
#include "pipeline/actor.h"
#include "pipeline/folder_events.h"
#include "pipeline/inbox_work.h"
#include "pipeline/settings_watch.h"

namespace sohoa {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

class InboxRun {
 public:
  InboxRun(const InboxRunOptions& options, House& house, Queue& queue,
           const std::atomic<bool>& stop, const InboxSinks& sinks)
      : options_(options),
        house_(house),
        stop_(stop),
        settings_(house.settings),
        places_(inbox_places(house.layout, house.settings.watch)),
        stillness_(house.settings.watch),
        work_(options, house, queue, stop, sinks),
        settings_file_(house.layout.settings()) {}

  InboxRunEnd run() {
    fs::create_directories(places_.inbox);
    work_.adopt_rows(look_at_inbox(places_.inbox, {places_.done, places_.refused}));
    (void)look();
    work_.begin();
    const InboxRunEnd end = follow();
    work_.end();
    (void)anchor_ledger_daily(house_.layout, iso_time(house_.clock()), acting_user());
    return end;
  }

 private:
  InboxRunEnd follow() {
    for (;;) {
      const steady_clock::time_point begun = steady_clock::now();
      const int waiting = look();
      if (stop_.load() || work_.failed()) return InboxRunEnd::stopped;
      if (options_.until && house_.clock() >= *options_.until) return InboxRunEnd::time_over;
      if (reload_due() && follow_settings()) return InboxRunEnd::settings_changed;
      if (options_.until_empty && waiting == 0 && work_.idle()) return InboxRunEnd::empty;
      wait(waiting > 0, steady_clock::now() - begun);
    }
  }

  // How many files are not ready yet.
  int look() {
    const InboxLook look = look_at_inbox(places_.inbox, {places_.done, places_.refused});
    for (const fs::path& file : work_.doubted()) stillness_.doubt(file);
    const Stillness::Verdict verdict = stillness_.judge(look, steady_clock::now(), house_.clock());
    work_.offer(look, verdict.ready);
    if (work_.met_stranger()) work_.adopt_rows(look);
    for (const InboxFile& file : verdict.incomplete)
      once({InboxNotice::Kind::incomplete, file.path, ""});
    for (const std::string& trouble : look.trouble) once({InboxNotice::Kind::trouble, "", trouble});
    events_.follow(look.folders);
    return verdict.waiting;
  }

  void once(const InboxNotice& notice) {
    if (told_.insert(notice.path + "\n" + notice.detail).second) work_.notice(notice);
  }

  // Until something moves or it is time for the periodic look. A look at many
  // files takes its time: it is not begun again sooner than after five times that.
  void wait(bool soon, steady_clock::duration look_took) {
    const WatchSettings& settings = settings_.watch;
    const auto ms = [](double seconds) {
      return milliseconds(static_cast<long long>(seconds * 1000));
    };
    const milliseconds pause =
        std::max(milliseconds(200), std::chrono::duration_cast<milliseconds>(look_took * 5));
    const milliseconds longest = soon || options_.until_empty
                                     ? std::min(ms(settings.settle_seconds) / 2, milliseconds(1000))
                                     : ms(settings.scan_seconds);
    const steady_clock::time_point begun = steady_clock::now();
    bool moved = false;
    while (!stop_.load() && !work_.failed() && !reload_due()) {
      const auto waited = steady_clock::now() - begun;
      if (waited >= std::max(longest, pause) || (moved && waited >= pause)) return;
      if (moved)
        std::this_thread::sleep_for(milliseconds(50));
      else
        moved = events_.wait(milliseconds(100));
    }
  }

  [[nodiscard]] bool reload_due() {
    return (options_.reload != nullptr && options_.reload->load()) ||
           settings_file_.changed(steady_clock::now());
  }

  // True when the rest takes the archive being opened anew.
  bool follow_settings() {
    if (options_.reload != nullptr) options_.reload->store(false);
    settings_file_.reading();
    Settings read;
    try {
      read = read_settings(house_.layout.settings());
    } catch (const Error& error) {
      work_.notice({InboxNotice::Kind::bad_settings, "", error.message()});
      return false;
    }
    const SettingsChange change = changed_settings(settings_, read);
    if (change.empty()) return false;
    use(followed_settings(settings_, read));
    std::vector<std::string> followed = change.at_once;
    followed.insert(followed.end(), change.new_workers.begin(), change.new_workers.end());
    if (!followed.empty()) work_.notice({InboxNotice::Kind::new_settings, "", listed(followed)});
    if (!change.reopening.empty())
      work_.notice({InboxNotice::Kind::later_settings, "", listed(change.reopening)});
    return options_.may_reopen && !change.reopening.empty();
  }

  void use(const Settings& settings) {
    settings_ = settings;
    house_.pool.change(pool_options(settings, options_.jobs, house_.pool.options()));
    stillness_.use(settings.watch);
    work_.follow(settings);
  }

  const InboxRunOptions& options_;
  House& house_;
  const std::atomic<bool>& stop_;
  Settings settings_;  // in force
  const InboxPlaces places_;
  Stillness stillness_;
  InboxWork work_;
  FolderEvents events_;
  std::set<std::string> told_;
  SettingsWatch settings_file_;
};

}  // namespace

InboxRunEnd run_inbox(const InboxRunOptions& options, House& house, Queue& queue,
                      const std::atomic<bool>& stop, const InboxSinks& sinks) {
  return InboxRun(options, house, queue, stop, sinks).run();
}

}  // namespace sohoa
