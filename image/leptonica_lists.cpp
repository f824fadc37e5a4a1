#include "image/leptonica_lists.h"

#include <allheaders.h>

namespace sohoa {

void BoxDeleter::operator()(Box* box) const {
  boxDestroy(&box);
}
void BoxaDeleter::operator()(Boxa* boxes) const {
  boxaDestroy(&boxes);
}
void PixaDeleter::operator()(Pixa* pixes) const {
  pixaDestroy(&pixes);
}

}  // namespace sohoa
