#include "samples/make/page_setting.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "samples/make/page_setter.h"

namespace sohoa::samples {

namespace {

constexpr double kAscent = 0.76;  // of the leading: where a line's baseline lies
constexpr double kParagraphSpace = 4;
constexpr double kColumnGap = 22;
constexpr double kCellPadding = 4;

bool starts_with(const std::string& text, const char* start) {
  return text.rfind(start, 0) == 0;
}

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::istringstream stream(row.substr(1));
  for (std::string cell; std::getline(stream, cell, '|');) cells.push_back(cell);
  return cells;
}

std::vector<double> column_widths(const std::string& line) {
  std::istringstream stream(line.substr(2));
  std::vector<double> widths;
  double sum = 0;
  for (double width = 0; stream >> width; sum += width) widths.push_back(width);
  for (double& width : widths) width *= kTextWidth / sum;
  return widths;
}

}  // namespace

std::string SetPage::text() const {
  std::string all;
  for (const SetLine& line : lines) all += line.text + "\n";
  return all;
}

PageSetter::PageSetter(const Letter& letter, const SettingOptions& options)
    : letter_(letter), options_(options), pages_(1) {
  page().typewriter = letter.form == Form::typewriter;
}

Type PageSetter::type_of(double points, bool bold, bool italic, Align align) const {
  // A typewriter has one size and no bold.
  if (letter_.form == Form::typewriter) return {options_.family, 11, false, false, align, 0};
  return {options_.family, points, bold, italic, align, 0};
}

void PageSetter::new_page() {
  pages_.emplace_back();
  page().typewriter = letter_.form == Form::typewriter;
  const std::string number = std::to_string(pages_.size());
  place(set_type(number, type_of(13, false, false, Align::centre), kTextWidth), kLeft, kTop - 24,
        16);
  y_ = kTop;
}

double PageSetter::place(const Block& block, double x, double y, double leading) {
  for (std::size_t i = 0; i < block.lines.size(); ++i) {
    SetLine line = block.lines[i];
    line.x += x;
    line.baseline = y + leading * (static_cast<double>(i) + kAscent);
    page().lines.push_back(std::move(line));
  }
  for (const SetHandwriting& hand : block.handwriting)
    page().handwriting.push_back({{x + hand.at.x, y + leading * (hand.at.y + kAscent)}, hand.text});
  return y + leading * static_cast<double>(block.lines.size());
}

// As place(), but line by line over the page's end.
void PageSetter::flow(const Block& block, double x, double leading) {
  for (const SetLine& line : block.lines) {
    if (y_ + leading > kBottom) new_page();
    Block single;
    single.lines.push_back(line);
    y_ = place(single, x, y_, leading);
  }
}

void PageSetter::set_paragraph(const std::string& line) {
  const double leading = options_.leading_points;
  Type type = type_of(options_.body_points, false, false, Align::justify);
  if (letter_.form == Form::typewriter) type.align = Align::left;
  if (starts_with(line, "# ") || starts_with(line, "= ")) {
    type.align = Align::centre;
    type.bold = line[0] == '#' && letter_.form != Form::typewriter;
    if (y_ + 3 * leading > kBottom) new_page();
    flow(set_type(line.substr(2), type, kTextWidth), kLeft, leading);
  } else if (starts_with(line, "> ")) {
    flow(set_type(line.substr(2), type, kTextWidth), kLeft, leading);
  } else {
    type.indent = 12.7 * kPointsPerMm;
    flow(set_type(line, type, kTextWidth), kLeft, leading);
  }
  y_ += kParagraphSpace;
}

std::size_t PageSetter::set_table(std::size_t first) {
  const std::vector<double> widths = column_widths(letter_.body[first]);
  const double leading = 16;
  std::size_t row = first + 1;
  for (; row < letter_.body.size() && starts_with(letter_.body[row], "|"); ++row) {
    const std::vector<std::string> cells = cells_of(letter_.body[row]);
    if (cells.size() != widths.size())
      throw std::runtime_error("a table row has not as many cells as widths: " + letter_.body[row]);
    const bool head = row == first + 1;
    std::vector<Block> blocks;
    std::size_t height = 1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const bool narrow = cells[i].size() < 9;
      const Type type = type_of(12.5, head, false, head || narrow ? Align::centre : Align::left);
      blocks.push_back(set_type(cells[i], type, widths[i] - 2 * kCellPadding));
      height = std::max(height, blocks.back().lines.size());
    }
    const double bottom = y_ + leading * static_cast<double>(height) + 2 * kCellPadding;
    if (bottom > kBottom) new_page();
    const double top = y_;
    const double end = top + leading * static_cast<double>(height) + 2 * kCellPadding;
    double x = kLeft;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      place(blocks[i], x + kCellPadding, top + kCellPadding, leading);
      page().rules.push_back({{x, top}, {x, end}});
      x += widths[i];
    }
    page().rules.push_back({{x, top}, {x, end}});
    page().rules.push_back({{kLeft, top}, {x, top}});
    page().rules.push_back({{kLeft, end}, {x, end}});
    y_ = end;
  }
  y_ += 2 * kParagraphSpace;
  return row;
}

std::size_t PageSetter::set_columns(std::size_t first) {
  const double width = (kTextWidth - kColumnGap) / 2;
  const double leading = options_.leading_points - 2;
  Type type = type_of(options_.body_points - 1.5, false, false, Align::justify);
  std::vector<SetLine> lines;
  std::vector<bool> headings;
  std::size_t row = first + 1;
  for (; row < letter_.body.size() && letter_.body[row] != ">>>"; ++row) {
    const bool heading = starts_with(letter_.body[row], "# ");
    type.bold = heading;
    type.align = heading ? Align::centre : Align::justify;
    type.indent = heading ? 0 : 16;
    const Block block =
        set_type(heading ? letter_.body[row].substr(2) : letter_.body[row], type, width);
    lines.insert(lines.end(), block.lines.begin(), block.lines.end());
    headings.insert(headings.end(), block.lines.size(), heading);
  }
  std::size_t half = (lines.size() + 1) / 2;
  while (half > 1 && headings[half - 1]) --half;  // a heading stays with its paragraph
  if (y_ + leading * static_cast<double>(half) > kBottom)
    throw std::runtime_error("two columns do not fit the page");
  const double top = y_;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Block single;
    single.lines.push_back(lines[i]);
    const bool left = i < half;
    place(single, left ? kLeft : kLeft + width + kColumnGap,
          top + leading * static_cast<double>(left ? i : i - half), leading);
  }
  y_ = top + leading * static_cast<double>(std::max(half, lines.size() - half)) +
       2 * kParagraphSpace;
  return row + 1;
}

void PageSetter::set_body() {
  for (std::size_t i = 0; i < letter_.body.size();) {
    const std::string& line = letter_.body[i];
    if (starts_with(line, "|=")) {
      i = set_table(i);
    } else if (line == "<<<") {
      i = set_columns(i);
    } else if (line == "_blank_") {
      pages_.emplace_back();
      y_ = kBottom;
      ++i;
    } else if (line == "===") {
      new_page();
      ++i;
    } else {
      set_paragraph(line);
      ++i;
    }
  }
}

std::vector<SetPage> set_letter(const Letter& letter, const SettingOptions& options) {
  require_font(options.family);
  PageSetter setter(letter, options);
  setter.set_head();
  setter.set_body();
  setter.set_foot();
  return setter.take_pages();
}

}  // namespace sohoa::samples
