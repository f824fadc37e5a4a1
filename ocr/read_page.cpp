#include "ocr/read_page.h"

#include <time.h>

#include <utility>

#include "document/turn_layout.h"
#include "image/facing_pages.h"
#include "image/turn.h"
#include "ocr/join_pages.h"
#include "ocr/stamps.h"
#include "ocr/table.h"

namespace sohoa {

namespace {

// Measured on office scans: upright pages are read with a mean confidence of
// 0.90 and more, the same pages on their head with about 0.3.
constexpr double kUprightConfidence = 0.65;
// Fewer words than this say too little for their confidence to be trusted.
constexpr std::size_t kEnoughWords = 8;

class CpuClock {
 public:
  CpuClock() : start_(now()) {}
  [[nodiscard]] double seconds() const { return now() - start_; }

 private:
  static double now() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  }
  double start_;
};

// How much text there is and how sure: the reading that has most of both wins.
double evidence(const TextLayout& layout) {
  double letters = 0;
  for (const Block& block : layout.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) letters += static_cast<double>(word.text.size());
  const double confidence = mean_confidence(layout);
  return letters * confidence * confidence;
}

bool looks_upright(const TextLayout& layout) {
  return mean_confidence(layout) >= kUprightConfidence && count_words(layout) >= kEnoughWords;
}

// Reads the page as it stands; where that makes little sense also on its head
// and on its sides, and keeps the best. `page` ends up as the kept one stands.
TextLayout recognise_any_way_up(CleanPage& page, OcrEngine& engine) {
  TextLayout best = recognise_with_tables(page, engine);
  if (looks_upright(best)) return best;
  double best_evidence = evidence(best);
  CleanPage best_page;
  for (const int turns : {2, 1, 3}) {
    CleanPage other = turned(page, turns);
    TextLayout layout = recognise_with_tables(other, engine);
    if (evidence(layout) > best_evidence) {
      best_evidence = evidence(layout);
      best = std::move(layout);
      best_page = std::move(other);
    }
    if (looks_upright(best)) break;
  }
  if (!best_page.grey.empty()) page = std::move(best_page);
  return best;
}

TextLayout empty_layout(const CleanPage& page) {
  TextLayout layout;
  layout.width = page.transform.width;
  layout.height = page.transform.height;
  layout.dpi = page.quality.dpi;
  layout.source = TextSource::none;
  return layout;
}

// `page` is `image` cleaned, which took `clean_seconds`.
PageReading read_cleaned(CleanPage page, double clean_seconds, OcrEngine& engine) {
  PageReading reading;
  reading.clean_seconds = clean_seconds;
  reading.quality = page.quality;

  const CpuClock recognise_clock;
  reading.layout = empty_layout(page);
  reading.coloured = empty_layout(page);
  if (!page.quality.blank) reading.layout = recognise_any_way_up(page, engine);
  reading.coloured = read_stamps(page, engine);
  reading.quarter_turns = page.transform.quarter_turns;
  reading.recognise_seconds = recognise_clock.seconds();
  return reading;
}

PageReading read_one(const PageImage& image, OcrEngine& engine, const CleanOptions& options) {
  const CpuClock clock;
  CleanPage page = clean(image, options);
  return read_cleaned(std::move(page), clock.seconds(), engine);
}

PageReading read_both(const PageImage& sheet, const FacingPages& pages, OcrEngine& engine,
                      const CleanOptions& options) {
  const CutPages cut = cut_pages(sheet, pages);
  return join_pages(read_one(cut.left, engine, options), read_one(cut.right, engine, options),
                    pages, sheet.width(), sheet.height());
}

}  // namespace

PageReading read_page(const PageImage& image, OcrEngine& engine, const CleanOptions& options) {
  const CpuClock clock;
  if (const auto pages = find_facing_pages(image)) {
    return read_both(image, *pages, engine, options);
  }
  CleanPage page = clean(image, options);
  if (page.transform.quarter_turns == 1) {
    const PageImage across = quarter_turned(image, 1, false);
    if (const auto pages = find_facing_pages(across)) {
      PageReading reading = read_both(across, *pages, engine, options);
      reading.layout = turned(reading.layout, 3);
      reading.coloured = turned(reading.coloured, 3);
      reading.quarter_turns = (reading.quarter_turns + 1) % 4;
      return reading;
    }
  }
  return read_cleaned(std::move(page), clock.seconds(), engine);
}

}  // namespace sohoa
