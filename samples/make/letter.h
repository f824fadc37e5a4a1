// One letter as its author wrote it, before it is set on paper.
//
// Letters are plain text files in letters/, so that a reader of Vietnamese can
// check and extend them without reading C++:
//
//   key: value          header lines; a key may come again (sign, to, address…)
//   ---                 end of the header, then the body
//
// Body: one paragraph a line. Prefixes of a line:
//   "# "   centred, bold            "= "   centred
//   "> "   no first-line indent     "|= 1 4 2"  widths of the table that follows
//   "|a|b|" a row of it; the first row is its head
//   "<<<" and ">>>"  begin and end of two columns      "==="  new page
//   "_blank_" alone: an empty page
// Inside a line **bold** and __italic__; {12} is written by hand.
#pragma once

#include <string>
#include <vector>

namespace sohoa::samples {

enum class Form { party, state, typewriter };

struct Letter {
  Form form = Form::state;
  std::vector<std::string> superior;   // lines of the body above, capitals
  std::vector<std::string> issuer;     // lines of the issuing body, capitals
  std::string notation;                // "Số: {2317}/QĐ-UBND", as on the paper
  std::string place_date;              // "Tân Giang, ngày {05} tháng 3 năm 2025"
  std::string type;                    // capitals; empty for a công văn
  std::vector<std::string> subject;    // lines
  std::vector<std::string> address;    // "Kính gửi: …" lines
  std::vector<std::string> body;       // lines with the prefixes above
  std::vector<std::string> sign;       // authority and title, capitals
  std::string name;                    // of the signer
  std::vector<std::string> left_sign;  // a second signer on the left (minutes)
  std::string left_name;
  std::vector<std::string> to;  // "Nơi nhận" lines

  // What the description of the record should say.
  std::string type_name;       // "quyết định", "công văn"…
  std::string agency;          // the issuing body, as printed, on one line
  std::string issued_date;     // YYYY-MM-DD
  std::string plain_notation;  // "2317/QĐ-UBND"
  std::string urgency;         // "KHẨN"…, or empty
  std::string secrecy;         // "MẬT"…, or empty
};

// Throws std::runtime_error naming the line.
[[nodiscard]] Letter read_letter(const std::string& path);

// Fills agency, issued_date and plain_notation from what is printed.
void finish(Letter& letter);

// The text without **, __ and {}.
[[nodiscard]] std::string without_marks(const std::string& text);

// Lines joined by single spaces.
[[nodiscard]] std::string joined(const std::vector<std::string>& lines);

}  // namespace sohoa::samples
