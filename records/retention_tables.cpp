// Tables of retention periods as data. Only what is known for certain stands here:
// where the wording of a table was not at hand, its name stands without entries.
#include "records/retention.h"

namespace sohoa {

namespace {

using Kind = RetentionPeriod::Kind;

RetentionPeriod years(int count) {
  return {Kind::years, count};
}

constexpr RetentionPeriod kPermanent{Kind::permanent, 0};

std::vector<RetentionTable> make_tables() {
  return {// The code list "maintenance" of the circular's file description.
          {"TT-05-2025",
           "Thông tư 05/2025/TT-BNV, danh mục mã thời hạn lưu trữ",
           "2025-05-14",
           "",
           {{"01", kPermanent, "Vĩnh viễn"},
            {"02", years(70), "70 năm"},
            {"03", years(50), "50 năm"},
            {"04", years(30), "30 năm"},
            {"05", years(20), "20 năm"},
            {"06", years(10), "10 năm"},
            {"07", {}, "Khác"}}},
          // Its sample tables for provincial and district Party bodies are not at hand.
          {"HD-35-VPTW",
           "Hướng dẫn 35-HD/VPTW của Văn phòng Trung ương Đảng, bảng thời hạn bảo quản mẫu",
           "2010-10-18",
           "",
           {}},
          // Common periods of State bodies; its table is not at hand.
          {"TT-10-2022",
           "Thông tư 10/2022/TT-BNV, thời hạn bảo quản tài liệu hình thành phổ biến",
           "2022",
           "",
           {}},
          // The periods that the Party's table of 1988 knew; what fell under which is not at hand.
          {"DANG-1988",
           "Bảng thời hạn bảo quản tài liệu của Đảng năm 1988, các mức thời hạn",
           "1988",
           "",
           {{"vv", kPermanent, "Vĩnh viễn"},
            {"15", years(15), "15 năm"},
            {"10", years(10), "10 năm"},
            {"5", years(5), "5 năm"},
            {"1", years(1), "1 năm"}}}};
}

}  // namespace

std::span<const RetentionTable> known_tables() {
  static const std::vector<RetentionTable> tables = make_tables();
  return tables;
}

}  // namespace sohoa
