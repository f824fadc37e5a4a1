// The report as a page that needs no network and no script, and prints on paper.
#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <sstream>

#include "pipeline/export_html.h"
#include "pipeline/morning_report.h"
#include "pipeline/morning_report_style.h"

namespace sohoa {

namespace {

constexpr double kSoonFull = 30;  // days

// Parts of the page that figures lead to.
constexpr const char* kFailures = "chua-luu";
constexpr const char* kRescans = "quet-lai";
constexpr const char* kDoubtful = "xem-lai";

struct Words {
  const char* code;
  const char* vietnamese;
  const char* english;
};

constexpr std::array kFaults = {Words{"low_resolution", "độ phân giải thấp", "low resolution"},
                                Words{"blurred", "mờ, nhòe", "blurred"},
                                Words{"pale", "chữ nhạt", "pale"},
                                Words{"cut_edges", "mất mép trang", "edges cut off"},
                                Words{"under_stamp", "dấu che chữ", "letters under a stamp"},
                                Words{"blank", "trang trắng", "blank"},
                                Words{"unreadable", "không đọc được", "could not be read"}};

constexpr std::array kFields = {Words{"agency", "cơ quan ban hành", "agency"},
                                Words{"number", "số văn bản", "number"},
                                Words{"notation", "số và ký hiệu", "notation"},
                                Words{"issued_date", "ngày ban hành", "date"},
                                Words{"type", "loại văn bản", "type"},
                                Words{"subject", "trích yếu", "subject"},
                                Words{"signer", "người ký", "signer"},
                                Words{"signer_title", "chức vụ người ký", "signer's post"},
                                Words{"urgency", "độ khẩn", "urgency"},
                                Words{"recipients", "nơi nhận", "recipients"},
                                Words{"place", "địa danh", "place"}};

class Page {
 public:
  Page(const MorningReport& report, Language language) : report_(report), language_(language) {}

  std::string text() {
    head();
    alerts();
    cards();
    failures();
    rescans();
    doubtful();
    keeping();
    out_ << "</body></html>\n";
    return out_.str();
  }

 private:
  [[nodiscard]] std::string say(const char* vietnamese, const char* english) const {
    return language_ == Language::vietnamese ? vietnamese : english;
  }

  template <std::size_t N>
  [[nodiscard]] std::string word(const std::array<Words, N>& table, const std::string& code) const {
    for (const Words& words : table)
      if (code == words.code) return say(words.vietnamese, words.english);
    return code;
  }

  // As the office reads it: "06:00, 24/11/2026".
  [[nodiscard]] static std::string local_time(const std::string& utc) {
    std::tm parts{};
    if (::strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr) return utc;
    const std::time_t seconds = timegm(&parts);
    std::tm local{};
    localtime_r(&seconds, &local);
    char text[32];
    std::strftime(text, sizeof text, "%H:%M, %d/%m/%Y", &local);
    return text;
  }

  [[nodiscard]] std::string number(double value, int digits) const {
    char text[48];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    std::string result = text;
    if (language_ == Language::vietnamese)
      for (char& c : result)
        if (c == '.') c = ',';
    return result;
  }

  // With its thousands apart.
  [[nodiscard]] std::string count(long long value) const {
    std::string digits = std::to_string(value);
    const char* mark = language_ == Language::vietnamese ? "." : ",";
    for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
      digits.insert(static_cast<std::size_t>(at), mark);
    return digits;
  }

  [[nodiscard]] std::string days(double value) const {
    return value < 1 ? say("chưa đầy 1 ngày", "less than a day")
                     : count(static_cast<long long>(value)) + say(" ngày", " days");
  }

