// Forms of other files made fit for PDF/A-2, without a change in what they show.
#pragma once

class QPDFObjectHandle;

namespace sohoa {

// Cleans `form` and all that its resources name, at any depth:
// - what ISO 19005-2 forbids and what does not show goes (6.2.9: OPI, PS, Ref;
//   6.2.5: halftone phase, identity transfer functions; CIDSet and CharSet, which
//   are optional and must be complete under 6.2.11.4.2);
// - an embedded CIDFontType2 without /CIDToGIDMap gets /Identity, the default of
//   ISO 32000-1, table 117, which 6.2.11.3.2 wants spelled out;
// - images are cleaned as clean_image() does.
// Throws as clean_image(). Faults that cannot be mended so are left for check_pdfa().
void clean_form(QPDFObjectHandle form);

}  // namespace sohoa
