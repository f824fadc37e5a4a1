// What goes wrong at a scanner, told apart by what a person has to do about it.
#pragma once

#include <string>
#include <string_view>

#include "document/error.h"

namespace sohoa {

enum class ScanTrouble {
  no_library,    // libsane is not installed
  no_scanner,    // none found, or none of that name
  several,       // more than one, and none was named
  not_offered,   // the device has no such source, mode or resolution
  busy,          // another program has it
  feeder_empty,  // no paper
  jam,           // paper is stuck
  cover_open,
  sides_differ,  // two passes of a stack gave different numbers of pages
  failed         // anything else that the device says
};

// Stable snake_case name: "feeder_empty".
[[nodiscard]] std::string_view trouble_name(ScanTrouble trouble);
// What happened and what to do, for whoever stands at the scanner.
[[nodiscard]] std::string_view trouble_sentence(ScanTrouble trouble, Language language);
// True where a hand at the scanner mends it and scanning can go on.
[[nodiscard]] bool mended_by_hand(ScanTrouble trouble);

class ScanError : public Error {
 public:
  // `detail`: English, for whoever looks after the machine.
  ScanError(ScanTrouble trouble, const std::string& detail);
  [[nodiscard]] ScanTrouble trouble() const { return trouble_; }

 private:
  ScanTrouble trouble_;
};

}  // namespace sohoa