  void head() {
    const std::string title = say("Báo cáo buổi sáng", "Morning report");
    out_ << "<!DOCTYPE html>\n<html lang=\"" << say("vi", "en")
         << "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            "content=\"width=device-width,initial-scale=1\"><title>"
         << title << ", " << local_time(report_.batch.ended_at) << "</title><style>" << kStyle
         << "</style></head><body>\n<h1>" << title << "</h1>\n<p class=\"when\">"
         << say("Đợt xử lý từ ", "From ") << local_time(report_.batch.begun_at)
         << say(" đến ", " to ") << local_time(report_.batch.ended_at) << ". "
         << (report_.since.empty()
                 ? say("Báo cáo đầu tiên: tính mọi tài liệu trong kho.",
                       "The first report: everything in the archive counts.")
                 : say("Tính từ báo cáo trước, ", "Counted from the report before, ") +
                       local_time(report_.since) + ".")
         << "</p>\n";
    if (report_.batch.end == InboxRunEnd::stopped)
      hint(say("Đợt xử lý bị dừng giữa chừng; lần sau làm tiếp.",
               "The batch was stopped; the next one goes on."));
    else if (report_.batch.waiting > 0)
      hint(
          say("Tệp còn đợi là tệp không kịp xong trong giờ đã đặt hoặc chưa đến lượt thử lại; "
              "lần sau làm tiếp.",
              "What still waits could not be done in the time set, or is to be tried again "
              "later; the next batch goes on."));
  }

  void alert(const std::string& text) { out_ << "<p class=\"alert\">" << text << "</p>\n"; }

  void alerts() {
    if (report_.batch.damage > 0)
      alert(count(report_.batch.damage) +
            say(" chỗ hỏng trong kho lưu trữ. Chạy: sohoa verify, rồi sohoa repair --from BẢN_SAO.",
                " findings of damage in the archive. Run sohoa verify, then sohoa repair --from "
                "COPY."));
    for (const CopyOutcome& copy : report_.batch.copies) {
      if (!copy.finished)
        alert(say("Bản sao chưa cập nhật được: ", "A copy could not be brought up to date: ") +
              html_text(copy.path));
      if (copy.findings > 0)
        alert(count(copy.findings) +
              say(" tệp trong kho hỏng; bản sao đã giữ bản trước. Chạy: sohoa repair --from ",
                  " files of the archive are damaged; the copy kept what it had. Run sohoa repair "
                  "--from ") +
              html_text(copy.path));
    }
    if (report_.no_room)
      alert(say("Ổ đĩa gần đầy: không nạp gì thêm cho đến khi có chỗ.",
                "The disk is nearly full: nothing is taken in until there is room."));
    if (report_.batch.paused)
      alert(say("Hàng đợi đang tạm dừng. Chạy tiếp: sohoa queue resume.",
                "The queue is paused. To go on: sohoa queue resume."));
    if (report_.batch.given_up > 0)
      alert(count(report_.batch.given_up) +
            say(" tệp trong thư mục chờ đã thử nhiều lần không được. Xem: sohoa queue.",
                " files of the watch folder were tried in vain too often. See sohoa queue."));
    if (report_.counts.suspected_secrets > 0)
      alert(count(report_.counts.suspected_secrets) +
            say(" tệp nghi là tài liệu mật đã được niêm phong; người có thẩm quyền mở bằng khóa "
                "riêng.",
                " files that may be state secrets were sealed; the person in charge opens them "
                "with the private key."));
    if (report_.days_until_full && *report_.days_until_full < kSoonFull)
      alert(say("Ổ đĩa sẽ đầy sau khoảng ", "The disk will be full in about ") +
            days(*report_.days_until_full) + ".");
    if (nothing_to_do())
      out_ << "<p class=\"well\">"
           << say("Không có việc gì cần người xử lý.", "Nothing waits for a person.") << "</p>\n";
  }

  [[nodiscard]] bool nothing_to_do() const {
    const ArrivalCounts& counts = report_.counts;
    const bool copied =
        std::all_of(report_.batch.copies.begin(), report_.batch.copies.end(),
                    [](const CopyOutcome& copy) { return copy.finished && copy.findings == 0; });
    return counts.put_aside + counts.suspected_secrets + counts.rescan_pages +
                   counts.doubtful_records + report_.batch.damage + report_.batch.given_up ==
               0 &&
           copied && !report_.no_room && !report_.batch.paused &&
           report_.days_until_full.value_or(kSoonFull) >= kSoonFull;
  }

