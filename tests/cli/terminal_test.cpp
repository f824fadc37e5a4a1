#include "cli/terminal.h"

#include <gtest/gtest.h>

namespace sohoa {

TEST(Terminal, AVietnameseLetterTakesOneColumnHoweverItIsComposed) {
  EXPECT_EQ(display_width("Quyết"), 5);
  EXPECT_EQ(display_width("Quye\u0302\u0301t"), 5);
}

TEST(Terminal, TextThatIsTooWideEndsWithAnEllipsisWithinTheWidth) {
  EXPECT_EQ(fit_width("quyết định", 6), "quyết…");
  EXPECT_EQ(display_width(fit_width("quyết định", 6)), 6);
  EXPECT_EQ(fit_width("quyết", 6), "quyết");
}

TEST(Terminal, PaddingBringsEveryTextToTheSameWidth) {
  EXPECT_EQ(display_width(pad_width("ủy", 8)), 8);
  EXPECT_EQ(display_width(pad_width("một tên rất dài", 8)), 8);
}

TEST(Terminal, EscapeSequencesInANameAreShownHarmlessly) {
  EXPECT_EQ(printable("a\x1b[2Jb\n"), "a?[2Jb?");
}

}  // namespace sohoa
