#include "pdf/reader_pages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "pdf/reader_image.h"

namespace sohoa {

namespace {

constexpr double kWholePage = 0.9;       // share of the page that a scan covers at least
constexpr double kOverhang = 0.02;       // of the page's side, cut off without regret
constexpr double kUnevenDpi = 0.03;      // more is a fax-like pixel that must be resampled
constexpr double kLeastRenderDpi = 300;  // text recognition wants this
constexpr double kMostRenderDpi = 600;
constexpr int kMostAnnotations = 5000;

// From default user space to the displayed page: origin bottom left, y up.
PdfMatrix display_matrix(const PageBox& box) {
  switch (box.rotate) {
    case 90:
      return {0, -1, 1, 0, -box.bottom, box.right};
    case 180:
      return {-1, 0, 0, -1, box.right, box.top};
    case 270:
      return {0, 1, -1, 0, box.top, -box.left};
    default:
      return {1, 0, 0, 1, -box.left, -box.bottom};
  }
}

struct Turn {
  int quarter_turns = 0;
  bool flip = false;
};

// How an image that stands in `m` must be mirrored, then turned. The image's
// x axis shows along (a, b) and its upward axis along (c, d).
Turn turn_of(const PdfMatrix& m) {
  if (std::abs(m.a) + std::abs(m.d) > std::abs(m.b) + std::abs(m.c)) {
    if (m.d > 0) return {0, m.a < 0};
    return {2, m.a > 0};
  }
  if (m.c > 0) return {1, m.b > 0};
  return {3, m.b < 0};
}

struct ImageDpi {
  double x = 0;  // along the image's own rows
  double y = 0;
  [[nodiscard]] double mean() const { return (x + y) / 2; }
  [[nodiscard]] bool even() const { return std::abs(x - y) <= kUnevenDpi * std::max(x, y); }
};

ImageDpi dpi_of(const PdfMatrix& m, const ImageFacts& facts) {
  const double across = std::hypot(m.a, m.b);
  const double down = std::hypot(m.c, m.d);
  if (across < 1e-6 || down < 1e-6) return {};
  return {72.0 * facts.width / across, 72.0 * facts.height / down};
}

struct Annotations {
  bool signature = false;
  bool other = false;
};

bool is_signature_field(QPDFObjectHandle widget) {
  for (int level = 0; level < 8 && widget.isDictionary(); ++level) {
    QPDFObjectHandle type = widget.getKey("/FT");
    if (type.isName()) return type.getName() == "/Sig";
    widget = widget.getKey("/Parent");
  }
  return false;
}

// Links and pop-ups paint nothing of the document; hidden ones nothing at all
// (flags of ISO 32000-1, table 165: 2 hidden, 32 not shown on screen).
bool is_painted(QPDFObjectHandle annotation) {
  QPDFObjectHandle flags = annotation.getKey("/F");
  if (flags.isInteger() && (flags.getIntValue() & (2 | 32)) != 0) return false;
  QPDFObjectHandle subtype = annotation.getKey("/Subtype");
  if (subtype.isName() && (subtype.getName() == "/Link" || subtype.getName() == "/Popup"))
    return false;
  QPDFObjectHandle appearance = annotation.getKey("/AP");
  return appearance.isDictionary() && !appearance.getKey("/N").isNull();
}

Annotations look_at_annotations(QPDFObjectHandle page) {
  Annotations found;
  QPDFObjectHandle list = page.getKey("/Annots");
  if (!list.isArray()) return found;
  for (int i = 0; i < std::min(list.getArrayNItems(), kMostAnnotations); ++i) {
    QPDFObjectHandle annotation = list.getArrayItem(i);
    if (!annotation.isDictionary() || !is_painted(annotation)) continue;
    if (is_signature_field(annotation))
      found.signature = true;
    else
      found.other = true;
  }
  return found;
}

double share_of_images(const PageContent& content, const PointBox& page) {
  double covered = 0;
  for (const PlacedImage& image : content.images) covered += image.seen.area();
  return page.area() > 0 ? std::min(1.0, covered / page.area()) : 0;
}

// Bands of one scan: images only, turned alike, of one resolution, side by side
// over the page. 0 when they are not.
double resolution_of_bands(QPDF& pdf, const PageReading& page) {
  if (page.content.images.size() < 2 || page.content.text_bytes > 0 || page.content.paths > 0 ||
      page.image_share < kWholePage)
    return 0;
  double low = 1e9;
  double high = 0;
  for (const PlacedImage& image : page.content.images) {
    const ImageFacts facts = image_facts(pdf.getObject(image.image.number, image.image.generation));
    const ImageDpi dpi = dpi_of(image.matrix, facts);
    if (!image.plain || !dpi.even() || !is_axis_parallel(image.matrix)) return 0;
    low = std::min(low, dpi.mean());
    high = std::max(high, dpi.mean());
  }
  return high <= low * (1 + kUnevenDpi) ? high : 0;
}

double finest_image(QPDF& pdf, const PageContent& content) {
  double finest = 0;
  for (const PlacedImage& image : content.images) {
    const ImageFacts facts = image_facts(pdf.getObject(image.image.number, image.image.generation));
    finest = std::max(finest, dpi_of(image.matrix, facts).mean());
  }
  return finest;
}

// Fills info and frame when the page is a single image.
bool take_single_image(QPDF& pdf, const PageBox& box, const PdfLimits& limits, PageReading& page) {
  const PageContent& content = page.content;
  if (!content.understood || content.optional || content.images.size() != 1 ||
      content.text_bytes > 0 || content.paths > 0)
    return false;
  const PlacedImage& image = content.images[0];
  const ImageFacts facts = image_facts(pdf.getObject(image.image.number, image.image.generation));
  const PdfMatrix shown = concatenate(image.matrix, display_matrix(box));
  const PointBox at = map_box(shown, {0, 0, 1, 1});
  const ImageDpi dpi = dpi_of(image.matrix, facts);
  const double w = page.info.width_points;
  const double h = page.info.height_points;
  const bool fits = at.left >= -kOverhang * w && at.right <= (1 + kOverhang) * w &&
                    at.bottom >= -kOverhang * h && at.top <= (1 + kOverhang) * h;
  const bool affordable =
      static_cast<long long>(facts.width) * facts.height <= limits.max_image_pixels;
  if (!image.plain || !image.whole || !is_axis_parallel(image.matrix) || facts.width == 0 ||
      !fits || !affordable || !dpi.even() || page.image_share < kWholePage)
    return false;
  const Turn turn = turn_of(shown);
  const bool lying = turn.quarter_turns % 2 == 1;
  page.info.kind = PdfPageKind::one_image;
  page.info.width = lying ? facts.height : facts.width;
  page.info.height = lying ? facts.width : facts.height;
  page.info.dpi = {dpi.mean()};
  page.info.filter = facts.filter;
  page.frame = ImageFrame{image.image, image.matrix, turn.quarter_turns, turn.flip,
                          at.left,     h - at.top,   at.width(),         at.height()};
  return true;
}

}  // namespace

int rendered_pixels(double points, Dpi dpi) {
  return std::max(1, static_cast<int>(std::ceil(points * dpi.value / 72.0)));
}

Dpi affordable_dpi(double width_points, double height_points, Dpi wanted, const PdfLimits& limits) {
  const double square_inches = width_points * height_points / (72.0 * 72.0);
  const double most = std::sqrt(static_cast<double>(limits.max_image_pixels) / square_inches);
  return {std::min(wanted.value, std::max(1.0, 0.999 * most))};
}

PageReading read_page(QPDF& pdf, ObjectId id, const PdfLimits& limits) {
  QPDFObjectHandle object = pdf.getObject(id.number, id.generation);
  const PageBox box = page_box(object);
  PageReading page;
  const bool lying = box.rotate % 180 != 0;
  page.info.rotate = box.rotate;
  page.info.width_points = lying ? box.height() : box.width();
  page.info.height_points = lying ? box.width() : box.height();
  page.info.text_verdict = "none";
  page.content = read_content(object, box);
  page.image_share = share_of_images(page.content, {box.left, box.bottom, box.right, box.top});
  const Annotations annotations = look_at_annotations(object);
  page.signature_shown = annotations.signature;
  if (!annotations.other && take_single_image(pdf, box, limits, page)) return page;
  const double bands = annotations.other ? 0 : resolution_of_bands(pdf, page);
  const double wanted =
      bands > 0 ? std::min(bands, kMostRenderDpi)
                : std::clamp(finest_image(pdf, page.content), kLeastRenderDpi, kMostRenderDpi);
  page.info.dpi = affordable_dpi(page.info.width_points, page.info.height_points, {wanted}, limits);
  page.info.width = rendered_pixels(page.info.width_points, page.info.dpi);
  page.info.height = rendered_pixels(page.info.height_points, page.info.dpi);
  return page;
}

}  // namespace sohoa