  void card(const std::string& label, const std::string& value) {
    out_ << "<div><dt>" << label << "</dt><dd>" << value << "</dd></div>\n";
  }

  // Of something that waits for a person; it leads to its part of the page.
  void todo_card(const std::string& label, long long value, const char* part) {
    if (value == 0) return card(label, "0");
    out_ << "<div class=\"todo\"><dt>";
    if (*part != '\0') out_ << "<a href=\"#" << part << "\">";
    out_ << label << (*part != '\0' ? "</a>" : "") << "</dt><dd>" << count(value)
         << "</dd></div>\n";
  }

  void cards() {
    const BatchResult& batch = report_.batch;
    const ArrivalCounts& counts = report_.counts;
    out_ << "<dl class=\"cards\">\n";
    card(say("Tài liệu đã lưu trữ", "Documents archived"), count(counts.records));
    card(say("Số trang", "Pages"), count(counts.pages));
    if (batch.pages > 0 && batch.reading_seconds > 0)
      card(say("Trang mỗi phút", "Pages a minute"),
           number(static_cast<double>(batch.pages) * 60 / batch.reading_seconds, 1));
    card(say("Còn đợi", "Still waiting"), count(batch.waiting));
    card(say("Ổ đĩa còn trống", "Free on disk"),
         number(static_cast<double>(report_.free_bytes) / 1e9, 1) + " GB");
    card(say("Ổ đĩa đầy sau", "Disk full in"),
         report_.days_until_full ? days(*report_.days_until_full) : say("chưa rõ", "not known"));
    out_ << "</dl>\n<dl class=\"cards\">\n";
    todo_card(say("Tệp chưa lưu được", "Files not taken"), counts.put_aside, kFailures);
    todo_card(say("Trang nên quét lại", "Pages to scan again"), counts.rescan_pages, kRescans);
    todo_card(say("Tài liệu cần xem lại", "Records to review"), counts.doubtful_records, kDoubtful);
    todo_card(say("Nghi tài liệu mật", "Suspected secrets"), counts.suspected_secrets, "");
    out_ << "</dl>\n";
  }

  void heading(const char* part, const std::string& text) {
    out_ << "<h2 id=\"" << part << "\">" << text << "</h2>\n";
  }

  void hint(const std::string& text) { out_ << "<p class=\"hint\">" << text << "</p>\n"; }

  void table_head(const std::vector<std::string>& headings) {
    out_ << "<table><thead><tr>";
    for (const std::string& heading : headings) out_ << "<th>" << heading << "</th>";
    out_ << "</tr></thead><tbody>\n";
  }

  void row(const std::vector<std::string>& cells) {
    out_ << "<tr>";
    for (const std::string& cell : cells) out_ << "<td>" << html_text(cell) << "</td>";
    out_ << "</tr>\n";
  }

  void table_end(std::size_t shown, long long all) {
    out_ << "</tbody></table>\n";
    more(shown, all);
  }

  void more(std::size_t shown, long long all) {
    if (static_cast<long long>(shown) < all)
      out_ << "<p>" << say("… và ", "… and ") << count(all - static_cast<long long>(shown))
           << say(" mục nữa.", " more.") << "</p>\n";
  }

  void failures() {
    if (report_.put_aside.empty()) return;
    heading(kFailures, say("Tệp chưa lưu được và lý do", "Files that were not taken, and why"));
    hint(say("Tệp bị cách ly được giữ trong quarantine/failed, tệp bị từ chối ở thư mục ",
             "What was quarantined is kept in quarantine/failed, what was refused in ") +
         html_text(report_.refused) +
         say(", kèm lý do. Sửa hoặc quét lại rồi đặt vào thư mục chờ.",
             ", with the reason. Mend or scan it again and put it into the watch folder."));
    table_head(
        {say("Tệp", "File"), say("Lý do, việc cần làm", "Why, and what to do"), say("Lúc", "At")});
    for (const QuarantineRow& failed : report_.put_aside)
      row({failed.path,
           std::string(reason_sentence(reason_from_code(failed.reason_code), language_)),
           local_time(failed.at)});
    table_end(report_.put_aside.size(), report_.counts.put_aside);
  }

