// What a page worker can be asked to do with one input file: look at it, read a
// page, make the access copy, unpack it. Plain values in and out; page_tasks.cpp
// does the work inside the worker, worker_pool.h carries the values there.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "document/reason.h"
#include "document/text_layout.h"
#include "image/clean.h"
#include "ocr/ocr_engine.h"
#include "pdf/program.h"

namespace sohoa {

// How one page of the input gets its picture into the access copy.
enum class PageOrigin {
  image_file,  // a page of a TIFF, JPEG…
  pdf_image,   // a PDF page that is one image: passed through
  pdf_render,  // another PDF page: rendered
  pdf_digital  // a PDF page with text of its own
};

struct PageInput {
  PageOrigin origin = PageOrigin::image_file;
  int width = 0;  // pixels of the page frame
  int height = 0;
  Dpi dpi;
  std::string text_verdict;  // why a PDF's text layer was kept or not
};

struct InputInfo {
  std::string media_type;      // "application/pdf", "image/tiff"…
  bool was_encrypted = false;  // opened with the empty password
  bool is_signed = false;
  bool is_archive = false;  // zip, tar, 7z: unpack it, it has no pages itself
  std::vector<PageInput> pages;
};

struct ReadOptions {
  CleanOptions clean;
  bool correct = true;  // let the language model repair doubtful words
  // For a page that ended a worker or took too long: at most kGentlePixels, reduced,
  // and without search for tables.
  bool gently = false;
};

constexpr long long kGentlePixels = 4'000'000;  // of A4, 180 dpi

// What one page gave.
struct PageResult {
  TextLayout layout;
  TextLayout coloured;  // what coloured ink alone says
  PageQuality quality;
  int quarter_turns = 0;     // clockwise, to make the page upright
  bool unreadable = false;   // the page could not be read; the document goes on
  bool read_gently = false;  // see ReadOptions: what it says may be less than the page
  Reason why = Reason::none;
  std::string thumbnail;      // JPEG in base64; only of a page whose paper should be scanned again
  double decode_seconds = 0;  // CPU
  double clean_seconds = 0;
  double layout_seconds = 0;
  double recognise_seconds = 0;
  double correct_seconds = 0;
};

struct AccessRequest {
  std::string title;
  std::string sha256;             // of the original
  std::string created;            // ISO 8601
  std::vector<int> numbers;       // of the pages in the input, 1-based, in output order
  std::vector<PageInput> inputs;  // as many
  std::vector<PageResult> pages;  // as many
};

// The file a worker has in hand. Not thread-safe. Every call throws
// Error{document_failed} with its reason.
class InputFile {
 public:
  // Takes `file`, a descriptor open for reading, as its own; `run` starts
  // poppler's programs.
  explicit InputFile(int file, ProgramRunner run = run_child);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  [[nodiscard]] InputInfo inspect();
  // `page` is 1-based, `input` what inspect() said of it.
  [[nodiscard]] PageResult read_page(int page, const PageInput& input, OcrEngine& engine,
                                     const ReadOptions& options);
  // To `output`, a descriptor of an empty file open for reading and writing.
  void write_access_copy(const AccessRequest& request, int output);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sohoa
