// The tag files of foreign bags: the first byte chooses which, the rest is its text.
#include <cstdint>
#include <string_view>

#include "archive/bagit_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  sohoa::BagitFindings findings;
  switch (data[0] % 5) {
    case 0:
      (void)sohoa::parse_bag_declaration(text, findings);
      break;
    case 1:
      (void)sohoa::parse_bagit_manifest("manifest-md5.txt", text, 32, findings);
      break;
    case 2:
      (void)sohoa::parse_bagit_info("bag-info.txt", text, sohoa::kBagit10, findings);
      break;
    case 3:
      (void)sohoa::parse_bagit_fetch(text, findings);
      break;
    default:
      for (const char* encoding : {"UTF-8", "UTF-16", "ISO-2022-JP", "UTF-7"})
        (void)sohoa::decode_tag_file("bag-info.txt", text, {sohoa::kBagit10, encoding}, findings);
  }
  return 0;
}
