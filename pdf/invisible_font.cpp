#include "pdf/invisible_font.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "document/vietnamese_text.h"

namespace sohoa {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kFontName = "SohoaInvisible";
constexpr int kNotdefAdvance = 500;

class BigEndian {
 public:
  BigEndian& u8(unsigned value) {
    bytes_.push_back(static_cast<char>(value & 0xFFU));
    return *this;
  }
  BigEndian& u16(unsigned value) { return u8(value >> 8U).u8(value); }
  BigEndian& i16(int value) { return u16(static_cast<unsigned>(value) & 0xFFFFU); }
  BigEndian& u32(std::uint32_t value) { return u16(value >> 16U).u16(value & 0xFFFFU); }
  BigEndian& text(std::string_view value) {
    bytes_ += value;
    return *this;
  }
  BigEndian& zeros(std::size_t count) {
    bytes_.append(count, '\0');
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

std::uint32_t table_checksum(std::string table) {
  table.resize((table.size() + 3) / 4 * 4, '\0');
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < table.size(); i += 4) {
    std::uint32_t word = 0;
    for (std::size_t j = 0; j < 4; ++j)
      word = word << 8U | static_cast<unsigned char>(table[i + j]);
    sum += word;
  }
  return sum;
}

std::string head_table() {
  return BigEndian{}
      .u32(0x00010000)  // version
      .u32(0x00010000)  // font revision
      .u32(0)           // checkSumAdjustment, set when the file is put together
      .u32(0x5F0F3CF5)  // magic number
      .u16(0x000B)      // baseline at y = 0, left side bearing at x = 0, integer scaling
      .u16(InvisibleFont::kUnitsPerEm)
      .zeros(16)  // created and modified: fixed, so that equal input gives equal bytes
      .i16(0)
      .i16(InvisibleFont::kDescent)
      .i16(InvisibleFont::kUnitsPerEm)
      .i16(InvisibleFont::kAscent)
      .u16(0)  // macStyle
      .u16(8)  // smallest readable size
      .i16(2)  // direction hint
      .i16(1)  // long offsets in loca
      .i16(0)
      .bytes();
}

std::string hhea_table(unsigned glyphs) {
  return BigEndian{}
      .u32(0x00010000)
      .i16(InvisibleFont::kAscent)
      .i16(InvisibleFont::kDescent)
      .i16(0)                           // line gap
      .u16(InvisibleFont::kUnitsPerEm)  // largest advance
      .i16(0)
      .i16(0)
      .i16(kNotdefAdvance)
      .i16(1)  // caret slope: upright
      .i16(0)
      .i16(0)
      .zeros(8)
      .i16(0)
      .u16(glyphs)
      .bytes();
}

// Where points lie on one axis.
struct PointRange {
  int at = 0;
  int low = 32'767;
  int high = -32'768;

