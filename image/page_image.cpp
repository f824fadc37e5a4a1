#include "image/page_image.h"

#include <allheaders.h>

#include <utility>

namespace sohoa {
namespace {

// Leptonica prints its messages on stderr unless told not to; libraries of this
// project never print. Set before main, as it is one setting for the process.
[[maybe_unused]] const int kSeverityBefore = setMsgSeverity(L_SEVERITY_NONE);

}  // namespace

void PixDeleter::operator()(Pix* pix) const {
  pixDestroy(&pix);
}

PageImage::PageImage(PixPtr pix) : pix_(std::move(pix)) {}

int PageImage::width() const {
  return pix_ ? pixGetWidth(pix_.get()) : 0;
}
int PageImage::height() const {
  return pix_ ? pixGetHeight(pix_.get()) : 0;
}
int PageImage::depth() const {
  return pix_ ? pixGetDepth(pix_.get()) : 0;
}
Dpi PageImage::dpi() const {
  return {pix_ ? static_cast<double>(pixGetXRes(pix_.get())) : 0.0};
}

PixPtr PageImage::share() const {
  return PixPtr(pix_ ? pixClone(pix_.get()) : nullptr);
}

void PageImage::set_dpi(Dpi dpi) {
  const int value = static_cast<int>(dpi.value + 0.5);
  if (pix_) pixSetResolution(pix_.get(), value, value);
}

}  // namespace sohoa
