#include "tests/archive/archive_fixture.h"

namespace sohoa {
namespace {

class LayoutPapers : public ArchiveTest {};

TEST_F(LayoutPapers, APathSaysItsPlaceAndBack) {
  for (const PaperPlace& place :
       {PaperPlace{"default", PaperKind::file, "Hộp 1/HS-01", "f12"},
        PaperPlace{"default", PaperKind::person, "an", "k1"},
        PaperPlace{"default", PaperKind::hold, "0001", "h2"},
        PaperPlace{"default", PaperKind::table, "HD-35-VPTW", "t1"},
        PaperPlace{"default", PaperKind::disposal, "2026-0001", "approval-an"},
        PaperPlace{"default", PaperKind::destroyed, "", "0123456789abcdef"}}) {
    const auto back = layout_.parse_paper(layout_.paper(place));
    ASSERT_TRUE(back) << layout_.paper(place);
    EXPECT_EQ(back->kind, place.kind);
    EXPECT_EQ(back->name, place.name);
    EXPECT_EQ(back->paper, place.paper);
  }
}

TEST_F(LayoutPapers, OtherPathsAreNone) {
  for (const char* path :
       {"register/default/files/f1.json", "register/default/files/a/f1.txt",
        "register/default/other/a/f1.json", "register/default/destroyed/a/b.json",
        "store/default/files/a/f1.json", "register/default/files/a/.f1.json",
        "register/default/files/a.json/f1.json", "register/f1.json"})
    EXPECT_FALSE(layout_.parse_paper(layout_.root() / path)) << path;
}

TEST_F(LayoutPapers, NamesThatLeadOutsideMakeNoPath) {
  for (const char* name : {"", "..", "../x", "/x", "a/..", "a\\b", ".a", "a.json"})
    EXPECT_EQ(reason_of([&] {
                (void)layout_.paper({"default", PaperKind::file, name, "f1"});
              }),
              Reason::unsafe_name)
        << name;
  EXPECT_EQ(reason_of([&] {
              (void)layout_.paper({"../x", PaperKind::file, "a", "f1"});
            }),
            Reason::unsafe_name);
}

}  // namespace
}  // namespace sohoa
