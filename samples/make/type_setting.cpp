#include "samples/make/type_setting.h"

#include <pango/pangocairo.h>

#include <stdexcept>

namespace sohoa::samples {

namespace {

using ContextPtr = std::unique_ptr<PangoContext, decltype(&g_object_unref)>;

// One point is one unit; hinting is off so that lines break alike at every dpi.
ContextPtr make_context() {
  PangoFontMap* map = pango_cairo_font_map_get_default();
  pango_cairo_font_map_set_resolution(reinterpret_cast<PangoCairoFontMap*>(map), 72.0);
  ContextPtr context(pango_font_map_create_context(map), &g_object_unref);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  return context;
}

struct Marked {
  std::string markup;
  struct Written {
    std::size_t start;  // byte offset in the plain text
    std::string text;
  };
  std::vector<Written> written;
};

// Room for handwriting: no-break spaces (U+00A0), two a character and a little more.
std::string room_for(const std::string& text) {
  std::string room;
  for (std::size_t i = 0; i < 2 * text.size() + 4; ++i) room += "\u00A0";
  return room;
}

Marked to_markup(const std::string& text) {
  Marked marked;
  bool bold = false;
  bool italic = false;
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text.compare(i, 2, "**") == 0) {
      marked.markup += bold ? "</b>" : "<b>";
      bold = !bold;
      i += 2;
    } else if (text.compare(i, 2, "__") == 0) {
      marked.markup += italic ? "</i>" : "<i>";
      italic = !italic;
      i += 2;
    } else if (text[i] == '{') {
      const std::size_t end = text.find('}', i);
      if (end == std::string::npos) throw std::runtime_error("no } in \"" + text + "\"");
      const std::string written = text.substr(i + 1, end - i - 1);
      marked.written.push_back({plain, written});
      marked.markup += room_for(written);
      plain += room_for(written).size();
      i = end + 1;
    } else {
      marked.markup += text[i] == '&' ? "&amp;" : text[i] == '<' ? "&lt;" : std::string(1, text[i]);
      ++plain;
      ++i;
    }
  }
  return marked;
}

std::shared_ptr<PangoLayout> make_layout(const std::string& markup, const Type& type,
                                         double width) {
  static const ContextPtr context = make_context();
  std::shared_ptr<PangoLayout> layout(pango_layout_new(context.get()), &g_object_unref);
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, type.family.c_str());
  pango_font_description_set_size(font, static_cast<int>(type.points * PANGO_SCALE));
  if (type.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  if (type.italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
  pango_layout_set_indent(layout.get(), static_cast<int>(type.indent * PANGO_SCALE));
  pango_layout_set_justify(layout.get(), type.align == Align::justify);
  pango_layout_set_alignment(layout.get(), type.align == Align::centre  ? PANGO_ALIGN_CENTER
                                           : type.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                        : PANGO_ALIGN_LEFT);
  pango_layout_set_markup(layout.get(), markup.c_str(), -1);
  return layout;
}

// The printed words of a line, with what is written by hand put where it stands, between
// the signs by which `sohoa eval` knows it.
std::string line_text(PangoLayout* layout, const PangoLayoutLine* line, const Marked& marked) {
  const std::string all = pango_layout_get_text(layout);
  const std::size_t start = static_cast<std::size_t>(line->start_index);
  std::string text = all.substr(start, static_cast<std::size_t>(line->length));
  for (auto written = marked.written.rbegin(); written != marked.written.rend(); ++written)
    if (written->start >= start && written->start < start + text.size())
      text.replace(written->start - start, room_for(written->text).size(),
                   "\u2983" + written->text + "\u2984");
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

}  // namespace

Block set_type(const std::string& text, const Type& type, double width) {
  const Marked marked = to_markup(text);
  const auto layout = make_layout(marked.markup, type, width);
  Block block;
  PangoLayoutIter* iter = pango_layout_get_iter(layout.get());
  int index = 0;
  do {
    PangoRectangle extents;
    pango_layout_iter_get_line_extents(iter, nullptr, &extents);
    const PangoLayoutLine* line = pango_layout_iter_get_line_readonly(iter);
    SetLine set;
    set.layout = layout;
    set.line = index;
    set.x = static_cast<double>(extents.x) / PANGO_SCALE;
    set.text = line_text(layout.get(), line, marked);
    block.widths.push_back(static_cast<double>(extents.width) / PANGO_SCALE);
    for (const Marked::Written& written : marked.written) {
      const int at = static_cast<int>(written.start);
      if (at < line->start_index || at >= line->start_index + line->length) continue;
      int x = 0;
      pango_layout_line_index_to_x(pango_layout_get_line_readonly(layout.get(), index), at, 0, &x);
      block.handwriting.push_back(
          {{set.x + static_cast<double>(x) / PANGO_SCALE, static_cast<double>(index)},
           written.text});
    }
    block.lines.push_back(std::move(set));
    ++index;
  } while (pango_layout_iter_next_line(iter));
  pango_layout_iter_free(iter);
  return block;
}

void require_font(const std::string& family) {
  PangoFontMap* map = pango_cairo_font_map_get_default();
  PangoFontFamily** families = nullptr;
  int count = 0;
  pango_font_map_list_families(map, &families, &count);
  bool found = false;
  for (int i = 0; i < count && !found; ++i)
    found = family == pango_font_family_get_name(families[i]);
  g_free(families);
  if (!found)
    throw std::runtime_error("font family \"" + family +
                             "\" is not installed; install fonts-croscore and fonts-texgyre");
}

}  // namespace sohoa::samples
