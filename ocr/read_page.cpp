#include "ocr/read_page.h"

#include <utility>

#include "document/turn_layout.h"
#include "image/facing_pages.h"
#include "image/framed_stamps.h"
#include "image/page_part.h"
#include "image/turn.h"
#include "ocr/cpu_clock.h"
#include "ocr/fill_ins.h"
#include "ocr/join_pages.h"
#include "ocr/stamps.h"
#include "ocr/table.h"
#include "ocr/which_way_up.h"

namespace sohoa {

namespace {

// So much print shows how the page lies.
constexpr int kTrialStrokes = 900;

// The further quarter turns after which `part` reads best. Its page reads badly as it stands:
// most likely it stands on its head.
int best_turns(const CleanPage& part, OcrEngine& engine) {
  int best = 0;
  double best_evidence = -1;
  for (const int turns : {2, 0, 1, 3}) {
    const CleanPage other = turned(part, turns);
    const TextLayout layout = engine.recognise(other);
    const int here = other.transform.quarter_turns;
    const double evidence = upright_evidence(layout, here);
    if (evidence > best_evidence) {
      best_evidence = evidence;
      best = turns;
    }
    if (reads_upright(layout, here)) break;
  }
  return best;
}

// Reads the page as it stands; where that makes little sense also on its head
// and on its sides, and keeps the best. Of a page with much on it, a band is tried. `page` ends up
// as the kept one stands.
TextLayout recognise_any_way_up(CleanPage& page, OcrEngine& engine) {
  TextLayout best = recognise_with_tables(page, engine);
  if (reads_upright(best, page.transform.quarter_turns)) return best;
  if (const auto part = band_of(page, kTrialStrokes)) {
    const int turns = best_turns(*part, engine);
    if (turns == 0) return best;
    page = turned(page, turns);
    return recognise_with_tables(page, engine);
  }
  double best_evidence = upright_evidence(best, page.transform.quarter_turns);
  CleanPage best_page;
  for (const int turns : {2, 1, 3}) {
    CleanPage other = turned(page, turns);
    TextLayout layout = recognise_with_tables(other, engine);
    const int here = other.transform.quarter_turns;
    const bool upright = reads_upright(layout, here);
    const double evidence = upright_evidence(layout, here);
    if (evidence > best_evidence) {
      best_evidence = evidence;
      best = std::move(layout);
      best_page = std::move(other);
    }
    if (upright) break;
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

// Gaps of lines are looked for on the page as a reader holds it.
void add_fill_ins(PageReading& reading) {
  TextLayout upright = turned(reading.layout, reading.quarter_turns);
  put_fill_ins_in_lines(upright, turned(reading.coloured, reading.quarter_turns));
  reading.layout = turned(upright, -reading.quarter_turns);
}

// `page` is `image` cleaned, which took `clean_seconds`.
PageReading read_cleaned(CleanPage page, double clean_seconds, OcrEngine& engine) {
  PageReading reading;
  reading.clean_seconds = clean_seconds;
  reading.quality = page.quality;

  const CpuClock recognise_clock;
  const double layout_before = engine.layout_seconds();
  reading.layout = empty_layout(page);
  reading.coloured = empty_layout(page);
  if (!page.quality.blank) {
    CleanPage print = without_framed_stamps(page);
    reading.layout = recognise_any_way_up(print, engine);
    const int turns = print.transform.quarter_turns - page.transform.quarter_turns;
    if (turns != 0) page = turned(page, (turns + 4) % 4);
  }
  reading.coloured = read_stamps(page, engine);
  reading.quarter_turns = page.transform.quarter_turns;
  add_fill_ins(reading);
  reading.layout_seconds = engine.layout_seconds() - layout_before;
  reading.recognise_seconds = recognise_clock.seconds() - reading.layout_seconds;
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
