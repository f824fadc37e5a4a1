#include "pipeline/setting_keys.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace sohoa {

namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

bool only(const std::string& text, std::string_view more) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           more.find(c) != std::string_view::npos;
  });
}

std::string fonds_problem(const std::string& text) {
  const bool good = !text.empty() && text.size() <= 64 && only(text, "-_");
  return good ? "" : "fonds takes letters, digits, '-' and '_', at most 64";
}

std::string language_problem(const std::string& text) {
  const bool good = !text.empty() && only(text, "_-/+") && text.front() != '/' &&
                    text.find("//") == std::string::npos;
  return good ? "" : "language takes names of Tesseract's models, joined by '+'";
}

std::string one_line_problem(const std::string& text) {
  const bool good = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  return good ? "" : "a text on one line is expected";
}

std::string folder_problem(const std::string& text) {
  return text.empty() || !one_line_problem(text).empty() ? "the name of a folder is expected" : "";
}

std::string copy_problem(const std::string& text) {
  return folder_problem(text).empty() && text.front() == '/'
             ? ""
             : "copies takes folders named from the root: [\"/mnt/copy\"]";
}

std::string until_problem(const std::string& text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  const bool shaped =
      text.size() == 5 && digit(0) && digit(1) && text[2] == ':' && digit(3) && digit(4);
  return shaped && text.substr(0, 2) < "24" && text.substr(3) < "60"
             ? ""
             : "until takes a local time from \"00:00\" to \"23:59\"";
}

// clang-format off
const std::vector<SettingTable> kTables = {
  {"watch",
   "Thư mục chờ: `sohoa watch` tự nạp những gì được đặt vào đây.\n"
   "Tên thư mục không bắt đầu bằng / thì tính từ thư mục gốc của kho.",
   "The watch folder: `sohoa watch` takes in what is put there.\n"
   "Folders that do not begin with / are below the archive's root."},
  {"batch",
   "Lượt chạy ban đêm: `sohoa batch`.",
   "The nightly batch: `sohoa batch`."},
  {"budget",
   "Phần của máy mà sohoa được dùng.",
   "What sohoa may use of the machine."},
  {"log",
   "Nhật ký reports/sohoa.log: mỗi dòng một JSON, không chứa nội dung tài liệu.",
   "The log reports/sohoa.log: a line of JSON each, without any text of documents."},
};

#define SOHOA_SLOT(member) [](Settings& settings) -> SettingSlot { return &settings.member; }
constexpr auto kReopening = SettingEffect::reopening;
constexpr auto kWorkers = SettingEffect::new_workers;
constexpr auto kAtOnce = SettingEffect::at_once;

