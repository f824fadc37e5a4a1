#include "samples/make/random_tables.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "samples/make/page_setter.h"
#include "samples/make/random_words.h"
#include "samples/make/type_setting.h"
#include "samples/make/writers.h"

namespace sohoa::samples {

namespace {

enum class Kind { plain, heads, across, merged, broken, tight, open };
constexpr std::array<const char*, 7> kKindNames = {"plain",  "heads", "across", "merged",
                                                   "broken", "tight", "open"};

struct Cell {
  int row = 0;
  int column = 0;
  int rows = 1;
  int columns = 1;
  std::string text;
  Align align = Align::left;
  bool bold = false;
};

struct Table {
  std::vector<double> widths;  // points
  int rows = 0;
  std::vector<Cell> cells;  // by row, then by column
};

constexpr std::array kWork = {"Nạo vét kênh mương nội đồng",
                              "Sửa chữa nhà văn hóa thôn",
                              "Tập huấn nghiệp vụ văn thư",
                              "Khám sức khỏe định kỳ cho học sinh",
                              "Kiểm tra hồ sơ địa chính",
                              "Lắp đặt hệ thống nước sạch",
                              "Tổng hợp số liệu phổ cập giáo dục",
                              "Trồng cây phân tán dọc đường liên xã",
                              "Chỉnh lý tài liệu tồn đọng của cơ quan",
                              "Rà soát hộ nghèo, hộ cận nghèo"};
constexpr std::array kUnits = {"Văn phòng",
                               "Phòng Nội vụ",
                               "Phòng Tài chính - Kế hoạch",
                               "Ủy ban nhân dân xã Đồng Mây",
                               "Trạm Y tế phường Bến Trúc",
                               "Ban Quản lý dự án",
                               "Hạt Kiểm lâm",
                               "Thanh tra huyện"};
constexpr std::array kNotes = {
    "", "", "Đã xong", "Quý II", "Chưa đủ hồ sơ", "Chuyển kỳ sau", "Theo kế hoạch"};
constexpr std::array kGroups = {"I. Khối các phòng chuyên môn", "II. Khối sự nghiệp",
                                "III. Khối xã, phường", "IV. Các đơn vị khác"};

std::string number_text(Random& random) {
  const int value = 1 + random.below(random.unit() < 0.5 ? 99 : 9999);
  if (value < 1000) return std::to_string(value);
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%d.%03d", value / 1000, value % 1000);
  return text.data();
}

class Composer {
 public:
  Composer(Kind kind, Random& random) : kind_(kind), random_(random) {}

  Table compose() {
    table_.widths = {30, 150, 105, 55, 55, 70};
    double sum = 0;
    for (const double width : table_.widths) sum += width;
    for (double& width : table_.widths) width *= kTextWidth / sum;
    set_head();
    const int body = 7 + random_.below(4);
    int group = 0;
    for (int i = 1; i <= body; ++i) {
      const bool across = kind_ == Kind::across && i % 4 == 1;
      if (across) {
        add(0, 6, kGroups[static_cast<std::size_t>(group++) % kGroups.size()], Align::left, true);
        ++table_.rows;
      }
      set_row(i);
    }
    if (kind_ == Kind::across || kind_ == Kind::merged) set_total();
    std::stable_sort(table_.cells.begin(), table_.cells.end(), [](const Cell& a, const Cell& b) {
      return std::pair(a.row, a.column) < std::pair(b.row, b.column);
    });
    return std::move(table_);
  }

 private:
  Cell& add(int column, int columns, std::string text, Align align, bool bold = false) {
    table_.cells.push_back({table_.rows, column, 1, columns, std::move(text), align, bold});
    return table_.cells.back();
  }

