#include "document/reason.h"

#include <array>

namespace sohoa {

namespace {

struct Entry {
  Reason reason;
  std::string_view code;
  std::string_view vietnamese;
  std::string_view english;
};

// clang-format off
constexpr std::array kReasons = {
  Entry{Reason::none, "none", "", ""},
  Entry{Reason::empty_file, "empty_file",
    "Tệp rỗng (0 byte). Hãy quét hoặc sao chép lại.",
    "The file is empty (0 bytes). Scan or copy it again."},
  Entry{Reason::truncated, "truncated",
    "Tệp bị cụt: phần cuối bị thiếu. Hãy quét hoặc sao chép lại.",
    "The file is cut off: its end is missing. Scan or copy it again."},
  Entry{Reason::unknown_format, "unknown_format",
    "Không nhận ra định dạng. Các định dạng được nhận: PDF, TIFF, JPEG, PNG, WebP, JPEG 2000, BMP, zip, tar, 7z.",
    "The format is not known. Taken are PDF, TIFF, JPEG, PNG, WebP, JPEG 2000, BMP, zip, tar and 7z."},
  Entry{Reason::unreadable_image, "unreadable_image",
    "Không giải mã được ảnh: dữ liệu ảnh bị hỏng. Hãy quét lại.",
    "The image cannot be decoded: its data is damaged. Scan it again."},
  Entry{Reason::image_too_large, "image_too_large",
    "Ảnh khai báo kích thước vượt giới hạn an toàn. Hãy quét lại ở độ phân giải thấp hơn.",
    "The image declares a size beyond the safe limit. Scan it again at a lower resolution."},
  Entry{Reason::no_pages, "no_pages",
    "Tệp không có trang nào.",
    "The file has no pages."},
  Entry{Reason::too_many_pages, "too_many_pages",
    "Tệp có quá nhiều trang. Hãy chia thành nhiều tệp.",
    "The file has too many pages. Divide it into several files."},
  Entry{Reason::pdf_damaged, "pdf_damaged",
    "Tệp PDF bị hỏng, không đọc được cấu trúc. Hãy xuất hoặc quét lại.",
    "The PDF is damaged: its structure cannot be read. Export or scan it again."},
  Entry{Reason::pdf_encrypted, "pdf_encrypted",
    "Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi nạp lại.",
    "The PDF needs a password. Remove the password and bring it again."},
  Entry{Reason::page_unreadable, "page_unreadable",
    "Có trang không đọc được; các trang khác vẫn được xử lý. Hãy kiểm tra trang đó trên giấy.",
    "A page could not be read; the other pages were. Check that page on paper."},
  Entry{Reason::page_ends_program, "page_ends_program",
    "Nhiều lần đọc trang này đều làm chương trình dừng đột ngột; trang được bỏ qua. Hãy kiểm tra trang đó trên giấy.",
    "Every attempt at this page ended the program; it was passed over. Check that page on paper."},
  Entry{Reason::all_pages_unreadable, "all_pages_unreadable",
    "Không đọc được trang nào của tệp. Hãy quét lại.",
    "No page of the file could be read. Scan it again."},
  Entry{Reason::first_page_unreadable, "first_page_unreadable",
    "Không đọc được trang đầu nên không kiểm tra được dấu chỉ mức độ mật. Hãy xem bản giấy; nếu không phải tài liệu mật thì quét lại trang đầu.",
    "The first page could not be read, so nobody knows whether it bears a secrecy stamp. Look at the paper; if it is no secret, scan the first page again."},
  Entry{Reason::archive_damaged, "archive_damaged",
    "Tệp nén bị hỏng. Hãy nén lại.",
    "The archive file is damaged. Pack it again."},
  Entry{Reason::archive_encrypted, "archive_encrypted",
    "Tệp nén có mật khẩu. Hãy nén lại không đặt mật khẩu.",
    "The archive file needs a password. Pack it again without one."},
  Entry{Reason::archive_too_large, "archive_too_large",
    "Nội dung tệp nén vượt giới hạn an toàn. Hãy chia nhỏ.",
    "The contents of the archive file exceed the safe limit. Divide it."},
  Entry{Reason::archive_too_deep, "archive_too_deep",
    "Tệp nén lồng nhau quá sâu. Hãy giải nén trước khi nạp.",
    "Archive files are nested too deeply. Unpack them first."},
  Entry{Reason::unsafe_name, "unsafe_name",
    "Tên tệp không an toàn (đường dẫn ra ngoài, liên kết hoặc ký tự cấm). Hãy đổi tên.",
    "The file name is not safe (leads outside, a link, or forbidden characters). Rename it."},
  Entry{Reason::not_a_regular_file, "not_a_regular_file",
    "Không phải tệp thông thường (liên kết, thiết bị hoặc ống dẫn) nên bị từ chối.",
    "Not a regular file (a link, a device or a pipe), so it is refused."},
  Entry{Reason::changed_while_reading, "changed_while_reading",
    "Tệp thay đổi trong khi đang đọc. Hãy đợi sao chép xong rồi nạp lại.",
    "The file changed while it was read. Wait until it is complete and bring it again."},
  Entry{Reason::suspected_secret, "suspected_secret",
    "Nghi có dấu độ mật: đã niêm phong, không lưu nội dung. Báo người có thẩm quyền.",
    "A secrecy mark is suspected: sealed, nothing of it was stored. Tell the person in charge."},
  Entry{Reason::worker_died, "worker_died",
    "Chương trình con dừng đột ngột khi đọc tệp này. Tệp có thể bị hỏng; hãy quét lại.",
    "The worker process stopped while reading this file. It may be damaged; scan it again."},
  Entry{Reason::worker_timeout, "worker_timeout",
    "Đọc trang quá lâu nên đã dừng. Hãy quét lại trang đó rõ hơn.",
    "Reading took too long and was stopped. Scan that page again, more clearly."},
  Entry{Reason::access_copy_invalid, "access_copy_invalid",
    "Bản PDF/A tạo ra không đạt kiểm tra nên không được lưu. Hãy báo người quản trị.",
    "The PDF/A that was made failed its check and was not kept. Tell the administrator."},
  Entry{Reason::bag_mismatch, "bag_mismatch",
    "Gói lưu trữ đọc lại không khớp với bản ghi. Tệp gốc vẫn còn nguyên; hãy kiểm tra ổ đĩa.",
    "The archive package did not read back as written. The original is untouched; check the disk."},
  Entry{Reason::disk_full, "disk_full",
    "Ổ đĩa đầy. Hãy giải phóng chỗ rồi chạy lại.",
    "The disk is full. Free some space and run again."},
  Entry{Reason::no_permission, "no_permission",
    "Không có quyền đọc hoặc ghi. Hãy kiểm tra quyền của tệp và thư mục.",
    "No permission to read or write. Check the rights of the file and its folder."},
  Entry{Reason::not_found, "not_found",
    "Không tìm thấy tệp.",
    "The file was not found."},
  Entry{Reason::missing_component, "missing_component",
    "Thiếu một thành phần của chương trình. Hãy chạy lại phần cài đặt.",
    "A component of the program is missing. Run the installation again."},
  Entry{Reason::bad_settings, "bad_settings",
    "Thiết lập hoặc thư mục kho chưa đúng. Xem chi tiết ở dòng dưới rồi sửa lại.",
    "The settings or the folder of the archive are not right. Mend what the next line names."},
  Entry{Reason::archive_corrupt, "archive_corrupt",
    "Kho lưu trữ bị hỏng. Hãy chạy sohoa verify và báo người quản trị.",
    "The archive is damaged. Run sohoa verify and tell the administrator."},
  Entry{Reason::key_missing, "key_missing",
    "Tài liệu này được mã hóa và chưa có khóa để mở. Hãy đặt key_file hoặc key_command trong sohoa.toml.",
    "This is encrypted and the key to open it is not here. Set key_file or key_command in sohoa.toml."},
  Entry{Reason::already_there, "already_there",
    "Nơi ghi đã có sẵn; không ghi đè. Hãy chọn chỗ khác hoặc chuyển cái cũ đi.",
    "Something is there already and is not overwritten. Name another place or move it away."},
  Entry{Reason::bag_invalid, "bag_invalid",
    "Gói tài liệu (BagIt) không hợp lệ nên không được nhập. Hãy xin lại bản nguyên vẹn.",
    "The bag is not valid and was not taken in. Ask for a whole copy."},
  Entry{Reason::version_conflict, "version_conflict",
    "Tài liệu này đã có trong kho với nội dung khác; không nhập. Hãy so sánh hai bản.",
    "The archive holds this record with other contents; nothing was taken in. Compare the two."},
  Entry{Reason::bad_table, "bad_table",
    "Bảng mô tả (CSV) có lỗi. Hãy sửa ở dòng và cột đã nêu.",
    "The table of descriptions (CSV) has an error. Correct it at the line and column named."},
  Entry{Reason::destroyed, "destroyed",
    "Tài liệu này đã được tiêu hủy theo quyết định và không được nạp lại. Xem chứng nhận tiêu hủy nêu ở dòng dưới.",
    "This document was destroyed by decision and is not taken in again. See the certificate that the next line names."},
  Entry{Reason::gave_up, "gave_up",
    "Nhiều lần xử lý tệp này đều làm chương trình dừng đột ngột; tệp đã được để riêng, không thử lại nữa. Hãy kiểm tra hoặc quét lại.",
    "Every attempt at this file ended the program; it was put aside and is not tried again. Check it or scan it again."},
  Entry{Reason::interrupted, "interrupted",
    "Bị ngắt giữa chừng; chạy lại sẽ làm tiếp.",
    "Interrupted; running again goes on."},
  Entry{Reason::internal, "internal",
    "Lỗi của chương trình. Hãy gửi nhật ký cho người quản trị.",
    "An error of the program. Send the log to the administrator."},
};
// clang-format on

const Entry& entry_of(Reason reason) {
  for (const Entry& entry : kReasons)
    if (entry.reason == reason) return entry;
  return kReasons.back();
}

}  // namespace

std::string_view reason_code(Reason reason) {
  return entry_of(reason).code;
}

std::string_view reason_sentence(Reason reason, Language language) {
  const Entry& entry = entry_of(reason);
  return language == Language::vietnamese ? entry.vietnamese : entry.english;
}

Reason reason_from_code(std::string_view code) {
  for (const Entry& entry : kReasons)
    if (entry.code == code) return entry.reason;
  return Reason::internal;
}

}  // namespace sohoa
