// One page's pixels. Owns a Leptonica PIX; leptonica's headers stay in this folder.
#pragma once

#include <memory>

#include "document/geometry.h"

struct Pix;

namespace sohoa {

struct PixDeleter {
  void operator()(Pix* pix) const;
};
using PixPtr = std::unique_ptr<Pix, PixDeleter>;

// Depth 1, 8 or 32 bits. Moves, never copies pixels unless asked by a call.
class PageImage {
 public:
  PageImage() = default;
  // Takes ownership.
  explicit PageImage(PixPtr pix);

  [[nodiscard]] int width() const;   // pixels
  [[nodiscard]] int height() const;  // pixels
  [[nodiscard]] int depth() const;   // bits a pixel
  [[nodiscard]] Dpi dpi() const;
  void set_dpi(Dpi dpi);
  [[nodiscard]] bool empty() const { return pix_ == nullptr; }
  // Stays owned by this object.
  [[nodiscard]] Pix* pix() const { return pix_.get(); }
  // A further owner of the same pixels, for callees that take ownership.
  [[nodiscard]] PixPtr share() const;

 private:
  PixPtr pix_;
};

}  // namespace sohoa
