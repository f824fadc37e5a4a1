#include <cstdint>

#include "document/error.h"
#include "fuzz/scratch_file.h"
#include "pdf/pdf_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ScratchFile file(data, size);
  try {
    sohoa::PdfLimits limits;
    limits.program_seconds = 5;
    sohoa::PdfReader reader(std::make_shared<const sohoa::MappedFile>(file.path()), limits);
    const sohoa::PdfInfo info = reader.inspect();
    if (!info.pages.empty()) (void)reader.page_image(1);
  } catch (const sohoa::Error&) {
  }
  return 0;
}
