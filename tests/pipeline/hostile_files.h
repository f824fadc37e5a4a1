// Files that are made to harm who opens them: small ones that claim to be or become
// huge, and ones that lead in circles. Nothing here is read from anywhere.
#pragma once

#include <string>
#include <vector>

namespace sohoa {

struct HostileFile {
  std::string name;  // what it does; with the extension of its format
  std::string bytes;
  // poppler draws at it until its time is up.
  bool drawn_for_long = false;
};

// Pictures that declare 60,000 x 60,000 pixels in a few bytes: PNG, JPEG, TIFF, BMP, and
// in PDFs as JBIG2, CCITT and Flate.
[[nodiscard]] std::vector<HostileFile> huge_pictures();

// PDFs with loops (page tree, /Parent, object streams, cross-references, forms,
// lengths), with 20,000 pages, with pages of no sane size, and that inflate a thousandfold.
[[nodiscard]] std::vector<HostileFile> hostile_pdfs();

// Archive files that inflate a thousandfold, hold each other many times over or have
// thousands of members; names that lead elsewhere.
[[nodiscard]] std::vector<HostileFile> hostile_archives();

[[nodiscard]] std::vector<HostileFile> all_hostile_files();

}  // namespace sohoa
