#include "pipeline/read_pages.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "document/error.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// Two stamps printed one over the other read as noise; below this, coloured
// ink's words are not added to the page's text.
constexpr double kStampConfidence = 0.7;

bool overlaps_text(const PixelBox& box, const TextLayout& layout) {
  const auto hit = [&](const PixelBox& other) {
    return box.left < other.right() && other.left < box.right() && box.top < other.bottom() &&
           other.top < box.bottom();
  };
  for (const Block& block : layout.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words)
        if (hit(word.box)) return true;
  return false;
}

// Strokes of a signature are read as signs and single letters.
bool says_something(const Line& line) {
  return std::any_of(line.words.begin(), line.words.end(), [](const Word& word) {
    const std::u32string text = to_code_points(word.text);
    return std::count_if(text.begin(), text.end(),
                         [](char32_t c) { return is_letter(c) || (c >= U'0' && c <= U'9'); }) >= 2;
  });
}

// What only coloured ink says becomes stamp blocks behind the page's own text.
void add_stamps(PageResult& result) {
  for (const Block& block : result.coloured.blocks) {
    Block stamp{BlockKind::stamp, block.box, {}};
    for (const Line& line : block.lines) {
      const TextLayout one{0, 0, {}, TextSource::recognised, {{BlockKind::stamp, {}, {line}}}};
      if (says_something(line) && mean_confidence(one) >= kStampConfidence &&
          !overlaps_text(line.box, result.layout))
        stamp.lines.push_back(line);
    }
    if (!stamp.lines.empty()) result.layout.blocks.push_back(std::move(stamp));
  }
}

PageResult unreadable_page(const PageInput& input, const Error& error) {
  PageResult result;
  result.layout.width = input.width;
  result.layout.height = input.height;
  result.layout.dpi = input.dpi;
  result.layout.source = TextSource::none;
  result.unreadable = true;
  result.why = error.reason();
  return result;
}

bool ends_the_document(const Error& error) {
  return error.kind() == ErrorKind::service_broken || error.reason() == Reason::interrupted ||
         error.reason() == Reason::truncated;
}

// What may go better in a gentler way: it ended the worker, used up its memory, or took
// too long, also where the worker itself gave up in time.
bool may_read_gently(const Error& error) {
  return error.kind() == ErrorKind::retry || error.reason() == Reason::worker_timeout;
}

// A death proves little: power fails, and programs are killed by hand. Three with the same page
// in hand, the last two while no other page was, are hardly chance, and a gentler reading costs
// a page little. Not to read it costs the page, so that two more must follow; the document
// itself is given up after twice as many.
constexpr int kDeathsToReadGently = 3;
constexpr int kDeathsToLeaveUnread = 5;

QueuePageState state_of(const PageResult& result) {
  if (result.unreadable) return QueuePageState::unreadable;
  return result.read_gently ? QueuePageState::read_gently : QueuePageState::read;
}

// The pages of one document while they are read. Members are set before any thread starts.
struct Reading {
  const std::string& path;
  const OpenInput& input;
  const InputInfo& info;
  WorkerPool& pool;
  Progress& progress;
  const PageAttempts& attempts;
  std::vector<int> deaths;  // by page; empty: nobody counts
  PagesRead read;

  [[nodiscard]] int deaths_at(int page) const {
    const auto at = static_cast<std::size_t>(page) - 1;
    return at < deaths.size() ? deaths[at] : 0;
  }

  PageResult from_worker(int page, const PageInput& how) const {
    // Without its first page a document cannot be screened: that one is tried until the document
    // is given up.
    if (deaths_at(page) >= kDeathsToLeaveUnread && page != read.numbers.front())
      return unreadable_page(how, {ErrorKind::document_failed, Reason::page_ends_program, "", ""});
    std::function<void()> begun;
    if (attempts.begun) begun = [&] { attempts.begun(page); };
    for (const bool gently : {false, true}) {
      if (!gently && deaths_at(page) >= kDeathsToReadGently) continue;
      try {
        return pool.read_page(input, page, how, gently, std::exchange(begun, nullptr));
      } catch (const Error& error) {
        if (ends_the_document(error)) throw error.at("", page);
        if (gently || !may_read_gently(error)) return unreadable_page(how, error);
      }
    }
    throw std::logic_error("a page is read or it is not");
  }

