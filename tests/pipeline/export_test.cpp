// Packages and folders for readers: what others get to see.
#include "pipeline/export.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "archive/record_bags.h"
#include "document/error.h"
#include "pipeline/exchange_tables.h"
#include "pipeline/export_html.h"
#include "pipeline/export_names.h"
#include "pipeline/files.h"
#include "pipeline/import_csv.h"
#include "pipeline/import_table.h"
#include "pipeline/package_rules.h"
#include "pipeline/reindex.h"
#include "tests/pipeline/house_for_test.h"
#include "tests/pipeline/small_records.h"

namespace sohoa {

namespace {

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int shell(const std::string& command) {
  return std::system(("(" + command + ") > /dev/null 2>&1").c_str());
}

// Five records: three of one file (hồ sơ), two of none.
class Export : public testing::Test {
 protected:
  Export() : layout_(folder_.path() / "kho"), out_(folder_.path() / "out") {
    create_archive_folders(layout_, folder_.path() / "key");
    SmallRecords how;
    how.count = 3;
    how.records_a_file = 3;
    ids_ = write_small_records(layout_, folder_.path() / "making", how);
    how.count = 2;  // the fifth group of three has no file
    for (const std::string& id : write_small_records(layout_, folder_.path() / "making", how, 12))
      ids_.push_back(id);
    (void)reindex(layout_, {});
  }

  ExportReport give(ExportForm form, const std::string& rules = "") {
    ExportOptions options;
    options.form = form;
    options.target = out_;
    options.selection.all = true;
    options.rules = rules;
    ExportWatch watch;
    watch.finding = [&](const std::string& what, const std::string& text) {
      findings_.push_back(what + ": " + text);
    };
    return export_records(layout_, options, watch);
  }

  void describe_file(Access access) {
    FileDescription file;
    file.code = "G09.01.1";
    file.title = "Hồ sơ về \"thủy lợi\" & đê điều";
    file.period = {RetentionPeriod::Kind::years, 20};
    file.access = access;
    write_file_version({layout_, "default", [] { return std::chrono::system_clock::now(); }, "an"},
                       file);
  }

  [[nodiscard]] std::vector<fs::path> zips() const {
    std::vector<fs::path> found;
    for (const fs::directory_entry& entry : fs::directory_iterator(out_))
      if (entry.path().extension() == ".zip") found.push_back(entry.path());
    return found;
  }

