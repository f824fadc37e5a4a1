#include "reader_pdf_builder.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

#include "document/vietnamese_text.h"

namespace sohoa::testing_pdf {

int PdfBuilder::add(const std::string& body) {
  bodies_.push_back(body);
  return static_cast<int>(bodies_.size());
}

int PdfBuilder::add_stream(const std::string& dictionary, const std::string& data) {
  return add("<< " + dictionary + " /Length " + std::to_string(data.size()) + " >>\nstream\n" +
             data + "\nendstream");
}

void PdfBuilder::set(int number, const std::string& body) {
  bodies_.at(static_cast<std::size_t>(number) - 1) = body;
}

std::string PdfBuilder::finish(int root, const std::string& trailer) const {
  std::string pdf = "%PDF-1.5\n%\xE2\xE3\xCF\xD3\n";
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < bodies_.size(); ++i) {
    offsets.push_back(pdf.size());
    pdf += std::to_string(i + 1) + " 0 obj\n" + bodies_[i] + "\nendobj\n";
  }
  const std::size_t table = pdf.size();
  const std::string size = std::to_string(bodies_.size() + 1);
  pdf += "xref\n0 " + size + "\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets) {
    std::array<char, 32> line{};
    std::snprintf(line.data(), line.size(), "%010zu 00000 n \n", offset);
    pdf += line.data();
  }
  return pdf + "trailer\n<< /Size " + size + " /Root " + std::to_string(root) + " 0 R " + trailer +
         " >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

std::string pdf_of(PdfBuilder& builder, const std::vector<PageParts>& pages,
                   const std::string& catalogue) {
  const int tree = builder.add("");
  std::string kids;
  for (const PageParts& page : pages) {
    const int content = builder.add_stream("", page.content);
    const int number =
        builder.add("<< /Type /Page /Parent " + std::to_string(tree) + " 0 R /MediaBox " +
                    page.box + " /Resources << " + page.resources + " >> /Contents " +
                    std::to_string(content) + " 0 R " + page.more + " >>");
    kids += std::to_string(number) + " 0 R ";
  }
  builder.set(
      tree, "<< /Type /Pages /Kids [ " + kids + "] /Count " + std::to_string(pages.size()) + " >>");
  return builder.finish(builder.add("<< /Type /Catalog /Pages " + std::to_string(tree) + " 0 R " +
                                    catalogue + " >>"));
}

std::string grey_samples(int width, int height) {
  std::string samples;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      samples += static_cast<char>(x < width / 2 && y < height / 2 ? 40 : 230);
  return samples;
}

PageParts text_page(PdfBuilder& builder, std::string_view text, const std::string& prefix,
                    const std::string& font_name) {
  std::map<char32_t, int> codes;
  std::string shown;
  for (const char32_t c : to_code_points(text)) {
    if (c == U'\n') {
      shown += "> Tj T* <";
      continue;
    }
    const int code = codes.emplace(c, 33 + static_cast<int>(codes.size())).first->second;
    std::array<char, 8> hex{};
    std::snprintf(hex.data(), hex.size(), "%02X", static_cast<unsigned>(code));
    shown += hex.data();
  }
  std::string map =
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
      "1 begincodespacerange <00> <FF> endcodespacerange\n";
  for (const auto& [c, code] : codes) {
    std::array<char, 64> line{};
    std::snprintf(line.data(), line.size(), "1 beginbfchar <%02X> <%04X> endbfchar\n",
                  static_cast<unsigned>(code), static_cast<unsigned>(c));
    map += line.data();
  }
  map += "endcmap end end\n";
  std::string widths;
  for (int code = 33; code < 256; ++code) {
    const auto shows_space = [&](const auto& pair) {
      return pair.first == U' ' && pair.second == code;
    };
    widths += std::any_of(codes.begin(), codes.end(), shows_space) ? "300 " : "550 ";
  }
  const int unicode = builder.add_stream("", map);
  const int font = builder.add("<< /Type /Font /Subtype /Type1 /BaseFont /" + font_name +
                               " /FirstChar 33 /LastChar 255 /Widths [ " + widths +
                               "] /ToUnicode " + std::to_string(unicode) + " 0 R >>");
  PageParts page;
  page.resources = "/Font << /F1 " + std::to_string(font) + " 0 R >>";
  page.content = prefix + " BT /F1 10 Tf 14 TL 72 700 Td <" + shown + "> Tj ET";
  return page;
}

const char* const kVietnamesePage =
    "TỈNH ỦY MẪU\n"
    "Số 15-CV/TU\n"
    "Kính gửi các ban đảng và đảng ủy trực thuộc,\n"
    "Thường trực Tỉnh ủy yêu cầu các đồng chí quán triệt nghiêm túc\n"
    "nội dung chỉ thị và báo cáo kết quả trước ngày mười lăm tháng ba.\n"
    "Việc lưu trữ hồ sơ, tài liệu phải theo đúng quy định hiện hành,\n"
    "bảo đảm đầy đủ, hoàn chỉnh và thuận tiện khi khai thác.\n";

std::shared_ptr<const MappedFile> mapped(const std::string& path) {
  return std::make_shared<const MappedFile>(path);
}

void PdfTest::SetUp() {
  std::string pattern = (std::filesystem::temp_directory_path() / "sohoa-pdf-XXXXXX").string();
  ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
  folder_ = pattern;
}

void PdfTest::TearDown() {
  std::filesystem::remove_all(folder_);
}

std::string PdfTest::write(const std::string& bytes, const std::string& name) const {
  const std::string path = (folder_ / name).string();
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

}  // namespace sohoa::testing_pdf
