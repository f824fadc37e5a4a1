#include "index/search_index.h"

#include <random>
#include <thread>

#include "document/error.h"
#include "tests/index/empty_directory.h"

namespace sohoa {
namespace {

class Search : public EmptyDirectory {
 protected:
  void add(const std::string& id, std::vector<std::string> pages, Fields fields = {}) {
    index_.add({id, std::move(fields), std::move(pages)});
  }
  std::vector<SearchHit> hits(const std::string& text, int limit = 20) const {
    SearchQuery query;
    query.text = text;
    query.limit = limit;
    return index_.search(query);
  }
  // The ids found, best first, each with a space behind it.
  std::string found(const std::string& text) const {
    std::string ids;
    for (const SearchHit& hit : hits(text)) ids += hit.id + ' ';
    return ids;
  }
  static Field field(const std::string& value) {
    Field made;
    made.value = value;
    made.page = 1;
    return made;
  }

  SearchIndex index_{path("search.db")};
};

TEST_F(Search, FindsAccentedTextByWordsTypedWithoutAccents) {
  add("a", {"QUYẾT ĐỊNH\nVề việc khen thưởng"});
  add("b", {"Biên bản họp Đảng ủy"});
  EXPECT_EQ(found("quyet dinh"), "a ");
  EXPECT_EQ(found("dang uy"), "b ");
  EXPECT_EQ(found("quyết định"), "a ");
}

TEST_F(Search, FindsEitherPlaceOfTheToneAndEitherIOrY) {
  add("a", {"Hoà bình, kỹ thuật, uỷ ban"});
  EXPECT_EQ(found("hòa"), "a ");
  EXPECT_EQ(found("kĩ thuật"), "a ");
  EXPECT_EQ(found("\"ủy ban\""), "a ");
}

TEST_F(Search, RanksTheExactSpellingBeforeOthersOfTheSameLetters) {
  add("folded", {"bàn bàn bàn bàn"});
  add("exact", {"Một trang dài hơn nhiều, trong đó chữ bạn chỉ đứng một lần mà thôi."});
  EXPECT_EQ(found("bạn"), "exact folded ");
}

TEST_F(Search, FillsUpFromFoldedSpellingsToTheLimit) {
  add("exact", {"bạn"});
  add("folded", {"bán"});
  EXPECT_EQ(hits("bạn", 1).size(), 1U);
  EXPECT_EQ(hits("bạn", 2).size(), 2U);
}

TEST_F(Search, WantsEveryWordInTheRecordButNotOnOnePage) {
  add("both", {"kinh phí", "tập huấn"});
  add("one", {"kinh phí", "hội nghị"});
  EXPECT_EQ(found("kinh phí tập huấn"), "both ");
  EXPECT_EQ(found("kinh phí đào tạo"), "");
}

TEST_F(Search, WantsThePhraseInQuotesWhole) {
  add("apart", {"kế toán và hoạch toán"});
  add("phrase", {"bản kế hoạch năm"});
  EXPECT_EQ(found("\"kế hoạch\""), "phrase ");
  EXPECT_EQ(found("\"ke hoach\""), "phrase ");
}

TEST_F(Search, RanksWordsSideBySideAboveTheSameWordsApart) {
  add("apart", {"đất nước và một đoạn văn thật dài để cách xa chữ sau: đai"});
  add("close", {"một đoạn văn thật dài về luật đất đai và nước, cách, để, xa"});
  EXPECT_EQ(found("đất đai"), "close apart ");
}

TEST_F(Search, FindsCodesWholeInPartAndWithoutAccents) {
  add("a", {"Số: 123/QĐ-UBND"}, {{"notation", field("123/QĐ-UBND")}});
  add("b", {"Nghị quyết số 02/2020/UBTVQH14"});
  add("c", {"Số 08-QĐ/TU"});
  for (const char* typed : {"123/QĐ-UBND", "123/qd-ubnd", "qd-ubnd", "123", "123-QĐ/UBND"})
    EXPECT_EQ(found(typed), "a ") << typed;
  EXPECT_EQ(found("02/2020/UBTVQH14"), "b ");
  EXPECT_EQ(found("8-QĐ/TU"), "c ");
}

TEST_F(Search, RanksARecordByItsNotationAboveOnesThatMentionIt) {
  add("mention", {"Căn cứ 15/QĐ-UBND. Thực hiện 15/QĐ-UBND."});
  add("own", {"Một văn bản khác"}, {{"notation", field("15/QĐ-UBND")}});
  EXPECT_EQ(found("15/QĐ-UBND"), "own mention ");
}

TEST_F(Search, FindsWordsThatOnlyAFieldHolds) {
  add("a", {"trang mờ không đọc được"}, {{"subject", field("Kiện toàn tổ chức")}});
  const auto all = hits("kien toan");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].page, 1);
  EXPECT_EQ(all[0].snippet, "\x02Kiện toàn\x03 tổ chức");
}

TEST_F(Search, FindsTheDateOfIssueHoweverItIsWritten) {
  add("a", {"trang mờ"}, {{"issued_date", field("2025-02-05")}});
  for (const char* typed : {"05/02/2025", "5/2/2025", "2025-02-05", "5.2.2025", "02/2025"})
    EXPECT_EQ(found(typed), "a ") << typed;
  EXPECT_EQ(found("06/02/2025"), "");
}

TEST_F(Search, FindsWordsByTheirBeginning) {
  add("a", {"nghiệm thu công trình"});
  add("b", {"ngân hàng"});
  EXPECT_EQ(found("nghiê*"), "a ");
  EXPECT_EQ(found("công trì*"), "a ");
}

