#include "pdf/access_copy.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFSystemError.hh>
#include <qpdf/QPDFWriter.hh>

#include "document/error.h"
#include "pdf/access_image.h"
#include "pdf/access_overlay.h"
#include "pdf/access_stream.h"
#include "pdf/access_text.h"
#include "pdf/invisible_font.h"
#include "pdf/page_geometry.h"
#include "pdf/pdfa_findings.h"
#include "pdf/pdfa_metadata.h"
#include "pdf/reader_objects.h"
#include "pdf/reader_pages.h"

namespace sohoa {
namespace {

constexpr const char* kFontName = "/F";
constexpr const char* kImageName = "/I";
constexpr double kUnknownDpi = 300;  // of an image that does not say
constexpr double kSmallestPage = 3;  // ISO 19005-2, 6.1.13: points
constexpr double kLargestPage = 14'400;

Error failed(Reason reason, const std::string& message) {
  return Error{ErrorKind::document_failed, reason, "render", message};
}

// A page of the new file: what it shows and where its text stands.
struct PageView {
  PointBox box;
  int rotate = 0;  // the new page's /Rotate
  double user_unit = 1;
  QPDFObjectHandle shown = QPDFObjectHandle::newDictionary();  // the page's XObjects
  PdfMatrix image_matrix;                                      // unit square to user space
  std::string overlay;   // content that is painted over the image
  PdfMatrix text_frame;  // the text's pixels, y upwards, to user space
};

// The source PDF and its pages, numbered as PdfReader numbers them.
struct Source {
  std::unique_ptr<QPDF> pdf;
  std::vector<ObjectId> pages;
};

Source open_source(const MappedFile* file) {
  Source source;
  if (file == nullptr) return source;
  source.pdf = open_pdf(file->text());
  source.pages = list_pages(*source.pdf, PdfLimits{}.max_pages);
  return source;
}

PageView source_view(QPDF& pdf, const Source& source, const AccessPage& page) {
  if (page.source_page < 1 || page.source_page > static_cast<int>(source.pages.size())) {
    throw failed(Reason::pdf_damaged,
                 "the source PDF has no page " + std::to_string(page.source_page));
  }
  const ObjectId id = source.pages[static_cast<std::size_t>(page.source_page - 1)];
  QPDFObjectHandle object = source.pdf->getObject(id.number, id.generation);
  const PageBox box = page_box(object);
  PageView view;
  view.box = {box.left, box.bottom, box.right, box.top};
  QPDFObjectHandle unit = object.getKey("/UserUnit");
  if (unit.isNumber() && unit.getNumericValue() > 0) view.user_unit = unit.getNumericValue();
  const PageReading read = read_page(*source.pdf, id, PdfLimits{});
  if (page.keep_vector) {
    if (read.content.optional) {
      throw failed(Reason::access_copy_invalid,
                   "the source page has layers that can be off; give a rendered image instead");
    }
    view.shown.replaceKey(kImageName, copy_drawing(pdf, object, view.box));
  } else {
    if (!read.frame) {
      throw failed(Reason::access_copy_invalid,
                   "the source page shows more than one image; give a rendered image instead");
    }
    const ObjectId image = read.frame->image;
    view.image_matrix = read.frame->matrix;
    view.shown.replaceKey(kImageName,
                          copy_image(pdf, source.pdf->getObject(image.number, image.generation)));
  }
  view.overlay = paint_annotations(pdf, object, box.rotate, view.shown);
  view.rotate = box.rotate + 90 * page.quarter_turns;
  const bool page_framed = page.frame_is_page || page.keep_vector;
  const PointBox framed = page_framed ? view.box : map_box(view.image_matrix, {0, 0, 1, 1});
  view.text_frame = displayed_frame(framed, box.rotate, page.text.width, page.text.height);
  return view;
}

PageView given_view(QPDF& pdf, const AccessPage& page) {
  const double dpi = page.text.dpi.value > 0 ? page.text.dpi.value : kUnknownDpi;
  const double longer = std::max(page.text.width, page.text.height);
  const double shorter = std::min(page.text.width, page.text.height);
  double points = 72 / dpi;  // of a pixel
  points = std::max(points, kSmallestPage / shorter);
  points = std::min(points, kLargestPage / longer);
  PageView view;
  view.box = {0, 0, page.text.width * points, page.text.height * points};
  view.rotate = 90 * page.quarter_turns;
  view.shown.replaceKey(kImageName, make_image(pdf, *page.image));
  view.image_matrix = displayed_frame(view.box, -90 * page.image->quarter_turns, 1, 1);
  view.text_frame = displayed_frame(view.box, 0, page.text.width, page.text.height);
  return view;
}

QPDFObjectHandle make_font(QPDF& pdf, const InvisibleFont& font) {
  const std::string name = "/AAAAAA+SohoaInvisible";  // with the tag of a subset
  const std::string program = font.program();
  QPDFObjectHandle file = flate_stream(pdf, program);
  file.getDict().replaceKey("/Length1",
                            QPDFObjectHandle::newInteger(static_cast<long long>(program.size())));

  QPDFObjectHandle descriptor = QPDFObjectHandle::parse(
      "<< /Type /FontDescriptor /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800"
      " /Descent -200 /CapHeight 700 /StemV 80 >>");
  descriptor.replaceKey("/FontName", QPDFObjectHandle::newName(name));
  descriptor.replaceKey("/FontFile2", file);

  QPDFObjectHandle widths = QPDFObjectHandle::newArray();
  for (const int advance : font.advances()) {
    widths.appendItem(QPDFObjectHandle::newInteger(advance));
  }
  QPDFObjectHandle cid_font = QPDFObjectHandle::parse(
      "<< /Type /Font /Subtype /CIDFontType2 /CIDToGIDMap /Identity /DW 500"
      " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>");
  cid_font.replaceKey("/BaseFont", QPDFObjectHandle::newName(name));
  cid_font.replaceKey("/FontDescriptor", pdf.makeIndirectObject(descriptor));
  cid_font.replaceKey("/W", QPDFObjectHandle::newArray({QPDFObjectHandle::newInteger(1), widths}));

  QPDFObjectHandle type0 =
      QPDFObjectHandle::parse("<< /Type /Font /Subtype /Type0 /Encoding /Identity-H >>");
  type0.replaceKey("/BaseFont", QPDFObjectHandle::newName(name));
  type0.replaceKey("/DescendantFonts",
                   QPDFObjectHandle::newArray({pdf.makeIndirectObject(cid_font)}));
  type0.replaceKey("/ToUnicode", flate_stream(pdf, font.to_unicode()));
  return pdf.makeIndirectObject(type0);
}

std::string paint_image(const PdfMatrix& matrix) {
  return "q " + pdf_numbers(matrix) + " cm " + kImageName + " Do Q\n";
}

QPDFObjectHandle make_page(QPDF& pdf, const PageView& view, const std::string& text,
                           QPDFObjectHandle font) {
  QPDFObjectHandle resources = QPDFObjectHandle::newDictionary();
  resources.replaceKey("/XObject", view.shown);
  if (!text.empty()) {
    resources.replaceKey("/Font", QPDFObjectHandle::newDictionary({{kFontName, font}}));
  }
  QPDFObjectHandle box = QPDFObjectHandle::newArray();
  for (const double edge : {view.box.left, view.box.bottom, view.box.right, view.box.top}) {
    box.appendItem(QPDFObjectHandle::newReal(pdf_number(edge, 4)));
  }
  QPDFObjectHandle page = QPDFObjectHandle::newDictionary();
  page.replaceKey("/Type", QPDFObjectHandle::newName("/Page"));
  page.replaceKey("/MediaBox", box);
  page.replaceKey("/Resources", resources);
  const int rotate = (view.rotate % 360 + 360) % 360;
  if (rotate != 0) page.replaceKey("/Rotate", QPDFObjectHandle::newInteger(rotate));
  if (view.user_unit != 1) {
    page.replaceKey("/UserUnit", QPDFObjectHandle::newReal(pdf_number(view.user_unit, 4)));
  }
  page.replaceKey("/Contents",
                  flate_stream(pdf, paint_image(view.image_matrix) + view.overlay + text));
  return pdf.makeIndirectObject(page);
}

void require_sense(const AccessPage& page) {
  if (page.image.has_value() == (page.source_page > 0)) {
    throw failed(Reason::internal, "a page needs either a source page or an image");
  }
  if (page.keep_vector && page.image) {
    throw failed(Reason::internal, "only a source page can be kept as it is drawn");
  }
  if (page.text.width <= 0 || page.text.height <= 0) {
    throw failed(Reason::internal, "the text of a page has no frame");
  }
}

// Gathers the source pages at fault, so that the caller hears of all at once.
class Refusals {
 public:
  explicit Refusals(const AccessDocument& document) : document_(document) {}