const std::vector<SettingKey> kKeys = {
  {"", "fonds", kReopening, SOHOA_SLOT(fonds), 0, 0, fonds_problem,
   "Phông lưu trữ: thư mục đầu tiên dưới store/. Chữ không dấu, chữ số, - và _.",
   "Fonds (phông): the first folder below store/. Letters, digits, - and _."},
  {"", "language", kReopening, SOHOA_SLOT(language), 0, 0, language_problem,
   "Mô hình nhận dạng chữ của Tesseract, nối nhau bằng dấu +.",
   "Recognition model(s) of Tesseract, joined by +."},
  {"", "jobs", kWorkers, SOHOA_SLOT(jobs), 0, 1024, nullptr,
   "Số trang được đọc cùng lúc; 0: mỗi nhân của bộ xử lý mà sohoa được dùng một trang.",
   "Page workers that run at once; 0 means one a processor core that sohoa may use."},
  {"", "interface", kReopening, SOHOA_SLOT(interface), 0, 0, nullptr,
   "Ngôn ngữ hiển thị: \"vi\" hoặc \"en\".",
   "Language of what people see: \"vi\" or \"en\"."},
  {"", "encrypt", kReopening, SOHOA_SLOT(encrypt), 0, 0, nullptr,
   "Mã hóa các gói của phông bằng khóa chủ. Khóa không nằm trong kho mà ở một tệp,\n"
   "hoặc do một chương trình in ra. Phông đã mã hóa thì mã hóa mãi.",
   "Bags of the fonds are encrypted under a master key that is not kept in the archive:\n"
   "in a file, or given by a program (its output). A fonds once encrypted stays so."},
  {"", "key_file", kReopening, SOHOA_SLOT(key_file), 0, 0, one_line_problem, "", ""},
  {"", "key_command", kReopening, SOHOA_SLOT(key_command), 0, 0, one_line_problem, "", ""},
  {"", "index_encrypted", kReopening, SOHOA_SLOT(index_encrypted), 0, 0, nullptr,
   "Cho tìm kiếm trong tài liệu mã hóa. Khi đó chữ của chúng nằm không mã hóa trong\n"
   "catalogue.db và search.db: chỉ bật khi chính ổ đĩa đã được mã hóa.",
   "Let encrypted records be searched. Their text then stands in catalogue.db and\n"
   "search.db in clear: only for an archive on a disk that is itself encrypted."},

  {"watch", "inbox", kReopening, SOHOA_SLOT(watch.inbox), 0, 0, folder_problem,
   "Nơi máy quét, Samba, FTP và mọi người đặt tệp. Thư mục con là một hồ sơ.",
   "Where scanners, Samba, FTP and people put files. A folder in it is a file (hồ sơ)."},
  {"watch", "release", kAtOnce, SOHOA_SLOT(watch.release), 0, 0, nullptr,
   "Khi kho đã giữ và kiểm tra xong, tệp nguồn được chuyển vào done (\"move\") hoặc\n"
   "bị xóa (\"delete\").",
   "Once the archive holds it, checked, the source goes to done (\"move\") or is\n"
   "deleted (\"delete\")."},
  {"watch", "done", kReopening, SOHOA_SLOT(watch.done), 0, 0, folder_problem,
   "Nơi chứa tệp nguồn đã lưu xong.",
   "Where sources go that are archived."},
  {"watch", "refused", kReopening, SOHOA_SLOT(watch.refused), 0, 0, folder_problem,
   "Nơi chứa tệp không được nhận, kèm lý do.",
   "Where files go that were not taken, with the reason."},
  {"watch", "settle_seconds", kAtOnce, SOHOA_SLOT(watch.settle_seconds), 0, 3600, nullptr,
   "Kích thước và giờ của tệp phải đứng yên chừng này giây thì tệp mới được xem tới.",
   "A file is looked at once its size and time stand still for so many seconds."},
  {"watch", "patience_minutes", kAtOnce, SOHOA_SLOT(watch.patience_minutes), 0, 10080, nullptr,
   "Tệp đứng yên mà thiếu phần cuối: sau chừng này phút thì nhận như hiện có.",
   "A still file whose end is missing is taken as it is after so many minutes."},
  {"watch", "scan_seconds", kAtOnce, SOHOA_SLOT(watch.scan_seconds), 0.05, 3600, nullptr,
   "Số giây giữa hai lần xem lại cả thư mục.",
   "Seconds between two looks at the whole folder."},
  {"watch", "load_files", kAtOnce, SOHOA_SLOT(watch.load_files), 1, 1000000, nullptr,
   "Thư mục có nhiều tệp chờ hơn số này là một đợt lớn: tệp lẻ khác được đi trước.",
   "A folder with more files waiting than this is a load: others go before it."},
  {"watch", "night", kAtOnce, SOHOA_SLOT(watch.night), 0, 0, nullptr,
   "true: đợt lớn đợi `sohoa batch` ban đêm, ban ngày chỉ nạp tệp lẻ.",
   "true: loads wait for `sohoa batch`; by day only single files are taken."},

  {"batch", "until", kAtOnce, SOHOA_SLOT(batch.until), 0, 0, until_problem,
   "Giờ phải xong (giờ địa phương); việc không kịp xong trước giờ này thì không bắt đầu.",
   "Local time to be done by; nothing is begun that cannot end by then."},
  {"batch", "verify_minutes", kAtOnce, SOHOA_SLOT(batch.verify_minutes), 0, 1440, nullptr,
   "Sau khi nạp, kiểm tra kho trong chừng này phút mỗi đêm.",
   "Minutes of checking the archive each night, after the documents."},
  {"batch", "copies", kAtOnce, SOHOA_SLOT(batch.copies), 0, 0, copy_problem,
   "Các bản sao cần cập nhật mỗi đêm, ví dụ [\"/mnt/ban-sao-1\", \"/mnt/ban-sao-2\"].",
   "Copies to bring up to date each night, as [\"/mnt/copy-1\", \"/mnt/copy-2\"]."},
  {"batch", "keep_reports_days", kAtOnce, SOHOA_SLOT(batch.keep_reports_days), 1, 36500, nullptr,
   "Giữ báo cáo buổi sáng trong chừng này ngày.",
   "Days for which morning reports are kept."},

  {"budget", "min_free_gb", kAtOnce, SOHOA_SLOT(budget.min_free_gb), 0, 1000000, nullptr,
   "Ổ đĩa của kho còn trống ít hơn chừng này GB thì ngừng nạp, có chỗ thì tự chạy tiếp.",
   "With less free on the archive's disk (GB) nothing is taken in, until there is room."},
  {"budget", "worker_memory_gb", kWorkers, SOHOA_SLOT(budget.worker_memory_gb), 0.5, 1024, nullptr,
   "Bộ nhớ (GB) tối đa của một tiến trình đọc trang.",
   "Memory (GB of address space) of one page worker."},
  {"budget", "page_seconds", kWorkers, SOHOA_SLOT(budget.page_seconds), 1, 86400, nullptr,
   "Số giây tối đa để đọc một trang; quá hạn thì dừng và thử lại một lần cách nhẹ hơn.",
   "Seconds for one page; then its worker is killed and it is tried once in a gentler way."},
  {"budget", "pages_a_worker", kWorkers, SOHOA_SLOT(budget.pages_a_worker), 1, 1000000, nullptr,
   "Sau chừng này trang, tiến trình đọc trang được thay mới.",
   "A page worker is replaced after so many pages."},
  {"budget", "nice", kAtOnce, SOHOA_SLOT(budget.nice), 0, 19, nullptr,
   "Mức nhường bộ xử lý của lượt chạy ban đêm: 0 (không nhường) đến 19 (nhường hết).",
   "How much the batch gives way to others on the processor: 0 to 19."},
  {"budget", "idle_io", kAtOnce, SOHOA_SLOT(budget.idle_io), 0, 0, nullptr,
   "true: lượt chạy ban đêm chỉ đọc ghi đĩa khi không ai khác cần.",
   "true: the batch's disk accesses wait for everyone else's."},

  {"log", "megabytes", kReopening, SOHOA_SLOT(log.megabytes), 0.01, 100000, nullptr,
   "Nhật ký dài tới chừng này MB thì mở tệp mới.",
   "A new log file is begun after so many megabytes."},
  {"log", "files", kReopening, SOHOA_SLOT(log.files), 1, 1000, nullptr,
   "Số tệp nhật ký cũ được giữ.",
   "So many old log files are kept."},
};
#undef SOHOA_SLOT
// clang-format on

