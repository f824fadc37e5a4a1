#include "tests/pipeline/small_records.h"

#include <array>
#include <boost/filesystem.hpp>
#include <cstdio>
#include <fstream>
#include <random>

#include "archive/bag.h"
#include "archive/hash.h"
#include "archive/ledger.h"
#include "document/layout_json.h"
#include "pipeline/record_json.h"

namespace sohoa {

namespace {

constexpr std::array kWords = {
    "nghị",  "quyết",  "định",  "ủy",    "ban",    "nhân",   "dân",   "tỉnh", "huyện",  "xã",
    "đảng",  "bộ",     "báo",   "cáo",   "tổng",   "kết",    "năm",   "công", "tác",    "kế",
    "hoạch", "phát",   "triển", "kinh",  "tế",     "hòa",    "thủy",  "lợi",  "đường",  "sá",
    "giáo",  "dục",    "y",     "tế",    "trường", "học",    "cán",   "bộ",   "phường", "khóa",
    "họp",   "thường", "vụ",    "thông", "qua",    "chương", "trình", "hành", "động",   "số"};
constexpr std::array kTypes = {"Quyết định", "Báo cáo", "Nghị quyết", "Kế hoạch", "Công văn"};
constexpr std::array kAgencies = {"Ủy ban nhân dân tỉnh", "Văn phòng Tỉnh ủy", "Sở Xây dựng"};

std::string two(int number) {
  char text[16];
  std::snprintf(text, sizeof text, "%02d", number);
  return text;
}

std::string words(std::mt19937& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    if (i > 0) text += ' ';
    text += kWords[random() % kWords.size()];
  }
  return text;
}

TextLayout page_of(const std::string& text) {
  TextLayout page;
  page.width = 1654;
  page.height = 2339;
  page.dpi.value = 200;
  Block block;
  Line line;
  int x = 100;
  int y = 100;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    Word word;
    word.text = text.substr(begin, end - begin);
    word.box = {x, y, 90, 30};
    word.confidence = 0.97;
    line.words.push_back(word);
    line.box = cover(line.box, word.box);
    begin = end + 1;
    x += 110;
    if (line.words.size() == 12 || begin >= text.size()) {
      block.box = cover(block.box, line.box);
      block.lines.push_back(line);
      line = {};
      x = 100;
      y += 45;
    }
  }
  page.blocks.push_back(block);
  return page;
}

// A PDF of one empty page, different for each record.
std::string small_pdf(int number) {
  const std::array<std::string, 3> objects = {
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Number " + std::to_string(number) + ">>"};
  std::string pdf = "%PDF-1.7\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    char entry[32];
    std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", pdf.size());
    table += entry;
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string at = std::to_string(pdf.size());
  return pdf + "xref\n0 4\n" + table + "trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n" + at +
         "\n%%EOF\n";
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream(path.string(), std::ios::binary | std::ios::trunc) << bytes;
}

std::string time_of(int number) {
  char at[32];
  std::snprintf(at, sizeof at, "2026-03-%02dT%02d:%02d:%02dZ", 1 + number / 86400 % 28,
                number / 3600 % 24, number / 60 % 60, number % 60);
  return at;
}

RecordRow row_of(int number, const SmallRecords& how, const Checksums& sums) {
  RecordRow row;
  row.id = record_id(sums.sha256).text;
  row.sha256 = sums.sha256.hex;
  row.original_name = "Văn bản số " + std::to_string(number) + ".pdf";
  row.fonds = "default";
  row.year = 2026;
  row.pages = 1;
  row.original_bytes = sums.bytes;
  row.ingested_at = time_of(number);
  row.mean_confidence = 0.97;
  row.fields = small_record_fields(number);
  const int file = number / how.records_a_file;
  if (file % 5 != 4) row.file = "G09." + two(file % 40 + 1) + "." + std::to_string(file + 1);
  return row;
}

void write_record(const ArchiveLayout& layout, const fs::path& folder, const RecordRow& row,
                  const Checksums& sums, const TextLayout& page) {
  BagContents contents;
  contents.original = folder / "original.pdf";
  contents.original_name = row.original_name;
  contents.original_checksums = sums;
  contents.access_pdf = folder / "access.pdf";
  contents.layouts = {layout_to_json(page)};
  contents.alto = {"<alto/>"};
  PageResult result;
  result.layout = page;
  contents.record_json =
      write_record_json({row, "application/pdf", false, false, "small records 1", {result}});
  contents.premis_xml = R"(<premis xmlns="http://www.loc.gov/premis/v3" version="3.0"></premis>)";
  contents.bagging_date = row.ingested_at.substr(0, 10);
  contents.bag_software = "sohoa " SOHOA_VERSION;
  const BagReceipt receipt =
      write_bag(layout, {row.fonds, row.year, RecordId{row.id}, 1}, contents);
  append_to_ledger(layout, {row.ingested_at, "ingest", row.id, row.sha256,
                            "tar " + receipt.tar_sha256.hex, "small records"});
}

}  // namespace

Fields small_record_fields(int number) {
  std::mt19937 random(static_cast<unsigned>(number) + 1);
  Fields fields;
  const auto put = [&](const char* name, const std::string& value) {
    fields[name] = {value, 0.9, 1, {100, 100, 400, 40}, value};
  };
  const int year = 2015 + number % 10;
  put("type", kTypes[static_cast<std::size_t>(number) % kTypes.size()]);
  put("agency", kAgencies[static_cast<std::size_t>(number) % kAgencies.size()]);
  put("number", std::to_string(number + 1));
  put("notation", std::to_string(number + 1) + "/QĐ-UBND");
  put("issued_date",
      std::to_string(year) + "-" + two(1 + number % 12) + "-" + two(1 + number % 28));
  put("subject", "Về việc " + words(random, 8));
  put("signer", "Nguyễn Văn An");
  return fields;
}

std::vector<std::string> write_small_records(const ArchiveLayout& layout, const fs::path& folder,
                                             const SmallRecords& how, int first) {
  std::vector<std::string> ids;
  fs::create_directories(folder);
  for (int number = first; number < first + how.count; ++number) {
    std::mt19937 random(static_cast<unsigned>(number) + 100'000);
    write_file(folder / "original.pdf", small_pdf(number));
    write_file(folder / "access.pdf", small_pdf(number) + "%access\n");
    const Checksums sums = hash_file(folder / "original.pdf");
    const RecordRow row = row_of(number, how, sums);
    const std::string text = row.fields.at("subject").value + " " + words(random, how.words_a_page);
    write_record(layout, folder, row, sums, page_of(text));
    ids.push_back(row.id);
  }
  return ids;
}

}  // namespace sohoa
