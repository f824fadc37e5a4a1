#include "pipeline/finding.h"

#include <array>

namespace sohoa {

namespace {

struct Remedy {
  std::string_view vietnamese;
  std::string_view english;
};

struct Entry {
  FindingKind kind;
  std::string_view code;
  std::string_view vietnamese;
  std::string_view english;
  Remedy remedy;
};

// clang-format off
constexpr Remedy kRepair{"chạy sohoa repair --from BẢN_SAO", "run sohoa repair --from COPY"};
constexpr Remedy kReindex{"chạy sohoa reindex", "run sohoa reindex"};

constexpr std::array kFindings = {
  Entry{FindingKind::ledger_damaged, "ledger_damaged",
    "sổ cái bị sửa hoặc hỏng", "the ledger was changed or damaged", kRepair},
  Entry{FindingKind::ledger_gap, "ledger_gap",
    "sổ cái thiếu các dòng đã được chấp nhận là mất", "lines of the ledger are missing that were accepted as lost",
    {"nếu tìm lại được bản sao có các dòng ấy: sohoa repair --from BẢN_SAO", "should a copy turn up that has them: sohoa repair --from COPY"}},
  Entry{FindingKind::anchor_broken, "anchor_broken",
    "sổ cái không khớp dấu neo", "the ledger does not agree with an anchor",
    {"so với bản in của dấu neo và báo người quản trị", "compare with the printed anchor and tell the administrator"}},
  Entry{FindingKind::file_missing, "file_missing",
    "tệp bị mất", "the file is missing", kRepair},
  Entry{FindingKind::file_changed, "file_changed",
    "tệp bị thay đổi", "the file was changed", kRepair},
  Entry{FindingKind::file_unreadable, "file_unreadable",
    "không đọc được tệp", "the file cannot be read",
    {"kiểm tra quyền và ổ đĩa, rồi chạy sohoa repair --from BẢN_SAO", "check rights and disk, then run sohoa repair --from COPY"}},
  Entry{FindingKind::file_unlisted, "file_unlisted",
    "tệp không có trong sổ cái", "the ledger does not name the file",
    {"nạp lại tệp gốc, hoặc chạy sohoa repair để ghi gói, giấy tờ còn nguyên vào sổ cái", "take the original in again, or let sohoa repair enter whole bags and papers into the ledger"}},
  Entry{FindingKind::leftover, "leftover",
    "phần dở dang do một lần ngắt để lại", "left unfinished by an interruption",
    {"không hại gì; sohoa repair dọn đi", "harmless; sohoa repair clears it away"}},
  Entry{FindingKind::strange_file, "strange_file",
    "tệp lạ trong kho", "a strange file in the archive",
    {"xem nó từ đâu đến rồi chuyển ra ngoài kho", "see where it came from and move it out of the archive"}},
  Entry{FindingKind::catalogue_missing, "catalogue_missing",
    "mất danh mục", "the catalogue is missing", kReindex},
  Entry{FindingKind::catalogue_damaged, "catalogue_damaged",
    "danh mục bị hỏng", "the catalogue is damaged", kReindex},
  Entry{FindingKind::record_not_catalogued, "record_not_catalogued",
    "tài liệu có trong kho mà không có trong danh mục", "the record is not in the catalogue", kReindex},
  Entry{FindingKind::record_outdated, "record_outdated",
    "danh mục chỉ đến một phiên bản khác", "the catalogue names another version", kReindex},
  Entry{FindingKind::row_without_bag, "row_without_bag",
    "danh mục có mà trong kho không có gói", "the catalogue names a bag that is not there",
    {"chạy sohoa repair --from BẢN_SAO, rồi sohoa reindex", "run sohoa repair --from COPY, then sohoa reindex"}},
  Entry{FindingKind::search_missing, "search_missing",
    "mất chỉ mục tìm kiếm", "the search index is missing", kReindex},
  Entry{FindingKind::search_damaged, "search_damaged",
    "chỉ mục tìm kiếm bị hỏng", "the search index is damaged", kReindex},
  Entry{FindingKind::record_not_searchable, "record_not_searchable",
    "tài liệu không có trong chỉ mục tìm kiếm", "the record is not in the search index", kReindex},
  Entry{FindingKind::search_without_record, "search_without_record",
    "chỉ mục tìm kiếm có tài liệu không còn trong danh mục", "the search index names a record that the catalogue does not", kReindex},
  Entry{FindingKind::record_exposed, "record_exposed",
    "nội dung của phông mã hóa nằm trong danh mục hoặc chỉ mục", "contents of an encrypted fonds are in the catalogue or the search index", kReindex},
  Entry{FindingKind::disposal_broken, "disposal_broken",
    "việc tiêu hủy không khớp với chứng nhận", "a destruction does not agree with its certificate",
    {"báo người có thẩm quyền; xem sohoa disposal show", "tell the person in charge; see sohoa disposal show"}},
  Entry{FindingKind::disposal_unfinished, "disposal_unfinished",
    "việc tiêu hủy bị ngắt giữa chừng", "a destruction was interrupted",
    {"chạy lại sohoa disposal carry-out", "run sohoa disposal carry-out again"}},
  Entry{FindingKind::copy_mended, "copy_mended",
    "bản sao bị hỏng ở tệp này, đã chép lại", "the copy was damaged at this file and is whole again",
    {"theo dõi ổ đĩa của bản sao", "keep an eye on the copy's disk"}},
  Entry{FindingKind::copy_unfinished, "copy_unfinished",
    "bản sao đang được cập nhật hoặc bị ngắt giữa chừng", "the copy is being brought up to date, or was interrupted",
    {"chạy lại sohoa copy --to", "run sohoa copy --to again"}},
};
// clang-format on

const Entry& entry_of(FindingKind kind) {
  for (const Entry& entry : kFindings)
    if (entry.kind == kind) return entry;
  return kFindings.front();
}

}  // namespace

std::string_view finding_code(FindingKind kind) {
  return entry_of(kind).code;
}

std::string_view finding_sentence(FindingKind kind, Language language) {
  const Entry& entry = entry_of(kind);
  return language == Language::vietnamese ? entry.vietnamese : entry.english;
}

std::string_view finding_remedy(FindingKind kind, Language language) {
  const Remedy& remedy = entry_of(kind).remedy;
  return language == Language::vietnamese ? remedy.vietnamese : remedy.english;
}

bool is_damage(FindingKind kind) {
  switch (kind) {
    case FindingKind::ledger_gap:
    case FindingKind::leftover:
    case FindingKind::copy_mended:
    case FindingKind::copy_unfinished:
    case FindingKind::disposal_unfinished:
    case FindingKind::record_exposed:
      return false;
    default:
      return true;
  }
}

}  // namespace sohoa
