#include "pipeline/files.h"

#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "archive/safe_name.h"
#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr const char* kStage = "files";

PaperPlace place_of(const std::string& fonds, const std::string& code, int version) {
  return {fonds, PaperKind::file, code, "f" + std::to_string(version)};
}

std::string spell(const std::string& fonds, const FileDescription& file) {
  const Json json{{"format", kFormat},
                  {"kind", "file"},
                  {"fonds", fonds},
                  {"code", file.code},
                  {"version", file.version},
                  {"title", file.title},
                  {"start_date", file.start_date},
                  {"end_date", file.end_date},
                  {"closed_on", file.closed_on},
                  {"retention", period_text(file.period)},
                  {"ground", file.ground},
                  {"access", access_name(file.access)},
                  {"note", file.note},
                  {"at", file.at},
                  {"by", file.by}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

FileDescription parse(const std::string& text, const std::string& what) {
  try {
    const Json json = Json::parse(text);
    const auto word = [&](const char* key) { return json.at(key).get<std::string>(); };
    FileDescription file;
    file.code = word("code");
    file.version = json.at("version").get<int>();
    file.title = word("title");
    file.start_date = word("start_date");
    file.end_date = word("end_date");
    file.closed_on = word("closed_on");
    const std::optional<RetentionPeriod> period = parse_period(word("retention"));
    const std::optional<Access> access = parse_access(word("access"));
    if (!period || !access) throw std::invalid_argument("a value that is not known");
    file.period = *period;
    file.ground = word("ground");
    file.access = *access;
    file.note = word("note");
    file.at = word("at");
    file.by = word("by");
    return file;
  } catch (const std::exception& problem) {  // of JSON, or a value
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                what + " is not the description of a file: " + problem.what());
  }
}

FileDescription read_version(const ArchiveLayout& layout, const std::string& fonds,
                             const std::string& code, int version) {
  const PaperPlace place = place_of(fonds, code, version);
  const std::string what = layout.paper(place).string();
  const std::optional<std::string> text = read_paper(layout, place);
  if (!text)
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage, what + " is missing");
  return parse(*text, what);
}

void check_days(const FileDescription& file) {
  for (const std::string& day : {file.start_date, file.end_date, file.closed_on})
    if (!day.empty() && !is_day(day))
      throw Error(ErrorKind::document_failed, Reason::bad_settings, kStage,
                  "\"" + day + "\" is not a day; write YYYY-MM-DD");
  if (!file.start_date.empty() && !file.end_date.empty() && file.end_date < file.start_date)
    throw Error(ErrorKind::document_failed, Reason::bad_settings, kStage,
                "the file ends before it begins");
}

}  // namespace

const char* access_name(Access access) {
  return access == Access::open ? "open" : "restricted";
}

std::optional<Access> parse_access(const std::string& text) {
  if (text == "open") return Access::open;
  if (text == "restricted") return Access::restricted;
  return std::nullopt;
}

std::optional<FileDescription> current_file(const ArchiveLayout& layout, const std::string& fonds,
                                            const std::string& code) {
  const int version = newest_paper(layout, fonds, PaperKind::file, code, 'f');
  if (version == 0) return std::nullopt;
  return read_version(layout, fonds, code, version);
}

bool is_restricted(const ArchiveLayout& layout, const std::string& fonds, const std::string& code) {
  if (code.empty()) return false;
  const std::optional<FileDescription> file = current_file(layout, fonds, code);
  return file && file->access == Access::restricted;
}

std::vector<FileDescription> file_history(const ArchiveLayout& layout, const std::string& fonds,
                                          const std::string& code) {
  std::vector<FileDescription> versions;
  const int newest = newest_paper(layout, fonds, PaperKind::file, code, 'f');
  for (int version = 1; version <= newest; ++version)
    versions.push_back(read_version(layout, fonds, code, version));
  return versions;
}

void write_file_version(const Registrar& registrar, const FileDescription& file) {
  check_days(file);
  FileDescription next = file;
  ++next.version;
  next.at = now(registrar);
  next.by = registrar.user;
  const bool written = write_paper(
      registrar.layout, place_of(registrar.fonds, next.code, next.version),
      spell(registrar.fonds, next),
      {next.at, next.version == 1 ? "file-opened" : "file-described", "", "",
       "fonds " + registrar.fonds + " file version " + std::to_string(next.version) +
           ", retention " + period_text(next.period) + ", access " + access_name(next.access),
       next.by});
  if (!written)
    throw Error(
        ErrorKind::document_failed, Reason::changed_while_reading, kStage,
        "somebody else has just described the file " + next.code + "; look at it and try again");
}

namespace {

// A run that was killed may have left a paper without its line: looked for once a process.
void complete_register_once(const Registrar& registrar) {
  static std::mutex lock;
  static std::set<std::string> completed;  // archives
  const std::lock_guard guard(lock);
  const std::string archive = registrar.layout.root().string();
  if (completed.contains(archive)) return;
  complete_register(registrar.layout, now(registrar), registrar.user);
  completed.insert(archive);
}

}  // namespace

void note_file(const Registrar& registrar, const std::string& code) {
  if (newest_paper(registrar.layout, registrar.fonds, PaperKind::file, code, 'f') > 0)
    return complete_register_once(registrar);
  FileDescription file;
  file.code = code;
  file.title = code;
  try {
    write_file_version(registrar, file);
  } catch (const Error& error) {
    if (error.reason() != Reason::changed_while_reading) throw;  // another thread was first
  }
}

std::string file_code(const std::string& relative_folder) {
  std::string code;
  std::string_view rest = relative_folder;
  while (!rest.empty()) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (part.empty() || part == ".") continue;
    std::string name = safe_file_name(part);
    if (!is_paper_name(name)) name = safe_file_name("_" + name + "_");
    code += (code.empty() ? "" : "/") + name;
  }
  return is_paper_name(code) ? code : std::string();
}

}  // namespace sohoa
