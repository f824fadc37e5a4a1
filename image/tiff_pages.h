// Writing TIFF: scanned pages, and many one-page files as one.
#pragma once

#include <string>
#include <vector>

#include "document/raw_image.h"

namespace sohoa {

// What the file says about its making; empty texts are left out.
struct TiffNotes {
  std::string make;      // of the scanner
  std::string model;     // of the scanner
  std::string software;  // that wrote the file
  std::string time;      // as TIFF writes it: "2026:11:24 10:15:00"
};

// One page as a TIFF file in memory, one strip: G4 where bilevel, else JPEG of quality
// 90 without chroma subsampling, or deflate where `lossless`. Thread-safe.
// Throws Error{document_failed, unreadable_image} when the pixels are not those announced.
[[nodiscard]] std::string tiff_page(const RawImage& page, const TiffNotes& notes, bool lossless);

// Writes the pages of `files` (each made by tiff_page) one after the other into `target`,
// compressed data unchanged. The file is not synced.
// Throws Error{service_broken}: disk_full where it cannot be written, internal.
void join_tiff_pages(const std::vector<std::string>& files, const std::string& target);

}  // namespace sohoa
