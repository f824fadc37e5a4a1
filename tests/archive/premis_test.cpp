#include "archive/premis.h"

#include <map>
#include <set>

#include "archive/hash.h"
#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

// An element with its children, as far as these tests ask.
struct Element {
  std::string name;
  std::string text;
  std::vector<Element> children;
};

// Reads well-formed XML without comments; what is not well-formed ends in a failure.
Element parse_element(const std::string& xml, std::size_t& at) {
  Element element;
  const std::size_t end = xml.find('>', at);
  element.name = xml.substr(at + 1, xml.find_first_of(" >", at) - at - 1);
  at = end + 1;
  while (xml.compare(at, 2, "</") != 0) {
    if (at >= xml.size()) throw std::runtime_error("not closed: " + element.name);
    if (xml[at] == '<')
      element.children.push_back(parse_element(xml, at));
    else
      element.text += xml[at++];
  }
  if (xml.compare(at, element.name.size() + 3, "</" + element.name + ">") != 0)
    throw std::runtime_error("closed by another: " + element.name);
  at += element.name.size() + 3;
  return element;
}

Element parse(const std::string& xml) {
  std::size_t at = xml.find("<premis");
  return parse_element(xml, at);
}

// PREMIS 3.0: the children that an element may have, in their order; '1' once,
// '?' at most once, '*' any number of times, '+' once or more.
using Order = std::vector<std::pair<std::string, char>>;
const std::map<std::string, Order> kSchema = {
    {"premis", {{"object", '+'}, {"event", '*'}, {"agent", '*'}, {"rights", '*'}}},
    {"object",
     {{"objectIdentifier", '+'},
      {"preservationLevel", '*'},
      {"significantProperties", '*'},
      {"objectCharacteristics", '*'},
      {"originalName", '?'},
      {"storage", '*'},
      {"signatureInformation", '*'},
      {"relationship", '*'},
      {"linkingEventIdentifier", '*'},
      {"linkingRightsStatementIdentifier", '*'}}},
    {"objectIdentifier", {{"objectIdentifierType", '1'}, {"objectIdentifierValue", '1'}}},
    {"objectCharacteristics",
     {{"compositionLevel", '?'},
      {"fixity", '*'},
      {"size", '?'},
      {"format", '+'},
      {"creatingApplication", '*'},
      {"inhibitors", '*'}}},
    {"fixity",
     {{"messageDigestAlgorithm", '1'}, {"messageDigest", '1'}, {"messageDigestOriginator", '?'}}},
    {"format", {{"formatDesignation", '1'}, {"formatRegistry", '?'}, {"formatNote", '*'}}},
    {"formatDesignation", {{"formatName", '1'}, {"formatVersion", '?'}}},
    {"formatRegistry",
     {{"formatRegistryName", '1'}, {"formatRegistryKey", '1'}, {"formatRegistryRole", '?'}}},
    {"storage", {{"contentLocation", '?'}, {"storageMedium", '?'}}},
    {"contentLocation", {{"contentLocationType", '1'}, {"contentLocationValue", '1'}}},
    {"relationship",
     {{"relationshipType", '1'}, {"relationshipSubType", '1'}, {"relatedObjectIdentifier", '+'}}},
    {"relatedObjectIdentifier",
     {{"relatedObjectIdentifierType", '1'}, {"relatedObjectIdentifierValue", '1'}}},
    {"event",
     {{"eventIdentifier", '1'},
      {"eventType", '1'},
      {"eventDateTime", '1'},
      {"eventDetailInformation", '*'},
      {"eventOutcomeInformation", '*'},
      {"linkingAgentIdentifier", '*'},
      {"linkingObjectIdentifier", '*'}}},
    {"eventIdentifier", {{"eventIdentifierType", '1'}, {"eventIdentifierValue", '1'}}},
    {"eventDetailInformation", {{"eventDetail", '?'}}},
    {"eventOutcomeInformation", {{"eventOutcome", '?'}, {"eventOutcomeDetail", '*'}}},
    {"eventOutcomeDetail", {{"eventOutcomeDetailNote", '?'}}},
    {"linkingAgentIdentifier",
     {{"linkingAgentIdentifierType", '1'},
      {"linkingAgentIdentifierValue", '1'},
      {"linkingAgentRole", '*'}}},
    {"linkingObjectIdentifier",
     {{"linkingObjectIdentifierType", '1'},
      {"linkingObjectIdentifierValue", '1'},
      {"linkingObjectRole", '*'}}},
    {"agent",
     {{"agentIdentifier", '+'},
      {"agentName", '*'},
      {"agentType", '?'},
      {"agentVersion", '?'},
      {"agentNote", '*'}}},
    {"agentIdentifier", {{"agentIdentifierType", '1'}, {"agentIdentifierValue", '1'}}},
};