struct Choice {
  std::string_view text;
  int value;
};
constexpr std::array kReleases = {Choice{"move", static_cast<int>(Release::move)},
                                  Choice{"delete", static_cast<int>(Release::discard)}};
constexpr std::array kLanguages = {Choice{"vi", static_cast<int>(Language::vietnamese)},
                                   Choice{"en", static_cast<int>(Language::english)}};

template <class Enumeration>
const std::array<Choice, 2>& choices() {
  if constexpr (std::is_same_v<Enumeration, Release>)
    return kReleases;
  else
    return kLanguages;
}

template <class Enumeration>
std::string text_of(Enumeration value) {
  for (const Choice& choice : choices<Enumeration>())
    if (choice.value == static_cast<int>(value)) return std::string(choice.text);
  return "";
}

template <class Enumeration>
std::string choose(const SettingKey& key, const SettingValue& value, Enumeration& out) {
  const auto* text = std::get_if<std::string>(&value);
  for (const Choice& choice : choices<Enumeration>())
    if (text != nullptr && *text == choice.text) {
      out = static_cast<Enumeration>(choice.value);
      return "";
    }
  return std::string(key.name) + " takes \"" + std::string(choices<Enumeration>()[0].text) +
         "\" or \"" + std::string(choices<Enumeration>()[1].text) + "\"";
}