  void add(std::size_t at, const std::string& why) {
    if (pages_.empty()) why_ = why;
    pages_.push_back(at);
  }

  void throw_if_any() const {
    if (pages_.empty()) return;
    const int named = pages_.size() == 1 ? document_.pages[pages_[0]].source_page : 0;
    std::string message = why_;
    if (named == 0) message += " (and " + std::to_string(pages_.size() - 1) + " more pages)";
    const Error error = failed(Reason::access_copy_invalid, message);
    throw AccessPagesRefused(error.at("", named), pages_);
  }

 private:
  const AccessDocument& document_;
  std::vector<std::size_t> pages_;
  std::string why_;
};

void add_pages(QPDF& pdf, const Source& source, const AccessDocument& document) {
  std::set<char32_t> used;
  for (const AccessPage& page : document.pages) {
    if (!page.keep_vector) used.merge(code_points_of(page.text));
  }
  const InvisibleFont font(used);
  const QPDFObjectHandle font_object =
      used.empty() ? QPDFObjectHandle::newNull() : make_font(pdf, font);
  Refusals refusals(document);
  for (std::size_t i = 0; i < document.pages.size(); ++i) {
    const AccessPage& page = document.pages[i];
    try {
      require_sense(page);
      const PageView view = page.image ? given_view(pdf, page) : source_view(pdf, source, page);
      const std::string text =
          page.keep_vector ? "" : invisible_text(page.text, view.text_frame, font, kFontName);
      pdf.addPage(make_page(pdf, view, text, font_object), false);
    } catch (const Error& error) {
      if (error.reason() != Reason::access_copy_invalid || page.source_page == 0) {
        throw error.at("", static_cast<int>(i) + 1);
      }
      refusals.add(i, error.message());
    }
  }
  refusals.throw_if_any();
}

[[noreturn]] void cannot_write(int cause) {
  const Reason reason = cause == ENOSPC ? Reason::disk_full : Reason::no_permission;
  throw Error{ErrorKind::service_broken, reason, "render",
              std::string("cannot write the access copy: ") + std::strerror(cause)};
}

// A stream into a descriptor that remembers the first error: stdio and qpdf forget it, and
// what a full disk did not take would be missing without a word.
class OutputStream {
 public:
  explicit OutputStream(int file)
      : file_(file), stream_(::fopencookie(this, "w", {nullptr, write_some, nullptr, nullptr})) {
    if (stream_ == nullptr) cannot_write(errno);
  }
  ~OutputStream() { std::fclose(stream_); }
  OutputStream(const OutputStream&) = delete;
  OutputStream& operator=(const OutputStream&) = delete;

