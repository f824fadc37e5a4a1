// Head and foot of a letter: the boxes of NĐ 30/2020/NĐ-CP, annex I, and of
// HD 36-HD/VPTW for the Party.
#include <algorithm>
#include <stdexcept>

#include "samples/make/page_setter.h"

namespace sohoa::samples {

namespace {

constexpr double kHeadLeading = 16;
constexpr double kSignatureSpace = 74;  // points for seal and signature
constexpr double kRecipientLeading = 13.5;

double widest(const Block& block) {
  return block.widths.empty() ? 0 : *std::max_element(block.widths.begin(), block.widths.end());
}

}  // namespace

double PageSetter::place_centred(const std::vector<std::string>& lines, const Type& type, double x,
                                 double width, double y, double leading) {
  for (const std::string& line : lines) y = place(set_type(line, type, width), x, y, leading);
  return y;
}

void PageSetter::rule_under(double centre_x, double y, double length) {
  page().rules.push_back({{centre_x - length / 2, y}, {centre_x + length / 2, y}});
}

// Boxes 2, 3 and 5b: bodies, number, and "V/v" or "về việc" of a công văn.
double PageSetter::set_left_head(double x, double width) {
  const bool party = letter_.form == Form::party;
  const double points = party ? 14 : 12.5;
  double y = place_centred(letter_.superior, type_of(points, false, false, Align::centre), x, width,
                           kTop, kHeadLeading);
  y = place_centred(letter_.issuer, type_of(points, true, false, Align::centre), x, width, y,
                    kHeadLeading);
  if (party) {
    y = place_centred({"*"}, type_of(14, false, false, Align::centre), x, width, y, 13);
  } else {
    rule_under(x + width / 2, y + 2, width * 0.36);
    y += 10;
  }
  const Type number = type_of(party ? 14 : 13, false, false, Align::centre);
  y = place_centred({letter_.notation}, number, x, width, y, kHeadLeading + 2);
  if (letter_.type.empty()) {
    const Type about = type_of(12, false, party, Align::centre);
    y = place_centred(letter_.subject, about, x, width, y, 14);
  }
  page().left_header_end = {x + width / 2, y};
  return y;
}

// Boxes 1 and 4: the name of the State or the Party, place and date.
double PageSetter::set_right_head(double x, double width) {
  double y = kTop;
  if (letter_.form == Form::party) {
    const Block party =
        set_type("ĐẢNG CỘNG SẢN VIỆT NAM", type_of(15, true, false, Align::centre), width);
    y = place(party, x, y, kHeadLeading + 2);
    rule_under(x + width / 2, y + 1, widest(party));
  } else {
    y = place_centred({"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"},
                      type_of(12.5, true, false, Align::centre), x, width, y, kHeadLeading);
    const Block motto =
        set_type("Độc lập - Tự do - Hạnh phúc", type_of(13.5, true, false, Align::centre), width);
    y = place(motto, x, y, kHeadLeading);
    rule_under(x + width / 2, y + 2, widest(motto));
  }
  y = std::max(y + 10, kTop + 3 * kHeadLeading);
  return place_centred({letter_.place_date}, type_of(14, false, true, Align::centre), x, width, y,
                       kHeadLeading + 2);
}

void PageSetter::set_title() {
  if (letter_.type.empty()) return;
  const double points = letter_.form == Form::party ? 15.5 : 14;
  y_ = place_centred({letter_.type}, type_of(points, true, false, Align::centre), kLeft, kTextWidth,
                     y_, 20);
  y_ = place_centred(letter_.subject, type_of(14, true, false, Align::centre), kLeft, kTextWidth,
                     y_, 18);
  const double centre = kLeft + kTextWidth / 2;
  if (letter_.form == Form::party)
    y_ = place_centred({"-----"}, type_of(14, false, false, Align::centre), kLeft, kTextWidth, y_,
                       14);
  else
    rule_under(centre, y_ + 3, kTextWidth / 6);
  y_ += 14;
}

void PageSetter::set_address() {
  if (letter_.address.empty()) return;
  const Type type = type_of(options_.body_points, false, false, Align::left);
  const bool single = letter_.address.size() == 1;
  const double x = kLeft + (single ? 90 : 70);
  for (const std::string& line : letter_.address)
    y_ = place(set_type(line, type, kRight - x), line.rfind("-", 0) == 0 ? x + 30 : x, y_,
               options_.leading_points);
  y_ += 10;
}

void PageSetter::set_head() {
  const bool party = letter_.form == Form::party;
  const double left_width = party ? 205 : 172;
  const double left_x = kLeft - (party ? 8 : 18);
  const double right_x = left_x + left_width + 4;
  const double left_end = set_left_head(left_x, left_width);
  const double right_end = set_right_head(right_x, kRight - right_x + 8);
  y_ = std::max(left_end, right_end) + 16 + options_.stamp_room;
  set_title();
  set_address();
}

double PageSetter::set_signer(const std::vector<std::string>& titles, const std::string& name,
                              double x, double width, double y) {
  const bool party = letter_.form == Form::party;
  for (const std::string& title : titles) {
    const bool authority = title.find('/') != std::string::npos;
    y = place_centred({title}, type_of(14, !party || authority, false, Align::centre), x, width, y,
                      17);
  }
  page().signature = Point{x + width / 2, y + kSignatureSpace / 2};
  return place_centred({name}, type_of(14, true, false, Align::centre), x, width,
                       y + kSignatureSpace, 17);
}

void PageSetter::set_foot() {
  if (letter_.sign.empty()) return;
  const double signer_height =
      17 * (static_cast<double>(letter_.sign.size()) + 1) + kSignatureSpace;
  const double recipients_height = kRecipientLeading * static_cast<double>(letter_.to.size() + 2);
  if (y_ + std::max(signer_height, recipients_height) > kBottom + 10) new_page();
  y_ += 12;
  const double half = kTextWidth / 2;
  double left_end = y_;
  if (!letter_.left_sign.empty()) {
    left_end = set_signer(letter_.left_sign, letter_.left_name, kLeft, half, y_);
  } else if (!letter_.to.empty()) {
    const bool party = letter_.form == Form::party;
    const Block label =
        set_type("Nơi nhận:", type_of(party ? 14 : 12, !party, !party, Align::left), half);
    double y = place(label, kLeft, y_, 16);
    if (party) page().rules.push_back({{kLeft, y - 1}, {kLeft + widest(label), y - 1}, 0.6});
    const Type list = type_of(party ? 12 : 11, false, false, Align::left);
    for (const std::string& line : letter_.to)
      y = place(set_type(line, list, half - 20), kLeft, y, kRecipientLeading);
    left_end = y;
  }
  const double right_end = set_signer(letter_.sign, letter_.name, kLeft + half - 6, half + 6, y_);
  y_ = std::max(left_end, right_end);
}

}  // namespace sohoa::samples
