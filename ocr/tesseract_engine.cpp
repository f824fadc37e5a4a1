#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "document/error.h"
#include "image/page_part.h"
#include "ocr/cpu_clock.h"
#include "ocr/ocr_engine.h"
#include "ocr/ornaments.h"
#include "ocr/reading_order.h"
#include "ocr/recognised_words.h"
#include "ocr/second_reading.h"
#include "ocr/weak_pieces.h"
#include "ocr/weak_places.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "recognise";
// Joined strokes; a page of 14 point print has about 2,500.
constexpr int kCrowdedStrokes = 3300;

// Initial settings of Tesseract. They must be passed to Init(): SetVariable
// would reach the first of several languages only.
//   invert_threshold 0   no second pass over weak lines as white on black
//   debug_file           Tesseract's own messages are not for our terminal
//   paragraph_text_based 0  no search of the text for paragraphs, which nothing here asks for and
//                        which takes a tenth of the time of a page with 2,000 words
//   lstm_choice_mode 2   keeps the other readings of each letter
struct InitialSettings {
  std::vector<std::string> names{"invert_threshold", "debug_file", "paragraph_text_based"};
  std::vector<std::string> values{"0", "/dev/null", "0"};

  explicit InitialSettings(bool alternatives) {
    if (!alternatives) return;
    names.emplace_back("lstm_choice_mode");
    values.emplace_back("2");
  }
};

// An A4 sheet is 8.27 inches wide: the guess where the file does not say.
int resolution_of(const PageImage& image, Dpi dpi) {
  constexpr double kSheetWidthInches = 8.27;
  double value = dpi.value;
  if (value <= 0) value = std::min(image.width(), image.height()) / kSheetWidthInches;
  return static_cast<int>(std::lround(std::clamp(value, 70.0, 1200.0)));
}

void move_to_page(Line& line, const PageTransform& transform) {
  line.box = to_page(transform, line.box);
  line.baseline_start = to_page(transform, line.baseline_start);
  line.baseline_end = to_page(transform, line.baseline_end);
  for (Word& word : line.words) word.box = to_page(transform, word.box);
}

PixelBox with_margin(const PixelBox& box, const PageImage& image) {
  constexpr int kMargin = 4;  // pixels
  const int left = std::max(0, box.left - kMargin), top = std::max(0, box.top - kMargin);
  return {left, top, std::min(image.width(), box.right() + kMargin) - left,
          std::min(image.height(), box.bottom() + kMargin) - top};
}

// Of words whose line was found with a wrong baseline: marks may stand outside of their boxes.
PixelBox with_room_for_marks(const Line& line, const WeakPlace& piece, const PageImage& image) {
  PixelBox box;
  for (std::size_t w = piece.first; w < piece.last; ++w) box = cover(box, line.words[w].box);
  const int room = box.height / 3;
  return with_margin({box.left, box.top - room, box.width, box.height + 2 * room}, image);
}

// As high as the line, so that no mark is cut.
PixelBox box_of_words(const Line& line, const WeakPlace& place) {
  const PixelBox& first = line.words[place.first].box;
  const PixelBox& last = line.words[place.last - 1].box;
  return {first.left, line.box.top, last.right() - first.left, line.box.height};
}

// Runs until Tesseract asks for the first time, before its first word, whether to go on.
class LayoutClock {
 public:
  void stop() {
    if (seconds_ < 0) seconds_ = clock_.seconds();
  }
  [[nodiscard]] double seconds() const { return seconds_ < 0 ? clock_.seconds() : seconds_; }

 private:
  CpuClock clock_;
  double seconds_ = -1;
};

class TesseractEngine final : public OcrEngine {
 public:
  explicit TesseractEngine(OcrOptions options) : options_(std::move(options)) {
    init_second();
    const InitialSettings settings(options_.alternatives && options_.second_language.empty());
    const char* folder = options_.model_folder.empty() ? nullptr : options_.model_folder.c_str();
    if (api_.Init(folder, options_.language.c_str(), tesseract::OEM_LSTM_ONLY, nullptr, 0,
                  &settings.names, &settings.values, false) != 0)
      throw Error(ErrorKind::service_broken, Reason::missing_component, kStage,
                  "the Tesseract model '" + options_.language + "' is not installed in " +
                      (folder == nullptr ? std::string("the system's tessdata folder") : folder) +
                      "; on Debian install tesseract-ocr-script-viet");
    open_messages();
  }

  TextLayout recognise(const CleanPage& page) override {
    const PageImage& layout_image = page.binary.empty() ? page.grey : page.binary;
    // Its search for tables sharpens the lines of ordinary pages and takes most of a
    // minute on a page full of figures.
    const bool crowded = strokes_of(layout_image) > kCrowdedStrokes;
    api_.SetVariable("textord_tabfind_find_tables", crowded || !search_tables_ ? "0" : "1");
    start(layout_image, Dpi{page.quality.dpi.value * page.transform.scale}, tesseract::PSM_AUTO);
    // Layout has taken the black and white image above; the text is read from
    // the image that Tesseract calls its input, when both have the same size.
    if (!page.grey.empty() && page.grey.width() == layout_image.width() &&
        page.grey.height() == layout_image.height())
      api_.SetInputImage(page.grey.share().release());
    TextLayout layout;
    layout.blocks = finish();
    const PageImage& text_image = page.grey.empty() ? layout_image : page.grey;
    read_weak_pieces_again(layout.blocks, text_image);
    add_ornaments(layout.blocks, page.binary);
    read_weak_places_again(layout.blocks, text_image);
    put_in_reading_order(layout.blocks);
    for (Block& block : layout.blocks) {
      block.box = to_page(page.transform, block.box);
      for (Line& line : block.lines) move_to_page(line, page.transform);
    }
    layout.width = page.transform.width;
    layout.height = page.transform.height;
    layout.dpi = page.quality.dpi;
    return layout;
  }

