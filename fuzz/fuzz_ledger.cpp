// Lines, note and anchors of a ledger: what is taken is spelled and read back the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "archive/anchor.h"
#include "archive/copy_marker.h"
#include "archive/ledger_head.h"
#include "archive/ledger_line.h"
#include "document/error.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto line = sohoa::parse_ledger_line(text)) {
    const std::string spelled = sohoa::spell_ledger_line(*line);
    const auto again = sohoa::parse_ledger_line(spelled);
    require(again && sohoa::spell_ledger_line(*again) == spelled);
  }
  if (const auto head = sohoa::parse_noted_head(text))
    require(sohoa::spell_noted_head(*head) == text);
  if (const auto anchor = sohoa::parse_anchor(text))
    require(sohoa::parse_anchor(sohoa::spell_anchor(*anchor)).has_value());
  if (const auto marker = sohoa::parse_copy_marker(text))
    require(sohoa::parse_copy_marker(sohoa::spell_copy_marker(*marker)).has_value());
  return 0;
}
