// What a page's content stream paints: images with their places, text, paths.
// Nothing is decoded but the content streams themselves.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pdf/page_geometry.h"
#include "pdf/reader_objects.h"

namespace sohoa {

struct PlacedImage {
  ObjectId image;
  PdfMatrix matrix;   // unit square to default user space
  PointBox seen;      // its bounding box within the clip and the page box
  bool whole = true;  // no clip takes part of it away within the page
  bool plain = true;  // painted opaquely: no mask, no blending
};

struct UsedFont {
  std::string name;        // /BaseFont without the subset tag, empty when there is none
  bool composite = false;  // Type0
  bool type3 = false;
  bool to_unicode = false;
};

struct PageContent {
  // What an opaque image over the whole page hides is not in the following.
  std::vector<PlacedImage> images;
  std::size_t text_bytes = 0;   // of shown strings
  std::size_t paths = 0;        // filled, stroked or shaded shapes and inline images
  std::vector<UsedFont> fonts;  // of the visible text, each once

  std::size_t hidden_text_bytes = 0;  // text render mode 3 or 7, or below an image
  bool optional = false;              // some of it belongs to a layer that can be off
  bool understood = true;             // false: too large, unreadable or too deep
};

[[nodiscard]] PageContent read_content(QPDFObjectHandle page, const PageBox& box);

}  // namespace sohoa