  void add(int step) {
    at += step;
    low = std::min(low, at);
    high = std::max(high, at);
  }
};

std::string maxp_table(unsigned glyphs) {
  return BigEndian{}
      .u32(0x00010000)
      .u16(glyphs)
      .u16(4)  // points of .notdef
      .u16(1)  // contours of .notdef
      .u16(0)
      .u16(0)
      .u16(2)  // zones
      .zeros(16)
      .bytes();
}

// One contour through the points, given as steps from (0, 0), on the curve.
std::string outline(const std::vector<std::pair<int, int>>& steps) {
  PointRange x;
  PointRange y;
  for (const auto& [dx, dy] : steps) {
    x.add(dx);
    y.add(dy);
  }
  BigEndian glyph;
  glyph.i16(1).i16(x.low).i16(y.low).i16(x.high).i16(y.high);
  glyph.u16(static_cast<unsigned>(steps.size() - 1)).u16(0);  // last point; no instructions
  for (std::size_t i = 0; i < steps.size(); ++i) glyph.u8(0x01);
  for (const auto& [dx, dy] : steps) glyph.i16(dx);
  for (const auto& [dx, dy] : steps) glyph.i16(dy);
  glyph.zeros((4 - glyph.bytes().size() % 4) % 4);
  return glyph.bytes();
}

struct GlyphTables {
  std::string glyf;
  std::string loca;
};

// .notdef is a box. The others are a line there and back: it encloses nothing, so
// it shows nothing in any render mode, yet it has an extent. MuPDF leaves out text
// whose glyphs all together have none (a level line of empty glyphs).
GlyphTables glyph_tables(const std::vector<int>& advances) {
  GlyphTables tables{outline({{50, 0}, {0, 700}, {400, 0}, {0, -700}}), {}};
  BigEndian loca;
  loca.u32(0);
  for (const int advance : advances) {
    loca.u32(static_cast<std::uint32_t>(tables.glyf.size()));
    tables.glyf += outline({{0, 0}, {advance, InvisibleFont::kAscent}});
  }
  tables.loca = loca.u32(static_cast<std::uint32_t>(tables.glyf.size())).bytes();
  return tables;
}

// PDF reaches the glyphs by their ids; the cmap is here because a font must
// have one, and names the space only.
std::string cmap_table(unsigned space_glyph) {
  BigEndian table;
  table.u16(0).u16(1);                 // version, one encoding
  table.u16(3).u16(1).u32(12);         // Windows, Unicode BMP
  table.u16(4).u16(32).u16(0);         // format 4, its length, language
  table.u16(4).u16(4).u16(1).u16(0);   // twice two segments and the search hints
  table.u16(0x20).u16(0xFFFF).u16(0);  // segment ends
  table.u16(0x20).u16(0xFFFF);         // segment starts
  table.i16(static_cast<int>(space_glyph) - 0x20).u16(1);
  table.u16(0).u16(0);
  return table.bytes();
}

std::string name_table() {
  const std::string full(kFontName);
  const std::array<std::pair<unsigned, std::string>, 6> names = {
      {{1, full}, {2, "Regular"}, {3, full + " 1.0"}, {4, full}, {5, "Version 1.0"}, {6, full}}};
  BigEndian records;
  BigEndian strings;
  for (const auto& [id, value] : names) {
    records.u16(3).u16(1).u16(0x0409).u16(id);
    records.u16(static_cast<unsigned>(value.size() * 2));
    records.u16(static_cast<unsigned>(strings.bytes().size()));
    for (const char letter : value) strings.u16(static_cast<unsigned char>(letter));
  }
  return BigEndian{}
      .u16(0)
      .u16(names.size())
      .u16(static_cast<unsigned>(6 + records.bytes().size()))
      .text(records.bytes())
      .text(strings.bytes())
      .bytes();
}

std::string os2_table() {
  BigEndian table;
  table.u16(3).i16(kNotdefAdvance).u16(400).u16(5);  // version, mean advance, weight, width
  table.u16(0);                                      // may be embedded without restriction
  table.zeros(20).i16(0);                            // sub-, superscript, strike-out, class
  table.zeros(10).zeros(16).text("SOHO");            // PANOSE, Unicode ranges, vendor
  table.u16(0x0040).u16(0x20).u16(0xFFFF);           // regular; first and last character
  table.i16(InvisibleFont::kAscent).i16(InvisibleFont::kDescent).i16(0);
  table.u16(InvisibleFont::kAscent).u16(-InvisibleFont::kDescent);
  table.zeros(8).i16(500).i16(700).u16(0).u16(0x20).u16(1);  // code pages, heights, characters
  return table.bytes();
}

std::string post_table() {
  return BigEndian{}.u32(0x00030000).u32(0).i16(-100).i16(50).zeros(20).bytes();
}

// The table directory and the tables, as the OpenType specification lays them out.
std::string put_together(const std::vector<std::pair<std::string, std::string>>& tables) {
  const auto count = static_cast<unsigned>(tables.size());
  unsigned power = 1;
  unsigned log2 = 0;
  while (power * 2 <= count) power *= 2, ++log2;
  BigEndian directory;
  directory.u32(0x00010000).u16(count).u16(power * 16).u16(log2).u16((count - power) * 16);
  std::string body;
  std::size_t head_offset = 0;
  const std::size_t start = 12 + 16 * tables.size();
  for (const auto& [tag, table] : tables) {
    if (tag == "head") head_offset = start + body.size();
    directory.text(tag).u32(table_checksum(table));
    directory.u32(static_cast<std::uint32_t>(start + body.size()));
    directory.u32(static_cast<std::uint32_t>(table.size()));
    body += table;
    body.resize((body.size() + 3) / 4 * 4, '\0');
  }
  std::string font = directory.bytes() + body;
  const std::string adjustment = BigEndian{}.u32(0xB1B0AFBAU - table_checksum(font)).bytes();
  font.replace(head_offset + 8, 4, adjustment);
  return font;
}

std::string hex4(unsigned value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (const unsigned shift : {12U, 8U, 4U, 0U}) text += digits[value >> shift & 0xFU];
  return text;
}

std::string utf16_hex(char32_t code_point) {
  if (code_point < 0x10000) return hex4(code_point);
  const auto rest = static_cast<unsigned>(code_point - 0x10000);
  return hex4(0xD800U + (rest >> 10U)) + hex4(0xDC00U + (rest & 0x3FFU));
}

}  // namespace

InvisibleFont::InvisibleFont(std::set<char32_t> code_points) {
  code_points.insert(U' ');
  if (code_points.size() >= 0xFFFF) throw std::length_error("more code points than glyph ids");
  code_points_.assign(code_points.begin(), code_points.end());
}

std::uint16_t InvisibleFont::code(char32_t code_point) const {
  const auto found = std::lower_bound(code_points_.begin(), code_points_.end(), code_point);
  if (found == code_points_.end() || *found != code_point) {
    throw std::logic_error("code point was not given to the invisible font");
  }
  return static_cast<std::uint16_t>(found - code_points_.begin() + 1);
}

int InvisibleFont::advance(char32_t code_point) {
  const VietnameseLetter letter = take_apart(code_point);
  if (letter.plain >= 0x80) return 500;
  const char plain = static_cast<char>(letter.plain);
  if (" .,;:'|!"sv.find(plain) != std::string_view::npos) return 250;
  if ("ijltf()[]-/\""sv.find(plain) != std::string_view::npos) return letter.upper ? 450 : 300;
  if ("mw"sv.find(plain) != std::string_view::npos) return letter.upper ? 900 : 750;
  return letter.upper ? 700 : 500;
}

std::vector<int> InvisibleFont::advances() const {
  std::vector<int> all;
  for (const char32_t code_point : code_points_) all.push_back(advance(code_point));
  return all;
}

std::string InvisibleFont::program() const {
  const auto glyphs = static_cast<unsigned>(code_points_.size() + 1);
  const GlyphTables outlines = glyph_tables(advances());
  BigEndian hmtx;
  hmtx.u16(kNotdefAdvance).i16(50);
  for (const int advance_width : advances()) hmtx.u16(static_cast<unsigned>(advance_width)).i16(0);
  return put_together({{"OS/2", os2_table()},
                       {"cmap", cmap_table(code(U' '))},
                       {"glyf", outlines.glyf},
                       {"head", head_table()},
                       {"hhea", hhea_table(glyphs)},
                       {"hmtx", hmtx.bytes()},
                       {"loca", outlines.loca},
                       {"maxp", maxp_table(glyphs)},
                       {"name", name_table()},
                       {"post", post_table()}});
}

std::string InvisibleFont::to_unicode() const {
  std::string map =
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
      "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
      "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
      "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
  constexpr std::size_t kLinesPerBlock = 100;  // limit of the CMap format
  for (std::size_t begin = 0; begin < code_points_.size(); begin += kLinesPerBlock) {
    const std::size_t end = std::min(begin + kLinesPerBlock, code_points_.size());
    map += std::to_string(end - begin) + " beginbfchar\n";
    for (std::size_t i = begin; i < end; ++i) {
      map.append("<").append(hex4(static_cast<unsigned>(i + 1))).append("> <");
      map.append(utf16_hex(code_points_[i])).append(">\n");
    }
    map += "endbfchar\n";
  }
  return map + "endcmap CMapName currentdict /CMap defineresource pop end end\n";
}

}  // namespace sohoa
