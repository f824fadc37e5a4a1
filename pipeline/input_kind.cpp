#include "pipeline/input_kind.h"

#include <algorithm>
#include <string_view>

#include "archive/unpack.h"
#include "document/error.h"
#include "image/image_file.h"
#include "pdf/pdf_reader.h"

namespace sohoa {

namespace {

// Enough for every signature: tar's lies at byte 257, PDF's may come within 1024.
constexpr std::size_t kHeadBytes = 4096;

std::string image_media_type(std::string_view head) {
  const auto starts = [&](std::string_view magic) { return head.substr(0, magic.size()) == magic; };
  if (starts("\xFF\xD8")) return "image/jpeg";
  if (starts("\x89PNG")) return "image/png";
  if (starts("RIFF")) return "image/webp";
  if (starts("BM")) return "image/bmp";
  if (starts("II") || starts("MM")) return "image/tiff";
  if (head.size() > 1 && head[0] == 'P' && head[1] >= '1' && head[1] <= '7')
    return "image/x-portable-anymap";
  return "image/jp2";
}

}  // namespace

InputKind input_kind(std::span<const unsigned char> file) {
  if (file.empty())
    throw Error(ErrorKind::document_failed, Reason::empty_file, "intake", "the file has no bytes");
  const std::string_view head(reinterpret_cast<const char*>(file.data()),
                              std::min(file.size(), kHeadBytes));
  if (is_pdf(head)) return {InputContainer::pdf, "application/pdf"};
  if (is_image_file(file)) return {InputContainer::image, image_media_type(head)};
  if (is_archive_file(head)) return {InputContainer::archive, "application/x-archive"};
  throw Error(ErrorKind::document_failed, Reason::unknown_format, "intake",
              "the content is neither an image, a PDF nor an archive file");
}

}  // namespace sohoa
