// A run over the watch folder: looks what is there, queues what is ready, takes it
// in, and lets it go. `sohoa watch` runs for ever, `sohoa batch` until a time or
// until nothing waits.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "index/queue.h"
#include "pipeline/ingest.h"
#include "pipeline/release.h"

namespace sohoa {

struct InboxRunOptions {
  bool loads_at_night = false;  // where watch.night says so, loads are left to the batch
  bool until_empty = false;     // ends when nothing waits any more
  // Nothing is begun that is not expected to end by then, and nothing goes on after it.
  std::optional<std::chrono::system_clock::time_point> until;
  std::string owner;  // of leases: program, machine and process
  int jobs = 0;       // pages read at a time, whatever the settings say; 0: as they say
  // Set by whoever wants sohoa.toml read at once; taken back here. Null: nobody does.
  std::atomic<bool>* reload = nullptr;
  // Ends, once what is in hand has ended, for settings that take the archive being opened
  // anew. False: those hold from the next run on.
  bool may_reopen = false;
};

enum class InboxRunEnd { stopped, settings_changed, empty, time_over };

// What happens besides outcomes, for whoever watches.
struct InboxNotice {
  enum class Kind {
    incomplete,  // a file stands still and its end is missing
    no_room,     // nothing is taken in until there is room on the disk again
    room_again,
    kept_in_inbox,   // it was dealt with but could not be let go; `detail` says why
    trouble,         // a folder that cannot be read…
    bad_settings,    // sohoa.toml was changed and is refused; the old settings hold
    new_settings,    // it was changed and is followed; `detail`: the keys
    later_settings,  // keys that are followed once the archive is opened anew
  };
  Kind kind{};
  std::string path;  // below the watch folder; empty: none
  std::string detail;
};

struct InboxSinks {
  OutcomeSink outcome;                             // never called twice at a time
  std::function<void(const InboxNotice&)> notice;  // likewise
};

// Follows a changed sohoa.toml: nothing in hand is lost or begun anew, and nothing waits for it
// but what takes the archive being opened anew (settings_changed). Throws Error{service_broken}
// when nothing can go on; a full disk is no reason: it waits for room.
[[nodiscard]] InboxRunEnd run_inbox(const InboxRunOptions& options, House& house, Queue& queue,
                                    const std::atomic<bool>& stop, const InboxSinks& sinks);

}  // namespace sohoa