TEST_F(Search, NamesThePageAndMarksTheHit) {
  add("a", {"trang một", "", "trang ba có chữ Thủy lợi ở giữa", "trang bốn"});
  const auto all = hits("thuy loi");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].page, 3);
  EXPECT_EQ(all[0].snippet, "trang ba có chữ \x02Thủy lợi\x03 ở giữa");
}

TEST_F(Search, ShowsThePageWhereTheWordsStandTogether) {
  add("a", {"đê và kè", "một điều nữa", "tu bổ đê điều", "điều"});
  ASSERT_EQ(hits("đê điều").size(), 1U);
  EXPECT_EQ(hits("đê điều")[0].page, 3);
}

TEST_F(Search, GivesBackTheFields) {
  Field subject = field("Về \"việc\" gì");
  subject.confidence = 0.5;
  subject.box = {1, 2, 3, 4};
  subject.evidence = "Về việc";
  add("a", {"chữ"}, {{"subject", subject}});
  ASSERT_EQ(hits("chữ").size(), 1U);
  const Fields fields = hits("chữ")[0].fields;
  ASSERT_EQ(fields.count("subject"), 1U);
  EXPECT_EQ(fields.at("subject").value, "Về \"việc\" gì");
  EXPECT_EQ(fields.at("subject").confidence, 0.5);
  EXPECT_EQ(fields.at("subject").box, (PixelBox{1, 2, 3, 4}));
  EXPECT_EQ(fields.at("subject").evidence, "Về việc");
}

TEST_F(Search, OrdersEqualRecordsByTheirIds) {
  for (const char* id : {"c", "a", "d", "b"}) add(id, {"cùng một chữ"});
  EXPECT_EQ(found("cùng chữ"), "a b c d ");
  ASSERT_EQ(hits("cùng", 2).size(), 2U);
  EXPECT_EQ(hits("cùng", 2)[1].id, "b");
}

TEST_F(Search, ReplacesTheEntryOfTheSameId) {
  add("a", {"lúa gạo", "ngô khoai"}, {{"subject", field("nông sản")}});
  add("b", {"lúa mì"});
  add("a", {"cá tôm"}, {{"subject", field("thủy sản")}});
  EXPECT_EQ(found("lúa"), "b ");
  EXPECT_EQ(found("khoai"), "");
  EXPECT_EQ(found("nông"), "");
  EXPECT_EQ(found("tôm"), "a ");
  EXPECT_EQ(index_.record_count(), 2);
}

TEST_F(Search, KeepsWhatWasAddedWhenOpenedAgain) {
  add("a", {"còn đây"});
  const SearchIndex again(path("search.db"));
  EXPECT_TRUE(again.contains("a"));
  EXPECT_FALSE(again.contains("b"));
  SearchQuery query;
  query.text = "con day";
  EXPECT_EQ(again.search(query).size(), 1U);
}

TEST_F(Search, TakesEntriesFromTwoConnectionsAtOnce) {
  const auto write = [this](const std::string& prefix) {
    SearchIndex index(path("search.db"));
    for (int i = 0; i < 20; ++i) index.add({prefix + std::to_string(i), {}, {"song song"}});
  };
  std::thread first(write, "a");
  std::thread second(write, "b");
  first.join();
  second.join();
  EXPECT_EQ(index_.record_count(), 40);
  EXPECT_EQ(hits("song", 100).size(), 40U);
}

TEST_F(Search, WithoutWordsOrLimitFindsNothing) {
  add("a", {"chữ"});
  EXPECT_EQ(found(""), "");
  EXPECT_EQ(found("*\"/"), "");
  EXPECT_TRUE(hits("chữ", 0).empty());
  EXPECT_TRUE(hits("chữ", -1).empty());
}

TEST_F(Search, KeepsARecordWithoutPages) {
  add("a", {}, {{"subject", field("không trang")}});
  ASSERT_EQ(hits("không trang").size(), 1U);
  EXPECT_EQ(hits("không trang")[0].page, 1);
}

TEST_F(Search, KeepsTextThatIsNotUtf8) {
  add("a", {"trước \xff\xfe sau"}, {{"subject", field("lỗi \xc3")}});
  EXPECT_EQ(found("trước sau"), "a ");
  add("a", {"khác"});
  EXPECT_EQ(found("trước"), "");
}

TEST_F(Search, TakesHostileQueriesAsPlainWords) {
  add("a", {"and or not near drop table entries body"}, {{"subject", field("x")}});
  for (const char* typed :
       {"AND", "a OR b", "NEAR(a b)", "body: x", "^and", "-not", "'; DROP TABLE entries; --",
        "and + or", "{body}: and", "\"and\" * *", "(((", "and AND", "~and", "not\"near", "a*b*c"})
    EXPECT_NO_THROW(found(typed)) << typed;
  EXPECT_EQ(found("DROP TABLE"), "a ");
  EXPECT_EQ(index_.record_count(), 1);
}

TEST_F(Search, SurvivesAnyMutationOfAQuery) {
  add("a", {"quyết định số 123/QĐ-UBND về việc khen thưởng"});
  const std::string seed = "\"quyết định\" 123/QĐ-UBND kh* AND (body: ~về) NEAR(a, 2)";
  const std::string bytes = std::string("\"*()^:{}~-+'\\/ANDORT\0\xff\xe1\xba", 25);
  std::mt19937 random(20260101);
  for (int round = 0; round < 800; ++round) {
    std::string typed = seed;
    for (int change = 0; change <= round % 6; ++change) {
      const std::size_t at = random() % (typed.size() + 1);
      const std::size_t cut = std::min<std::size_t>(random() % 4, typed.size() - at);
      typed.replace(at, cut, random() % 3, bytes[random() % bytes.size()]);
    }
    EXPECT_NO_THROW(found(typed)) << typed;
  }
}

}  // namespace
}  // namespace sohoa