  void search_tables(bool search) override { search_tables_ = search; }

  TextLayout recognise_snippet(const PageImage& snippet) override {
    start(snippet, snippet.dpi(), tesseract::PSM_SINGLE_BLOCK);
    TextLayout layout;
    layout.blocks = finish();
    layout.width = snippet.width();
    layout.height = snippet.height();
    layout.dpi = snippet.dpi();
    return layout;
  }

  [[nodiscard]] double layout_seconds() const override { return layout_seconds_; }

  [[nodiscard]] std::string description() const override {
    return std::string("Tesseract ") + tesseract::TessBaseAPI::Version() + ", model " +
           options_.language + (has_second_ ? " and " + options_.second_language : "");
  }

 private:
  // Tesseract opens its debug_file at its first message. The process may not be allowed
  // to open anything by then, so the first is caused here.
  void open_messages() { api_.ReadConfigFile("/dev/null/no such settings"); }

  void start(const PageImage& image, Dpi dpi, tesseract::PageSegMode mode) {
    if (image.empty())
      throw Error(ErrorKind::document_failed, Reason::unreadable_image, kStage,
                  "there is no image to read");
    // What earlier pages taught the dictionary must not colour this one.
    api_.ClearAdaptiveClassifier();
    api_.SetPageSegMode(mode);
    api_.SetImage(image.pix());
    api_.SetSourceResolution(resolution_of(image, dpi));
  }

  std::vector<Block> finish() {
    tesseract::ETEXT_DESC monitor;
    monitor.set_deadline_msecs(
        static_cast<int>(std::clamp(options_.timeout_seconds, 0.001, 1e6) * 1000));
    LayoutClock clock;
    monitor.cancel_this = &clock;
    monitor.cancel = [](void* first_word, int) {
      static_cast<LayoutClock*>(first_word)->stop();
      return false;
    };
    const bool done = api_.Recognize(&monitor) == 0 && !monitor.deadline_exceeded();
    layout_seconds_ += clock.seconds();
    std::vector<Block> blocks;
    if (done) blocks = take_recognised_blocks(api_, options_.alternatives);
    api_.Clear();
    if (!done)
      throw Error(ErrorKind::document_failed, Reason::worker_timeout, kStage,
                  "the page was not recognised within " +
                      std::to_string(std::lround(options_.timeout_seconds)) +
                      " s; look at the page for an unusual amount of noise or raise "
                      "timeout_seconds");
    return blocks;
  }

  void init_second() {
    if (options_.second_language.empty() || !options_.alternatives) return;
    const InitialSettings settings(true);
    const char* folder = options_.model_folder.empty() ? nullptr : options_.model_folder.c_str();
    has_second_ = second_.Init(folder, options_.second_language.c_str(), tesseract::OEM_LSTM_ONLY,
                               nullptr, 0, &settings.names, &settings.values, false) == 0;
    if (has_second_) second_.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
  }

  // The same model as before, on pieces of lines that it may have got with a wrong baseline.
  void read_weak_pieces_again(std::vector<Block>& blocks, const PageImage& image) {
    const std::vector<WeakPiece> pieces = weak_pieces(blocks);
    if (pieces.empty()) return;
    start(image, image.dpi(), tesseract::PSM_SINGLE_LINE);
    for (const WeakPiece& piece : pieces) {
      Line& line = blocks[piece.place.block].lines[piece.place.line];
      const PixelBox box = with_room_for_marks(line, piece.place, image);
      api_.SetRectangle(box.left, box.top, box.width, box.height);
      if (api_.Recognize(nullptr) != 0) continue;
      for (const Block& block : take_recognised_blocks(api_, options_.alternatives))
        if (block.lines.size() == 1) replace_if_surer(line, piece, block.lines.front());
    }
    api_.Clear();
  }

  void read_weak_places_again(std::vector<Block>& blocks, const PageImage& image) {
    if (!has_second_) return;
    second_.SetImage(image.pix());
    second_.SetSourceResolution(resolution_of(image, image.dpi()));
    for (const WeakPlace& place :
         weak_places(blocks, options_.second_share, SyllableModel::embedded())) {
      Line& line = blocks[place.block].lines[place.line];
      const PixelBox box = with_margin(box_of_words(line, place), image);
      second_.SetRectangle(box.left, box.top, box.width, box.height);
      if (second_.Recognize(nullptr) != 0) continue;
      for (const Block& block : take_recognised_blocks(second_, true))
        for (const Line& again : block.lines) add_second_reading(line, again);
    }
    second_.ClearAdaptiveClassifier();
    second_.Clear();
  }

  OcrOptions options_;
  tesseract::TessBaseAPI api_;
  double layout_seconds_ = 0;
  tesseract::TessBaseAPI second_;
  bool has_second_ = false;
  bool search_tables_ = true;
};

}  // namespace

std::unique_ptr<OcrEngine> make_tesseract_engine(const OcrOptions& options) {
  return std::make_unique<TesseractEngine>(options);
}

}  // namespace sohoa