  void page(std::size_t at) {
    const int number = read.numbers[at];
    std::optional<PageTurns::Turn> turn;
    if (attempts.turns != nullptr) turn.emplace(*attempts.turns, deaths_at(number) > 0);
    PageResult result = from_worker(number, info.pages.at(static_cast<std::size_t>(number) - 1));
    if (attempts.ended) attempts.ended(number, state_of(result));
    turn.reset();
    add_stamps(result);
    read.pages[at] = std::move(result);
    progress.page_done(path, number);
  }

  // Places in `read`: first the suspected ones.
  [[nodiscard]] std::vector<std::size_t> order() const {
    std::vector<std::size_t> places(read.numbers.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::stable_partition(places.begin(), places.end(),
                          [&](std::size_t at) { return deaths_at(read.numbers[at]) > 0; });
    return places;
  }
};

// As many at a time as there are workers, of which there may be more or fewer meanwhile.
void read_all(Reading& reading) {
  const std::vector<std::size_t> order = reading.order();
  const int count = static_cast<int>(order.size());
  std::atomic<int> next{0};
  std::mutex mutex;
  std::exception_ptr failure;

  const auto one_more = [&] {
    const int i = next++;
    if (i >= count) return false;
    try {
      reading.page(order[static_cast<std::size_t>(i)]);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      next = count;
    }
    return true;
  };
  {
    std::vector<std::jthread> helpers;
    do {
      const int wanted = std::min(count - next, reading.pool.jobs()) - 1;
      while (static_cast<int>(helpers.size()) < wanted)
        helpers.emplace_back([&] {
          while (one_more()) {
          }
        });
    } while (one_more());
  }
  if (failure) std::rethrow_exception(failure);
}

// Which may be none of the pages' doing: a system short of memory kills workers, too.
bool all_workers_died(const PagesRead& read) {
  return std::all_of(read.pages.begin(), read.pages.end(),
                     [](const PageResult& page) { return page.why == Reason::worker_died; });
}

}  // namespace

std::vector<TextLayout> PagesRead::layouts() const {
  std::vector<TextLayout> result;
  for (const PageResult& page : pages) result.push_back(page.layout);
  return result;
}

std::vector<std::string> PagesRead::page_texts() const {
  std::vector<std::string> result;
  for (const PageResult& page : pages) result.push_back(plain_text(page.layout));
  return result;
}

int PagesRead::unreadable() const {
  return static_cast<int>(std::count_if(pages.begin(), pages.end(),
                                        [](const PageResult& page) { return page.unreadable; }));
}

bool PagesRead::any_recognised() const {
  return std::any_of(pages.begin(), pages.end(), [](const PageResult& page) {
    return page.layout.source == TextSource::recognised;
  });
}

double PagesRead::mean_confidence() const {
  double sum = 0;
  double weight = 0;
  for (const PageResult& page : pages) {
    const auto words = static_cast<double>(count_words(page.layout));
    sum += sohoa::mean_confidence(page.layout) * words;
    weight += words;
  }
  return weight > 0 ? sum / weight : 0;
}

std::vector<int> all_pages(const InputInfo& info) {
  std::vector<int> numbers(info.pages.size());
  std::iota(numbers.begin(), numbers.end(), 1);
  return numbers;
}

PagesRead read_pages(const std::string& path, const OpenInput& input, const InputInfo& info,
                     const std::vector<int>& numbers, WorkerPool& pool, Progress& progress,
                     const PageAttempts& attempts) {
  progress.pages_found(static_cast<int>(numbers.size()));
  Reading reading{path, input, info, pool, progress, attempts, {}, {}};
  if (attempts.opened) reading.deaths = attempts.opened(static_cast<int>(info.pages.size()));
  reading.read = {numbers, std::vector<PageResult>(numbers.size())};
  read_all(reading);
  PagesRead read = std::move(reading.read);
  if (!numbers.empty() && read.unreadable() == static_cast<int>(numbers.size()))
    throw Error(all_workers_died(read) ? ErrorKind::retry : ErrorKind::document_failed,
                numbers.size() == 1 ? read.pages[0].why : Reason::all_pages_unreadable, "recognise",
                "no page of the document could be read");
  return read;
}

}  // namespace sohoa
