// TIFF in memory, by libtiff. Internal to image/.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "image/page_image.h"
#include "image/stored_image.h"

namespace sohoa {

[[nodiscard]] bool looks_like_tiff(Bytes file);

struct TiffPage {
  StoredImage image;
  int compression = 0;   // TIFF tag 259
  bool bilevel = false;  // one sample of one bit, black or white
};

// One open TIFF at one of its pages. Thumbnails (reduced-resolution copies of
// the page before them) are not pages. Not thread-safe.
class TiffFile {
 public:
  // Throws Error{truncated | unreadable_image}. `file` must outlive this object.
  explicit TiffFile(Bytes file);
  TiffFile(TiffFile&&) noexcept;
  TiffFile& operator=(TiffFile&&) noexcept;
  ~TiffFile();

  // Goes to the next page; false after the last.
  // Throws Error{truncated | unreadable_image} on a broken directory chain.
  bool next_page();
  [[nodiscard]] const TiffPage& page() const;
  // The pixels of this page as stored: 1, 8 or 32 bits.
  [[nodiscard]] PageImage decode();
  // The G4 data of this page where they are one strip, black on white, most significant bit first.
  [[nodiscard]] std::optional<std::string> g4_stream() const;
  // This page as a JPEG file where it is one strip of JPEG.
  [[nodiscard]] std::optional<std::string> jpeg_stream() const;
  // Bytes that the page's pixels take in the file.
  [[nodiscard]] std::size_t stored_size() const;

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

// A bilevel image as CCITT G4 (ITU-T T.6), black on white, one strip.
[[nodiscard]] std::string encode_g4(const PageImage& bilevel);

}  // namespace sohoa
