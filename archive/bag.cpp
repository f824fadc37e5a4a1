// The first version of a record as a bag.
#include "archive/bag.h"

#include <array>
#include <cstdio>

#include "archive/bag_write.h"
#include "archive/safe_name.h"

namespace sohoa {

namespace {

std::string page_path(std::size_t index, const char* extension) {
  std::array<char, 48> path{};
  std::snprintf(path.data(), path.size(), "data/text/p%04zu.%s", index + 1, extension);
  return path.data();
}

// In the order of the tar: what is small first, the original last.
std::vector<NewMember> payload_of(const BagPlace& place, const BagContents& contents) {
  std::vector<NewMember> members;
  members.push_back(text_member("data/metadata/record.json", contents.record_json));
  members.push_back(text_member("data/metadata/premis.xml", contents.premis_xml));
  for (std::size_t i = 0; i < contents.layouts.size(); ++i)
    members.push_back(text_member(page_path(i, "json"), contents.layouts[i]));
  for (std::size_t i = 0; i < contents.alto.size(); ++i)
    members.push_back(text_member(page_path(i, "alto.xml"), contents.alto[i]));
  if (!contents.access_pdf.empty())
    members.push_back(summed({"data/access/" + place.id.text + ".pdf",
                              {},
                              contents.access_pdf,
                              contents.access_checksums}));
  members.push_back({"data/original/" + safe_file_name(contents.original_name),
                     {},
                     contents.original,
                     contents.original_checksums});
  return members;
}

}  // namespace

BagReceipt write_bag(const ArchiveLayout& layout, const BagPlace& place,
                     const BagContents& contents) {
  const NewBag bag{payload_of(place, contents), {}, contents.bagging_date, contents.bag_software};
  return write_new_bag(layout, place, bag, [&](const TagTexts& tags) {
    std::vector<std::string> ignored;
    const Manifest manifest = parse_manifest("manifest-sha256.txt", tags.at("manifest-sha256.txt"),
                                             SumKind::sha256, ignored);
    const auto holds = [&](const std::string& member, const std::string& sum) {
      const auto found = manifest.lower_bound(member);
      return found != manifest.end() && found->first.starts_with(member) && found->second == sum;
    };
    return holds("data/original/", contents.original_checksums.sha256.hex) &&
           (place.version == 1 ||
            holds("data/metadata/record.json", bag.payload.front().sums.sha256.hex));
  });
}

}  // namespace sohoa
