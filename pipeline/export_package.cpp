// One zip a file (hồ sơ), or a document without one: the tree of E-ARK CSIP, filled
// as the rules say. Memory holds the names and sums of one package at a time.
#include <boost/filesystem/operations.hpp>
#include <ctime>
#include <fstream>
#include <memory>

#include "archive/hash.h"
#include "archive/package_mets.h"
#include "archive/package_zip.h"
#include "archive/premis.h"
#include "document/error.h"
#include "pipeline/export_names.h"
#include "pipeline/export_rows.h"
#include "pipeline/export_run.h"
#include "pipeline/files.h"
#include "pipeline/import_csv.h"
#include "pipeline/package_rules.h"

namespace sohoa {

namespace {

constexpr const char* kRep = "representations/rep1/";
constexpr const char* kXml = "application/xml";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

// A UUID of version 8 (RFC 9562) out of what makes the package this one.
std::string uuid_of(const std::string& text) {
  std::string hex = hash_bytes(text).sha256.hex.substr(0, 32);
  hex[12] = '8';
  hex[16] = "89ab"[static_cast<unsigned char>(hex[16]) % 4];
  for (char& c : hex)
    if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  for (const std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, 1, '-');
  return hex;
}

std::string media_type_of(const std::string& path) {
  const std::string extension = fs::path(path).extension().string();
  if (extension == ".pdf") return "application/pdf";
  if (extension == ".tif" || extension == ".tiff") return "image/tiff";
  if (extension == ".jpg" || extension == ".jpeg") return "image/jpeg";
  if (extension == ".png") return "image/png";
  return "application/octet-stream";
}

// The first and the last of the dates seen, as far as they are known.
struct Span {
  std::string first;
  std::string last;
  void take(const std::string& date) {
    if (date.empty()) return;
    if (first.empty() || date < first) first = date;
    if (last.empty() || date > last) last = date;
  }
};

class Package {
 public:
  Package(const ExportRun& run, const PackageRules& rules, const RecordRow& first);

  [[nodiscard]] bool belongs(const RecordRow& row) const {
    return !code_.empty() && row.fonds == fonds_ && row.file == code_;
  }
  // False: the record was left out, with a finding.
  [[nodiscard]] bool add(const ExportRun::Next& record, long long ordinal);
  // The line of the index.
  [[nodiscard]] std::vector<std::string> finish();
  [[nodiscard]] long long documents() const { return documents_; }
  void drop() { run_.out.drop(); }

 private:
  void put(const std::string& path, const std::string& text, std::vector<MetsFile>& list,
           const std::string& from);
  [[nodiscard]] PackageValues file_values() const;
  void describe_document(const RecordRow& row, const std::string& code, long long ordinal);
  void write_representation();
  void write_root();
  void tell(const std::string& what, const PackageDescription& description) const;
  [[nodiscard]] std::string premis(const std::vector<MetsFile>& files) const;
  [[nodiscard]] MetsDocument mets(const std::string& label) const;

