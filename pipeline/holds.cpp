#include "pipeline/holds.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kStage = "holds";

Error refused(Reason reason, const std::string& why) {
  return {ErrorKind::document_failed, reason, kStage, why};
}

std::string number_text(int number) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d", number);
  return text;
}

int highest_number(const Registrar& registrar) {
  int highest = 0;
  for (const std::string& name : paper_names(registrar.layout, registrar.fonds, PaperKind::hold))
    highest = std::max(highest, std::atoi(name.c_str()));
  return highest;
}

std::string spell(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Hold read_hold(const ArchiveLayout& layout, const std::string& fonds, const std::string& number) {
  const PaperPlace set{fonds, PaperKind::hold, number, "h1"};
  const PaperPlace lifted{fonds, PaperKind::hold, number, "h2"};
  try {
    const Json json = Json::parse(read_paper(layout, set).value_or(""));
    const auto word = [](const Json& from, const char* key) {
      return from.at(key).get<std::string>();
    };
    Hold hold{number,
              word(json, "file"),
              word(json, "record"),
              word(json, "reason"),
              word(json, "at"),
              word(json, "by"),
              "",
              "",
              ""};
    if (const std::optional<std::string> text = read_paper(layout, lifted)) {
      const Json end = Json::parse(*text);
      hold.lifted_at = word(end, "at");
      hold.lifted_by = word(end, "by");
      hold.lifted_reason = word(end, "reason");
    }
    return hold;
  } catch (const Json::exception& problem) {
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                "the hold " + number + " cannot be read: " + problem.what());
  }
}

}  // namespace

std::string set_hold(const Registrar& registrar, const std::string& file, const std::string& record,
                     const std::string& reason) {
  if (file.empty() == record.empty())
    throw refused(Reason::bad_settings, "a hold is on one file or on one record");
  if (reason.empty()) throw refused(Reason::bad_settings, "a hold needs a reason");
  if (!file.empty() && !is_paper_name(file))
    throw refused(Reason::unsafe_name, "\"" + file + "\" cannot be the code of a file");
  if (!record.empty() && !is_record_id(record))
    throw refused(Reason::not_found, "\"" + record + "\" is not the id of a record");
  const std::string at = now(registrar);
  // The number after the highest; taken by somebody else meanwhile: the next.
  for (int next = 1 + highest_number(registrar);; ++next) {
    const std::string number = number_text(next);
    const Json json{{"format", 1},      {"kind", "hold"}, {"fonds", registrar.fonds},
                    {"number", number}, {"file", file},   {"record", record},
                    {"reason", reason}, {"at", at},       {"by", registrar.user}};
    if (write_paper(registrar.layout, {registrar.fonds, PaperKind::hold, number, "h1"}, spell(json),
                    {at, "hold-set", record, "", "hold " + number, registrar.user}))
      return number;
  }
}

void lift_hold(const Registrar& registrar, const std::string& number, const std::string& reason) {
  if (reason.empty()) throw refused(Reason::bad_settings, "lifting a hold needs a reason");
  if (!is_paper_name(number) ||
      papers_of(registrar.layout, registrar.fonds, PaperKind::hold, number).empty())
    throw refused(Reason::not_found, "there is no hold " + number);
  if (const Hold hold = read_hold(registrar.layout, registrar.fonds, number); !hold.stands())
    throw refused(Reason::bad_settings,
                  "the hold " + number + " was lifted on " + hold.lifted_at + " already");
  const std::string at = now(registrar);
  const Json json{{"format", 1},         {"kind", "hold-lifted"}, {"fonds", registrar.fonds},
                  {"number", number},    {"reason", reason},      {"at", at},
                  {"by", registrar.user}};
  if (!write_paper(registrar.layout, {registrar.fonds, PaperKind::hold, number, "h2"}, spell(json),
                   {at, "hold-lifted", "", "", "hold " + number, registrar.user}))
    throw refused(Reason::bad_settings, "somebody else has just lifted the hold " + number);
}

std::vector<Hold> holds(const ArchiveLayout& layout, const std::string& fonds) {
  std::vector<Hold> found;
  for (const std::string& number : paper_names(layout, fonds, PaperKind::hold))
    found.push_back(read_hold(layout, fonds, number));
  return found;
}

std::vector<Hold> holds_on(const std::vector<Hold>& holds, const std::string& file,
                           const std::string& record) {
  std::vector<Hold> found;
  for (const Hold& hold : holds)
    if (hold.stands() &&
        (hold.record.empty() ? hold.file == file && !file.empty() : hold.record == record))
      found.push_back(hold);
  return found;
}

}  // namespace sohoa
