// Classes and properties as in the hOCR 1.2 specification, kba.github.io/hocr-spec/1.2.
#include <algorithm>
#include <cmath>
#include <string>

#include "document/xml_text.h"
#include "ocr/write_layout.h"

namespace sohoa {

namespace {

std::string box_text(const PixelBox& box) {
  return "bbox " + std::to_string(box.left) + " " + std::to_string(box.top) + " " +
         std::to_string(box.right()) + " " + std::to_string(box.bottom());
}

// Thousandths as a decimal number without trailing noise, whatever the locale.
std::string thousandths_text(double value) {
  const long rounded = std::lround(value * 1000);
  if (rounded == 0) return "0";
  const std::string digits = std::to_string(std::abs(rounded) % 1000);
  std::string text;
  if (rounded < 0) text += '-';
  text += std::to_string(std::abs(rounded) / 1000);
  text += '.';
  text.append(3 - digits.size(), '0');
  return text + digits;
}

// Slope and offset against the lower left corner of the line's box, as hOCR asks.
std::string baseline_text(const Line& line) {
  const double run = line.baseline_end.x - line.baseline_start.x;
  const double slope = run > 0 ? (line.baseline_end.y - line.baseline_start.y) / run : 0;
  const double at_left = line.baseline_start.y + slope * (line.box.left - line.baseline_start.x);
  return "baseline " + thousandths_text(slope) + " " +
         std::to_string(std::lround(at_left - line.box.bottom()));
}

class HocrPage {
 public:
  HocrPage(const TextLayout& page, std::size_t number, std::string_view source)
      : page_(page), number_(std::to_string(number)), source_(source) {}

  std::string text() {
    open("div", "ocr_page", "page_" + number_,
         "image \"" + source_ + "\"; " + box_text({0, 0, page_.width, page_.height}) +
             "; ppageno " + std::to_string(std::stoul(number_) - 1) + resolution());
    out_ += "\n";
    for (const Block& block : page_.blocks) add_block(block);
    out_ += "</div>\n";
    return out_;
  }

 private:
  [[nodiscard]] std::string resolution() const {
    const std::string dpi = std::to_string(std::lround(page_.dpi.value));
    return page_.dpi.value > 0 ? "; scan_res " + dpi + " " + dpi : "";
  }

  void open(const char* element, const char* kind, const std::string& id,
            const std::string& title) {
    out_ += std::string("<") + element + " class=\"" + kind + "\" id=\"" + id + "\" title=\"" +
            xml_text(title) + "\">";
  }

  [[nodiscard]] std::string id(const char* kind, int count) const {
    return std::string(kind) + "_" + number_ + "_" + std::to_string(count);
  }

  void add_block(const Block& block) {
    ++blocks_;
    open("div", "ocr_carea", id("block", blocks_), box_text(block.box));
    out_ += "\n";
    if (block.cells.empty())
      add_paragraph(block);
    else
      add_table(block);
    out_ += "</div>\n";
  }

  static const char* class_of(BlockRole role) {
    switch (role) {
      case BlockRole::body:
        break;
      case BlockRole::page_number:
        return "ocr_pageno";
      case BlockRole::running_head:
        return "ocr_header";
      case BlockRole::footnote:
        return "ocr_textfloat";
    }
    return "ocr_par";
  }

  void add_paragraph(const Block& block) {
    open("p", class_of(block.role), id("par", blocks_), box_text(block.box));
    out_ += "\n";
    for (const Line& line : block.lines) add_line(line);
    out_ += "</p>\n";
  }

  void add_table(const Block& block) {
    open("table", "ocr_table", id("table", blocks_), box_text(block.box));
    int row = -1;
    for (std::size_t i = 0; i < block.cells.size(); ++i) {
      const TableCell& cell = block.cells[i];
      if (cell.row != row) out_ += row < 0 ? "\n<tr>\n" : "</tr>\n<tr>\n";
      row = cell.row;
      out_ += "<td";
      if (cell.rows > 1) out_ += " rowspan=\"" + std::to_string(cell.rows) + "\"";
      if (cell.columns > 1) out_ += " colspan=\"" + std::to_string(cell.columns) + "\"";
      out_ += ">\n";
      for (const Line& line : block.lines)
        if (line.cell == static_cast<int>(i)) add_line(line);
      out_ += "</td>\n";
    }
    out_ += "</tr>\n</table>\n";
  }

  void add_line(const Line& line) {
    if (line.words.empty()) return;
    open("span", "ocr_line", id("line", ++lines_), box_text(line.box) + "; " + baseline_text(line));
    out_ += "\n";
    for (const Word& word : line.words) {
      open("span", "ocrx_word", id("word", ++words_),
           box_text(word.box) + "; x_wconf " +
               std::to_string(std::lround(std::clamp(word.confidence, 0.0, 1.0) * 100)));
      out_ += xml_text(word.text) + "</span>\n";
    }
    out_ += "</span>\n";
  }

  const TextLayout& page_;
  std::string number_;
  std::string source_;
  std::string out_;
  int blocks_ = 0;
  int lines_ = 0;
  int words_ = 0;
};

}  // namespace

std::string write_hocr(std::span<const TextLayout> pages, std::string_view source_name) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\""
      " \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n"
      "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"vi\" lang=\"vi\">\n<head>\n"
      "<title>" +
      xml_text(source_name) +
      "</title>\n"
      "<meta http-equiv=\"Content-Type\" content=\"text/html;charset=utf-8\"/>\n"
      "<meta name=\"ocr-system\" content=\"sohoa\"/>\n"
      "<meta name=\"ocr-capabilities\" content=\"ocr_page ocr_carea ocr_par ocr_line ocrx_word"
      " ocrp_wconf ocr_table ocr_pageno ocr_header ocr_textfloat\"/>\n"
      "<meta name=\"ocr-number-of-pages\" content=\"" +
      std::to_string(pages.size()) + "\"/>\n</head>\n<body>\n";
  // The title is a list of properties divided by semicolons: a name must not
  // end the quoted string that it stands in.
  std::string source(source_name);
  std::replace(source.begin(), source.end(), '"', '\'');
  for (std::size_t i = 0; i < pages.size(); ++i) out += HocrPage(pages[i], i + 1, source).text();
  return out + "</body>\n</html>\n";
}

}  // namespace sohoa
