// The bags of the store as they are, in the store's own tree.
#include <algorithm>

#include "archive/bag.h"
#include "archive/export_bag.h"
#include "document/error.h"
#include "pipeline/export_run.h"

namespace sohoa {

namespace {

constexpr const char* kReadMe =
    "Mỗi thư mục mang mã tài liệu chứa các phiên bản của một tài liệu: v1, v2… (BagIt 1.0,\n"
    "RFC 8493; bản mới nhất có số lớn nhất và ghi rõ phần giữ lại từ bản trước).\n"
    "Kiểm tra toàn bộ:  sha256sum -c SHA256SUMS\n"
    "Kiểm tra một gói:  tar -xf v1.tar && cd MÃ && sha256sum -c manifest-sha256.txt\n"
    "Nhập vào một kho sohoa khác:  sohoa import THƯ_MỤC_NÀY\n"
    "\n"
    "Each folder named by a record's id holds its versions: v1, v2… (BagIt 1.0, RFC 8493;\n"
    "the newest has the highest number and names what it keeps of those before).\n"
    "To check everything:  sha256sum -c SHA256SUMS\n"
    "To check one bag:     tar -xf v1.tar && cd ID && sha256sum -c manifest-sha256.txt\n"
    "To take them into another archive:  sohoa import THIS_FOLDER\n";

std::string folder_of(const BagPlace& place) {
  return place.fonds + "/" + std::to_string(place.year) + "/" + place.id.text;
}

// Why the record cannot be given; empty: it can. A record goes with all its
// versions or not at all, since a later one alone is not whole.
std::string obstacle(const RecordVersions& versions) {
  for (const StoredBag& bag : versions) {
    if (const auto findings = check_bag(bag.path); !findings.empty())
      return bag.path.filename().string() + ": " + findings.front() + "; run sohoa repair";
  }
  return {};
}

// How the plain bags name each other that are given for encrypted ones; empty: as they are.
BagFiles names_of(const RecordVersions& versions) {
  const bool encrypted = std::any_of(versions.begin(), versions.end(),
                                     [](const StoredBag& bag) { return bag.encrypted; });
  return encrypted && versions.size() > 1 ? plain_files(versions) : BagFiles{};
}

void export_version(const ExportRun& run, const StoredBag& bag, const BagFiles& files) {
  const std::string path = folder_of(bag.place) + "/v" + std::to_string(bag.place.version);
  const std::vector<std::string> findings =
      run.options.form == ExportForm::bags ? export_bag_tar(bag.path, run.out, path + ".tar", files)
                                           : export_bag_files(bag.path, run.out, path, files);
  if (!findings.empty())
    throw Error(ErrorKind::service_broken, Reason::bag_mismatch, "export",
                bag.path.string() + " was whole and could not be copied: " + findings.front());
}

}  // namespace

void export_as_bags(const ExportRun& run) {
  while (const std::optional<ExportRun::Next> record = run.next()) {
    if (const std::string why = obstacle(record->versions); !why.empty()) {
      run.find(record->row.id, "left out: " + why);
      continue;
    }
    const BagFiles files = names_of(record->versions);
    for (const StoredBag& bag : record->versions) export_version(run, bag, files);
    run.done();
  }
  (void)run.out.put("README.txt", kReadMe);
}

}  // namespace sohoa