  const ExportRun& run_;
  const PackageRules& rules_;
  std::string fonds_;
  std::string code_;  // of the file; empty: one document without a file
  FileDescription file_;
  std::string object_id_;
  std::string top_;  // folder in the zip
  std::string zip_name_;
  std::unique_ptr<PackageZip> zip_;
  MetsDocument rep_;
  MetsDocument root_;
  long long documents_ = 0;
  long long pages_ = 0;
  Span issued_;
};

Package::Package(const ExportRun& run, const PackageRules& rules, const RecordRow& first)
    : run_(run), rules_(rules), fonds_(first.fonds), code_(first.file) {
  if (!code_.empty())
    if (auto described = current_file(run.layout, fonds_, code_)) file_ = std::move(*described);
  const std::string who = code_.empty() ? first.id : code_;
  const std::string uuid = uuid_of(fonds_ + "\n" + who + "\n" + run.made_at);
  object_id_ = replaced(replaced(rules.object_id, "{fonds}", fonds_), "{uuid}", uuid);
  top_ = portable_name(replaced(object_id_, ":", "_")) + "/";
  zip_name_ = portable_name(who) + "_" + uuid.substr(0, 8) + ".zip";
  if (!run.out.begin(zip_name_)) throw std::logic_error("export: two packages " + zip_name_);
  std::tm made{};
  strptime(run.made_at.c_str(), "%Y-%m-%dT%H:%M:%SZ", &made);
  zip_ = std::make_unique<PackageZip>(
      timegm(&made), [&run](const void* data, std::size_t size) { run.out.write(data, size); });
  root_ = mets(file_.title.empty() ? who : file_.title);
  rep_ = mets("rep1");
  rep_.object_id = "rep1";
}

MetsDocument Package::mets(const std::string& label) const {
  MetsDocument document;
  document.object_id = object_id_;
  document.label = label;
  document.type = rules_.content_type_name;
  document.content_type = "MIXED";
  document.profile = rules_.mets_profile;
  document.oais_package_type = rules_.oais_type;
  document.created = run_.made_at;
  document.software = "sohoa";
  document.software_version = SOHOA_VERSION;
  return document;
}

// `path` from the package's top; the METS that lists it stands in `from`.
void Package::put(const std::string& path, const std::string& text, std::vector<MetsFile>& list,
                  const std::string& from) {
  zip_->put(top_ + path, text);
  list.push_back({path.substr(from.size()), kXml, zip_->last()});
}

void Package::tell(const std::string& what, const PackageDescription& description) const {
  for (const std::string& text : description.lacking) run_.find(what, text);
}

PackageValues Package::file_values() const {
  const std::string start = file_.start_date.empty() ? issued_.first : file_.start_date;
  const std::string end = file_.end_date.empty() ? issued_.last : file_.end_date;
  return {{"file.code", code_},
          {"file.title", file_.title},
          {"file.retention", file_.code.empty() ? "" : period_text(file_.period)},
          {"file.access", access_name(file_.access)},
          {"file.start_date", start},
          {"file.end_date", end},
          {"file.note", file_.note},
          {"file.documents", std::to_string(documents_)},
          {"file.pages", std::to_string(pages_)},
          {"language", rules_.language}};
}

void Package::describe_document(const RecordRow& row, const std::string& code, long long ordinal) {
  PackageValues values = file_values();
  for (const auto& [name, field] : row.fields) values["field." + name] = field.value;
  values["record.id"] = row.id;
  values["record.pages"] = std::to_string(row.pages);
  values["document.code"] = code;
  values["document.ordinal"] = std::to_string(ordinal);
  const PackageDescription description = describe_package(rules_, rules_.document, values);
  tell(row.id, description);
  put(kRep + ("metadata/descriptive/EAD_doc_" + code) + ".xml", description.xml, rep_.descriptive,
      kRep);
}

// The member lies on disk, whole and checked, before a byte of it enters the zip.
bool Package::add(const ExportRun::Next& record, long long ordinal) {
  const RecordRow& row = record.row;
  const fs::path copy = run_.out.path_of(".member");
  try {
    const RecordBags bags(record.versions);
    const std::string access = "data/access/" + row.id + ".pdf";
    const std::string member = bags.has(access) ? access : bags.member_in("data/original/");
    std::ofstream file(copy.string(), std::ios::binary | std::ios::trunc);
    bags.read(member, [&](const void* data, std::size_t size) {
      file.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    });
    file.close();
    if (!file)
      throw Error(ErrorKind::service_broken, Reason::disk_full, "export",
                  "cannot write " + copy.string());
    const std::string code = code_.empty() ? portable_name(row.id)
                                           : document_code(code_, ordinal, rules_.ordinal_digits);
    const std::string path = kRep + ("data/" + code) + fs::path(member).extension().string();
    zip_->put_file(top_ + path, copy);
    fs::remove(copy);
    rep_.data.push_back({path.substr(std::string(kRep).size()), media_type_of(path), zip_->last()});
    ++documents_;
    pages_ += row.pages;
    issued_.take(field_value(row, "issued_date"));
    describe_document(row, code, ordinal);
    return true;
  } catch (const Error& error) {
    if (error.reason() != Reason::archive_corrupt && error.reason() != Reason::not_found) throw;
    run_.find(row.id, "left out: " + error.message());
    return false;
  }
}

std::string Package::premis(const std::vector<MetsFile>& files) const {
  PremisHistory history;
  history.record_id = object_id_;
  for (const MetsFile& file : files)
    history.objects.push_back(
        {file.path, {file.file.sha256, {}, file.file.bytes}, {file.media_type, "", ""}});
  const std::string agent = "sohoa " SOHOA_VERSION;
  history.events = {{rules_.event_type,
                     run_.made_at,
                     rules_.event_detail,
                     "success",
                     "",
                     {{agent, "executing program"}},
                     {}},
                    {"information package creation",
                     run_.made_at,
                     rules_.title,
                     "success",
                     "",
                     {{agent, "executing program"}},
                     {}}};
  history.agents = {{agent, "software", "", ""}};
  return write_premis(history);
}

void Package::write_representation() {
  if (rules_.premis)
    put(std::string(kRep) + "metadata/preservation/PREMIS.xml", premis(rep_.data),
        rep_.preservation, kRep);
  put(std::string(kRep) + "METS.xml", write_mets(rep_), root_.representations, "");
}

void Package::write_root() {
  const PackageDescription description = describe_package(rules_, rules_.file, file_values());
  if (!code_.empty()) tell(code_, description);
  put("metadata/descriptive/EAD.xml", description.xml, root_.descriptive, "");
  if (rules_.premis) put("metadata/preservation/PREMIS.xml", premis({}), root_.preservation, "");
  put("schemas/simpledc-hoso.xsd", descriptive_schema(rules_, rules_.file), root_.schemas, "");
  put("schemas/simpledc-tailieu.xsd", descriptive_schema(rules_, rules_.document), root_.schemas,
      "");
  for (const fs::path& schema : rules_.schemas) {
    const std::string path = "schemas/" + portable_name(schema.filename().string());
    zip_->put_file(top_ + path, schema);
    root_.schemas.push_back({path, kXml, zip_->last()});
  }
  zip_->put(top_ + "METS.xml", write_mets(root_));
}

std::vector<std::string> Package::finish() {
  write_representation();
  write_root();
  zip_->close();
  run_.out.end_unlisted();
  if (const std::string wrong = check_package(run_.out.path_of(zip_name_), zip_->files());
      !wrong.empty())
    throw Error(ErrorKind::service_broken, Reason::bag_mismatch, "export",
                zip_name_ + " did not read back as written: " + wrong);
  const ExportedFile written = run_.out.list();
  return {zip_name_,
          object_id_,
          fonds_,
          code_,
          file_.title,
          std::to_string(documents_),
          std::to_string(pages_),
          written.sha256.hex};
}

void write_index(const ExportRun& run, ExportRows& rows) {
  if (!run.out.begin("packages.csv")) throw std::logic_error("export: two indexes");
  run.out.write("\xEF\xBB\xBF" + csv_line({"Gói", "Mã gói", "Phông", "Mã hồ sơ", "Tiêu đề",
                                           "Số tài liệu", "Số trang", "SHA-256"}));
  rows.each([&](const std::vector<std::string>& cells) { run.out.write(csv_line(cells)); });
  (void)run.out.end();
}

void close_package(std::unique_ptr<Package>& package, ExportRows& rows) {
  if (!package) return;
  if (package->documents() > 0)
    rows.add(package->finish());
  else
    package->drop();
  package.reset();
}

}  // namespace

void export_as_packages(const ExportRun& run) {
  const PackageRules rules = read_package_rules(run.options.rules);
  ExportRows rows(run.out.path_of(".rows"));
  std::unique_ptr<Package> package;
  Ordinals ordinals;
  while (const std::optional<ExportRun::Next> record = run.next()) {
    if (!package || !package->belongs(record->row)) {
      close_package(package, rows);
      package = std::make_unique<Package>(run, rules, record->row);
    }
    const long long ordinal = record->row.file.empty() ? 1 : ordinals.next(record->row);
    run.done(package->add(*record, ordinal) ? 1 : 0);
  }
  close_package(package, rows);
  write_index(run, rows);
}

}  // namespace sohoa
