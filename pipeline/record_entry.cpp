#include "pipeline/record_entry.h"

#include <boost/filesystem/operations.hpp>

#include "document/error.h"
#include "document/layout_json.h"
#include "pipeline/record_json.h"

namespace sohoa {

namespace {

bool is_page_text(const std::string& member) {
  return member.starts_with("data/text/p") && member.ends_with(".json");
}

}  // namespace

RecordRow row_from_bags(const ArchiveLayout& layout, const RecordVersions& versions) {
  const RecordBags bags(versions);
  RecordRow row = read_record_json(bags.read_text("data/metadata/record.json"));
  const BagPlace& place = bags.newest().place;
  if (row.id != place.id.text)
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, "read",
                bags.newest().path.string() + " holds the description of another record, " +
                    row.id + "; run sohoa verify");
  row.fonds = place.fonds;
  row.year = place.year;
  row.version = place.version;
  row.bag_path = fs::relative(bags.newest().path, layout.root()).string();
  return row;
}

SearchEntry entry_from_bags(const RecordRow& row, const RecordVersions& versions) {
  const RecordBags bags(versions);
  SearchEntry entry{row.id, row.fields, {}};
  // The members come by their names' bytes: pages in order up to 9,999, and in
  // order beyond too, since the longer names of those begin with p1…
  std::map<int, std::string> pages;
  for (const auto& [member, place] : bags.members())
    if (is_page_text(member))
      pages[std::stoi(member.substr(std::string("data/text/p").size()))] =
          plain_text(layout_from_json(bags.read_text(member)));
  for (auto& [number, text] : pages) entry.page_texts.push_back(std::move(text));
  return entry;
}

}  // namespace sohoa
