#include "tests/ocr/drawn_page.h"

#include <allheaders.h>
#include <pango/pangocairo.h>

#include <memory>
#include <numbers>

namespace sohoa {

namespace {

void set_colour(cairo_t* cairo, unsigned rgb) {
  cairo_set_source_rgb(cairo, ((rgb >> 16) & 0xFF) / 255.0, ((rgb >> 8) & 0xFF) / 255.0,
                       (rgb & 0xFF) / 255.0);
}

void draw(cairo_t* cairo, const DrawnText& text) {
  cairo_save(cairo);
  cairo_translate(cairo, text.left, text.top);
  cairo_rotate(cairo, text.degrees * std::numbers::pi / 180);
  set_colour(cairo, text.rgb);
  PangoLayout* layout = pango_cairo_create_layout(cairo);
  PangoFontDescription* font = pango_font_description_from_string("Liberation Serif");
  pango_font_description_set_absolute_size(font, text.size * PANGO_SCALE);
  if (text.framed) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_text(layout, text.text.c_str(), -1);
  pango_cairo_show_layout(cairo, layout);
  if (text.framed) {
    int width = 0, height = 0;
    pango_layout_get_pixel_size(layout, &width, &height);
    cairo_set_line_width(cairo, 5);
    for (int i = 0; i < text.frames; ++i) {
      const int out = i * 12;
      cairo_rectangle(cairo, -22 - out, -6 - out, width + 44 + 2 * out, height + 12 + 2 * out);
      cairo_stroke(cairo);
    }
  }
  pango_font_description_free(font);
  g_object_unref(layout);
  cairo_restore(cairo);
}

}  // namespace

PageImage draw_page(int width, int height, const std::vector<DrawnText>& texts) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_t* cairo = cairo_create(surface);
  set_colour(cairo, 0xFFFFFF);
  cairo_paint(cairo);
  for (const DrawnText& text : texts) draw(cairo, text);
  cairo_destroy(cairo);
  cairo_surface_flush(surface);
  PixPtr pix(pixCreate(width, height, 32));
  const unsigned char* rows = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const unsigned char* bgr = rows + y * stride + 4 * x;
      pixSetRGBPixel(pix.get(), x, y, bgr[2], bgr[1], bgr[0]);
    }
  cairo_surface_destroy(surface);
  PageImage page(std::move(pix));
  page.set_dpi({300});
  return page;
}

}  // namespace sohoa