std::string bounds(const SettingKey& key, const char* kind) {
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), " takes %s from %.15g to %.15g", kind, key.least,
                key.most);
  return std::string(key.name) + text.data();
}

std::string set_number(const SettingKey& key, const SettingValue& value, double& out) {
  double number = 0;
  if (const auto* whole = std::get_if<long long>(&value))
    number = static_cast<double>(*whole);
  else if (const auto* real = std::get_if<double>(&value))
    number = *real;
  else
    return bounds(key, "a number");
  if (!(number >= key.least && number <= key.most)) return bounds(key, "a number");
  out = number;
  return "";
}

std::string set_whole(const SettingKey& key, const SettingValue& value, int& out) {
  const auto* whole = std::get_if<long long>(&value);
  if (whole == nullptr || static_cast<double>(*whole) < key.least ||
      static_cast<double>(*whole) > key.most)
    return bounds(key, "a whole number");
  out = static_cast<int>(*whole);
  return "";
}

std::string set_texts(const SettingKey& key, const SettingValue& value,
                      std::vector<std::string>& out) {
  const auto* texts = std::get_if<std::vector<std::string>>(&value);
  if (texts == nullptr) return std::string(key.name) + " takes texts in brackets: [\"…\", \"…\"]";
  for (const std::string& text : *texts)
    if (std::string problem = key.problem(text); !problem.empty()) return problem;
  out = *texts;
  return "";
}

}  // namespace

std::string SettingKey::full_name() const {
  return table.empty() ? std::string(name) : std::string(table) + "." + std::string(name);
}

const std::vector<SettingKey>& setting_keys() {
  return kKeys;
}

const std::vector<SettingTable>& setting_tables() {
  return kTables;
}

SettingValue setting_value(const SettingKey& key, const Settings& settings) {
  Settings copy = settings;
  return std::visit(
      Overloaded{[](const int* value) -> SettingValue { return static_cast<long long>(*value); },
                 [](const Release* value) -> SettingValue { return text_of(*value); },
                 [](const Language* value) -> SettingValue { return text_of(*value); },
                 [](const auto* value) -> SettingValue { return *value; }},
      key.slot(copy));
}

std::string set_setting(const SettingKey& key, const SettingValue& value, Settings& settings) {
  return std::visit(
      Overloaded{[&](int* out) { return set_whole(key, value, *out); },
                 [&](double* out) { return set_number(key, value, *out); },
                 [&](std::vector<std::string>* out) { return set_texts(key, value, *out); },
                 [&](Release* out) { return choose(key, value, *out); },
                 [&](Language* out) { return choose(key, value, *out); },
                 [&](bool* out) -> std::string {
                   const auto* given = std::get_if<bool>(&value);
                   if (given == nullptr) return std::string(key.name) + " takes true or false";
                   *out = *given;
                   return "";
                 },
                 [&](std::string* out) -> std::string {
                   const auto* text = std::get_if<std::string>(&value);
                   if (text == nullptr) return std::string(key.name) + " takes a text in quotes";
                   if (std::string problem = key.problem(*text); !problem.empty()) return problem;
                   *out = *text;
                   return "";
                 }},
      key.slot(settings));
}

}  // namespace sohoa
