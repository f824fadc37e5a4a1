// The pages under way while a letter is set: where the next line goes, and when
// a new page begins. Used by head_and_foot.cpp and page_setting.cpp only.
#pragma once

#include <string>
#include <vector>

#include "samples/make/page_setting.h"
#include "samples/make/type_setting.h"

namespace sohoa::samples {

// Margins of HD 36-HD/VPTW, within those of NĐ 30/2020/NĐ-CP.
constexpr double kTop = 20 * kPointsPerMm;
constexpr double kBottom = kPageHeight - 20 * kPointsPerMm;
constexpr double kLeft = 30 * kPointsPerMm;
constexpr double kRight = kPageWidth - 15 * kPointsPerMm;
constexpr double kTextWidth = kRight - kLeft;

class PageSetter {
 public:
  PageSetter(const Letter& letter, const SettingOptions& options);

  void set_head();
  void set_body();
  void set_foot();
  [[nodiscard]] std::vector<SetPage> take_pages() { return std::move(pages_); }

 private:
  [[nodiscard]] Type type_of(double points, bool bold, bool italic, Align align) const;
  [[nodiscard]] SetPage& page() { return pages_.back(); }
  void new_page();

  // Places a block with its left edge at x, first line's top at y; returns the y below it.
  double place(const Block& block, double x, double y, double leading);
  double place_centred(const std::vector<std::string>& lines, const Type& type, double x,
                       double width, double y, double leading);
  void rule_under(double centre_x, double y, double length);

  double set_left_head(double x, double width);
  double set_right_head(double x, double width);
  void set_title();
  void set_address();

  void set_paragraph(const std::string& line);
  void flow(const Block& block, double x, double leading);
  std::size_t set_table(std::size_t first);
  std::size_t set_columns(std::size_t first);

  double set_signer(const std::vector<std::string>& titles, const std::string& name, double x,
                    double width, double y);

  const Letter& letter_;
  SettingOptions options_;
  std::vector<SetPage> pages_;
  double y_ = kTop;  // top of the next line on the last page
};

}  // namespace sohoa::samples
