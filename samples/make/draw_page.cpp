#include "samples/make/draw_page.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <stdexcept>

#include "samples/make/type_setting.h"

namespace sohoa::samples {

namespace {

void draw_line(cairo_t* cairo, const SetLine& line) {
  cairo_move_to(cairo, line.x, line.baseline);
  pango_cairo_show_layout_line(cairo, pango_layout_get_line_readonly(line.layout.get(), line.line));
}

// Each letter struck alone: not quite on the line, not quite as black.
void strike_line(cairo_t* cairo, const SetLine& line, Random& random) {
  PangoLayoutLine* set = pango_layout_get_line_readonly(line.layout.get(), line.line);
  PangoFontDescription* font =
      pango_font_description_copy(pango_layout_get_font_description(line.layout.get()));
  PangoLayout* one = pango_layout_new(pango_layout_get_context(line.layout.get()));
  pango_layout_set_font_description(one, font);
  pango_font_description_free(font);
  const char* text = pango_layout_get_text(line.layout.get());
  const char* end = text + set->start_index + set->length;
  for (const char* at = text + set->start_index; at < end; at = g_utf8_next_char(at)) {
    if (*at == ' ') continue;
    int x = 0;
    pango_layout_line_index_to_x(set, static_cast<int>(at - text), 0, &x);
    pango_layout_set_text(one, at, static_cast<int>(g_utf8_next_char(at) - at));
    const double ink = random.between(0.0, 0.32);
    cairo_set_source_rgb(cairo, ink, ink, ink);
    cairo_move_to(cairo, line.x + static_cast<double>(x) / PANGO_SCALE + 0.18 * random.bell(),
                  line.baseline + 0.28 * random.bell());
    pango_cairo_layout_line_path(cairo, pango_layout_get_line_readonly(one, 0));
    cairo_fill_preserve(cairo);
    cairo_set_line_width(cairo, random.between(0.12, 0.42));  // a worn ribbon thickens strokes
    cairo_stroke(cairo);
  }
  g_object_unref(one);
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void paint_scan(cairo_t* cairo, const std::string& jpeg) {
  // The JPEG's bytes go into the PDF as they are; the surface gives only the size.
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(jpeg.at(i)); };
  int width = 0;
  int height = 0;
  for (std::size_t at = 2; at + 9 < jpeg.size() && width == 0;) {
    if (byte(at + 1) >= 0xC0 && byte(at + 1) <= 0xC2) {
      height = byte(at + 5) * 256 + byte(at + 6);
      width = byte(at + 7) * 256 + byte(at + 8);
    }
    at += 2 + static_cast<std::size_t>(byte(at + 2) * 256 + byte(at + 3));
  }
  cairo_surface_t* image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_surface_set_mime_data(image, CAIRO_MIME_TYPE_JPEG,
                              reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size(),
                              nullptr, nullptr);
  cairo_save(cairo);
  cairo_scale(cairo, kPageWidth / width, kPageHeight / height);
  cairo_set_source_surface(cairo, image, 0, 0);
  cairo_paint(cairo);
  cairo_restore(cairo);
  cairo_surface_destroy(image);
}

// Times New Roman 10 pt upright black at the top right of page 1, as NĐ
// 30/2020/NĐ-CP, annex I, part II asks of a digitised copy.
void draw_signature_block(cairo_t* cairo, const std::vector<std::string>& lines) {
  double y = 10 * kPointsPerMm;
  for (const std::string& line : lines) {
    const Block block = set_type(line, {"Tinos", 10, false, false, Align::left, 0}, 220);
    for (SetLine set : block.lines) {
      set.x += kPageWidth - 230;
      set.baseline = y;
      draw_line(cairo, set);
      y += 11;
    }
  }
}

}  // namespace

Canvas::Canvas(double dpi, Raster* target) : target_(target), cairo_(nullptr) {
  const int width = static_cast<int>(std::lround(kPageWidth / 72 * dpi));
  const int height = static_cast<int>(std::lround(kPageHeight / 72 * dpi));
  *target_ = Raster(width, height, dpi);
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_ = cairo_create(surface);
  cairo_surface_destroy(surface);
  cairo_set_source_rgb(cairo_, 1, 1, 1);
  cairo_paint(cairo_);
  cairo_scale(cairo_, dpi / 72, dpi / 72);
}

Canvas::~Canvas() {
  cairo_destroy(cairo_);
}

void Canvas::finish() {
  cairo_surface_t* surface = cairo_get_target(cairo_);
  cairo_surface_flush(surface);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < target_->height; ++y) {
    const unsigned char* row = data + static_cast<std::ptrdiff_t>(y) * stride;
    unsigned char* to = target_->rgb.data() + target_->offset(0, y);
    for (int x = 0; x < target_->width; ++x, row += 4, to += 3) {
      to[0] = row[2];  // little-endian xRGB
      to[1] = row[1];
      to[2] = row[0];
    }
  }
}

void draw_type(_cairo* cairo, const SetPage& page, Random& random) {
  for (const SetLine& line : page.lines) {
    cairo_set_source_rgb(cairo, 0, 0, 0);
    if (page.typewriter)
      strike_line(cairo, line, random);
    else
      draw_line(cairo, line);
  }
  cairo_set_source_rgb(cairo, 0, 0, 0);
  for (const SetRule& rule : page.rules) {
    cairo_set_line_width(cairo, rule.width);
    cairo_move_to(cairo, rule.from.x, rule.from.y);
    cairo_line_to(cairo, rule.to.x, rule.to.y);
    cairo_stroke(cairo);
  }
}

std::string draw_pdf(const std::vector<SetPage>& pages, const PdfDrawing& drawing) {
  std::string bytes;
  cairo_surface_t* surface =
      cairo_pdf_surface_create_for_stream(append, &bytes, kPageWidth, kPageHeight);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, drawing.title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-05T08:00:00");
  cairo_t* cairo = cairo_create(surface);
  Random random(1);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i == 0 && !drawing.scan_jpeg.empty())
      paint_scan(cairo, drawing.scan_jpeg);
    else
      draw_type(cairo, pages[i], random);
    if (i == 0) {
      cairo_set_source_rgb(cairo, 0, 0, 0);
      draw_signature_block(cairo, drawing.signature_block);
    }
    cairo_show_page(cairo);
  }
  const cairo_status_t status = cairo_status(cairo);
  cairo_destroy(cairo);
  cairo_surface_finish(surface);
  cairo_surface_destroy(surface);
  if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(status));
  return bytes;
}

}  // namespace sohoa::samples
