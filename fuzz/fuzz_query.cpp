#include <cstdint>
#include <string>

#include "index/search_index.h"

// Any text is a valid query, so nothing at all may be thrown.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static sohoa::SearchIndex& index = []() -> sohoa::SearchIndex& {
    static sohoa::SearchIndex made(":memory:");
    made.add({"id", {}, {"Quyết định số 12/QĐ-UBND về việc chuyển đổi số"}});
    return made;
  }();
  sohoa::SearchQuery query;
  query.text.assign(reinterpret_cast<const char*>(data), size);
  (void)index.search(query);
  return 0;
}
