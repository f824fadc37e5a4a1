#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "document/error.h"
#include "image/ink_pieces.h"
#include "image/line_strip.h"
#include "image/page_part.h"
#include "ocr/cpu_clock.h"
#include "ocr/cut_marks.h"
#include "ocr/ocr_engine.h"
#include "ocr/ornaments.h"
#include "ocr/raised_digits.h"
#include "ocr/reading_order.h"
#include "ocr/recognised_words.h"
#include "ocr/second_reading.h"
#include "ocr/stacked_marks.h"
#include "ocr/unruled_columns.h"
#include "ocr/weak_pieces.h"
#include "ocr/weak_places.h"

namespace sohoa {

namespace {

constexpr const char* kStage = "recognise";
// Joined strokes; a page of 14 point print has about 2,500.
constexpr int kCrowdedStrokes = 3300;
// Pixels; letters are at most 60 high after cleaning, their marks far less.
constexpr int kLargestMark = 60;

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

// On grey copies of made letters 14.5 % of the words under seals are read wrongly, and with this
// they are said to be wrong in 14.4 %.
constexpr double kUnderSeal = 0.9;
constexpr int kMargin = 4;    // around what is read again, pixels
constexpr int kHeadRoom = 5;  // a fifth of the height: of 0, 5, 10 and 15 pixels 10 read best

PixelBox with_margin(const PixelBox& box, const PageImage& image) {
  const int left = std::max(0, box.left - kMargin), top = std::max(0, box.top - kMargin);
  return {left, top, std::min(image.width(), box.right() + kMargin) - left,
          std::min(image.height(), box.bottom() + kMargin) - top};
}

PixelBox box_around(const Line& line, const WeakPlace& place) {
  PixelBox box;
  for (std::size_t w = place.first; w < place.last; ++w) box = cover(box, line.words[w].box);
  return box;
}

PixelBox with_marks(PixelBox box, const std::vector<PixelBox>& marks) {
  for (const PixelBox& mark : marks)
    if (mark.left >= box.left && mark.right() <= box.right()) box = cover(box, mark);
  return box;
}

// A mark at the very top of a line is read worse.
PixelBox with_head_room(const PixelBox& box) {
  const int room = box.height / kHeadRoom;
  return {box.left, box.top - room, box.width, box.height + room};
}

// Its centre lies within the ring.
bool is_under(const PixelBox& seal, const PixelBox& word) {
  const double radius = seal.width / 2.0;
  return std::hypot(word.left + word.width / 2.0 - seal.left - radius,
                    word.top + word.height / 2.0 - seal.top - radius) < radius;
}

// A word there may be read wrongly however sure the recogniser is.
void doubt_words_under(const std::vector<PixelBox>& seals, std::vector<Block>& blocks) {
  for (Block& block : blocks)
    for (Line& line : block.lines)
      for (Word& word : line.words)
        if (std::any_of(seals.begin(), seals.end(),
                        [&](const PixelBox& seal) { return is_under(seal, word.box); }))
          word.confidence = std::min(word.confidence, kUnderSeal);
}

// What was read of `area` alone, in pixels of the page.
Line moved(Line line, const PixelBox& area) {
  for (Word& word : line.words) {
    word.box.left += area.left;
    word.box.top += area.top;
  }
  return line;
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

std::vector<Line> recognise_lines(tesseract::TessBaseAPI& api, bool alternatives) {
  std::vector<Line> lines;
  if (api.Recognize(nullptr) != 0) return lines;
  for (Block& block : take_recognised_blocks(api, alternatives))
    for (Line& line : block.lines) lines.push_back(std::move(line));
  return lines;
}

std::vector<Line> read_strip_as(tesseract::TessBaseAPI& api, const PageImage& strip,
                                const PixelBox& area, tesseract::PageSegMode mode) {
  api.SetPageSegMode(mode);
  api.SetImage(strip.pix());
  api.SetSourceResolution(resolution_of(strip, strip.dpi()));
  std::vector<Line> lines = recognise_lines(api, true);
  for (Line& line : lines) line = moved(std::move(line), area);
  return lines;
}

// Words of a line read alone, with the marks that stand above it. As a raw line they are read as
// high as they are given, with room above: else Tesseract would cut the marks off again, and where
// there are none it reads better too (97 wrong words of a real scan became 90). Now and then it
// makes nothing of a raw line at all.
std::vector<Line> read_strip(tesseract::TessBaseAPI& api, const Line& line, const WeakPlace& place,
                             const std::vector<PixelBox>& marks, const PageImage& image) {
  const PixelBox words = {box_around(line, place).left, line.box.top, box_around(line, place).width,
                          line.box.height};
  const PixelBox area = with_marks(words, marks);
  const PixelBox raised = with_margin(with_head_room(area), image);
  std::vector<Line> lines = read_strip_as(api, line_strip(image, raised, line.box.top, marks),
                                          raised, tesseract::PSM_RAW_LINE);
  if (std::any_of(lines.begin(), lines.end(),
                  [&](const Line& again) { return has_a_word_of(line, again); }))
    return lines;
  const PixelBox wide = with_margin(area, image);
  return read_strip_as(api, line_strip(image, wide, line.box.top - kMargin, marks), wide,
                       tesseract::PSM_SINGLE_LINE);
}

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
    doubt_words_under(page.seals, layout.blocks);
    const PixelBox whole = {0, 0, page.binary.width(), page.binary.height()};
    const std::vector<PixelBox> pieces = ink_pieces(page.binary, whole, kLargestMark);
    read_cut_marks_again(layout.blocks, text_image, pieces);
    read_raised_digits(layout.blocks, text_image, page.binary);
    add_ornaments(layout.blocks, page.binary);
    read_weak_places_again(layout.blocks, text_image, pieces);
    take_stacked_marks(layout.blocks, pieces, page.binary);
    put_in_reading_order(layout.blocks);
    join_unruled_columns(layout.blocks);
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
  }

