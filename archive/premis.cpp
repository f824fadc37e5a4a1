// The elements stand in the order of the schema, premis-v3-0.xsd.
#include "archive/premis.h"

#include <array>
#include <string_view>

#include "document/xml_text.h"

namespace sohoa {

namespace {

std::string element(const std::string& name, const std::string& content) {
  return "<" + name + ">" + content + "</" + name + ">";
}

std::string text_element(const std::string& name, const std::string& text) {
  return element(name, xml_text(text));
}

std::string identifier(const std::string& what, const std::string& type, const std::string& value,
                       const std::string& more = {}) {
  return element(what,
                 text_element(what + "Type", type) + text_element(what + "Value", value) + more);
}

constexpr std::string_view kHead =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<premis xmlns=\"http://www.loc.gov/premis/v3\""
    " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" version=\"3.0\">\n";
constexpr std::string_view kFoot = "</premis>\n";
const std::string kMember = "sohoa bag member";
const std::string kRecord = "sohoa record";

std::string member_id(const PremisHistory& history, const std::string& name) {
  return history.record_id + "/v" + std::to_string(history.version) + "/" + name;
}

std::string entity(const PremisHistory& history) {
  return "<object xsi:type=\"intellectualEntity\">" +
         identifier("objectIdentifier", kRecord, history.record_id) + "</object>\n";
}

// Empty where that sum was not taken.
std::string fixity(const std::string& algorithm, const std::string& hex) {
  if (hex.empty()) return {};
  return element("fixity", text_element("messageDigestAlgorithm", algorithm) +
                               text_element("messageDigest", hex) +
                               text_element("messageDigestOriginator", "sohoa"));
}

std::string format(const PremisFormat& format) {
  std::string designation = text_element("formatName", format.name);
  if (!format.version.empty()) designation += text_element("formatVersion", format.version);
  std::string content = element("formatDesignation", designation);
  if (!format.pronom.empty())
    content += element("formatRegistry", text_element("formatRegistryName", "PRONOM") +
                                             text_element("formatRegistryKey", format.pronom) +
                                             text_element("formatRegistryRole", "specification"));
  return element("format", content);
}

std::string relation(const std::string& type, const std::string& sub_type,
                     const std::string& id_type, const std::string& id) {
  return element("relationship", text_element("relationshipType", type) +
                                     text_element("relationshipSubType", sub_type) +
                                     identifier("relatedObjectIdentifier", id_type, id));
}

std::string file(const PremisHistory& history, const PremisObject& object) {
  std::string content = identifier("objectIdentifier", kMember, member_id(history, object.name));
  content += element("objectCharacteristics",
                     fixity("SHA-256", object.checksums.sha256.hex) +
                         fixity("SHA-512", object.checksums.sha512.hex) +
                         text_element("size", std::to_string(object.checksums.bytes)) +
                         format(object.format));
  if (!object.original_name.empty()) content += text_element("originalName", object.original_name);
  content += element(
      "storage", element("contentLocation", text_element("contentLocationType", "bag member") +
                                                text_element("contentLocationValue", object.name)));
  content += relation("structural", "is part of", kRecord, history.record_id);
  if (!object.source.empty())
    content +=
        relation("derivation", "has source", kMember,
                 object.source.find("/v") == std::string::npos ? member_id(history, object.source)
                                                               : object.source);
  return "<object xsi:type=\"file\">" + content + "</object>\n";
}

std::string event(const PremisHistory& history, std::size_t number, const PremisEvent& event) {
  std::string content = identifier("eventIdentifier", "sohoa event",
                                   member_id(history, "event-" + std::to_string(number))) +
                        text_element("eventType", event.type) +
                        text_element("eventDateTime", event.at);
  if (!event.detail.empty())
    content += element("eventDetailInformation", text_element("eventDetail", event.detail));
  std::string outcome = text_element("eventOutcome", event.outcome);
  if (!event.outcome_note.empty())
    outcome +=
        element("eventOutcomeDetail", text_element("eventOutcomeDetailNote", event.outcome_note));
  content += element("eventOutcomeInformation", outcome);
  for (const PremisLink& agent : event.agents)
    content += identifier("linkingAgentIdentifier", "sohoa agent", agent.name,
                          text_element("linkingAgentRole", agent.role));
  for (const PremisLink& object : event.objects)
    content += identifier("linkingObjectIdentifier", object.name.empty() ? kRecord : kMember,
                          object.name.empty() ? history.record_id : member_id(history, object.name),
                          text_element("linkingObjectRole", object.role));
  return element("event", content) + "\n";
}

std::string agent_id(const PremisAgent& agent) {
  return identifier("agentIdentifier", "sohoa agent", agent.name);
}

std::string agent(const PremisAgent& agent) {
  std::string content = agent_id(agent) + text_element("agentName", agent.name) +
                        text_element("agentType", agent.type);
  if (!agent.version.empty()) content += text_element("agentVersion", agent.version);
  if (!agent.note.empty()) content += text_element("agentNote", agent.note);
  return element("agent", content) + "\n";
}

struct Parts {
  std::string objects;
  std::string events;
  std::string agents;
};

// Agents that `known` names already are not named again.
Parts parts_of(const PremisHistory& history, const std::string& known) {
  Parts parts;
  for (const PremisObject& object : history.objects) parts.objects += file(history, object);
  for (std::size_t i = 0; i < history.events.size(); ++i)
    parts.events += event(history, i + 1, history.events[i]);
  for (const PremisAgent& each : history.agents)
    if (known.find(agent_id(each)) == std::string::npos) parts.agents += agent(each);
  return parts;
}

struct Signature {
  std::string_view bytes;
  std::string_view media_type;
  std::string_view version;
  std::string_view pronom;
};

// PRONOM (The National Archives, UK): the formats that their first bytes settle.
constexpr std::array kSignatures = {
    Signature{"%PDF-1.0", "application/pdf", "1.0", "fmt/14"},
    Signature{"%PDF-1.1", "application/pdf", "1.1", "fmt/15"},
    Signature{"%PDF-1.2", "application/pdf", "1.2", "fmt/16"},
    Signature{"%PDF-1.3", "application/pdf", "1.3", "fmt/17"},
    Signature{"%PDF-1.4", "application/pdf", "1.4", "fmt/18"},
    Signature{"%PDF-1.5", "application/pdf", "1.5", "fmt/19"},
    Signature{"%PDF-1.6", "application/pdf", "1.6", "fmt/20"},
    Signature{"%PDF-1.7", "application/pdf", "1.7", "fmt/276"},
    Signature{"%PDF-2.0", "application/pdf", "2.0", "fmt/1129"},
    Signature{{"II*\0", 4}, "image/tiff", "", "fmt/353"},
    Signature{{"MM\0*", 4}, "image/tiff", "", "fmt/353"},
    Signature{{"\0\0\0\x0CjP  \r\n\x87\n", 12}, "image/jp2", "", "x-fmt/392"},
};

}  // namespace

PremisFormat premis_format(const std::string& media_type, const std::string& first_bytes) {
  for (const Signature& known : kSignatures)
    if (media_type == known.media_type && first_bytes.starts_with(known.bytes))
      return {media_type, std::string(known.version), std::string(known.pronom)};
  return {media_type, {}, {}};
}

std::string write_premis(const PremisHistory& history) {
  const Parts parts = parts_of(history, {});
  return std::string(kHead) + entity(history) + parts.objects + parts.events + parts.agents +
         std::string(kFoot);
}

// The document has one object, event or agent a line, in this order.
std::string extend_premis(const std::string& before, PremisHistory history) {
  const std::size_t events = before.find("\n<event>");
  const std::size_t agents = before.find("\n<agent>");
  if (!before.starts_with(kHead) || !before.ends_with(kFoot) || events == std::string::npos ||
      agents == std::string::npos || agents < events) {
    if (!history.events.empty())
      history.events.front().outcome_note = "the history of earlier versions could not be read";
    return write_premis(history);
  }
  const Parts parts = parts_of(history, before);
  const std::size_t end = before.size() - kFoot.size();
  return before.substr(0, events + 1) + parts.objects + before.substr(events + 1, agents - events) +
         parts.events + before.substr(agents + 1, end - agents - 1) + parts.agents +
         std::string(kFoot);
}

}  // namespace sohoa
