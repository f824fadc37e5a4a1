// Attempts at the pages of a document, counted where they outlive the program: what brings
// the whole program down costs one page, not its document and not the pages beside it.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "index/queue.h"

namespace sohoa {

// Several pages are in hand at a time, of several documents; when the program dies, all of
// them are suspected. A suspected page is read while no other one is, so that the next death
// tells which it was. Thread-safe; one for all documents of a run.
class PageTurns {
 public:
  // While it lives, its page may be read.
  class Turn {
   public:
    Turn(PageTurns& turns, bool alone);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    PageTurns& turns_;
  };

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int reading_ = 0;
  int waiting_alone_ = 0;  // others let them go first
  bool alone_ = false;     // the one that reads
};

// Who counts the attempts at one document's pages. Without its functions nobody does.
// Called by several threads at a time.
struct PageAttempts {
  // So many pages were found; how often the program died with each of them in hand.
  std::function<std::vector<int>(int pages)> opened;
  std::function<void(int page)> begun;  // a worker has it now
  std::function<void(int page, QueuePageState state)> ended;
  PageTurns* turns = nullptr;  // never null where there are functions
};

}  // namespace sohoa