  [[nodiscard]] std::string faults_of(const std::string& codes) const {
    std::istringstream parts(codes);
    std::string text;
    for (std::string code; parts >> code;) text += (text.empty() ? "" : ", ") + word(kFaults, code);
    return text;
  }

  void rescans() {
    if (report_.rescans.empty()) return;
    heading(kRescans, say("Trang nên quét lại", "Pages to scan again"));
    hint(say("Tài liệu đã được lưu; quét lại tờ giấy thì đọc được rõ hơn.",
             "The records are kept; a new scan of the paper gives a better text."));
    out_ << "<div class=\"sheets\">\n";
    for (const RescanRow& rescan : report_.rescans) {
      out_ << "<figure>";
      if (rescan.page.thumbnail.empty())
        out_ << "<span class=\"none\"></span>";
      else
        out_ << "<img alt=\"\" src=\"data:image/jpeg;base64," << rescan.page.thumbnail << "\">";
      out_ << "<figcaption>" << html_text(rescan.original_name) << say(", trang ", ", page ")
           << rescan.page.page << "<br><strong>" << html_text(faults_of(rescan.page.faults))
           << "</strong><br><code>" << rescan.record_id << "</code></figcaption></figure>\n";
    }
    out_ << "</div>\n";
    more(report_.rescans.size(), report_.counts.rescan_pages);
  }

  void doubtful() {
    if (report_.doubtful.empty()) return;
    heading(kDoubtful, say("Thông tin chưa chắc chắn, cần người xem lại",
                           "Fields in doubt, waiting for a reviewer"));
    hint(say("Xem và sửa: <code>sohoa review MÃ</code>",
             "To look at and correct: <code>sohoa review ID</code>"));
    table_head({say("Tài liệu", "Record"), say("Mã", "Id"), say("Cần xem", "To look at")});
    for (const DoubtfulRecord& record : report_.doubtful) {
      std::string fields;
      for (const std::string& field : record.fields)
        fields += (fields.empty() ? "" : ", ") + word(kFields, field);
      row({record.original_name, record.record_id, fields});
    }
    table_end(report_.doubtful.size(), report_.counts.doubtful_records);
  }

  void keeping() {
    const BatchResult& batch = report_.batch;
    out_ << "<h2>" << say("Gìn giữ", "Keeping") << "</h2>\n<p>";
    if (!batch.checked)
      out_ << say("Đợt này không kịp kiểm tra kho.", "There was no time to check the archive.");
    else
      out_ << say("Đã đọc kiểm ", "Read and checked: ") << count(batch.checked_files)
           << say(" tệp", " files")
           << (batch.checked_all ? say(" (toàn bộ kho)", " (the whole archive)")
                                 : say(", lâu chưa kiểm nhất trước", ", the oldest checks first"))
           << "; "
           << (batch.damage == 0 ? say("không thấy hỏng.", "no damage found.")
                                 : std::to_string(batch.damage) + say(" chỗ hỏng.", " damaged."));
    out_ << "</p>\n";
    if (batch.copies.empty())
      out_ << "<p>"
           << say("Chưa khai báo bản sao nào (batch.copies trong sohoa.toml): quy định cần hai bộ "
                  "độc lập.",
                  "No copy is named (batch.copies in sohoa.toml): the regulation asks for two "
                  "independent sets.")
           << "</p>\n";
    for (const CopyOutcome& copy : batch.copies)
      out_ << "<p>" << say("Bản sao ", "Copy ") << html_text(copy.path) << ": "
           << (copy.finished ? count(copy.copied) + say(" tệp mới, đủ và đã đọc lại.",
                                                        " new files, complete and read back.")
                             : say("chưa xong: ", "not finished: ") + html_text(copy.detail))
           << "</p>\n";
  }

  const MorningReport& report_;
  const Language language_;
  std::ostringstream out_;
};

}  // namespace

std::string morning_report_html(const MorningReport& report, Language language) {
  return Page(report, language).text();
}

}  // namespace sohoa
