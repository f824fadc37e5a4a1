// Element and attribute names, their order and value ranges as in the ALTO 4.2
// schema, www.loc.gov/standards/alto/v4/alto-4-2.xsd.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "document/xml_text.h"
#include "ocr/write_layout.h"

namespace sohoa {

namespace {

// What the schema has no element for is said by tags: the place of a cell in its table and
// blocks beside the body of the text. Identifier to the rest of the tag.
using Tags = std::map<std::string, std::string>;

class AltoPage {
 public:
  AltoPage(const TextLayout& page, int number, Tags& tags)
      : page_(page), number_(std::to_string(number)), tags_(tags) {}

  std::string text() {
    out_ += "    <Page ID=\"" + id("p") + "\" PHYSICAL_IMG_NR=\"" + number_ + "\" WIDTH=\"" +
            std::to_string(page_.width) + "\" HEIGHT=\"" + std::to_string(page_.height) + "\"";
    if (count_words(page_) > 0) out_ += " PC=\"" + share_text(mean_confidence(page_)) + "\"";
    out_ += ">\n      <PrintSpace" + place({0, 0, page_.width, page_.height}) + ">\n";
    for (const Block& block : page_.blocks) add_block(block);
    out_ += "      </PrintSpace>\n    </Page>\n";
    return out_;
  }

 private:
  [[nodiscard]] std::string id(const char* kind) const { return kind + number_; }

  [[nodiscard]] std::string next_id(const char* kind, int& count) const {
    return id("p") + "_" + kind + std::to_string(++count);
  }

  static std::string place(const PixelBox& box) {
    return " HPOS=\"" + std::to_string(box.left) + "\" VPOS=\"" + std::to_string(box.top) +
           "\" WIDTH=\"" + std::to_string(box.width) + "\" HEIGHT=\"" + std::to_string(box.height) +
           "\"";
  }

  void add_block(const Block& block) {
    if (block.kind == BlockKind::picture && block.lines.empty()) {
      out_ +=
          "        <Illustration ID=\"" + next_id("b", blocks_) + "\"" + place(block.box) + "/>\n";
      return;
    }
    if (!block.cells.empty()) return add_table(block);
    add_text(block.box, role_tag(block.role), block.lines, -1);
  }

  void add_table(const Block& block) {
    out_ += "        <ComposedBlock ID=\"" + next_id("b", blocks_) + "\" TYPE=\"table\"" +
            place(block.box) + ">\n";
    for (std::size_t i = 0; i < block.cells.size(); ++i)
      add_text(block.cells[i].box, cell_tag(block.cells[i]), block.lines, static_cast<int>(i));
    out_ += "        </ComposedBlock>\n";
  }

  // The lines of one cell; nothing for an empty one.
  void add_text(const PixelBox& box, const std::string& tag, const std::vector<Line>& lines,
                int cell) {
    if (std::none_of(lines.begin(), lines.end(), [&](const Line& l) { return l.cell == cell; }))
      return;
    out_ += "        <TextBlock ID=\"" + next_id("b", blocks_) + "\"" + place(box);
    if (!tag.empty()) out_ += " TAGREFS=\"" + tag + "\"";
    out_ += ">\n";
    for (const Line& line : lines)
      if (line.cell == cell) add_line(line);
    out_ += "        </TextBlock>\n";
  }

  std::string role_tag(BlockRole role) {
    switch (role) {
      case BlockRole::body:
        break;
      case BlockRole::page_number:
        return tag("role_page_number", "LABEL=\"page number\"");
      case BlockRole::running_head:
        return tag("role_running_head", "LABEL=\"running head\"");
      case BlockRole::footnote:
        return tag("role_footnote", "LABEL=\"footnote\"");
    }
    return "";
  }

