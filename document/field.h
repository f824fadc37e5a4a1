// What a record says of itself, each statement with where it was read.
#pragma once

#include <map>
#include <string>

#include "document/geometry.h"

namespace sohoa {

struct Field {
  std::string value;      // UTF-8, NFC; dates as YYYY-MM-DD
  double confidence = 0;  // 0..1: how likely the value is right
  int page = 0;           // 1-based; 0 when it stands on no page
  PixelBox box;           // on that page
  std::string evidence;   // the text that it was read from, as it stands on the page
};

// Keys: agency, notation, number, issued_date, place, type, subject, signer,
// signer_title, urgency, secrecy, recipients; arrival_number and arrival_date from
// the stamp of the office that received it. A field that was not found is absent.
using Fields = std::map<std::string, Field>;

}  // namespace sohoa
