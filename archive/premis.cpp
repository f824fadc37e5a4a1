// PREMIS 3.0 (Library of Congress, 2015): one intellectual entity, its files,
// the events and the agents, in the element order of the schema.
#include "archive/premis.h"

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// XML 1.0, section 2.2: what is no Char becomes U+FFFD.
bool is_xml_char(char32_t c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

std::string escaped(const std::string& text) {
  std::u32string points = to_code_points(text);
  for (char32_t& c : points)
    if (!is_xml_char(c)) c = U'\uFFFD';
  std::string result;
  for (const char c : to_utf8(points)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\r':
        result += "&#13;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string element(const std::string& name, const std::string& content) {
  return "<" + name + ">" + content + "</" + name + ">";
}

std::string text_element(const std::string& name, const std::string& text) {
  return element(name, escaped(text));
}

std::string identifier(const std::string& what, const std::string& type, const std::string& value) {
  return element(what, text_element(what + "Type", type) + text_element(what + "Value", value));
}

std::string fixity(const std::string& algorithm, const std::string& hex) {
  return element("fixity", text_element("messageDigestAlgorithm", algorithm) +
                               text_element("messageDigest", hex));
}

std::string entity(const std::string& record_id) {
  return "<object xsi:type=\"intellectualEntity\">" +
         identifier("objectIdentifier", "sohoa record", record_id) + "</object>\n";
}

std::string file(const std::string& record_id, const PremisObject& object) {
  std::string characteristics;
  if (!object.checksums.sha256.hex.empty())
    characteristics += fixity("SHA-256", object.checksums.sha256.hex);
  if (!object.checksums.sha512.hex.empty())
    characteristics += fixity("SHA-512", object.checksums.sha512.hex);
  characteristics += text_element("size", std::to_string(object.checksums.bytes));
  characteristics +=
      element("format", element("formatDesignation", text_element("formatName", object.format)));
  return "<object xsi:type=\"file\">" + identifier("objectIdentifier", "bag member", object.name) +
         element("objectCharacteristics", characteristics) +
         element("relationship",
                 text_element("relationshipType", "structural") +
                     text_element("relationshipSubType", "is part of") +
                     identifier("relatedObjectIdentifier", "sohoa record", record_id)) +
         "</object>\n";
}

std::string event(const std::string& record_id, std::size_t number, const PremisEvent& event,
                  std::size_t agents) {
  std::string content =
      identifier("eventIdentifier", "sohoa event", record_id + "/" + std::to_string(number)) +
      text_element("eventType", event.type) + text_element("eventDateTime", event.at);
  if (!event.detail.empty())
    content += element("eventDetailInformation", text_element("eventDetail", event.detail));
  if (!event.outcome.empty())
    content += element("eventOutcomeInformation", text_element("eventOutcome", event.outcome));
  for (std::size_t i = 1; i <= agents; ++i)
    content += identifier("linkingAgentIdentifier", "sohoa agent", std::to_string(i));
  content += identifier("linkingObjectIdentifier", "sohoa record", record_id);
  return element("event", content) + "\n";
}

std::string agent(std::size_t number, const std::string& name) {
  return element("agent", identifier("agentIdentifier", "sohoa agent", std::to_string(number)) +
                              text_element("agentName", name) +
                              text_element("agentType", "software")) +
         "\n";
}

}  // namespace

std::string write_premis(const std::string& record_id, const std::vector<PremisObject>& objects,
                         const std::vector<PremisEvent>& events,
                         const std::vector<std::string>& agents) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<premis xmlns=\"http://www.loc.gov/premis/v3\""
      " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" version=\"3.0\">\n";
  xml += entity(record_id);
  for (const PremisObject& object : objects) xml += file(record_id, object);
  for (std::size_t i = 0; i < events.size(); ++i)
    xml += event(record_id, i + 1, events[i], agents.size());
  for (std::size_t i = 0; i < agents.size(); ++i) xml += agent(i + 1, agents[i]);
  return xml + "</premis>\n";
}

}  // namespace sohoa
