// A PDF's objects by way of qpdf: opening, the page tree, boxes, streams. All
// walks are iterative and bounded, since every reference may be hostile.
#pragma once

#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pdf/pdf_reader.h"

class QPDF;
class QPDFObjectHandle;

namespace sohoa {

struct ObjectId {
  int number = 0;
  int generation = 0;
  friend auto operator<=>(const ObjectId&, const ObjectId&) = default;
};

// In default user space units of the page, before /Rotate.
struct PageBox {
  double left = 0;
  double bottom = 0;
  double right = 0;
  double top = 0;
  int rotate = 0;  // 0, 90, 180, 270

  [[nodiscard]] double width() const { return right - left; }
  [[nodiscard]] double height() const { return top - bottom; }
};

// `bytes` of a whole file, which outlive the result. qpdf is silenced. Throws
// Error{document_failed}: empty_file, pdf_damaged, pdf_encrypted, truncated.
[[nodiscard]] std::unique_ptr<QPDF> open_pdf(std::string_view bytes);

// The pages in order. Throws Error{document_failed}: no_pages, too_many_pages,
// pdf_damaged (a loop, a hole, or fewer pages than the tree says).
[[nodiscard]] std::vector<ObjectId> list_pages(QPDF& pdf, int max_pages);

// The page's own value of `key`, or the one it inherits; null when there is none.
[[nodiscard]] QPDFObjectHandle inherited(QPDFObjectHandle page, const std::string& key);

// The crop box within the media box; A4 upright where the page says nothing usable.
[[nodiscard]] PageBox page_box(QPDFObjectHandle page);

// Filters undone as far as they are lossless and not an image's own; nullopt when
// one cannot be undone or the result is larger than `max_bytes`.
[[nodiscard]] std::optional<std::string> stream_bytes(QPDFObjectHandle stream,
                                                      std::size_t max_bytes);

// The names of a stream's filters, in order of decoding.
[[nodiscard]] std::vector<std::string> filter_names(QPDFObjectHandle stream);

// Parameters of the filter at `index`; an empty dictionary when there are none.
[[nodiscard]] QPDFObjectHandle filter_parameters(QPDFObjectHandle stream, std::size_t index);

// A signature field with a value, or a usage right that is a signature.
[[nodiscard]] bool has_signature(QPDF& pdf);

// For use in a catch block: throws the exception in hand on, a foreign one as
// Error{document_failed, pdf_damaged} ("reading the page tree").
[[noreturn]] void rethrow_as_error(const std::string& doing);

// Calls `step` and lets only Error out of it.
template <typename Step>
decltype(auto) guarded(const std::string& doing, Step step) {
  try {
    return step();
  } catch (...) {
    rethrow_as_error(doing);
  }
}

}  // namespace sohoa
