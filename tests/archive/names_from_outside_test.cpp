// Every way by which a name comes in from outside, with the same bad names: each way
// asks archive/safe_name.h, and none has a rule of its own.
#include "archive/bag_check.h"
#include "archive/bag_manifest.h"
#include "archive/bag_tags.h"
#include "archive/bagit_check.h"
#include "archive/export_folder.h"
#include "archive/safe_name.h"
#include "archive/unpack.h"
#include "tests/archive/archive_fixture.h"
#include "tests/archive/foreign_bag.h"
#include "tests/archive/packed_file.h"

namespace sohoa {
namespace {

const std::vector<std::string>& bad_names() {
  static const std::vector<std::string> names{
      "../x.pdf",    "data/../../x.pdf", "/etc/x.pdf", "C:/x.pdf",
      "data\\x.pdf", "data//x.pdf",      "./x.pdf",    "data/" + std::string(256, 'x'),
      "data/./x.pdf"};
  return names;
}

class NamesFromOutside : public ArchiveTest {};

TEST_F(NamesFromOutside, TheOneRuleRefusesThem) {
  for (const std::string& name : bad_names()) {
    EXPECT_FALSE(is_safe_member_path(name)) << name;
    EXPECT_FALSE(is_safe_bag_path(name)) << name;
  }
  EXPECT_FALSE(is_safe_bag_path("~an/x"));
}

TEST_F(NamesFromOutside, InAManifest) {
  for (const std::string& name : bad_names()) {
    std::vector<std::string> findings;
    const Manifest manifest =
        parse_manifest("m", std::string(64, '0') + "  " + name + "\n", SumKind::sha256, findings);
    EXPECT_TRUE(manifest.empty()) << name;
    EXPECT_TRUE(finds(findings, "dangerous path", "")) << name;
  }
}

TEST_F(NamesFromOutside, InAKeptList) {
  for (const std::string& name : bad_names()) {
    const TagTexts tags{{"bag-info.txt", "Sohoa-Record-Version: 2\nSohoa-Keeps: v1.tar " +
                                             std::string(64, '0') + "\n"},
                        {"kept-v1-sha256.txt", std::string(64, '0') + "  " + name + "\n"},
                        {"kept-v1-sha512.txt", std::string(128, '0') + "  " + name + "\n"}};
    std::vector<std::string> findings;
    for (const KeptBag& bag : parse_kept(tags, findings)) EXPECT_TRUE(bag.members.empty()) << name;
    EXPECT_TRUE(finds(findings, "dangerous path", "")) << name;
  }
}

TEST_F(NamesFromOutside, OfAMemberOfABag) {
  for (const std::string& name : bad_names()) {
    pack(folder_ / "bag.tar", Packing::tar, {{"id/" + name, "x"}});
    const auto findings = check_bag(folder_ / "bag.tar");
    const bool stays_inside = name.starts_with("C:");  // below the top folder
    EXPECT_NE(finds(findings, "dangerous path", ""), stays_inside) << name;
  }
}

TEST_F(NamesFromOutside, OfAMemberOfAnArchiveFile) {
  for (const std::string& name : bad_names()) {
    if (name.starts_with("./") || name.find("\\") != std::string::npos) continue;  // tidied first
    const fs::path folder = folder_ / fs::unique_path();
    fs::create_directories(folder);
    pack(folder_ / "in.tar", Packing::tar, {{name, "x"}});
    for (const UnpackedMember& member : unpack(folder_ / "in.tar", folder, {})) {
      EXPECT_EQ(member.refused, Reason::unsafe_name) << name;
      EXPECT_TRUE(member.file.empty()) << name;
    }
    EXPECT_TRUE(fs::is_empty(folder)) << name;
  }
}

class NamesInAForeignBag : public ForeignBagTest {};

TEST_F(NamesInAForeignBag, InItsManifest) {
  for (const std::string& name : bad_names()) {
    if (name.starts_with("./")) continue;  // other makers write that, and mean "here"
    make();
    files_["manifest-sha256.txt"] += std::string(64, '0') + "  " + name + "\n";
    sum_tags();
    EXPECT_TRUE(has_rule(check().errors, "dangerous path")) << name;
  }
}

TEST_F(NamesFromOutside, OfAFileOfAnExport) {
  ExportFolder out(folder_ / "out");
  for (const std::string& name : bad_names()) EXPECT_THROW((void)out.begin(name), std::logic_error);
}

TEST_F(NamesFromOutside, OfAScanBecomesOneThatIsSafe) {
  for (const std::string& name : bad_names()) {
    const std::string safe = safe_file_name(name);
    EXPECT_TRUE(is_safe_bag_path("data/original/" + safe)) << name;
    EXPECT_EQ(safe.find('/'), std::string::npos);
  }
  EXPECT_EQ(safe_file_name("CON.pdf"), "_CON.pdf");
  EXPECT_EQ(safe_file_name("a/nul"), "_nul");
  EXPECT_EQ(safe_file_name("contract.pdf"), "contract.pdf");
}

TEST_F(NamesFromOutside, PathsThatMeetAreToldApart) {
  using Kind = PathMeeting::Kind;
  PathSet paths;
  EXPECT_EQ(paths.add("data/Công văn.pdf").kind, Kind::none);
  EXPECT_EQ(paths.add("data/Công văn.pdf").kind, Kind::twice);
  EXPECT_EQ(paths.add("data/CÔNG VĂN.PDF").kind, Kind::similar);
  EXPECT_EQ(paths.add("data/Co\u0302ng va\u0306n.pdf").kind, Kind::similar);
  EXPECT_EQ(paths.add("data/công văn.pdf/x").kind, Kind::nested);
  EXPECT_EQ(paths.add("DATA").kind, Kind::nested);
  EXPECT_EQ(paths.add("data").other, "data/Công văn.pdf");
  EXPECT_EQ(paths.add("data2").kind, Kind::none);
  paths.remove("data/Công văn.pdf");
  EXPECT_EQ(paths.add("DATA").kind, Kind::none);
  paths.clear();
  EXPECT_EQ(paths.add("data/x").kind, Kind::none);
}

}  // namespace
}  // namespace sohoa
