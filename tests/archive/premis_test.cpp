#include "archive/premis.h"

#include <gtest/gtest.h>

#include <vector>

namespace sohoa {
namespace {

// Every element is closed in the order in which it was opened.
bool is_balanced(const std::string& xml) {
  std::vector<std::string> open;
  for (std::size_t at = xml.find('<'); at != std::string::npos; at = xml.find('<', at + 1)) {
    const std::string tag = xml.substr(at + 1, xml.find('>', at) - at - 1);
    if (tag.starts_with('?')) continue;
    const std::string name = tag.substr(0, tag.find(' '));
    if (!name.starts_with('/')) {
      open.push_back(name);
    } else if (open.empty() || name.substr(1) != open.back()) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

std::string example(const std::string& text) {
  return write_premis("0123456789abcdef",
                      {{"data/original/" + text, {{"aa"}, {"bb"}, 12}, "application/pdf"}},
                      {{"ingestion", "2026-03-04T05:06:07Z", text, "success"}}, {"sohoa 0.1.0"});
}

TEST(Premis, ItIsOneWellFormedDocumentInTheNamespaceOfVersion3) {
  const std::string xml = example("a.pdf");
  EXPECT_TRUE(
      xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<premis xmlns="
                      "\"http://www.loc.gov/premis/v3\""));
  EXPECT_NE(xml.find("version=\"3.0\""), std::string::npos);
  EXPECT_TRUE(is_balanced(xml));
}

TEST(Premis, ObjectsEventsAndAgentsStandInTheOrderOfTheSchema) {
  const std::string xml = example("a.pdf");
  const std::size_t entity = xml.find("<object xsi:type=\"intellectualEntity\">");
  const std::size_t file = xml.find("<object xsi:type=\"file\">");
  const std::size_t event = xml.find("<event>");
  const std::size_t agent = xml.find("<agent>");
  EXPECT_LT(entity, file);
  EXPECT_LT(file, event);
  EXPECT_LT(event, agent);
  EXPECT_NE(agent, std::string::npos);
}

TEST(Premis, ChecksumsSizeAndFormatAreStated) {
  const std::string xml = example("a.pdf");
  for (const char* part :
       {"<messageDigestAlgorithm>SHA-256</messageDigestAlgorithm><messageDigest>aa<",
        "<messageDigestAlgorithm>SHA-512</messageDigestAlgorithm><messageDigest>bb<",
        "<size>12</size>", "<formatName>application/pdf</formatName>"})
    EXPECT_NE(xml.find(part), std::string::npos) << part;
}

TEST(Premis, TextIsEscapedAndWhatXmlForbidsIsReplaced) {
  const std::string xml = example("<a> & \"b\" \x01 \xFF Đảng");
  EXPECT_TRUE(is_balanced(xml));
  EXPECT_NE(xml.find("&lt;a&gt; &amp; &quot;b&quot; \uFFFD \uFFFD Đảng"), std::string::npos);
}

}  // namespace
}  // namespace sohoa
