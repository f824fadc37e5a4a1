// The access copy: a searchable PDF/A-2u that shows the scan's own compressed
// images and carries the text invisibly, each word on its place.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/error.h"
#include "document/mapped_file.h"
#include "document/text_layout.h"
#include "pdf/pdf_reader.h"

namespace sohoa {

enum class AccessFilter { dct, jpx, ccitt_g4, flate };

// An image given as a compressed stream (see EncodedImage in image/image_file.h).
struct AccessImage {
  AccessFilter filter{};
  std::string data;
  int width = 0;
  int height = 0;
  int bits_per_component = 8;
  int components = 1;
  bool black_is_zero = true;
  int png_predictor_columns = 0;
  // Clockwise turns that the text's frame has behind it and the stored image
  // has not (EXIF or TIFF orientation): the image is painted turned.
  int quarter_turns = 0;
};

struct AccessPage {
  // Exactly one of the two: the image of page `source_page` (1-based) of the
  // source PDF, passed through untouched, with what its annotations show (a
  // digital signature's seal) painted over it; or a given image. A source page
  // that PDF/A-2 cannot carry as it is (CMYK, Separation, JPEG 2000 of other
  // kinds, a signature block in a font that is not embedded) makes
  // write_access_copy() throw Error{document_failed, access_copy_invalid}: call
  // it again with a rendered image of that page.
  int source_page = 0;
  std::optional<AccessImage> image;
  // Turns (clockwise) that make the shown image upright, written as /Rotate.
  // `text` boxes are in the frame before these turns and after the source
  // page's own /Rotate.
  int quarter_turns = 0;
  // Defines the pixel frame (width, height, dpi). The frame covers the displayed
  // page of a given image, and the displayed image of a source page…
  TextLayout text;
  // …or, when set, the whole displayed source page: the text was read from a rendering.
  bool frame_is_page = false;
  // Carries all that the source page draws instead of its one image, for
  // born-digital pages: their own text is in it, `text` only names the frame.
  // Throws Error{document_failed, access_copy_invalid} when the page breaks
  // PDF/A-2u (fonts not embedded, CMYK…): call again with a rendered image.
  bool keep_vector = false;
};

struct AccessDocument {
  std::shared_ptr<const MappedFile> source_pdf;  // null when no page passes through
  std::vector<AccessPage> pages;
  std::string title;     // UTF-8; for viewers' title bar
  std::string producer;  // "sohoa 0.1.0"
  std::string created;   // ISO 8601 with zone, as for XMP
  std::string id_seed;   // makes /ID; the original's sha256
  std::string language = "vi-VN";
};

// Source pages that PDF/A-2 cannot carry as they are: give a rendered image of each.
// page() names the source page where it is a single one, else it is 0.
class AccessPagesRefused : public Error {
 public:
  // `pages`: places in AccessDocument::pages, from 0, ascending, not empty.
  AccessPagesRefused(const Error& error, std::vector<std::size_t> pages);
  [[nodiscard]] const std::vector<std::size_t>& pages() const { return pages_; }

 private:
  std::vector<std::size_t> pages_;
};

// Writes the PDF to `file`, a descriptor of an empty file open for reading and
// writing, then checks it with check_pdfa() and throws
// Error{document_failed, access_copy_invalid} with the findings when it fails:
// AccessPagesRefused, with all pages at once that were found at fault, where they
// are known. After any throw the file is empty again. The same input gives the
// same bytes.
void write_access_copy(const AccessDocument& document, int file);

// Findings of our PDF/A-2u check on the bytes of a whole file, empty when none: each
// names the rule (clause of ISO 19005-2) and the object. Covers the rules that this
// program's own output could break; it is no full validator.
[[nodiscard]] std::vector<std::string> check_pdfa(std::string_view bytes);

}  // namespace sohoa