void check_order(const Element& element) {
  const auto rule = kSchema.find(element.name);
  if (rule == kSchema.end()) {
    EXPECT_TRUE(element.children.empty()) << element.name << " is no element of the schema";
    return;
  }
  std::size_t next = 0;
  for (const auto& [name, times] : rule->second) {
    std::size_t seen = 0;
    for (; next < element.children.size() && element.children[next].name == name; ++next) ++seen;
    EXPECT_TRUE(seen > 0 || times == '?' || times == '*') << element.name << " needs " << name;
    EXPECT_TRUE(seen < 2 || times == '*' || times == '+')
        << element.name << " has " << name << " twice";
  }
  EXPECT_EQ(next, element.children.size())
      << element.name << ": " << element.children[std::min(next, element.children.size() - 1)].name
      << " is not where the schema has it";
  for (const Element& child : element.children) check_order(child);
}

void collect(const Element& element, const std::string& name, std::vector<std::string>& texts) {
  if (element.name == name) texts.push_back(element.text);
  for (const Element& child : element.children) collect(child, name, texts);
}

std::vector<std::string> texts_of(const std::string& xml, const std::string& name) {
  std::vector<std::string> texts;
  collect(parse(xml), name, texts);
  return texts;
}

PremisHistory example(const std::string& text) {
  const std::string original = "data/original/" + text;
  return {"0123456789abcdef",
          1,
          {{original, {{"aa"}, {"bb"}, 12}, {"application/pdf", "1.4", "fmt/18"}, text, {}},
           {"data/access/0123456789abcdef.pdf",
            {{"cc"}, {"dd"}, 34},
            {"application/pdf", "A-2u", "fmt/478"},
            {},
            original}},
          {{"ingestion",
            "2026-03-04T05:06:07Z",
            text,
            "success",
            "",
            {{"user lan", "implementer"}, {"sohoa 0.1.0", "executing program"}},
            {{"", "outcome"}, {original, "source"}}},
           {"creation",
            "2026-03-04T05:06:08Z",
            "",
            "warning",
            "a note",
            {{"sohoa 0.1.0", "executing program"}},
            {{original, "source"}}}},
          {{"user lan", "person", "", ""}, {"sohoa 0.1.0", "software", "0.1.0", "language vie"}}};
}

// A second version by another person.
PremisHistory later() {
  return {
      "0123456789abcdef",
      2,
      {{"data/metadata/record.json", {{"ee"}, {"ff"}, 5}, {"application/json", "", ""}, {}, {}}},
      {{"metadata modification",
        "2026-05-06T07:08:09Z",
        "subject",
        "success",
        "",
        {{"user minh", "implementer"}},
        {{"data/metadata/record.json", "outcome"}}}},
      {{"user minh", "person", "", ""}, {"sohoa 0.1.0", "software", "0.1.0", ""}}};
}

using Premis = ArchiveTest;

TEST_F(Premis, ItIsOneWellFormedDocumentInTheNamespaceOfVersion3) {
  const std::string xml = write_premis(example("a.pdf"));
  EXPECT_TRUE(
      xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<premis xmlns="
                      "\"http://www.loc.gov/premis/v3\""));
  EXPECT_NE(xml.find("version=\"3.0\""), std::string::npos);
  write_all(folder_ / "premis.xml", xml);
  if (run_shell("command -v xmllint >/dev/null") == 0) {
    EXPECT_EQ(run_shell("xmllint --noout " + (folder_ / "premis.xml").string()), 0);
  }
}

TEST_F(Premis, EveryElementStandsWhereTheSchemaHasIt) {
  check_order(parse(write_premis(example("a.pdf"))));
  check_order(parse(extend_premis(write_premis(example("a.pdf")), later())));
}

