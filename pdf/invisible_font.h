// The font of the invisible text layer: every code point that a document uses
// gets one glyph that encloses nothing, so a viewer can select and copy text and
// shows nothing.
//
// A TrueType program (OpenType 1.8, tables head hhea maxp hmtx loca glyf cmap
// name OS/2 post) built for one document. Glyph ids start at 1 in code point
// order; glyph 0 (.notdef) is never used. Thread-safe once built.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace sohoa {

class InvisibleFont {
 public:
  // In units of the em. The invisible box of a line reaches from descent to ascent.
  static constexpr int kUnitsPerEm = 1000;
  static constexpr int kAscent = 800;
  static constexpr int kDescent = -200;

  // A space is always included.
  explicit InvisibleFont(std::set<char32_t> code_points);

  // The glyph id, which is also the two-byte code under Identity-H. The code
  // point must be one of those given.
  [[nodiscard]] std::uint16_t code(char32_t code_point) const;
  // Advance in 1/1000 em. Narrow, common and broad letters differ, so that
  // selecting part of a word marks about the right part of the image.
  [[nodiscard]] static int advance(char32_t code_point);

  [[nodiscard]] std::string program() const;     // the bytes for FontFile2
  [[nodiscard]] std::string to_unicode() const;  // the CMap for ToUnicode
  // Advances of glyphs 1, 2, …
  [[nodiscard]] std::vector<int> advances() const;

 private:
  std::vector<char32_t> code_points_;  // ascending; glyph id = index + 1
};

}  // namespace sohoa
