#include "pipeline/package_rules.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <nlohmann/json.hpp>

#include "archive/durable_file.h"
#include "archive/package_mets.h"
#include "document/error.h"
#include "document/vietnamese_text.h"
#include "document/xml_text.h"
#include "pipeline/exchange_tables.h"

namespace sohoa {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostBytes = 4 << 20;

std::vector<PackageElement> elements_from(const Json& json) {
  std::vector<PackageElement> elements;
  for (const Json& entry : json)
    elements.push_back({entry.at("element").get<std::string>(), entry.value("from", ""),
                        entry.value("value", ""), entry.at("length").get<std::size_t>(),
                        entry.value("required", false), entry.value("codes", "")});
  return elements;
}

PackageRules rules_from(const Json& json) {
  PackageRules rules;
  const auto text = [&](const char* key) { return json.at(key).get<std::string>(); };
  rules.name = text("name");
  rules.title = text("title");
  rules.dated = text("dated");
  rules.oais_type = text("oais_type");
  rules.object_id = text("object_id");
  rules.language = text("language");
  rules.mets_profile = text("mets_profile");
  rules.content_type_name = text("mets_type");
  rules.descriptive_namespace = text("descriptive_namespace");
  rules.event_type = json.at("event").at("type").get<std::string>();
  rules.event_detail = json.at("event").at("detail").get<std::string>();
  rules.premis = json.at("premis").get<bool>();
  rules.ordinal_digits = json.at("ordinal_digits").get<int>();
  for (const auto& [name, list] : json.at("codes").items())
    rules.codes[name] = {list.at("values").get<std::map<std::string, std::string>>(),
                         list.at("other").get<std::string>()};
  rules.file = elements_from(json.at("file_fields"));
  rules.document = elements_from(json.at("document_fields"));
  for (const auto* elements : {&rules.file, &rules.document})
    for (const PackageElement& element : *elements)
      if (!element.codes.empty()) (void)rules.codes.at(element.codes);
  return rules;
}

std::vector<fs::path> schemas_beside(const fs::path& file) {
  std::vector<fs::path> schemas;
  const fs::path folder = file.parent_path() / "schemas";
  if (fs::is_directory(folder))
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".xsd" && entry.symlink_status().type() == fs::regular_file)
        schemas.push_back(entry.path());
  std::sort(schemas.begin(), schemas.end());
  return schemas;
}

std::string coded(const PackageRules& rules, const PackageElement& element,
                  const std::string& value) {
  if (element.codes.empty()) return value;
  const CodeList& list = rules.codes.at(element.codes);
  const auto found = list.values.find(to_lower(to_nfc(value)));
  return found == list.values.end() ? list.other : found->second;
}

}  // namespace

PackageRules read_package_rules(const std::string& name) {
  const std::string wanted = name.empty() ? package_rule_names().front() : name;
  std::string text(built_in_table(wanted));
  const bool is_file = text.empty();
  if (is_file) {
    if (!fs::exists(wanted))
      throw Error(ErrorKind::document_failed, Reason::not_found, "export",
                  "no rules of packages are called " + wanted +
                      "; there are tt05-2025-aip and "
                      "tt05-2025-sip, or name a file");
    text = read_small_file(wanted, kMostBytes, "export");
  }
  try {
    PackageRules rules = rules_from(Json::parse(text));
    if (is_file) rules.schemas = schemas_beside(wanted);
    return rules;
  } catch (const std::exception& problem) {
    throw Error(ErrorKind::document_failed, Reason::bad_table, "export",
                wanted + " is not a table of package rules: " + problem.what());
  }
}

PackageDescription describe_package(const PackageRules& rules,
                                    const std::vector<PackageElement>& elements,
                                    const PackageValues& values) {
  PackageDescription description;
  description.xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<simpledc xmlns=\"" +
                    xml_text(rules.descriptive_namespace) + "\">\n";
  for (const PackageElement& element : elements) {
    const auto found = values.find(element.from);
    std::string value = element.from.empty()    ? element.value
                        : found == values.end() ? std::string()
                                                : coded(rules, element, found->second);
    std::u32string letters = to_code_points(to_nfc(value));
    if (letters.size() > element.length) {
      letters.resize(element.length);
      description.lacking.push_back(element.element + " is cut to " +
                                    std::to_string(element.length) + " letters");
    }
    if (element.required && letters.empty())
      description.lacking.push_back(element.element + " is required and empty");
    description.xml +=
        "  <" + element.element + ">" + xml_text(to_utf8(letters)) + "</" + element.element + ">\n";
  }
  description.xml += "</simpledc>\n";
  return description;
}

std::string descriptive_schema(const PackageRules& rules,
                               const std::vector<PackageElement>& elements) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"" +
      xml_text(rules.descriptive_namespace) +
      "\" elementFormDefault=\"qualified\">\n"
      "  <xs:element name=\"simpledc\"><xs:complexType><xs:sequence>\n";
  for (const PackageElement& element : elements)
    xml += "    <xs:element name=\"" + xml_text(element.element) +
           "\"><xs:simpleType><xs:restriction base=\"xs:string\"><xs:maxLength value=\"" +
           std::to_string(element.length) + "\"/></xs:restriction></xs:simpleType></xs:element>\n";
  return xml + "  </xs:sequence></xs:complexType></xs:element>\n</xs:schema>\n";
}

}  // namespace sohoa
