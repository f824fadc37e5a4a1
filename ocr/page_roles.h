// Page numbers, running heads and footnotes, told from the body of the text.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// Gives these a block and a role of their own, so that they can be left out where only
// the text of the document matters; heads come first, footnotes after the body, a
// number at the foot of the page last. What they are is told by place and form alone:
// a number alone on the first or last line, within the margin; a first line that ends or
// begins with such a number a wide gap away; small print below the body that begins with
// a footnote's mark. `page` is upright and in reading order. No word is lost, added or
// changed. Thread-safe.
void mark_roles(TextLayout& page);

}  // namespace sohoa
