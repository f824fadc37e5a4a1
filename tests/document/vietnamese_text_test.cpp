#include "document/vietnamese_text.h"

#include <gtest/gtest.h>

namespace sohoa {

TEST(VietnameseText, FoldingTakesAwayEveryMarkAndMakesDOfDStroke) {
  EXPECT_EQ(fold("Quyết Định ĐẢNG ỦY ưỡng"), "quyet dinh dang uy uong");
}

TEST(VietnameseText, FoldingADecomposedTextGivesTheSameAsAComposedOne) {
  EXPECT_EQ(fold("Quye\u0302\u0301t"), "quyet");
  EXPECT_EQ(fold("Quy\u0065\u0301\u0302t"), fold("Quyết"));
}

TEST(VietnameseText, FoldingStripsForeignMarksToo) {
  EXPECT_EQ(fold("Köln"), "koln");
}

TEST(VietnameseText, NormalisingComposesAndKeepsLettersThatAreAlreadyComposed) {
  EXPECT_EQ(to_nfc("Vie\u0323\u0302t"), "Việt");
  EXPECT_EQ(to_nfc("½ đ"), "½ đ");
}

TEST(VietnameseText, InvalidBytesBecomeReplacementCharacters) {
  EXPECT_EQ(to_nfc("a\xffz"), "a\uFFFDz");
}

TEST(VietnameseText, BothHabitsOfPlacingTheToneGiveOneSpelling) {
  EXPECT_EQ(unify_tone_placement("hoà"), unify_tone_placement("hòa"));
  EXPECT_EQ(unify_tone_placement("Thuỷ"), unify_tone_placement("thủy"));
  EXPECT_EQ(unify_tone_placement("khoẻ"), unify_tone_placement("khỏe"));
}

TEST(VietnameseText, TonePlacementLeavesQuAndGiAndClosedSyllablesAlone) {
  EXPECT_EQ(unify_tone_placement("quý"), "quý");
  EXPECT_EQ(unify_tone_placement("hoàn"), "hoàn");
  EXPECT_EQ(unify_tone_placement("quả"), "quả");
}

TEST(VietnameseText, EveryAccentedLetterComesApartAndTogetherAgain) {
  int letters = 0;
  for (char32_t c = 0xC0; c < 0x1F00; ++c) {
    const VietnameseLetter letter = take_apart(c);
    if (letter.plain == letter.shaped && letter.tone == Tone::level) continue;
    EXPECT_EQ(put_together(letter), c);
    ++letters;
  }
  EXPECT_EQ(letters, 134);  // TCVN 6909:2001
}

}  // namespace sohoa
