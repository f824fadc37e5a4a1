#include "ocr/look_alikes.h"

#include <gtest/gtest.h>

#include "document/vietnamese_text.h"

namespace sohoa {
namespace {

using Others = std::vector<std::string>;

TEST(LookAlikes, OfASyllableDifferInItsTone) {
  EXPECT_EQ(look_alikes_of("việc"), (Others{"viêc", "víệc"}));
  EXPECT_EQ(look_alikes_of("SỐ"), (Others{"SỔ", "X\u1ed0"}));
}

TEST(LookAlikes, OfANumberDifferInADigit) {
  EXPECT_EQ(look_alikes_of("1009"), (Others{"7009", "1609"}));
}

TEST(LookAlikes, KeepCapitalsAndPunctuation) {
  EXPECT_EQ(look_alikes_of("TTr."), (Others{"LTr.", "TLr."}));
  EXPECT_EQ(look_alikes_of("-"), Others{"."});
}

TEST(LookAlikes, OfEveryLetterDigitAndCommonSignThereIsOneAtLeast) {
  for (const char32_t c : to_code_points("abcdđeghiklmnopqrstuvxyfjwzABCDĐEGHIKLMNOPQRSTUVXYFJWZ"
                                         "0123456789.,;:/()[]-\"'%²³àảãáạăằâấêệôốơờưứyỹ"))
    EXPECT_FALSE(look_alikes_of(to_utf8(std::u32string(1, c))).empty()) << to_utf8({&c, 1});
}

TEST(LookAlikes, OfASignThatIsNeverReadThereIsNone) {
  EXPECT_TRUE(look_alikes_of("☎").empty());
}

}  // namespace
}  // namespace sohoa
