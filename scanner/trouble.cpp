#include "scanner/trouble.h"

#include <array>

namespace sohoa {

namespace {

struct Entry {
  ScanTrouble trouble;
  std::string_view name;
  std::string_view vietnamese;
  std::string_view english;
};

// clang-format off
constexpr std::array kTroubles = {
  Entry{ScanTrouble::no_library, "no_library",
    "Máy này chưa cài thư viện máy quét SANE. Hãy cài gói libsane1 rồi chạy lại.",
    "The scanner library SANE is not installed. Install the package libsane1 and run again."},
  Entry{ScanTrouble::no_scanner, "no_scanner",
    "Không tìm thấy máy quét. Hãy bật máy, kiểm tra dây cắm; `sohoa scan --list` liệt kê các máy.",
    "No scanner was found. Switch it on and look at its cable; `sohoa scan --list` lists them."},
  Entry{ScanTrouble::several, "several",
    "Có nhiều máy quét. Hãy chọn một máy bằng --device; `sohoa scan --list` liệt kê các máy.",
    "There are several scanners. Choose one with --device; `sohoa scan --list` lists them."},
  Entry{ScanTrouble::not_offered, "not_offered",
    "Máy quét không có chế độ được yêu cầu. Nếu không quét được hai mặt, hãy dùng --backs.",
    "The scanner does not offer what was asked for. Where it cannot scan both sides, use --backs."},
  Entry{ScanTrouble::busy, "busy",
    "Máy quét đang được chương trình khác dùng. Hãy đợi xong rồi quét lại.",
    "Another program is using the scanner. Wait until it is done and scan again."},
  Entry{ScanTrouble::feeder_empty, "feeder_empty",
    "Khay nạp hết giấy. Hãy đặt giấy vào khay.",
    "The feeder is empty. Put paper into it."},
  Entry{ScanTrouble::jam, "jam",
    "Giấy bị kẹt trong máy quét. Hãy gỡ ra và đặt lại những tờ chưa quét, kể cả tờ bị kẹt.",
    "Paper is stuck in the scanner. Take it out and put back the sheets not yet scanned, with it."},
  Entry{ScanTrouble::cover_open, "cover_open",
    "Nắp máy quét đang mở. Hãy đóng nắp lại.",
    "The scanner's cover is open. Close it."},
  Entry{ScanTrouble::sides_differ, "sides_differ",
    "Số mặt trước và số mặt sau khác nhau: có tờ bị kéo đôi hoặc thiếu. Hãy quét lại mặt sau.",
    "Fronts and backs differ in number: sheets went through together. Scan the backs again."},
  Entry{ScanTrouble::failed, "failed",
    "Máy quét báo lỗi. Hãy tắt máy, bật lại rồi quét lại.",
    "The scanner failed. Switch it off and on and scan again."},
};
// clang-format on

const Entry& entry_of(ScanTrouble trouble) {
  for (const Entry& entry : kTroubles)
    if (entry.trouble == trouble) return entry;
  return kTroubles.back();
}

}  // namespace

std::string_view trouble_name(ScanTrouble trouble) {
  return entry_of(trouble).name;
}

std::string_view trouble_sentence(ScanTrouble trouble, Language language) {
  const Entry& entry = entry_of(trouble);
  return language == Language::vietnamese ? entry.vietnamese : entry.english;
}

bool mended_by_hand(ScanTrouble trouble) {
  return trouble == ScanTrouble::feeder_empty || trouble == ScanTrouble::jam ||
         trouble == ScanTrouble::cover_open;
}

ScanError::ScanError(ScanTrouble trouble, const std::string& detail)
    : Error(ErrorKind::service_broken,
            trouble == ScanTrouble::no_library ? Reason::missing_component : Reason::internal,
            "scan", detail),
      trouble_(trouble) {}

}  // namespace sohoa