TEST_F(Premis, ChecksumsSizeFormatAndItsRegistryAreStated) {
  const std::string xml = write_premis(example("a.pdf"));
  EXPECT_EQ(texts_of(xml, "messageDigest"), (std::vector<std::string>{"aa", "bb", "cc", "dd"}));
  EXPECT_EQ(texts_of(xml, "size"), (std::vector<std::string>{"12", "34"}));
  EXPECT_EQ(texts_of(xml, "formatVersion"), (std::vector<std::string>{"1.4", "A-2u"}));
  EXPECT_EQ(texts_of(xml, "formatRegistryKey"), (std::vector<std::string>{"fmt/18", "fmt/478"}));
  EXPECT_EQ(texts_of(xml, "originalName"), std::vector<std::string>{"a.pdf"});
}

TEST_F(Premis, ASumThatWasNotTakenIsLeftOut) {
  PremisHistory history;
  history.record_id = "record";
  history.objects.push_back(
      {"a.pdf", {hash_bytes("a").sha256, {}, 1}, {"application/pdf", "", ""}});
  const std::string xml = write_premis(history);
  EXPECT_NE(xml.find("SHA-256"), std::string::npos);
  EXPECT_EQ(xml.find("SHA-512"), std::string::npos);
}

TEST_F(Premis, EveryLinkLeadsToSomethingThatIsThere) {
  const std::string xml = extend_premis(write_premis(example("a.pdf")), later());
  const auto known = [&](const std::string& name) {
    const std::vector<std::string> texts = texts_of(xml, name);
    return std::set<std::string>(texts.begin(), texts.end());
  };
  for (const std::string& agent : texts_of(xml, "linkingAgentIdentifierValue"))
    EXPECT_TRUE(known("agentIdentifierValue").contains(agent)) << agent;
  for (const char* link : {"linkingObjectIdentifierValue", "relatedObjectIdentifierValue"})
    for (const std::string& object : texts_of(xml, link))
      EXPECT_TRUE(known("objectIdentifierValue").contains(object)) << object;
  EXPECT_EQ(known("eventIdentifierValue").size(), 3U);
}

TEST_F(Premis, ALaterVersionAddsToTheHistoryAndChangesNothingOfIt) {
  const std::string before = write_premis(example("a.pdf"));
  const std::string after = extend_premis(before, later());
  std::size_t at = 0;
  for (std::size_t line = 0; line < before.size(); line = before.find('\n', line) + 1) {
    const std::string text = before.substr(line, before.find('\n', line) + 1 - line);
    at = after.find(text, at);
    ASSERT_NE(at, std::string::npos) << text;
  }
  EXPECT_EQ(texts_of(after, "agentName"),
            (std::vector<std::string>{"user lan", "sohoa 0.1.0", "user minh"}));
  EXPECT_EQ(texts_of(after, "eventType").back(), "metadata modification");
}

TEST_F(Premis, AHistoryThatCannotBeReadIsSaidToBeLeftOut) {
  for (const char* before : {"", "<premis/>", "no XML at all"}) {
    const std::string xml = extend_premis(before, later());
    check_order(parse(xml));
    EXPECT_EQ(texts_of(xml, "eventOutcomeDetailNote").size(), 1U);
  }
}

TEST_F(Premis, TextIsEscapedAndWhatXmlForbidsIsDropped) {
  const std::string xml = write_premis(example("<a> & \"b\" \x01 \xFF Đảng"));
  check_order(parse(xml));
  EXPECT_NE(xml.find("&lt;a&gt; &amp; &quot;b&quot;  \uFFFD Đảng"), std::string::npos);
}

TEST_F(Premis, OnlyFormatsThatTheirFirstBytesSettleGetAPronomIdentifier) {
  EXPECT_EQ(premis_format("application/pdf", "%PDF-1.4\n%").pronom, "fmt/18");
  EXPECT_EQ(premis_format("application/pdf", "%PDF-2.0\n%").version, "2.0");
  EXPECT_EQ(premis_format("application/pdf", "\n%PDF-1.4").pronom, "");
  EXPECT_EQ(premis_format("image/tiff", std::string("II*\0\x08", 5)).pronom, "fmt/353");
  EXPECT_EQ(premis_format("image/jpeg", "\xFF\xD8\xFF\xE0").pronom, "");
  EXPECT_EQ(premis_format("image/jpeg", "%PDF-1.4").name, "image/jpeg");
}

}  // namespace
}  // namespace sohoa
