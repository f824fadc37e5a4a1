// A letter set on A4 pages: where every line of type, rule and space for ink is.
//
// Layout after NĐ 30/2020/NĐ-CP (State) and HD 36-HD/VPTW of 2018 (Party).
// Positions are in points (1/72 inch) from the top left corner of the page.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "samples/make/letter.h"

struct _PangoLayout;

namespace sohoa::samples {

constexpr double kPageWidth = 595.28;   // A4 in points
constexpr double kPageHeight = 841.89;  // A4 in points
constexpr double kPointsPerMm = 72.0 / 25.4;

struct Point {
  double x = 0;
  double y = 0;
};

struct SetLine {
  // Shared because the lines of one paragraph may stand on two pages.
  std::shared_ptr<_PangoLayout> layout;
  int line = 0;  // of the layout
  double x = 0;
  double baseline = 0;
  std::string text;
};

struct SetRule {
  Point from;
  Point to;
  double width = 0.7;
};

struct SetHandwriting {
  Point at;  // left end of its baseline
  std::string text;
};

struct SetPage {
  bool typewriter = false;
  std::vector<SetLine> lines;  // in reading order
  std::vector<SetRule> rules;
  std::vector<SetHandwriting> handwriting;
  Point left_header_end;           // below number and "V/v", centre of the left block
  std::optional<Point> signature;  // middle of the space between title and name

  // The printed text in reading order, a line a line: left part of the head
  // before its right part, recipients before the signer.
  [[nodiscard]] std::string text() const;
};

struct SettingOptions {
  std::string family = "Tinos";  // metrics of Times New Roman
  double body_points = 14;
  double leading_points = 19;
  double stamp_room = 0;  // points left free under the head
};

// Throws std::runtime_error when a font is missing or a block does not fit a page.
[[nodiscard]] std::vector<SetPage> set_letter(const Letter& letter, const SettingOptions& options);

}  // namespace sohoa::samples
