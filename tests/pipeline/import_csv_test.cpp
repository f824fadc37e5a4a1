// Tables that people bring, with the faults that spreadsheets and people make.
#include "pipeline/import_csv.h"

#include <gtest/gtest.h>

#include <fstream>

#include "document/error.h"
#include "pipeline/exchange_tables.h"
#include "pipeline/import_table.h"
#include "tests/pipeline/house_for_test.h"

namespace sohoa {

namespace {

std::vector<std::vector<std::string>> all_rows(const std::string& text) {
  CsvReader reader(text);
  std::vector<std::vector<std::string>> rows;
  while (auto row = reader.next()) rows.push_back(row->cells);
  return rows;
}

std::string message_of(const std::string& text) {
  try {
    (void)all_rows(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::bad_table);
    return error.message();
  }
  return {};
}

using Rows = std::vector<std::vector<std::string>>;

class Table : public testing::Test {
 protected:
  Table() : folder_(place_.path() / "scans") {
    fs::create_directories(folder_ / "hs1");
    for (const char* name : {"a.pdf", "hs1/quyết định.pdf", "b.pdf"})
      std::ofstream((folder_ / name).string()) << name;
  }
  DescribedFolder read(const std::string& text) {
    std::ofstream((place_.path() / "t.csv").string(), std::ios::binary) << text;
    return read_described_folder(place_.path() / "t.csv", folder_);
  }
  EmptyFolder place_;
  fs::path folder_;
};

}  // namespace

TEST(Csv, ReadsQuotesSeparatorsAndLineEnds) {
  EXPECT_EQ(all_rows("a,b\r\n\"x, y\",\"he said \"\"ừ\"\"\"\r\n"),
            (Rows{{"a", "b"}, {"x, y", "he said \"ừ\""}}));
  EXPECT_EQ(all_rows("\xEF\xBB\xBF"
                     "a;b\n1,5;2\n"),
            (Rows{{"a", "b"}, {"1,5", "2"}}));
  EXPECT_EQ(all_rows("a\tb\r1\t\r"), (Rows{{"a", "b"}, {"1", ""}}));
  EXPECT_EQ(all_rows("a,b\n\"two\nlines\",2"), (Rows{{"a", "b"}, {"two\nlines", "2"}}));
  EXPECT_EQ(all_rows("a\n\n\nb\n"), (Rows{{"a"}, {"b"}}));
  EXPECT_TRUE(all_rows("").empty());
}

TEST(Csv, NamesTheLineOfEachRow) {
  const std::string text = "a,b\n\"1\n2\n3\",x\nlast,y\n";
  CsvReader reader(text);
  EXPECT_EQ(reader.next()->line, 1U);
  EXPECT_EQ(reader.next()->line, 2U);
  EXPECT_EQ(reader.next()->line, 5U);
}

TEST(Csv, FaultsNameLineAndColumn) {
  EXPECT_EQ(message_of("a,b\n1,\"open\n"), "line 2, column 2: the quote is not closed");
  EXPECT_EQ(message_of("a,b\n\"x\"y,1\n"), "line 2, column 1: text after the closing quote");
  EXPECT_NE(message_of("a,b\nx\"y,1\n").find("line 2, column 1"), std::string::npos);
  EXPECT_NE(message_of("a,b\nok,1\n\xC3\x28,2\n").find("line 3"), std::string::npos);
  EXPECT_NE(message_of("\xFF\xFE"
                       "a")
                .find("UTF-16"),
            std::string::npos);
  EXPECT_NE(message_of(std::string(300, ',')).find("256"), std::string::npos);
  EXPECT_NE(message_of("\"" + std::string(70'000, 'x')).find("column 1"), std::string::npos);
}

TEST(Csv, WhatIsWrittenIsReadAgainAndNoFormulaStaysOne) {
  const std::vector<std::string> cells = {"=HYPERLINK(\"x\")", "-5", "'quoted",
                                          "a,b\r\nc",          "",   "ế"};
  const std::string line = csv_line(cells);
  EXPECT_EQ(line.find(",=", 0), std::string::npos);
  const Rows rows = all_rows(line);
  ASSERT_EQ(rows.size(), 1U);
  ASSERT_EQ(rows[0].size(), cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) EXPECT_EQ(without_guard(rows[0][i]), cells[i]);
}

TEST(DescriptionColumns, AreNamedInVietnameseOrEnglishHoweverWritten) {
  EXPECT_EQ(column_of("SỐ, KÝ HIỆU")->key, "notation");
  EXPECT_EQ(column_of("so ky hieu")->key, "notation");
  EXPECT_EQ(column_of("Issued date")->key, "issued_date");
  EXPECT_EQ(column_of("Ngày, tháng, năm")->key, "issued_date");
  EXPECT_EQ(column_of("Trích yếu nội dung")->key, "subject");
  EXPECT_EQ(column_of("ghi chú riêng"), nullptr);
  EXPECT_EQ(column_of("  "), nullptr);
}

TEST_F(Table, RowsBecomeDescribedDocuments) {
  const DescribedFolder read_folder = read(
      "Tệp,Hồ sơ số,Số và ký hiệu,Ngày ban hành,Trích yếu,Ghi chú\r\n"
      "a.pdf,HS.01,05/QĐ-UBND,5/2/2024,\"Về việc \"\"A\"\"\",x\r\n"
      "quyết định.pdf,,,2/2024,,\r\n");
  EXPECT_TRUE(read_folder.errors.empty());
  EXPECT_EQ(read_folder.ignored_headings, std::vector<std::string>{"Ghi chú"});
  EXPECT_EQ(read_folder.without_row, std::vector<std::string>{"b.pdf"});
  ASSERT_EQ(read_folder.inputs.size(), 2U);
  const DocumentInput& first = read_folder.inputs[0];
  EXPECT_EQ(first.file_of, "HS.01");
  EXPECT_EQ(first.described.at("issued_date").value, "2024-02-05");
  EXPECT_EQ(first.described.at("subject").value, "Về việc \"A\"");
  EXPECT_DOUBLE_EQ(first.described.at("subject").confidence, 1.0);
  EXPECT_EQ(read_folder.inputs[1].described.at("issued_date").value, "2024-02");
  EXPECT_EQ(read_folder.inputs[1].file, folder_ / "hs1/quyết định.pdf");
}

TEST_F(Table, ANameInAnotherNormalFormIsTheSameFile) {
  std::ofstream((folder_ / "bie\xCC\x82n.pdf").string()) << "nfd";
  const DescribedFolder found = read("Tệp\nbiên.pdf\n");
  EXPECT_EQ(found.inputs.size(), 1U);
}

TEST_F(Table, ACellNamesNothingOutsideTheFolder) {
  std::ofstream((place_.path() / "x.pdf").string()) << "x";
  for (const std::string& name : {std::string("../x.pdf"), (place_.path() / "x.pdf").string(),
                                  std::string("hs1/../../x.pdf"), std::string("C:/x.pdf")}) {
    const DescribedFolder read_now = read("Tệp\n" + name + "\n");
    EXPECT_TRUE(read_now.inputs.empty()) << name;
    ASSERT_EQ(read_now.errors.size(), 1U) << name;
    EXPECT_NE(read_now.errors[0].text.find("no path inside the folder"), std::string::npos);
  }
}

TEST_F(Table, OfTwoFilesThatDifferInUnicodeFormAloneNoneIsTakenForTheOther) {
  std::ofstream((folder_ / "Công văn.pdf").string()) << "one";
  std::ofstream((folder_ / "Co\u0302ng va\u0306n.pdf").string()) << "two";
  const DescribedFolder read_now = read("Tệp\nCông văn.pdf\n");
  ASSERT_EQ(read_now.errors.size(), 1U);
  EXPECT_NE(read_now.errors[0].text.find("two Unicode forms"), std::string::npos);
}

TEST_F(Table, FaultsOfRowsNameLineAndColumn) {
  const DescribedFolder bad = read(
      "File,Date\na.pdf,31/02/2024\nb.pdf,yesterday\na.pdf,2024\n,2024\nmissing.pdf,2024\n"
      "../../etc/passwd,2024\n");
  ASSERT_EQ(bad.errors.size(), 5U);
  EXPECT_EQ(bad.errors[0].line, 2U);
  EXPECT_EQ(bad.errors[0].column, 2U);
  EXPECT_EQ(bad.errors[0].heading, "Date");
  EXPECT_EQ(bad.errors[1].line, 3U);
  EXPECT_EQ(bad.errors[2].line, 4U);  // a.pdf twice
  EXPECT_EQ(bad.errors[3].line, 5U);
  EXPECT_EQ(bad.errors[4].line, 7U);  // leads out of the folder
  ASSERT_EQ(bad.without_file.size(), 1U);
  EXPECT_EQ(bad.without_file[0].line, 6U);
}

TEST_F(Table, DaysAreReadAsTheyAreWritten) {
  const DescribedFolder days =
      read("File;Date\na.pdf;2024-12-31\nb.pdf;31.12.2024\nhs1\\quyết định.pdf;2024\n");
  ASSERT_EQ(days.inputs.size(), 3U);
  EXPECT_EQ(days.inputs[0].described.at("issued_date").value, "2024-12-31");
  EXPECT_EQ(days.inputs[1].described.at("issued_date").value, "2024-12-31");
  EXPECT_EQ(days.inputs[2].described.at("issued_date").value, "2024");
}

TEST_F(Table, WithoutAColumnForTheFileItIsNoTable) {
  EXPECT_THROW((void)read("Trích yếu,Ngày ban hành\nx,2024\n"), Error);
  EXPECT_THROW((void)read(""), Error);
}

TEST(Described, HoldsBeforeWhatIsRead) {
  const Fields merged =
      with_described({{"subject", {"read", 0.5, 1, {}, "x"}}, {"signer", {"An", 0.9, 1, {}, "An"}}},
                     {{"subject", {"said", 1, 0, {}, "imported"}}});
  EXPECT_EQ(merged.at("subject").value, "said");
  EXPECT_EQ(merged.at("signer").value, "An");
}

TEST(Described, ASecretIsOneByItsOwnWord) {
  const auto with = [](const char* value) {
    return says_secret({{"secrecy", {value, 1, 0, {}, ""}}});
  };
  EXPECT_TRUE(with("Mật"));
  EXPECT_TRUE(with("TUYỆT MẬT"));
  EXPECT_FALSE(with("Giải mật"));
  EXPECT_FALSE(with("Thường"));
  EXPECT_FALSE(says_secret({}));
}

}  // namespace sohoa
