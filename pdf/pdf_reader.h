// What is in a PDF, page by page, and how each page is best brought to pixels or text.
//
// qpdf parses; poppler's programs render and read text layers, as child
// processes with limits (never linked: they are GPL). They get the open file, no path.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/geometry.h"
#include "document/mapped_file.h"
#include "document/text_layout.h"
#include "pdf/program.h"

namespace sohoa {

struct PdfLimits {
  int max_pages = 10'000;
  long long max_image_pixels = 250'000'000;
  double program_seconds = 60;  // a page, for each call of a poppler program
};

// Affine map x' = a x + c y + e, y' = b x + d y + f (PDF order).
struct PdfMatrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};

enum class PdfPageKind {
  one_image,  // shows a single image over the whole page: taken as it is
  render,     // anything else without a trustworthy text: rendered
  digital     // has text that can be trusted: kept
};

struct PdfPageInfo {
  PdfPageKind kind = PdfPageKind::render;
  double width_points = 0;  // as displayed, /Rotate applied
  double height_points = 0;
  int rotate = 0;  // /Rotate: 0, 90, 180, 270
  // For one_image: pixel size of the page frame (image turned as displayed) and its dpi.
  // Else: the resolution to render at (300 to 600, after the finest image; bands of
  // one scan at their own; less where max_image_pixels asks for it) and the size there.
  int width = 0;
  int height = 0;
  Dpi dpi;
  std::string filter;        // of the image: DCT, G4, JBIG2, JPX, Flate…
  std::string text_verdict;  // English: why a text layer was kept or not; "none" without one
};

struct PdfInfo {
  bool was_encrypted = false;  // opened with the empty password
  bool is_signed = false;      // has a signature field with a value
  std::string version;
  std::vector<PdfPageInfo> pages;
};

enum class PdfImageFormat { jpeg, jpeg2000, tiff, raw };

// A page image as a file that image/ can decode (jpeg, jpeg2000, tiff), or raw
// samples: rows from the top, each begins on a byte, 0 is black.
struct PdfPageImage {
  PdfImageFormat format{};
  std::string data;
  int width = 0;  // raw only
  int height = 0;
  int bits_per_component = 8;  // raw only: 1 or 8
  int components = 1;          // raw only: 1, 3
  int quarter_turns = 0;       // clockwise, to make it as displayed
  bool flip = false;           // mirrored left-right before turning
};

// Not thread-safe; one object a thread. The file is never changed.
class PdfReader {
 public:
  // Shares `file`, as what else looks at the document does; `run` starts poppler's
  // programs. Throws Error{document_failed}: pdf_damaged, pdf_encrypted, no_pages,
  // too_many_pages, truncated.
  PdfReader(std::shared_ptr<const MappedFile> file, const PdfLimits& limits,
            ProgramRunner run = run_child);
  ~PdfReader();
  PdfReader(const PdfReader&) = delete;
  PdfReader& operator=(const PdfReader&) = delete;

  // Structure, and the text layers' worth: fonts and words are looked at, the words
  // by one call of pdftotext for 250 pages, and by none where no page shows text of
  // its own. A signature block over a scan leaves it one_image. Throws
  // Error{document_failed, pdf_damaged}, Error{service_broken, missing_component}.
  [[nodiscard]] PdfInfo inspect();

  // For one_image pages; nullopt when the stream is of a kind that must be
  // rendered after all (JBIG2, CMYK, masks): then call render().
  [[nodiscard]] std::optional<PdfPageImage> page_image(int page);

  // PNM bytes of the page as displayed at `dpi` (pdftoppm), at less where
  // max_image_pixels asks for it. A one_image page is drawn in the image's own
  // frame without annotations: at its own dpi, pixel for pixel what page_image()
  // would give. Throws Error{document_failed, page_unreadable},
  // Error{service_broken, missing_component}.
  [[nodiscard]] std::string render(int page, Dpi dpi, bool grey);

  // The text of a digital page with boxes in pixels at `dpi` (pdftotext -bbox-layout),
  // in the frame that render() has at this dpi. Any other page is the caller's
  // mistake: std::logic_error, as is a page number that does not exist.
  [[nodiscard]] TextLayout text_layer(int page, Dpi dpi);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// True when the bytes begin as a PDF does (within the first 1024 bytes).
[[nodiscard]] bool is_pdf(std::string_view first_bytes);

}  // namespace sohoa