  std::string cell_tag(const TableCell& cell) {
    const std::string row = std::to_string(cell.row), column = std::to_string(cell.column);
    const std::string rows = std::to_string(cell.rows), columns = std::to_string(cell.columns);
    std::string name = "cell_";
    name += row + "_" + column + "_" + rows + "_" + columns;
    std::string what = "LABEL=\"cell\" DESCRIPTION=\"row ";
    what += row + ", column " + column + ", rows " + rows + ", columns " + columns + "\"";
    return tag(name, what);
  }

  std::string tag(const std::string& name, const std::string& what) {
    tags_.emplace(name, what);
    return name;
  }

  void add_line(const Line& line) {
    if (line.words.empty()) return;
    out_ += "          <TextLine ID=\"" + next_id("l", lines_) + "\"" + place(line.box) +
            " BASELINE=\"" + point(line.baseline_start) + " " + point(line.baseline_end) + "\">\n";
    const Word* before = nullptr;
    for (const Word& word : line.words) {
      if (before != nullptr) add_space(before->box, word.box);
      add_word(word);
      before = &word;
    }
    out_ += "          </TextLine>\n";
  }

  static std::string point(PointF p) {
    return std::to_string(std::lround(p.x)) + "," + std::to_string(std::lround(p.y));
  }

  void add_space(const PixelBox& before, const PixelBox& after) {
    out_ += "            <SP WIDTH=\"" + std::to_string(std::max(0, after.left - before.right())) +
            "\" VPOS=\"" + std::to_string(before.top) + "\" HPOS=\"" +
            std::to_string(before.right()) + "\"/>\n";
  }

  void add_word(const Word& word) {
    out_ += "            <String ID=\"" + next_id("w", words_) + "\"" + place(word.box) +
            " CONTENT=\"" + xml_text(word.text) + "\" WC=\"" + share_text(word.confidence) + "\"";
    if (word.alternatives.empty()) {
      out_ += "/>\n";
      return;
    }
    out_ += ">\n";
    for (const Alternative& other : word.alternatives)
      out_ += "              <ALTERNATIVE>" + xml_text(other.text) + "</ALTERNATIVE>\n";
    out_ += "            </String>\n";
  }

  const TextLayout& page_;
  std::string number_;
  Tags& tags_;
  std::string out_;
  int blocks_ = 0;
  int lines_ = 0;
  int words_ = 0;
};

std::string tags_text(const Tags& tags) {
  if (tags.empty()) return "";
  std::string text = "  <Tags>\n";
  for (const auto& [name, what] : tags)
    text += "    <LayoutTag ID=\"" + name + "\" " + what + "/>\n";
  return text + "  </Tags>\n";
}

}  // namespace

std::string write_alto(std::span<const TextLayout> pages, std::span<const int> page_numbers,
                       std::string_view source_name) {
  std::string layout;
  Tags tags;
  for (std::size_t i = 0; i < pages.size(); ++i)
    layout += AltoPage(pages[i], page_numbers[i], tags).text();
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\""
         " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
         " xsi:schemaLocation=\"http://www.loc.gov/standards/alto/ns-v4#"
         " http://www.loc.gov/standards/alto/v4/alto-4-2.xsd\">\n"
         "  <Description>\n"
         "    <MeasurementUnit>pixel</MeasurementUnit>\n"
         "    <sourceImageInformation>\n"
         "      <fileName>" +
         xml_text(source_name) +
         "</fileName>\n"
         "    </sourceImageInformation>\n"
         "    <OCRProcessing ID=\"OCR_0\">\n"
         "      <ocrProcessingStep>\n"
         "        <processingSoftware>\n"
         "          <softwareName>sohoa</softwareName>\n"
         "        </processingSoftware>\n"
         "      </ocrProcessingStep>\n"
         "    </OCRProcessing>\n"
         "  </Description>\n" +
         tags_text(tags) + "  <Layout>\n" + layout + "  </Layout>\n</alto>\n";
}

std::string write_alto(const TextLayout& page, int page_number, std::string_view source_name) {
  return write_alto(std::span(&page, 1), std::span(&page_number, 1), source_name);
}

}  // namespace sohoa
