#include "sample_letters.h"

#include <array>

#include "records/describe.h"

namespace sohoa::testing {

Fields describe_page(const TextLayout& page) {
  return describe(std::array{page});
}

std::string value(const Fields& fields, const std::string& key) {
  const auto found = fields.find(key);
  return found == fields.end() ? "(absent)" : found->second.value;
}

LetterPage state_head() {
  LetterPage page;
  page.left(0, "ỦY BAN NHÂN DÂN").right(0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  page.left(1, "TỈNH PHÚ THỌ").right(1, "Độc lập - Tự do - Hạnh phúc");
  return page;
}

LetterPage decision() {
  LetterPage page = state_head();
  page.left(3, "Số: 2317/QĐ-UBND").right(3, "Phú Thọ, ngày 05 tháng 3 năm 2024");
  page.centre(5, "QUYẾT ĐỊNH");
  page.centre(6, "Về việc giao chỉ tiêu trồng cây phân tán");
  page.centre(7, "trên địa bàn tỉnh năm 2024");
  page.centre(9, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH");
  page.body(10, "Căn cứ Luật Tổ chức chính quyền địa phương;");
  page.at(330, 36, "Nơi nhận:").right(36, "KT. CHỦ TỊCH");
  page.at(330, 37, "- Như Điều 3;").right(37, "PHÓ CHỦ TỊCH");
  page.at(330, 38, "- Lưu: VT, KT.").right(41, "Trần Thị Bích Hạnh");
  return page;
}

LetterPage party_head() {
  LetterPage page;
  page.left(0, "TỈNH ỦY PHÚ THỌ").right(0, "ĐẢNG CỘNG SẢN VIỆT NAM");
  page.left(1, "BAN TỔ CHỨC");
  page.left(1.7, "*");
  return page;
}

}  // namespace sohoa::testing
