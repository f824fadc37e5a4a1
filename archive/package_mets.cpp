#include "archive/package_mets.h"

#include "document/xml_text.h"

namespace sohoa {

namespace {

std::string attribute(const std::string& name, const std::string& value) {
  return value.empty() ? "" : " " + name + "=\"" + xml_text(value) + "\"";
}

// A reference in an xlink:href: bytes outside of RFC 3986's unreserved ones are escaped.
std::string reference(const std::string& path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string link;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      link += c;
    else
      link.append(1, '%').append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
  }
  return link;
}

std::string number(const char* prefix, std::size_t index) {
  return prefix + std::to_string(index + 1);
}

std::string file_attributes(const MetsFile& file, const std::string& created) {
  return attribute("MIMETYPE", file.media_type) +
         attribute("SIZE", std::to_string(file.file.bytes)) + attribute("CREATED", created) +
         attribute("CHECKSUM", file.file.sha256.hex) + attribute("CHECKSUMTYPE", "SHA-256");
}

std::string location(const std::string& path) {
  return " LOCTYPE=\"URL\" xlink:type=\"simple\"" + attribute("xlink:href", reference(path));
}

std::string metadata(const char* section, const char* prefix, const std::string& type,
                     const std::vector<MetsFile>& files, const std::string& created) {
  std::string xml;
  for (std::size_t i = 0; i < files.size(); ++i)
    xml += std::string("<") + section + attribute("ID", number(prefix, i)) + " STATUS=\"CURRENT\"" +
           (std::string(section) == "dmdSec" ? attribute("CREATED", created) : "") + "><mdRef" +
           location(files[i].path) + type + file_attributes(files[i], created) + "/></" + section +
           ">\n";
  return xml;
}

std::string file_group(const std::string& id, const std::string& use, const char* prefix,
                       const std::vector<MetsFile>& files, const std::string& created) {
  if (files.empty()) return {};
  std::string xml = "<fileGrp" + attribute("ID", id) + attribute("USE", use) + ">\n";
  for (std::size_t i = 0; i < files.size(); ++i)
    xml += "<file" + attribute("ID", number(prefix, i)) + file_attributes(files[i], created) +
           "><FLocat" + location(files[i].path) + "/></file>\n";
  return xml + "</fileGrp>\n";
}

// "representations/rep1/METS.xml" to "Representations/rep1".
std::string representation_use(const std::string& path) {
  const std::size_t first = path.find('/');
  return "Representations" + path.substr(first, path.rfind('/') - first);
}

std::string file_section(const MetsDocument& document) {
  std::string groups;
  groups += file_group("grp-schemas", "Schemas", "schema-", document.schemas, document.created);
  groups += file_group("grp-data", "Data", "data-", document.data, document.created);
  for (std::size_t i = 0; i < document.representations.size(); ++i)
    groups += file_group(
        number("grp-rep-", i), representation_use(document.representations[i].path),
        (number("rep-", i) + "-").c_str(), {document.representations[i]}, document.created);
  return groups.empty() ? "" : "<fileSec ID=\"files\">\n" + groups + "</fileSec>\n";
}

std::string all_ids(const char* prefix, std::size_t count) {
  std::string ids;
  for (std::size_t i = 0; i < count; ++i) ids += (i > 0 ? " " : "") + number(prefix, i);
  return ids;
}

std::string group_division(const std::string& id, const std::string& label,
                           const std::string& group) {
  return "<div" + attribute("ID", id) + attribute("LABEL", label) + "><fptr" +
         attribute("FILEID", group) + "/></div>\n";
}

std::string structure(const MetsDocument& document) {
  std::string xml =
      "<structMap ID=\"structure\" TYPE=\"PHYSICAL\" LABEL=\"CSIP\">\n<div ID=\"div-root\"" +
      attribute("LABEL", document.object_id) + ">\n<div ID=\"div-metadata\" LABEL=\"Metadata\"" +
      attribute("DMDID", all_ids("dmd-", document.descriptive.size())) +
      attribute("ADMID", all_ids("digiprov-", document.preservation.size())) + "/>\n";
  if (!document.schemas.empty()) xml += group_division("div-schemas", "Schemas", "grp-schemas");
  if (!document.data.empty()) xml += group_division("div-data", "Data", "grp-data");
  for (std::size_t i = 0; i < document.representations.size(); ++i) {
    const std::string& path = document.representations[i].path;
    xml += "<div" + attribute("ID", number("div-rep-", i)) +
           attribute("LABEL", representation_use(path)) + "><mptr" + location(path) +
           attribute("xlink:title", number("grp-rep-", i)) + "/></div>\n";
  }
  return xml + "</div>\n</structMap>\n";
}

std::string header(const MetsDocument& document) {
  return "<metsHdr" + attribute("CREATEDATE", document.created) + " RECORDSTATUS=\"NEW\"" +
         attribute("csip:OAISPACKAGETYPE", document.oais_package_type) +
         ">\n<agent ROLE=\"CREATOR\" TYPE=\"OTHER\" OTHERTYPE=\"SOFTWARE\"><name>" +
         xml_text(document.software) + "</name><note csip:NOTETYPE=\"SOFTWARE VERSION\">" +
         xml_text(document.software_version) + "</note></agent>\n</metsHdr>\n";
}

}  // namespace

std::string write_mets(const MetsDocument& document) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<mets xmlns=\"http://www.loc.gov/METS/\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
      " xmlns:csip=\"https://DILCIS.eu/XML/METS/CSIPExtensionMETS\"" +
      attribute("OBJID", document.object_id) + attribute("LABEL", document.label) +
      attribute("TYPE", document.type) +
      attribute("csip:CONTENTINFORMATIONTYPE", document.content_type) +
      attribute("PROFILE", document.profile) + ">\n" + header(document);
  xml += metadata("dmdSec", "dmd-", " MDTYPE=\"EAD\"", document.descriptive, document.created);
  if (!document.preservation.empty())
    xml += "<amdSec ID=\"administrative\">\n" +
           metadata("digiprovMD", "digiprov-", " MDTYPE=\"PREMIS\"", document.preservation,
                    document.created) +
           "</amdSec>\n";
  return xml + file_section(document) + structure(document) + "</mets>\n";
}

}  // namespace sohoa
