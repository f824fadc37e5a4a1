#include <gtest/gtest.h>

#include "index/query_parser.h"
#include "index/search_index.h"
#include "index/snippet.h"

namespace sohoa {
namespace {

std::string as_fts5(std::string_view text, Spelling spelling = Spelling::folded) {
  const ParsedQuery query = parse_query(text);
  return query.terms.empty() ? "" : fts5_conjunction(query, spelling);
}

// With brackets for the marks, which a reader can see.
std::string snippet(std::string_view text, std::string_view typed, std::size_t near_word = 0) {
  std::string shown = make_snippet(text, parse_query(typed), Spelling::folded, near_word).text;
  for (char& c : shown) {
    if (c == kHitStart) c = '[';
    if (c == kHitEnd) c = ']';
  }
  return shown;
}

TEST(Query, JoinsWordsByAnd) {
  EXPECT_EQ(as_fts5("khen  thưởng"), R"(("~khen" AND "~thuong"))");
}

TEST(Query, KeepsMarksForTheExactSpelling) {
  EXPECT_EQ(as_fts5("Hoà Bình", Spelling::exact), R"(("hòa" AND "bình"))");
}

TEST(Query, TakesQuotedWordsAndCodesAsPhrases) {
  EXPECT_EQ(as_fts5(R"("uỷ ban" 123/QĐ-UBND)"), R"(("~uy ~ban" AND "~123 ~qd ~ubnd"))");
  EXPECT_EQ(as_fts5("“uỷ ban” «nhân dân»"), R"(("~uy ~ban" AND "~nhan ~dan"))");
}

TEST(Query, ClosesAQuoteThatWasLeftOpen) {
  EXPECT_EQ(as_fts5("\"uỷ ban"), R"(("~uy ~ban"))");
}

TEST(Query, TakesAStarBehindAWordForItsBeginning) {
  EXPECT_EQ(as_fts5("ngh*"), R"(("~ngh" *))");
  EXPECT_EQ(as_fts5("123/QĐ-UBN*"), R"(("~123 ~qd ~ubn" *))");
  EXPECT_EQ(as_fts5("\"ngh*\""), R"(("~ngh"))");
}

TEST(Query, TakesTooShortABeginningForAWord) {
  EXPECT_EQ(as_fts5("n* th*"), R"(("~n" AND "~th"))");
}

TEST(Query, LooksForAWordOnce) {
  EXPECT_EQ(as_fts5("a b A"), R"(("~a" AND "~b"))");
}

TEST(Query, WithoutWordsHasNoTerms) {
  for (const char* text : {"", " ", "\"\"", "***", "-/.", "\"", "\xff\xfe", "()", "。"})
    EXPECT_TRUE(parse_query(text).terms.empty()) << text;
}

TEST(Query, OfAnyLengthHasFewTerms) {
  std::string text;
  for (int i = 1; i < 5000; ++i) text += std::to_string(i) + ' ';
  EXPECT_EQ(parse_query(text).terms.size(), 32U);
}

TEST(Query, KnowsWhetherItWasTypedWithMarks) {
  EXPECT_TRUE(parse_query("đang").has_marks);
  EXPECT_TRUE(parse_query("quyết").has_marks);
  EXPECT_FALSE(parse_query("quyet dinh 12").has_marks);
}

TEST(Snippet, MarksTheOriginalSpelling) {
  EXPECT_EQ(snippet("Về việc Khen Thưởng các cá nhân.", "thuong"),
            "Về việc Khen [Thưởng] các cá nhân.");
}

TEST(Snippet, GivesNeighbouringMatchesOneMark) {
  EXPECT_EQ(snippet("Về việc khen\nthưởng, khen ngợi.", "khen thưởng"),
            "Về việc [khen thưởng], [khen] ngợi.");
}

TEST(Snippet, MarksAPhraseOnlyWhereItStandsWhole) {
  EXPECT_EQ(snippet("ban uỷ, uỷ ban", "\"uy ban\""), "ban uỷ, [uỷ ban]");
}

TEST(Snippet, MarksAWordByItsBeginning) {
  EXPECT_EQ(snippet("nghị quyết, ngân sách", "ngh*"), "[nghị] quyết, ngân sách");
}

TEST(Snippet, IsCutAtWordsAroundTheMatch) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "mở rộng ";
  text += "đặc biệt";
  for (int i = 0; i < 200; ++i) text += " mở rộng";
  const std::string shown = snippet(text, "dac biet");
  EXPECT_NE(shown.find("[đặc biệt]"), std::string::npos);
  EXPECT_EQ(shown.rfind("…", 0), 0U);
  EXPECT_EQ(shown.substr(shown.size() - 3), "…");
  EXPECT_LT(shown.size(), 260U);
  EXPECT_GT(shown.size(), 160U);
}

TEST(Snippet, StandsAtTheMatchThatIsAskedFor) {
  std::string text = "phiếu trình";
  for (int i = 0; i < 200; ++i) text += " lặp";
  text += " phiếu gửi";
  EXPECT_EQ(snippet(text, "phieu").rfind("[phiếu] trình", 0), 0U);
  EXPECT_NE(snippet(text, "phieu", 150).find("[phiếu] gửi"), std::string::npos);
}

TEST(Snippet, LeavesOutControlCharactersOfTheText) {
  EXPECT_EQ(snippet("a\x02 b\x03\tc", "b"), "a [b] c");
}

TEST(Snippet, OfATextWithoutWordsIsEmpty) {
  EXPECT_EQ(snippet("…—…", "b"), "");
}

}  // namespace
}  // namespace sohoa
