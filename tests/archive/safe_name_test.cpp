#include "archive/safe_name.h"

#include <gtest/gtest.h>

#include "document/vietnamese_text.h"

namespace sohoa {
namespace {

TEST(SafeName, AVietnameseNameStaysAsItIs) {
  EXPECT_EQ(safe_file_name("Quyết định số 128-QĐ/TU.pdf"), "TU.pdf");
  EXPECT_EQ(safe_file_name("Nghị quyết 05-NQ.TU về công tác cán bộ.pdf"),
            "Nghị quyết 05-NQ.TU về công tác cán bộ.pdf");
}

TEST(SafeName, ADecomposedNameBecomesNfc) {
  EXPECT_EQ(safe_file_name("Quye\u0302\u0301t \u0111i\u0323nh.pdf"), "Quyết định.pdf");
}

TEST(SafeName, OnlyTheLastComponentIsTaken) {
  EXPECT_EQ(safe_file_name("/etc/passwd"), "passwd");
  EXPECT_EQ(safe_file_name("..\\..\\windows\\x.tif"), "x.tif");
  EXPECT_EQ(safe_file_name("folder/name/"), "name");
}

TEST(SafeName, ItIsNeverEmptyNorADot) {
  for (const char* name : {"", ".", "..", "/", "a/..", " ", "\\"})
    EXPECT_EQ(safe_file_name(name), "unnamed") << name;
}

TEST(SafeName, ControlCharactersAndTurningMarksAreReplaced) {
  EXPECT_EQ(safe_file_name("a\nb\tc\x7F.pdf"), "a_b_c_.pdf");
  EXPECT_EQ(safe_file_name(std::string_view("a\0b", 3)), "a_b");
  EXPECT_EQ(safe_file_name("gpj.\u202Efdp"), "gpj._fdp");
}

TEST(SafeName, BytesThatAreNotUtf8AreReplaced) {
  EXPECT_EQ(safe_file_name("a\xFF.pdf"), "a\uFFFD.pdf");
}

TEST(SafeName, ALongNameIsCutBetweenLettersAndKeepsItsExtension) {
  std::string name;
  while (name.size() < 255) name += "ế";
  const std::string safe = safe_file_name(name + ".pdf");
  EXPECT_LE(safe.size(), 200U);
  EXPECT_GE(safe.size(), 196U);
  EXPECT_TRUE(safe.ends_with("ế.pdf"));
  EXPECT_EQ(to_utf8(to_code_points(safe)), safe);
  EXPECT_EQ(safe_file_name(std::string(250, 'x')).size(), 200U);
  EXPECT_EQ(safe_file_name(std::string(250, '.')).size(), 200U);
}

TEST(SafeName, TakenTwiceItIsTheSame) {
  for (const std::string& name :
       {std::string("a b.pdf"), std::string(199, 'x') + " .pdf", std::string(" x. "),
        std::string(198, ' ') + "x y", std::string(199, 'x') + " yyyyyyyyyyyyyyyyyyyyy"}) {
    const std::string once = safe_file_name(name);
    EXPECT_EQ(safe_file_name(once), once) << name;
  }
}

TEST(SafeName, MemberPathsStayInside) {
  for (const char* path : {"a", "a/b.pdf", "Công văn/số 1.pdf", "..a/b..", "a...b"})
    EXPECT_TRUE(is_safe_member_path(path)) << path;
  for (const char* path : {"", "/a", "a//b", "a/", "..", "a/../b", "./a", "C:/x", "c:x", "a\\b"})
    EXPECT_FALSE(is_safe_member_path(path)) << path;
  EXPECT_FALSE(is_safe_member_path(std::string_view("a\0b", 3)));
}

TEST(SafeName, APartOf255BytesIsTheLongestThatAMemberPathMayHave) {
  const std::string longest(255, 'x');
  EXPECT_TRUE(is_safe_member_path(longest));
  EXPECT_TRUE(is_safe_member_path("a/" + longest + "/b"));
  EXPECT_FALSE(is_safe_member_path("a/" + longest + "x/b"));
  EXPECT_FALSE(is_safe_member_path(longest + "x"));
}

TEST(SafeName, PathsThatDifferInCaseAloneCollide) {
  EXPECT_EQ(collision_key("data/Công Văn.PDF"), collision_key("data/CÔNG VĂN.pdf"));
  EXPECT_NE(collision_key("data/cong van.pdf"), collision_key("data/công văn.pdf"));
}

TEST(SafeName, PathsThatDifferInUnicodeFormAloneCollide) {
  EXPECT_EQ(collision_key("data/\u1EBF.pdf"), collision_key("data/e\u0302\u0301.pdf"));
}

TEST(SafeName, NamesThatWindowsKeepsForDevicesAreKnown) {
  for (const char* name : {"CON", "nul.pdf", "Com1", "lpt9.tar.gz", "aux .txt", "PRN"})
    EXPECT_TRUE(is_windows_device(name)) << name;
  for (const char* name : {"CONG", "com", "com0", "com10", "x.con", "nul-1", ""})
    EXPECT_FALSE(is_windows_device(name)) << name;
}

}  // namespace
}  // namespace sohoa
