// The report as a page that needs no network and no script, and prints on paper.
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <sstream>

#include "pipeline/export_html.h"
#include "pipeline/morning_report.h"

namespace sohoa {

namespace {

constexpr const char* kStyle = R"(
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1.5rem;font:16px/1.5 system-ui,"Segoe UI",Roboto,
 "Noto Sans",sans-serif;background:#fbfaf7;color:#1b1b1b}
h1{margin:0;font-size:1.5rem}
h2{margin:2rem 0 .5rem;font-size:1.15rem;border-bottom:2px solid #8c1d18;padding-bottom:.2rem}
.when{color:#555;margin:.25rem 0 1rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(11rem,1fr));gap:.75rem;margin:0}
.cards div{background:#fff;border:1px solid #d8d3c8;border-radius:6px;padding:.7rem .9rem}
dt{color:#555;font-size:.9rem}
dd{margin:0;font-size:1.5rem;font-weight:600}
.alert{background:#8c1d18;color:#fff;padding:.7rem 1rem;border-radius:6px;font-weight:600}
table{border-collapse:collapse;width:100%;background:#fff}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #e2ded4;
 overflow-wrap:anywhere}
th{background:#f1ede3}
.sheets{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem}
figure{margin:0;background:#fff;border:1px solid #d8d3c8;border-radius:6px;padding:.6rem}
figure img{display:block;max-width:100%;height:auto;margin:0 auto .5rem;border:1px solid #999}
figcaption{font-size:.9rem;overflow-wrap:anywhere}
code{font-size:.85em}
@media (prefers-color-scheme:dark){body{background:#171717;color:#eee}
 .cards div,table,figure{background:#1f1f1f;border-color:#3a3a3a}th{background:#2a2a2a}
 td,th{border-color:#3a3a3a}.when,dt{color:#bbb}}
@media print{body{background:#fff;padding:0}figure,tr{break-inside:avoid}}
)";

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
                                Words{"blank", "trang trắng", "blank"}};

constexpr std::array kFields = {Words{"agency", "cơ quan ban hành", "agency"},
                                Words{"number", "số", "number"},
                                Words{"notation", "số, ký hiệu", "notation"},
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
  }

  void alert(const std::string& text) { out_ << "<p class=\"alert\">" << text << "</p>\n"; }

  void alerts() {
    if (report_.batch.damage > 0)
      alert(std::to_string(report_.batch.damage) +
            say(" chỗ hỏng trong kho lưu trữ. Chạy: sohoa verify, rồi sohoa repair --from BẢN_SAO.",
                " findings of damage in the archive. Run sohoa verify, then sohoa repair --from "
                "COPY."));
    for (const CopyOutcome& copy : report_.batch.copies)
      if (!copy.finished)
        alert(say("Bản sao chưa cập nhật được: ", "A copy could not be brought up to date: ") +
              html_text(copy.path));
    if (report_.counts.suspected_secrets > 0)
      alert(std::to_string(report_.counts.suspected_secrets) +
            say(" tệp nghi là tài liệu mật đã được niêm phong; người có thẩm quyền mở bằng khóa "
                "riêng.",
                " files that may be state secrets were sealed; the person in charge opens them "
                "with the private key."));
    if (report_.days_until_full && *report_.days_until_full < 30)
      alert(say("Ổ đĩa sẽ đầy sau khoảng ", "The disk will be full in about ") +
            number(std::floor(*report_.days_until_full), 0) + say(" ngày.", " days."));
  }

  void card(const std::string& label, const std::string& value) {
    out_ << "<div><dt>" << label << "</dt><dd>" << value << "</dd></div>\n";
  }

  void cards() {
    const BatchResult& batch = report_.batch;
    out_ << "<dl class=\"cards\">\n";
    card(say("Tài liệu đã lưu trữ", "Documents archived"), std::to_string(report_.counts.records));
    card(say("Số trang", "Pages"), std::to_string(report_.counts.pages));
    if (batch.pages > 0 && batch.reading_seconds > 0)
      card(say("Trang mỗi phút", "Pages a minute"),
           number(static_cast<double>(batch.pages) * 60 / batch.reading_seconds, 1));
    card(say("Cách ly, từ chối", "Put aside"), std::to_string(report_.counts.put_aside));
    card(say("Nghi tài liệu mật", "Suspected secrets"),
         std::to_string(report_.counts.suspected_secrets));
    card(say("Trang nên quét lại", "Pages to scan again"),
         std::to_string(report_.counts.rescan_pages));
    card(say("Tài liệu cần xem lại", "Records to review"),
         std::to_string(report_.counts.doubtful_records));
    card(say("Còn đợi", "Still waiting"), std::to_string(batch.waiting));
    card(say("Ổ đĩa còn trống", "Free on disk"),
         number(static_cast<double>(report_.free_bytes) / 1e9, 1) + " GB");
    card(say("Đầy sau", "Full in"),
         report_.days_until_full
             ? number(std::floor(*report_.days_until_full), 0) + say(" ngày", " days")
             : say("chưa rõ", "not known"));
    out_ << "</dl>\n";
  }

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
    if (static_cast<long long>(shown) < all)
      out_ << "<p>" << say("… và ", "… and ") << all - static_cast<long long>(shown)
           << say(" mục nữa.", " more.") << "</p>\n";
  }

  void failures() {
    if (report_.put_aside.empty()) return;
    out_ << "<h2>" << say("Tệp chưa lưu được và lý do", "Files that were not taken, and why")
         << "</h2>\n";
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
    out_ << "<h2>" << say("Trang nên quét lại", "Pages to scan again") << "</h2>\n"
         << "<div class=\"sheets\">\n";
    for (const RescanRow& rescan : report_.rescans)
      out_ << "<figure><img alt=\"\" src=\"data:image/jpeg;base64," << rescan.page.thumbnail
           << "\"><figcaption>" << html_text(rescan.original_name) << say(", trang ", ", page ")
           << rescan.page.page << "<br><strong>" << html_text(faults_of(rescan.page.faults))
           << "</strong><br><code>" << rescan.record_id << "</code></figcaption></figure>\n";
    out_ << "</div>\n";
  }

  void doubtful() {
    if (report_.doubtful.empty()) return;
    out_ << "<h2>"
         << say("Thông tin chưa chắc chắn, cần người xem lại",
                "Fields in doubt, waiting for a reviewer")
         << "</h2>\n";
    table_head({say("Tài liệu", "Record"), say("Mã", "Id"),
                say("Cần xem: sohoa review MÃ", "To look at: sohoa review ID")});
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
      out_ << say("Đã đọc kiểm ", "Read and checked: ") << batch.checked_files
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
           << (copy.finished
                   ? std::to_string(copy.copied) +
                         say(" tệp mới, đủ và đã đọc lại.", " new files, complete and read back.")
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