  [[nodiscard]] std::FILE* get() const { return stream_; }
  // Throws what went wrong, now or earlier.
  void finish() const {
    (void)std::fflush(stream_);
    if (error_ != 0) cannot_write(error_);
  }

 private:
  static ssize_t write_some(void* self, const char* data, std::size_t size) {
    auto& output = *static_cast<OutputStream*>(self);
    ssize_t done = -1;
    do {
      done = ::write(output.file_, data, size);
    } while (done < 0 && errno == EINTR);
    if (done < 0 && output.error_ == 0) output.error_ = errno;
    return std::max<ssize_t>(done, 0);
  }

  int file_;
  int error_ = 0;
  std::FILE* stream_;
};

// The streams go out as they came in: no filter is undone and none is added
// but to object streams.
void write_file(QPDF& pdf, int file) {
  const OutputStream output(file);
  QPDFWriter writer(pdf);
  writer.setOutputFile("the access copy", output.get(), false);
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.setDecodeLevel(qpdf_dl_none);
  writer.setRecompressFlate(false);
  writer.setDeterministicID(true);
  writer.forcePDFVersion("1.7");
  try {
    writer.write();
  } catch (const std::exception&) {
    output.finish();
    throw;
  }
  output.finish();
}

void require_valid(const AccessDocument& document, int file) {
  const MappedFile written(::dup(file));
  const PdfaReport report = examine_pdfa(written.text());
  if (report.findings.empty()) return;
  constexpr std::size_t kNamed = 5;
  std::string message = "the access copy breaks PDF/A-2u";
  for (std::size_t i = 0; i < std::min(kNamed, report.findings.size()); ++i) {
    message += (i == 0 ? ": " : "; ") + report.findings[i];
  }
  Refusals refusals(document);
  for (const int page : report.pages) {
    const auto at = static_cast<std::size_t>(page) - 1;
    if (document.pages.at(at).source_page == 0) throw failed(Reason::access_copy_invalid, message);
    refusals.add(at, message);
  }
  refusals.throw_if_any();
  throw failed(Reason::access_copy_invalid, message);
}

void make_empty(int file) {
  (void)!::ftruncate(file, 0);
  (void)::lseek(file, 0, SEEK_SET);
}

}  // namespace

AccessPagesRefused::AccessPagesRefused(const Error& error, std::vector<std::size_t> pages)
    : Error(error), pages_(std::move(pages)) {}

void write_access_copy(const AccessDocument& document, int file) {
  if (document.pages.empty()) throw failed(Reason::no_pages, "an access copy needs a page");
  Source source;  // outlives the new file, which reads its streams while it is written
  QPDF pdf;
  try {
    source = open_source(document.source_pdf.get());
    pdf.setSuppressWarnings(true);
    pdf.emptyPDF();
    add_pages(pdf, source, document);
    add_metadata(pdf, document);
    write_file(pdf, file);
    require_valid(document, file);
  } catch (const Error&) {
    make_empty(file);
    throw;
  } catch (const QPDFSystemError& error) {
    make_empty(file);
    cannot_write(error.getErrno());
  } catch (const std::exception& error) {
    make_empty(file);
    throw failed(Reason::access_copy_invalid,
                 std::string("the access copy cannot be written: ") + error.what());
  }
}

}  // namespace sohoa
