#include "pipeline/read_pages.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>

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

PageResult read_one(const OpenInput& input, int page, const PageInput& how, WorkerPool& pool) {
  for (const bool gently : {false, true}) {
    try {
      PageResult result = pool.read_page(input, page, how, gently);
      add_stamps(result);
      return result;
    } catch (const Error& error) {
      if (ends_the_document(error)) throw error.at("", page);
      if (gently || !may_read_gently(error)) return unreadable_page(how, error);
    }
  }
  throw std::logic_error("a page is read or it is not");
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
                     const std::vector<int>& numbers, WorkerPool& pool, Progress& progress) {
  const int count = static_cast<int>(numbers.size());
  progress.pages_found(count);
  PagesRead read{numbers, std::vector<PageResult>(numbers.size())};
  std::atomic<int> next{0};
  std::mutex mutex;
  std::exception_ptr failure;

  const auto work = [&] {
    for (int i = next++; i < count; i = next++) {
      try {
        const auto at = static_cast<std::size_t>(i);
        const int page = numbers[at];
        read.pages[at] =
            read_one(input, page, info.pages.at(static_cast<std::size_t>(page) - 1), pool);
        progress.page_done(path, page);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> readers;
    for (int i = 1; i < std::min(count, pool.jobs()); ++i) readers.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
  if (count > 0 && read.unreadable() == count)
    throw Error(all_workers_died(read) ? ErrorKind::retry : ErrorKind::document_failed,
                count == 1 ? read.pages[0].why : Reason::all_pages_unreadable, "recognise",
                "no page of the document could be read");
  return read;
}

}  // namespace sohoa