  // The same model as before, on pieces of lines that it may have got with a wrong baseline.
  void read_weak_pieces_again(std::vector<Block>& blocks, const PageImage& image) {
    const std::vector<WeakPiece> pieces = weak_pieces(blocks);
    if (pieces.empty()) return;
    start(image, image.dpi(), tesseract::PSM_SINGLE_LINE);
    for (const WeakPiece& piece : pieces) {
      Line& line = blocks[piece.place.block].lines[piece.place.line];
      const std::vector<Line> one =
          read_part(with_margin(piece.area, image), tesseract::PSM_SINGLE_LINE);
      if ((one.size() == 1 && replace_if_surer(line, piece, one.front())) || piece.rows.empty())
        continue;
      const std::vector<Line> rows =
          read_part(with_margin(piece.rows, image), tesseract::PSM_SINGLE_BLOCK);
      if (const Line* again = row_of_its_own(piece, blocks, rows))
        replace_if_surer(line, piece, *again);
    }
    api_.Clear();
  }

  // A part of the image that was given last.
  std::vector<Line> read_part(const PixelBox& part, tesseract::PageSegMode mode) {
    api_.SetPageSegMode(mode);
    api_.SetRectangle(part.left, part.top, part.width, part.height);
    return recognise_lines(api_, options_.alternatives);
  }

  // The same model once more, on words whose line was cut off below their marks.
  void read_cut_marks_again(std::vector<Block>& blocks, const PageImage& image,
                            const std::vector<PixelBox>& pieces) {
    api_.ClearAdaptiveClassifier();
    for (const CutMarks& cut : find_cut_marks(blocks, pieces)) {
      Line& line = blocks[cut.place.block].lines[cut.place.line];
      for (const Line& again : read_strip(api_, line, cut.place, cut.marks, image))
        take_marks(line, again);
    }
    api_.Clear();
  }

  void read_raised_digits(std::vector<Block>& blocks, const PageImage& image,
                          const PageImage& binary) {
    const std::vector<RaisedDigit> digits = find_raised_digits(blocks, binary);
    if (digits.empty()) return;
    start(image, image.dpi(), tesseract::PSM_RAW_LINE);
    for (const RaisedDigit& digit : digits)
      raise_digit(blocks[digit.block].lines[digit.line].words[digit.word], digit,
                  read_part(with_margin(digit.box, image), tesseract::PSM_RAW_LINE));
    api_.Clear();
  }

  void read_weak_places_again(std::vector<Block>& blocks, const PageImage& image,
                              const std::vector<PixelBox>& pieces) {
    if (!has_second_) return;
    for (const WeakPlace& place :
         weak_places(blocks, options_.second_share, SyllableModel::embedded())) {
      Line& line = blocks[place.block].lines[place.line];
      const std::vector<PixelBox> marks = marks_above(line, blocks, pieces);
      for (const Line& again : read_strip(second_, line, place, marks, image))
        add_second_reading(line, again);
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
