#include "pipeline/due_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;
using Kind = RetentionPeriod::Kind;

constexpr const char* kStage = "retention";

Error refused(Reason reason, const std::string& why) {
  return {ErrorKind::document_failed, reason, kStage, why};
}

std::vector<Hold> holds_in(const std::vector<Hold>& all, const std::string& code,
                           const std::vector<std::string>& records) {
  std::vector<Hold> found = holds_on(all, code, "");
  for (const std::string& record : records)
    for (Hold& hold : holds_on(all, "", record)) found.push_back(std::move(hold));
  return found;
}

RetentionTable read_table(const ArchiveLayout& layout, const std::string& fonds,
                          const std::string& id) {
  const int version = newest_paper(layout, fonds, PaperKind::table, id, 't');
  const PaperPlace place{fonds, PaperKind::table, id, "t" + std::to_string(version)};
  try {
    const Json json = Json::parse(read_paper(layout, place).value_or(""));
    const auto word = [](const Json& from, const char* key) {
      return from.at(key).get<std::string>();
    };
    RetentionTable table{
        word(json, "id"), word(json, "title"), word(json, "issued"), word(json, "until"), {}};
    for (const Json& entry : json.at("entries"))
      table.entries.push_back({word(entry, "code"),
                               parse_period(word(entry, "retention")).value_or(RetentionPeriod{}),
                               word(entry, "what")});
    return table;
  } catch (const Json::exception& problem) {
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                layout.paper(place).string() + " is not a table of periods: " + problem.what());
  }
}

}  // namespace

DueList due_files(const ArchiveLayout& layout, const std::string& fonds, const Catalogue& catalogue,
                  const std::string& by) {
  if (!is_day(by)) throw refused(Reason::bad_settings, "\"" + by + "\" is not a day; YYYY-MM-DD");
  DueList list;
  const std::vector<Hold> all_holds = holds(layout, fonds);
  for (const std::string& code : paper_names(layout, fonds, PaperKind::file)) {
    const std::optional<FileDescription> file = current_file(layout, fonds, code);
    if (!file) continue;
    const std::optional<std::string> due = due_day(file->closed_on, file->period);
    if (file->period.kind == Kind::permanent)
      ++list.permanent;
    else if (file->period.kind == Kind::undetermined)
      ++list.undetermined;
    else if (!due)
      ++list.not_closed;
    else if (*due > by)
      ++list.later;
    else if (const auto records = catalogue.records_of_file(fonds, code); !records.empty())
      list.due.push_back({*file, *due, static_cast<long long>(records.size()),
                          holds_in(all_holds, code, records)});
  }
  std::stable_sort(list.due.begin(), list.due.end(),
                   [](const DueFile& a, const DueFile& b) { return a.due_on < b.due_on; });
  return list;
}

std::vector<RetentionTable> retention_tables(const ArchiveLayout& layout,
                                             const std::string& fonds) {
  const auto known = known_tables();
  std::vector<RetentionTable> tables(known.begin(), known.end());
  for (const std::string& id : paper_names(layout, fonds, PaperKind::table)) {
    std::erase_if(tables, [&](const RetentionTable& table) { return table.id == id; });
    tables.push_back(read_table(layout, fonds, id));
  }
  return tables;
}

void add_table(const Registrar& registrar, const RetentionTable& table) {
  if (table.title.empty() || table.entries.empty())
    throw refused(Reason::bad_settings, "a table has a title and at least one entry");
  Json entries = Json::array();
  for (const RetentionTable::Entry& entry : table.entries)
    entries.push_back(
        {{"code", entry.code}, {"retention", period_text(entry.period)}, {"what", entry.what}});
  const int version =
      newest_paper(registrar.layout, registrar.fonds, PaperKind::table, table.id, 't') + 1;
  const std::string at = now(registrar);
  const Json json{{"format", 1},
                  {"kind", "retention-table"},
                  {"fonds", registrar.fonds},
                  {"id", table.id},
                  {"version", version},
                  {"title", table.title},
                  {"issued", table.issued},
                  {"until", table.until},
                  {"entries", entries},
                  {"at", at},
                  {"by", registrar.user}};
  if (!write_paper(registrar.layout,
                   {registrar.fonds, PaperKind::table, table.id, "t" + std::to_string(version)},
                   json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n",
                   {at, "table-added", "", "", "retention table " + table.id, registrar.user}))
    throw refused(Reason::changed_while_reading,
                  "somebody else has just brought a version of this table; try again");
}

JudgedPeriod period_by_table(const std::vector<RetentionTable>& tables, const std::string& id,
                             const std::string& entry) {
  for (const RetentionTable& table : tables) {
    if (table.id != id) continue;
    const RetentionTable::Entry* found = find_entry(table, entry);
    if (found == nullptr)
      throw refused(Reason::bad_settings, "the table " + id + " has no entry \"" + entry + "\"");
    if (found->period.kind == Kind::undetermined)
      throw refused(Reason::bad_settings,
                    "the entry \"" + entry + "\" leaves the period open; give it yourself");
    return {found->period, id + " (" + table.title + "), " + entry + ": " + found->what};
  }
  throw refused(Reason::bad_settings, "there is no table " + id);
}

}  // namespace sohoa