  EmptyFolder folder_;
  ArchiveLayout layout_;
  fs::path out_;
  std::vector<std::string> ids_;
  std::vector<std::string> findings_;
};

}  // namespace

TEST_F(Export, ReadersGetPdfsUnderTheNamesOfTheRegulation) {
  EXPECT_EQ(give(ExportForm::readers).records, 5);
  for (const char* name : {"G09.01.1.0000001.pdf", "G09.01.1.0000002.pdf", "G09.01.1.0000003.pdf"})
    EXPECT_TRUE(fs::exists(out_ / "tai-lieu" / "G09.01.1" / name)) << name;
  const std::string loose =
      "13-QĐ-UBND_" + small_record_fields(12).at("issued_date").value + "_" + ids_[3] + ".pdf";
  EXPECT_TRUE(fs::exists(out_ / "tai-lieu/khong-co-ho-so" /
                         small_record_fields(12).at("issued_date").value.substr(0, 4) / loose))
      << loose;
  EXPECT_EQ(shell("cd " + out_.string() + " && sha256sum --strict -c SHA256SUMS"), 0);
  EXPECT_FALSE(fs::exists(out_ / ".rows"));
  EXPECT_EQ(findings_, std::vector<std::string>{});
}

TEST_F(Export, TheIndexForExcelHasAMarkAndARowForEachRecord) {
  (void)give(ExportForm::readers);
  const std::string csv = bytes_of(out_ / "index.csv");
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF"));
  CsvReader reader(csv);
  const auto headings = reader.next();
  ASSERT_TRUE(headings);
  EXPECT_EQ(headings->cells.at(0), "Tệp");
  std::set<std::string> ids;
  while (const auto row = reader.next()) {
    ASSERT_EQ(row->cells.size(), headings->cells.size());
    EXPECT_TRUE(fs::exists(out_ / row->cells[0])) << row->cells[0];
    for (std::size_t i = 0; i < headings->cells.size(); ++i)
      if (headings->cells[i] == "Mã tài liệu") ids.insert(row->cells[i]);
  }
  EXPECT_EQ(ids, std::set<std::string>(ids_.begin(), ids_.end()));
}

TEST_F(Export, TheIndexForBrowsersNeedsNoNetworkAndEscapesEverything) {
  (void)give(ExportForm::readers);
  const std::string html = bytes_of(out_ / "index.html");
  EXPECT_NE(html.find("<html lang=\"vi\">"), std::string::npos);
  EXPECT_EQ(html.find("http://"), std::string::npos);
  EXPECT_EQ(html.find("https://"), std::string::npos);
  EXPECT_NE(html.find("G09.01.1/G09.01.1.0000001.pdf"), std::string::npos);
  EXPECT_EQ(index_html_row("a\"b", {"<script>", "x&y"}),
            "<tr><td><a href=\"a&quot;b\">&lt;script&gt;</a></td><td>x&amp;y</td></tr>\n");
}

TEST_F(Export, WhatReadersGetComesBackAsTheSameDescriptions) {
  describe_file(Access::open);
  (void)give(ExportForm::readers);
  const DescribedFolder back = read_described_folder(out_ / "index.csv", out_);
  EXPECT_TRUE(back.errors.empty());
  EXPECT_TRUE(back.without_file.empty());
  ASSERT_EQ(back.inputs.size(), 5U);
  std::set<std::string> notations;
  for (const DocumentInput& input : back.inputs) {
    const int number = std::stoi(input.described.at("number").value) - 1;
    for (const auto& [name, field] : small_record_fields(number)) {
      EXPECT_EQ(input.described.at(name).value, field.value);
      EXPECT_EQ(input.described.at(name).evidence, "imported");
    }
    EXPECT_EQ(input.file_of, number < 3 ? "G09.01.1" : "");
    notations.insert(input.described.at("notation").value);
  }
  EXPECT_EQ(notations.size(), 5U);
}

TEST_F(Export, ReadersGetNothingOfARestrictedFileUnlessAsked) {
  describe_file(Access::restricted);
  EXPECT_EQ(give(ExportForm::readers).records, 2);
  EXPECT_EQ(findings_.size(), 3U);
}

TEST_F(Export, PackagesPassAnIndependentCheck) {
  describe_file(Access::open);
  for (const std::string& rules : package_rule_names()) {
    EXPECT_EQ(give(ExportForm::package, rules).records, 5);
    EXPECT_EQ(zips().size(), 3U);  // the file, and two documents without one
    for (const fs::path& zip : zips()) {
      EXPECT_EQ(shell("python3 " SOHOA_SOURCE_DIR "/tests/pipeline/check_package.py '" +
                      zip.string() + "'"),
                0)
          << zip;
      EXPECT_EQ(shell("unzip -t '" + zip.string() + "'"), 0) << zip;
    }
    fs::remove_all(out_);
  }
}

TEST_F(Export, APackageHoldsTheTreeAndTheDescriptionsThatTheRulesSay) {
  describe_file(Access::open);
  (void)give(ExportForm::package);
  fs::path zip;
  for (const fs::path& found : zips())
    if (found.filename().string().starts_with("G09.01.1_")) zip = found;
  const fs::path there = folder_.path() / "unzipped";
  ASSERT_EQ(shell("unzip '" + zip.string() + "' -d " + there.string()), 0);
  const fs::path top = fs::directory_iterator(there)->path();
  EXPECT_TRUE(top.filename().string().starts_with("urn_default_uuid_"));
  const fs::path rep = top / "representations/rep1";
  for (const fs::path& path :
       {top / "METS.xml", top / "metadata/descriptive/EAD.xml",
        top / "metadata/preservation/PREMIS.xml", top / "schemas/simpledc-hoso.xsd",
        rep / "METS.xml", rep / "data/G09.01.1.0000001.pdf", rep / "data/G09.01.1.0000003.pdf",
        rep / "metadata/descriptive/EAD_doc_G09.01.1.0000001.xml",
        rep / "metadata/preservation/PREMIS.xml"})
    EXPECT_TRUE(fs::exists(path)) << path;
  const std::string file = bytes_of(top / "metadata/descriptive/EAD.xml");
  EXPECT_NE(file.find("<arcFileCode>G09.01.1</arcFileCode>"), std::string::npos);
  EXPECT_NE(file.find("<title>Hồ sơ về &quot;thủy lợi&quot; &amp; đê điều</title>"),
            std::string::npos);
  EXPECT_NE(file.find("<maintenance>05</maintenance>"), std::string::npos);
  EXPECT_NE(file.find("<totalDoc>3</totalDoc>"), std::string::npos);
  std::string documents;
  for (const char* name : {"0000001", "0000002", "0000003"})
    documents +=
        bytes_of(rep / ("metadata/descriptive/EAD_doc_G09.01.1." + std::string(name) + ".xml"));
  EXPECT_NE(documents.find("<typeName>02</typeName>"), std::string::npos);  // quyết định
  EXPECT_NE(documents.find("<typeName>14</typeName>"), std::string::npos);  // báo cáo
  const RecordBags bags(layout_, RecordId{ids_[0]});
  const std::string pdf = bags.read_text("data/access/" + ids_[0] + ".pdf");
  std::set<std::string> given;
  for (const fs::directory_entry& entry : fs::directory_iterator(rep / "data"))
    given.insert(bytes_of(entry.path()));
  EXPECT_TRUE(given.contains(pdf));
}

TEST_F(Export, WhatRequiredElementsLackIsNamed) {
  (void)give(ExportForm::package);
  bool title = false;
  for (const std::string& finding : findings_)
    title = title || finding == "G09.01.1: title is required and empty";
  EXPECT_TRUE(title);
}

TEST_F(Export, RulesThatAreBroughtReplaceTheBuiltInOnesAndBringTheirSchemas) {
  std::string rules(built_in_table("tt05-2025-sip"));
  const std::string before = "\"fileCode\"";
  rules.replace(rules.find(before), before.size(), "\"maHoSo\"");
  const fs::path mine = folder_.path() / "rules" / "mine.json";
  fs::create_directories(mine.parent_path() / "schemas");
  std::ofstream(mine.string()) << rules;
  std::ofstream((mine.parent_path() / "schemas/mets.xsd").string()) << "<schema/>";
  (void)give(ExportForm::package, mine.string());
  const std::string zip = zips().front().string();
  EXPECT_EQ(shell("unzip -p '" + zip + "' '*EAD.xml' | grep -q maHoSo"), 0);
  EXPECT_EQ(shell("unzip -l '" + zip + "' | grep -q schemas/mets.xsd"), 0);
  EXPECT_EQ(shell("python3 " SOHOA_SOURCE_DIR "/tests/pipeline/check_package.py '" + zip + "'"), 0);
}

TEST_F(Export, RulesThatAreNoneAreRefused) {
  EXPECT_THROW((void)read_package_rules("no-such-rules"), Error);
  const fs::path broken = folder_.path() / "broken.json";
  std::ofstream(broken.string()) << "{\"name\":\"x\"}";
  EXPECT_THROW((void)read_package_rules(broken.string()), Error);
  EXPECT_THROW((void)give(ExportForm::package, broken.string()), Error);
  EXPECT_FALSE(fs::exists(out_));
}

TEST(ExportNames, AreSafeOnEverySystem) {
  EXPECT_EQ(portable_name("128-QĐ/TU"), "128-QĐ-TU");
  EXPECT_EQ(portable_name("../..\\a:b*c?"), "a-b-c");
  EXPECT_EQ(portable_name(" . "), "khong-ten");
  EXPECT_EQ(portable_name(""), "khong-ten");
  EXPECT_LE(portable_name(std::string(500, 'x')).size(), 100U);
  EXPECT_EQ(document_code("A/B", 7, 7), "A-B.0000007");
}

TEST(ExportNames, OrdinalsFollowWhatRecordsStateAndNeverRepeat) {
  Ordinals ordinals;
  RecordRow row;
  row.file = "A";
  EXPECT_EQ(ordinals.next(row), 1);
  row.fields["ordinal"].value = "5";
  EXPECT_EQ(ordinals.next(row), 5);
  EXPECT_EQ(ordinals.next(row), 6);
  row.fields["ordinal"].value = "99999999999999999999";
  EXPECT_EQ(ordinals.next(row), 7);
  row.file = "B";
  row.fields.clear();
  EXPECT_EQ(ordinals.next(row), 1);
}

}  // namespace sohoa