  void set_head() {
    const bool two_levels = kind_ == Kind::heads;
    const std::array<const char*, 6> names = {"TT",       "Nội dung công việc", "Đơn vị thực hiện",
                                              "Số lượng", "Kinh phí",           "Ghi chú"};
    for (int i = 0; i < 6; ++i) {
      if (two_levels && (i == 3 || i == 4)) continue;
      add(i, 1, names[static_cast<std::size_t>(i)], Align::centre, true).rows = two_levels ? 2 : 1;
    }
    if (two_levels) add(3, 2, "Thực hiện năm", Align::centre, true);
    ++table_.rows;
    if (!two_levels) return;
    add(3, 1, "Lượng", Align::centre, true);
    add(4, 1, "Kinh phí", Align::centre, true);
    ++table_.rows;
  }

  void set_row(int number) {
    add(0, 1, std::to_string(number), Align::centre);
    add(1, 1, any_of(kWork, random_), Align::left);
    const bool unit_below = kind_ == Kind::merged && number % 3 != 1;
    if (!unit_below)
      add(2, 1, any_of(kUnits, random_), Align::left).rows = kind_ == Kind::merged ? 3 : 1;
    add(3, 1, number_text(random_), Align::right);
    add(4, 1, number_text(random_), Align::right);
    add(5, 1, any_of(kNotes, random_), Align::left);
    ++table_.rows;
  }

  void set_total() {
    for (Cell& cell : table_.cells) cell.rows = std::min(cell.rows, table_.rows - cell.row);
    add(0, 3, "Tổng cộng", Align::centre, true);
    add(3, 1, number_text(random_), Align::right, true);
    add(4, 1, number_text(random_), Align::right, true);
    add(5, 1, "", Align::left);
    ++table_.rows;
  }

  Kind kind_;
  Random& random_;
  Table table_;
};

class TablePage {
 public:
  TablePage(Kind kind, std::string family, Random& random)
      : kind_(kind), family_(std::move(family)), random_(random) {}

  void add_text(const std::string& text, Align align, bool bold) {
    const Block block = set_type(
        text, {family_, 14, bold, false, align, align == Align::justify ? 36.0 : 0}, kTextWidth);
    place(block, kLeft, y_, 19);
    y_ += 19 * static_cast<double>(block.lines.size()) + 6;
  }

  void add_table(const Table& table) {
    std::vector<Block> blocks;
    for (const Cell& cell : table.cells)
      blocks.push_back(set_type(cell.text, {family_, 12.5, cell.bold, false, cell.align, 0},
                                width_of(table, cell) - 2 * kSide));
    const std::vector<double> tops = row_tops(table, blocks);
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
      const Cell& cell = table.cells[i];
      const double top = tops[static_cast<std::size_t>(cell.row)];
      const double end = tops[static_cast<std::size_t>(cell.row + cell.rows)];
      const double left = left_of(table, cell.column);
      const double right = left + width_of(table, cell);
      const double text = leading() * static_cast<double>(blocks[i].lines.size());
      const bool tight = kind_ == Kind::tight;
      place(blocks[i], left + kSide, tight ? top + padding() : (top + end - text) / 2, leading());
      frame(left, top, right, end, cell.column == 0, cell.column + cell.columns == 6);
    }
    y_ = tops.back() + 14;
  }

  [[nodiscard]] SetPage take() { return std::move(page_); }

 private:
  static constexpr double kSide = 4;

  [[nodiscard]] double leading() const { return kind_ == Kind::tight ? 14.2 : 16; }
  [[nodiscard]] double padding() const { return kind_ == Kind::tight ? -1 : 3; }

  void place(const Block& block, double x, double y, double line_leading) {
    for (std::size_t i = 0; i < block.lines.size(); ++i) {
      SetLine line = block.lines[i];
      if (line.text.empty()) continue;
      line.x += x;
      line.baseline = y + line_leading * (static_cast<double>(i) + 0.76);
      page_.lines.push_back(std::move(line));
    }
  }

  static double left_of(const Table& table, int column) {
    double left = kLeft;
    for (int i = 0; i < column; ++i) left += table.widths[static_cast<std::size_t>(i)];
    return left;
  }

  static double width_of(const Table& table, const Cell& cell) {
    return left_of(table, cell.column + cell.columns) - left_of(table, cell.column);
  }

