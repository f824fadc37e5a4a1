// The rules of a package as data: which elements describe a file and a document,
// where their values come from, which codes stand for them. Built in
// (archive/packages/), or a file of the same form that is brought.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "archive/layout.h"

namespace sohoa {

struct PackageElement {
  std::string element;
  std::string from;        // "field.subject", "file.title"…; empty: `value` always
  std::string value;       // constant
  std::size_t length = 0;  // letters at most
  bool required = false;
  std::string codes;  // name of the code list that the value goes through; empty: none
};

struct CodeList {
  std::map<std::string, std::string> values;  // by the value in lower case
  std::string other;
};

struct PackageRules {
  std::string name;
  std::string title;
  std::string dated;
  std::string oais_type;  // "AIP", "SIP"
  std::string object_id;  // with {fonds} and {uuid}
  std::string language;
  std::string mets_profile;
  std::string content_type_name;  // METS TYPE
  std::string descriptive_namespace;
  std::string event_type;  // PREMIS
  std::string event_detail;
  bool premis = true;
  int ordinal_digits = 7;
  std::map<std::string, CodeList> codes;
  std::vector<PackageElement> file;
  std::vector<PackageElement> document;
  std::vector<fs::path> schemas;  // *.xsd in the folder schemas/ beside a file that was brought
};

// By name, or a path to a file; empty: the newest built in. Throws
// Error{document_failed, bad_table} naming what is wrong, not_found.
[[nodiscard]] PackageRules read_package_rules(const std::string& name);

// A value for every `from`.
using PackageValues = std::map<std::string, std::string>;

struct PackageDescription {
  std::string xml;
  std::vector<std::string> lacking;  // English: elements that are required and empty, or cut
};
// <simpledc> with the elements in their order.
[[nodiscard]] PackageDescription describe_package(const PackageRules& rules,
                                                  const std::vector<PackageElement>& elements,
                                                  const PackageValues& values);

// The schema (XSD 1.0) of what describe_package writes with these elements.
[[nodiscard]] std::string descriptive_schema(const PackageRules& rules,
                                             const std::vector<PackageElement>& elements);

}  // namespace sohoa
