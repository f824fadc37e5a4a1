#include "ocr/stamps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "document/vietnamese_text.h"
#include "image/clean.h"
#include "tests/ocr/drawn_page.h"

namespace sohoa {
namespace {

constexpr unsigned kBlack = 0x101010;
constexpr unsigned kRed = 0xC02030;
constexpr unsigned kFadedRed = 0xE09AA0;

const std::string kText =
    "Văn phòng Tỉnh ủy kính gửi các đồng chí báo cáo\n"
    "kết quả thực hiện nhiệm vụ quý một và phương hướng\n"
    "công tác trọng tâm của quý hai, đề nghị góp ý kiến";

struct Slanted {
  const char* text;
  const char* folded;
  double degrees;
  int frames;
  unsigned rgb;
  int dpi;
  bool over_text;
};

// The middle of the stamp stands at about the same place for every slant.
PageImage letter_with(const Slanted& stamp) {
  const double unit = stamp.dpi / 300.0;
  const auto width = static_cast<int>(1500 * unit);
  const auto height = static_cast<int>(1400 * unit);
  std::vector<DrawnText> texts{{kText, 100 * unit, 1050 * unit, 50 * unit, kBlack, false, 0}};
  const double top = (stamp.over_text ? 980 : 350) - 5 * stamp.degrees;
  DrawnText drawn{stamp.text, 350 * unit, top * unit, 80 * unit, stamp.rgb, true, stamp.degrees};
  drawn.frames = stamp.frames;
  texts.push_back(drawn);
  PageImage page = draw_page(width, height, texts);
  page.set_dpi({static_cast<double>(stamp.dpi)});
  return page;
}

std::string read(const PageImage& page) {
  static const std::unique_ptr<OcrEngine> engine = make_tesseract_engine({});
  return plain_text(read_stamps(clean(page, {}), *engine));
}

class SlantedStamp : public testing::TestWithParam<Slanted> {};

TEST_P(SlantedStamp, IsRead) {
  const std::string found = read(letter_with(GetParam()));
  EXPECT_NE(fold(found).find(GetParam().folded), std::string::npos) << found;
}

std::vector<Slanted> every_kind() {
  std::vector<Slanted> all;
  const std::pair<const char*, const char*> texts[] = {
      {"MẬT", "mat"}, {"TỐI MẬT", "mat"}, {"TUYỆT MẬT", "tuyet mat"}, {"HỎA TỐC", "hoa toc"}};
  for (const auto& [text, folded] : texts)
    for (const double degrees : {-40, -25, -10, 0, 10, 25, 40}) {
      all.push_back({text, folded, degrees, 1, kRed, 300, false});
      all.push_back({text, folded, degrees, 2, kFadedRed, 200, true});
    }
  return all;
}

std::string name_of(const testing::TestParamInfo<Slanted>& kind) {
  const Slanted& s = kind.param;
  std::string name = fold(s.text);
  name += (s.degrees < 0 ? "_left" : "_right") + std::to_string(std::lround(std::abs(s.degrees)));
  name += "_frames" + std::to_string(s.frames) + "_dpi" + std::to_string(s.dpi);
  name += s.rgb == kRed ? "_red" : "_faded";
  if (s.over_text) name += "_over";
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(EveryKind, SlantedStamp, testing::ValuesIn(every_kind()), name_of);

}  // namespace
}  // namespace sohoa