  [[nodiscard]] std::vector<double> row_tops(const Table& table,
                                             const std::vector<Block>& blocks) const {
    std::vector<double> heights(static_cast<std::size_t>(table.rows), leading() + 2 * padding());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const Cell& cell = table.cells[i];
      const double needed = leading() * static_cast<double>(blocks[i].lines.size()) + 2 * padding();
      double& height = heights[static_cast<std::size_t>(cell.row)];
      height = std::max(height, needed / cell.rows);
      if (cell.rows > 1)  // the rows below it must share as much
        for (int row = cell.row; row < cell.row + cell.rows; ++row) {
          double& shared = heights[static_cast<std::size_t>(row)];
          shared = std::max(shared, needed / cell.rows);
        }
    }
    std::vector<double> tops{y_};
    for (const double height : heights) tops.push_back(tops.back() + height);
    return tops;
  }

  void frame(double left, double top, double right, double end, bool first, bool last) {
    const bool open = kind_ == Kind::open;
    rule({left, top}, {right, top});
    rule({left, end}, {right, end});
    if (!(open && first)) rule({left, top}, {left, end});
    if (!(open && last)) rule({right, top}, {right, end});
  }

  // Whole, or in pieces with small gaps as a worn plate or a bad copy leaves them.
  void rule(Point from, Point to) {
    if (kind_ != Kind::broken) {
      page_.rules.push_back({from, to});
      return;
    }
    const double length = std::max(to.x - from.x, to.y - from.y);
    const Point step{(to.x - from.x) / length, (to.y - from.y) / length};
    for (double at = 0; at < length;) {
      const double end = std::min(length, at + random_.between(8, 60));
      page_.rules.push_back({{from.x + step.x * at, from.y + step.y * at},
                             {from.x + step.x * end, from.y + step.y * end}});
      at = end + random_.between(0.6, 3.5);
    }
  }

  Kind kind_;
  std::string family_;
  Random& random_;
  SetPage page_;
  double y_ = kTop;
};

std::string cells_json(Kind kind, const Table& table) {
  nlohmann::ordered_json cells = nlohmann::ordered_json::array();
  for (const Cell& cell : table.cells)
    cells.push_back({{"row", cell.row},
                     {"column", cell.column},
                     {"rows", cell.rows},
                     {"columns", cell.columns},
                     {"text", cell.text}});
  return nlohmann::ordered_json{{"kind", kKindNames[static_cast<std::size_t>(kind)]},
                                {"cells", std::move(cells)}}
      .dump();
}

}  // namespace

TableSample random_table(std::uint64_t seed, int index, Degree degree,
                         const std::string& paragraphs_file) {
  Random random(seed * 1000003 + static_cast<std::uint64_t>(index));
  const auto kind = static_cast<Kind>((index / 2) % static_cast<int>(kKindNames.size()));
  const bool bilevel = index % 2 == 1;
  const std::vector<std::string> pool = lines_of_file(paragraphs_file);
  TablePage setter(kind, random.unit() < 0.5 ? "Tinos" : "TeX Gyre Termes", random);
  setter.add_text(filled(any_of(pool, random), random), Align::justify, false);
  setter.add_text("DANH MỤC CÔNG VIỆC", Align::centre, true);
  const Table table = Composer(kind, random).compose();
  setter.add_table(table);
  setter.add_text(filled(any_of(pool, random), random), Align::justify, false);
  Recipe recipe;
  recipe.file =
      "table-" + two_digits(index / 100) + two_digits(index) + (bilevel ? ".tif" : ".jpg");
  recipe.dpi = 300;
  recipe.degree = degree;
  recipe.seal = false;
  const InkedPages pages = ink_pages({}, {setter.take()}, recipe, random.next());
  TableSample made;
  made.sample.file = recipe.file;
  made.sample.bytes = bilevel ? tiff_of(pages.pages, Colour::bilevel, TiffCoding::g4)
                              : jpeg_of(pages.pages.front(), Colour::grey, 75);
  made.sample.text = pages.text;
  made.cells = cells_json(kind, table);
  return made;
}

}  // namespace sohoa::samples
