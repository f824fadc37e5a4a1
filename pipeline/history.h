// The PREMIS history of a record as this program makes it.
#pragma once

#include <string>

#include "archive/bag.h"
#include "archive/premis.h"
#include "index/catalogue.h"

namespace sohoa {

// What is known when a record is taken in.
struct IntakeFacts {
  const RecordRow& row;
  const Checksums& original;
  std::string media_type;
  std::string first_bytes;  // of the original, 16 are enough
  Checksums access_copy;
  std::string recogniser;  // program and models; empty: nothing was recognised
  std::string settings;    // that it ran with
};

// Of version 1: `contents` names and holds its members.
[[nodiscard]] PremisHistory history_of(const IntakeFacts& facts, const BagContents& contents);

// What a review changed: members of version `version` and what each holds.
struct ReviewFacts {
  std::string record_id;
  int version = 2;
  std::string at;
  std::string by;
  std::vector<std::string> fields;  // that were changed
  std::vector<NewMember> members;   // but premis.xml
  std::string note;                 // what could not be done; empty: all was
};
[[nodiscard]] PremisHistory history_of(const ReviewFacts& facts);

// The person and the program, as agents of events.
[[nodiscard]] PremisAgent person(const std::string& name);
[[nodiscard]] PremisAgent this_program();

// "data/text/p0001.json", "….alto.xml"; pages count from 1.
[[nodiscard]] std::string page_member(int page, const char* extension);

// Formats of what this program makes.
[[nodiscard]] PremisFormat made_format(const std::string& member);

}  // namespace sohoa
