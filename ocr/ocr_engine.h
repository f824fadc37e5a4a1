// Reading a cleaned page. Virtual, because the recogniser is the outside world.
#pragma once

#include <memory>
#include <string>

#include "document/text_layout.h"
#include "image/clean.h"

namespace sohoa {

struct OcrOptions {
  std::string language = "Vietnamese";  // Tesseract model name(s), joined by '+'
  // Reads again the words that the first model leaves in doubt; left out where
  // it is not installed, where it is empty, and without `alternatives`.
  std::string second_language = "vie";
  double second_share = 0.2;     // at most this share of a page's text, 0..1
  std::string model_folder;      // empty: where the system keeps them
  bool alternatives = true;      // keep other readings of doubtful words
  double timeout_seconds = 120;  // recognition of a page is given up after that
};

// Not thread-safe: one engine a worker. Calls do not influence each other: the
// text of a page never depends on the pages read before it.
class OcrEngine {
 public:
  OcrEngine() = default;
  OcrEngine(const OcrEngine&) = delete;
  OcrEngine& operator=(const OcrEngine&) = delete;
  virtual ~OcrEngine() = default;

  // Boxes of the result refer to the page as it was given to clean().
  // Throws Error{document_failed, worker_timeout} when the time is up and
  // Error{document_failed, unreadable_image} when the page has no image.
  virtual TextLayout recognise(const CleanPage& page) = 0;

  // Whether recognise() looks for tables, as it does at first: most of its time on
  // a page full of figures.
  virtual void search_tables(bool) {}

  // Reads a small image that holds nothing but a few lines of text, such as a
  // stamp. Boxes refer to the image itself. Throws as above.
  virtual TextLayout recognise_snippet(const PageImage& snippet) = 0;

  // CPU seconds that all calls so far spent on finding blocks and lines, before any of
  // them was read; 0 where the recogniser cannot tell.
  [[nodiscard]] virtual double layout_seconds() const { return 0; }

  // Name and version of program and models, for the record's history.
  [[nodiscard]] virtual std::string description() const = 0;
};

// The process must have OMP_THREAD_LIMIT=1 in its environment before it
// starts: OpenMP inside the recogniser costs more than it brings.
// Throws Error{service_broken, missing_component} when a model is not installed.
[[nodiscard]] std::unique_ptr<OcrEngine> make_tesseract_engine(const OcrOptions& options);

}  // namespace sohoa
