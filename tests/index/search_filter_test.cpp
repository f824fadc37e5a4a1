#include "index/search_index.h"
#include "tests/index/empty_directory.h"

namespace sohoa {
namespace {

class SearchFilter : public EmptyDirectory {
 protected:
  void add(const std::string& id, const std::string& type, const std::string& agency,
           const std::string& date) {
    Fields fields;
    if (!type.empty()) fields["type"].value = type;
    if (!agency.empty()) fields["agency"].value = agency;
    if (!date.empty()) fields["issued_date"].value = date;
    index_.add({id, fields, {"chung một chữ"}});
  }
  std::string found(const SearchQuery& query) const {
    std::string ids;
    for (const SearchHit& hit : index_.search(query)) ids += hit.id;
    return ids;
  }
  std::string of_type(const std::string& type) const { return found({"chung", type, "", "", ""}); }
  std::string of_agency(const std::string& agency) const {
    return found({"chung", "", agency, "", ""});
  }
  std::string issued(const std::string& from, const std::string& to) const {
    return found({"chung", "", "", from, to});
  }

  SearchIndex index_{path("search.db")};
};

TEST_F(SearchFilter, ComparesTheTypeWithoutMarks) {
  add("a", "Quyết định", "", "");
  add("b", "Quy định", "", "");
  add("c", "", "", "");
  EXPECT_EQ(of_type("quyết định"), "a");
  EXPECT_EQ(of_type("QUYET DINH"), "a");
  EXPECT_EQ(of_type("quyet"), "");
}

TEST_F(SearchFilter, FindsTheAgencyByAPartOfItsName) {
  add("a", "", "Ủy ban nhân dân tỉnh Hòa Sơn", "");
  add("b", "", "Hội đồng nhân dân tỉnh Hòa Sơn", "");
  EXPECT_EQ(of_agency("uỷ ban nhân dân"), "a");
  EXPECT_EQ(of_agency("hoa son"), "ab");
  EXPECT_EQ(of_agency("%"), "");
}

TEST_F(SearchFilter, KeepsToTheDatesAskedFor) {
  add("a", "", "", "2025-01-31");
  add("b", "", "", "2025-02-15");
  add("c", "", "", "");
  EXPECT_EQ(issued("2025-02-01", ""), "b");
  EXPECT_EQ(issued("", "2025-01-31"), "a");
  EXPECT_EQ(issued("2025-01-31", "2025-02-15"), "ab");
  EXPECT_EQ(issued("2025-02-16", ""), "");
}

TEST_F(SearchFilter, ComparesPartialDatesAsFarAsTheyGo) {
  add("day", "", "", "2025-02-15");
  add("month", "", "", "2025-02");
  add("year", "", "", "2025");
  EXPECT_EQ(issued("2025-02-20", ""), "monthyear");
  EXPECT_EQ(issued("", "2025-02"), "daymonthyear");
  EXPECT_EQ(issued("2025-03", ""), "year");
  EXPECT_EQ(issued("2026", ""), "");
}

TEST_F(SearchFilter, CombinesAllFilters) {
  add("a", "Báo cáo", "Sở Nội vụ", "2024-05-05");
  add("b", "Báo cáo", "Sở Nội vụ", "2023-05-05");
  add("c", "Báo cáo", "Sở Y tế", "2024-05-05");
  EXPECT_EQ(found({"chung", "báo cáo", "nội vụ", "2024", "2024"}), "a");
}

}  // namespace
}  // namespace sohoa
