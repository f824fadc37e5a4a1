#include "pipeline/people.h"

#include <nlohmann/json.hpp>

#include "archive/hash.h"
#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kStage = "people";

Error refused(Reason reason, const std::string& why) {
  return {ErrorKind::document_failed, reason, kStage, why};
}

std::string spell(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

PaperPlace place_of(const std::string& fonds, const std::string& name, const char* paper) {
  return {fonds, PaperKind::person, name, paper};
}

}  // namespace

void add_person(const Registrar& registrar, const Person& person) {
  if (!is_paper_name(person.name) || person.name.find('/') != std::string::npos)
    throw refused(Reason::unsafe_name, "\"" + person.name + "\" cannot be a name; use one word");
  for (const Person& other : people(registrar.layout, registrar.fonds)) {
    if (other.name == person.name)
      throw refused(Reason::bad_settings, "the name " + person.name + " is taken");
    if (other.public_key == person.public_key)
      throw refused(Reason::bad_settings, "this key is already that of " + other.name);
  }
  const std::string at = now(registrar);
  const Json json{{"format", 1},
                  {"kind", "person"},
                  {"fonds", registrar.fonds},
                  {"name", person.name},
                  {"full_name", person.full_name},
                  {"office", person.office},
                  {"public_key", person.public_key},
                  {"at", at},
                  {"by", registrar.user}};
  if (!write_paper(registrar.layout, place_of(registrar.fonds, person.name, "k1"), spell(json),
                   {at, "person-added", "", "", "signing key " + fingerprint(person.public_key),
                    registrar.user}))
    throw refused(Reason::bad_settings, "the name " + person.name + " has just been taken");
}

void retire_person(const Registrar& registrar, const std::string& name, const std::string& reason) {
  const std::optional<Person> person = find_person(registrar.layout, registrar.fonds, name);
  if (!person) throw refused(Reason::not_found, "nobody is registered as " + name);
  if (!person->may_sign()) throw refused(Reason::bad_settings, name + " is retired already");
  if (reason.empty()) throw refused(Reason::bad_settings, "a reason is needed");
  const std::string at = now(registrar);
  const Json json{{"format", 1},         {"kind", "person-retired"}, {"fonds", registrar.fonds},
                  {"name", name},        {"reason", reason},         {"at", at},
                  {"by", registrar.user}};
  if (!write_paper(registrar.layout, place_of(registrar.fonds, name, "k2"), spell(json),
                   {at, "person-retired", "", "", "signing key " + fingerprint(person->public_key),
                    registrar.user}))
    throw refused(Reason::bad_settings, name + " has just been retired by somebody else");
}

std::optional<Person> find_person(const ArchiveLayout& layout, const std::string& fonds,
                                  const std::string& name) {
  if (!is_paper_name(name)) return std::nullopt;
  const std::optional<std::string> text = read_paper(layout, place_of(fonds, name, "k1"));
  if (!text) return std::nullopt;
  try {
    const Json json = Json::parse(*text);
    const auto word = [&](const char* key) { return json.at(key).get<std::string>(); };
    Person person{word("name"),
                  word("full_name"),
                  word("office"),
                  word("public_key"),
                  word("at"),
                  word("by"),
                  "",
                  ""};
    if (const std::optional<std::string> end = read_paper(layout, place_of(fonds, name, "k2"))) {
      person.retired_at = Json::parse(*end).at("at").get<std::string>();
      person.retired_reason = Json::parse(*end).at("reason").get<std::string>();
    }
    return person;
  } catch (const Json::exception& problem) {
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                "the paper of " + name + " cannot be read: " + problem.what());
  }
}

std::vector<Person> people(const ArchiveLayout& layout, const std::string& fonds) {
  std::vector<Person> found;
  for (const std::string& name : paper_names(layout, fonds, PaperKind::person))
    if (std::optional<Person> person = find_person(layout, fonds, name))
      found.push_back(std::move(*person));
  return found;
}

std::string fingerprint(const std::string& public_key) {
  constexpr std::size_t kDigits = 32;
  const std::string sum = hash_bytes(public_key).sha256.hex.substr(0, kDigits);
  std::string text;
  for (std::size_t i = 0; i < sum.size(); i += 4)
    text += (text.empty() ? "" : " ") + sum.substr(i, 4);
  return text;
}

}  // namespace sohoa
