// METS as the Common Specification for Information Packages wants it (E-ARK CSIP
// 2.0.4, https://earkcsip.dilcis.eu): what a package or one of its representations
// holds, each file with length and SHA-256.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/package_zip.h"

namespace sohoa {

struct MetsFile {
  std::string path;        // from the METS file that names it
  std::string media_type;  // "application/pdf"
  PackagedFile file;
};

struct MetsDocument {
  std::string object_id;
  std::string label;
  std::string type;               // of the content: "Textual works – Print"
  std::string content_type;       // csip:CONTENTINFORMATIONTYPE: "MIXED"
  std::string profile;            // URL
  std::string oais_package_type;  // "AIP", "SIP"
  std::string created;            // ISO 8601
  std::string software;           // name of the program
  std::string software_version;
  std::vector<MetsFile> descriptive;   // metadata/descriptive
  std::vector<MetsFile> preservation;  // metadata/preservation, PREMIS
  std::vector<MetsFile> data;          // a representation's own files
  std::vector<MetsFile> schemas;
  std::vector<MetsFile> representations;  // their METS files: representations/rep1/METS.xml
};

[[nodiscard]] std::string write_mets(const MetsDocument& document);

}  // namespace sohoa
