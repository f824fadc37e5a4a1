// "T/M", "K/T" and "T/L" (thay mặt, ký thay, thừa lệnh) before the title of who signs for the
// Party.
//
// Guidance 36-HD/VPTW of 2018 of the Party's Central Office, on form and technique of the Party's
// documents: the three signs with a stroke, where the State's have a full stop. Recognisers take
// the stroke for a capital I: KỊT, TIM.
#pragma once

#include "document/text_layout.h"

namespace sohoa {

// Mends them where they open a line of capitals. Thread-safe for different layouts.
void mend_authority_signs(TextLayout& layout);

}  // namespace sohoa
