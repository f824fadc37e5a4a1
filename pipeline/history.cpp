#include "pipeline/history.h"

#include <cstdio>

#include "archive/hash.h"
#include "archive/safe_name.h"
#include "pipeline/actor.h"

namespace sohoa {

namespace {

const std::string kProgram = "sohoa " SOHOA_VERSION;

void add_made(PremisHistory& history, const std::string& name, const Checksums& sums,
              const std::string& original) {
  history.objects.push_back({name, sums, made_format(name), {}, original});
}

}  // namespace

std::string page_member(int page, const char* extension) {
  char name[48];
  std::snprintf(name, sizeof name, "data/text/p%04d.%s", page, extension);
  return name;
}

PremisAgent person(const std::string& name) {
  return {"user " + name, "person", {}, {}};
}

PremisAgent this_program() {
  return {kProgram, "software", SOHOA_VERSION, {}};
}

// PRONOM: PDF/A-2u is fmt/478, JSON fmt/817, XML 1.0 fmt/101.
PremisFormat made_format(const std::string& member) {
  if (member.ends_with(".pdf")) return {"application/pdf", "A-2u", "fmt/478"};
  if (member.ends_with(".alto.xml")) return {"application/xml; ALTO 4", "1.0", "fmt/101"};
  return {"application/json", {}, "fmt/817"};
}

PremisHistory history_of(const IntakeFacts& facts, const BagContents& contents) {
  const RecordRow& row = facts.row;
  const std::string original = "data/original/" + safe_file_name(contents.original_name);
  const std::string access = "data/access/" + row.id + ".pdf";
  const PremisAgent user = person(acting_user());
  const PremisLink by_user{user.name, "implementer"};
  const PremisLink by_program{kProgram, "executing program"};
  PremisHistory history{row.id, 1, {}, {}, {user, this_program()}};
  history.objects.push_back({original,
                             facts.original,
                             premis_format(facts.media_type, facts.first_bytes),
                             row.original_name,
                             {}});
  std::vector<PremisLink> texts{{original, "source"}};
  for (std::size_t i = 0; i < contents.layouts.size(); ++i) {
    texts.push_back({page_member(static_cast<int>(i) + 1, "json"), "outcome"});
    add_made(history, texts.back().name, hash_bytes(contents.layouts[i]), original);
  }
  for (std::size_t i = 0; i < contents.alto.size(); ++i)
    add_made(history, page_member(static_cast<int>(i) + 1, "alto.xml"),
             hash_bytes(contents.alto[i]), original);
  add_made(history, access, facts.access_copy, original);

  const std::string& at = row.ingested_at;
  history.events = {{"ingestion",
                     at,
                     "taken into the archive",
                     "success",
                     {},
                     {by_user, by_program},
                     {{"", "outcome"}, {original, "source"}}},
                    {"message digest calculation",
                     at,
                     "SHA-256 and SHA-512 of the bytes as they came",
                     "success",
                     {},
                     {by_program},
                     {{original, "source"}}},
                    {"format identification",
                     at,
                     "by content",
                     "success",
                     facts.media_type,
                     {by_program},
                     {{original, "source"}}}};
  if (!facts.recogniser.empty()) {
    history.agents.push_back({facts.recogniser, "software", {}, facts.settings});
    history.events.push_back({"recognition",
                              at,
                              facts.recogniser + "; " + facts.settings,
                              "success",
                              {},
                              {by_program, {facts.recogniser, "executing program"}},
                              texts});
  }
  history.events.push_back({"creation",
                            at,
                            "access copy, PDF/A-2u",
                            "success",
                            {},
                            {by_program},
                            {{original, "source"}, {access, "outcome"}}});
  // The bag is given its name only after this check: where it stands, the check was passed.
  history.events.push_back(
      {"fixity check",
       at,
       "the bag was read back in full from the disk and compared with its manifests",
       "success",
       {},
       {by_program},
       {{"", "source"}}});
  return history;
}

PremisHistory history_of(const ReviewFacts& facts) {
  const PremisAgent reviewer = person(facts.by);
  const std::vector<PremisLink> agents{{reviewer.name, "implementer"},
                                       {kProgram, "executing program"}};
  PremisHistory history{facts.record_id, facts.version, {}, {}, {reviewer, this_program()}};
  std::vector<PremisLink> description;
  std::vector<PremisLink> texts;
  std::vector<PremisLink> copies;
  for (const NewMember& member : facts.members) {
    history.objects.push_back({member.path, member.sums, made_format(member.path), {}, {}});
    auto& links = member.path.starts_with("data/text/")     ? texts
                  : member.path.starts_with("data/access/") ? copies
                                                            : description;
    links.push_back({member.path, "outcome"});
  }
  std::string fields = facts.fields.empty() ? "no field" : "fields";
  for (const std::string& name : facts.fields) fields += " " + name;
  history.events.push_back(
      {"metadata modification", facts.at, "review: " + fields, "success", {}, agents, description});
  if (!texts.empty())
    history.events.push_back({"modification", facts.at, "review: text corrected by a person",
                              facts.note.empty() ? "success" : "warning", facts.note, agents,
                              texts});
  if (!copies.empty())
    history.events.push_back({"creation",
                              facts.at,
                              "access copy, PDF/A-2u, with the corrected text",
                              "success",
                              {},
                              {agents.back()},
                              copies});
  history.events.push_back(
      {"fixity check",
       facts.at,
       "the earlier versions and this one were read in full and compared with their manifests",
       "success",
       {},
       {agents.back()},
       {}});
  return history;
}

}  // namespace sohoa
