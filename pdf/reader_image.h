// An image XObject as a file or raw samples that image/ can read.
#pragma once

#include <optional>
#include <string>

#include "pdf/reader_objects.h"

namespace sohoa {

struct ImageFacts {
  int width = 0;
  int height = 0;
  std::string filter;  // DCT, JPX, G4, G3, JBIG2, Flate, LZW, RunLength, raw, mixed
};

// Reads the dictionary only; width and height are 0 when it is unusable.
[[nodiscard]] ImageFacts image_facts(QPDFObjectHandle image);

// The image as it is stored (turns and flip left at 0); nullopt when it is of a
// kind that has to be rendered: see page_image() in pdf_reader.h. Declared sizes
// are checked against `limits` before anything is decoded.
[[nodiscard]] std::optional<PdfPageImage> extract_image(QPDFObjectHandle image, Dpi dpi,
                                                        const PdfLimits& limits);

}  // namespace sohoa
