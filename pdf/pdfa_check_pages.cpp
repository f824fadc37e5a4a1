// Pages: their boxes and annotations, and everything that their content does.

#include <cmath>
#include <map>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <set>

#include "pdf/pdfa_findings.h"
#include "pdf/pdfa_font_check.h"

namespace sohoa {
namespace {

// ISO 19005-2, 6.1.13.
constexpr double kSmallestSide = 3;
constexpr double kLargestSide = 14'400;
constexpr std::size_t kDeepestSave = 28;
constexpr int kDeepestForm = 20;

struct UsedFont {
  QPDFObjectHandle font;
  std::string where;
  std::set<unsigned> codes;
};
// By object name; fonts that are no objects of their own by place and resource name.
using UsedFonts = std::map<std::string, UsedFont>;

// ISO 32000-1, annex A.
const std::set<std::string>& known_operators() {
  static const std::set<std::string> known = {
      "b",  "B",  "b*", "B*", "BDC", "BI",  "BMC", "BT", "BX", "c",  "cm", "CS", "cs", "d",  "d0",
      "d1", "Do", "DP", "EI", "EMC", "ET",  "EX",  "f",  "F",  "f*", "G",  "g",  "gs", "h",  "i",
      "ID", "j",  "J",  "K",  "k",   "l",   "m",   "M",  "MP", "n",  "q",  "Q",  "re", "RG", "rg",
      "ri", "s",  "S",  "SC", "sc",  "SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj", "TJ",
      "TL", "Tm", "Tr", "Ts", "Tw",  "Tz",  "v",   "w",  "W",  "W*", "y",  "'",  "\""};
  return known;
}

class ContentCheck : public QPDFObjectHandle::ParserCallbacks {
 public:
  ContentCheck(QPDFObjectHandle resources, const std::string& where, int depth, UsedFonts& fonts,
               PdfaFindings& findings)
      : resources_(resources), where_(where), depth_(depth), fonts_(fonts), findings_(findings) {}

  void handleObject(QPDFObjectHandle object, size_t, size_t) override {
    if (object.isOperator()) {
      const std::string name = object.getOperatorValue();
      if (known_operators().count(name) == 0) {
        findings_.add("6.2.2", where_, "unknown operator " + name);
      }
      handle_state(name);
      handle_text(name);
      handle_colour(name);
      operands_.clear();
    } else if (!object.isInlineImage()) {
      operands_.push_back(object);
    }
  }

  void handleEOF() override {
    if (!saved_.empty()) findings_.add("6.2.2", where_, "q without Q");
  }

 private:
  // The named resource; a finding when there is none.
  QPDFObjectHandle resource(const char* kind) {
    QPDFObjectHandle found = QPDFObjectHandle::newNull();
    for (QPDFObjectHandle operand : operands_) {
      if (operand.isName()) found = resources_.getKeyIfDict(kind).getKeyIfDict(operand.getName());
    }
    if (found.isNull()) findings_.add("6.2.2", where_, std::string("missing resource in ") + kind);
    return found;
  }

  void handle_state(const std::string& name) {
    if (name == "q") {
      saved_.push_back(font_key_);
      if (saved_.size() > kDeepestSave) {
        findings_.add("6.1.13", where_, "q is nested deeper than 28");
      }
    } else if (name == "Q") {
      if (saved_.empty()) return findings_.add("6.2.2", where_, "Q without q");
      font_key_ = saved_.back();
      saved_.pop_back();
    } else if (name == "gs") {
      (void)resource("/ExtGState");
    } else if (name == "Do") {
      enter(resource("/XObject"));
    } else if (name == "ID") {
      check_inline_image();
    }
  }

  void handle_text(const std::string& name) {
    if (name == "Tf") {
      choose_font(resource("/Font"));
    }
    const bool shows = name == "Tj" || name == "TJ" || name == "'" || name == "\"";
    if (!shows || operands_.empty()) return;
    QPDFObjectHandle shown = operands_.back();
    if (font_key_.empty()) return findings_.add("6.2.2", where_, "text without a font");
    UsedFont& used = fonts_[font_key_];
    for (QPDFObjectHandle part :
         shown.isArray() ? shown.getArrayAsVector() : std::vector<QPDFObjectHandle>{shown}) {
      if (part.isString()) {
        used.codes.merge(codes_in(used.font, part.getStringValue()));
      }
    }
  }

  void choose_font(QPDFObjectHandle font) {
    font_key_.clear();
    if (!font.isDictionary()) return;
    const bool own = font.isIndirect();
    font_key_ = own ? name_of(font) : where_ + ' ' + operands_.front().unparse();
    fonts_.try_emplace(font_key_, UsedFont{font, own ? font_key_ : where_, {}});
  }

  void handle_colour(const std::string& name) {
    if (name == "k" || name == "K") {
      findings_.add("6.2.4.3", where_, "paints in DeviceCMYK without such an intent");
    } else if ((name == "cs" || name == "CS") && !operands_.empty() && operands_[0].isName()) {
      const std::string space = operands_[0].getName();
      QPDFObjectHandle named = resources_.getKeyIfDict("/ColorSpace").getKeyIfDict(space);
      const std::string fault = colour_fault(named.isNull() ? operands_[0] : named);
      if (!fault.empty()) findings_.add("6.2.4", where_, "content " + fault);
    } else if (name == "sh") {
      (void)resource("/Shading");
    } else if (name == "ri") {
      static const std::set<std::string> intents = {
          "/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"};
      if (operands_.empty() || !operands_[0].isName() ||
          intents.count(operands_[0].getName()) == 0) {
        findings_.add("6.2.6", where_, "unknown rendering intent");
      }
    }
  }

  void check_inline_image() {
    for (std::size_t i = 0; i + 1 < operands_.size(); i += 2) {
      const std::string key = operands_[i].isName() ? operands_[i].getName() : "";
      QPDFObjectHandle value = operands_[i + 1];
      if (key == "/F" || key == "/Filter") {
        const std::string filters = value.unparse();
        if (filters.find("LZW") != std::string::npos ||
            filters.find("Crypt") != std::string::npos) {
          findings_.add("6.1.10", where_, "inline image filter " + filters);
        }
      }
      if ((key == "/I" || key == "/Interpolate") && value.isBool() && value.getBoolValue()) {
        findings_.add("6.2.8.1", where_, "inline image has Interpolate true");
      }
      if ((key == "/CS" || key == "/ColorSpace") && value.isName()) {
        const std::string fault = colour_fault(value);
        if (!fault.empty()) findings_.add("6.2.4", where_, "inline image " + fault);
      }
    }
  }

  void enter(QPDFObjectHandle object) {
    if (!object.isStream()) return;
    QPDFObjectHandle dictionary = object.getDict();
    if (!dictionary.getKey("/Subtype").isNameAndEquals("/Form")) return;
    if (depth_ >= kDeepestForm) return findings_.add("6.2.9", where_, "forms nested too deeply");
    QPDFObjectHandle own = dictionary.getKey("/Resources");
    if (!own.isDictionary()) findings_.add("6.2.2", name_of(object), "form without resources");
    ContentCheck inner(own.isDictionary() ? own : resources_, name_of(object), depth_ + 1, fonts_,
                       findings_);
    QPDFObjectHandle::parseContentStream(object, &inner);
  }

  QPDFObjectHandle resources_;
  std::string where_;
  int depth_;
  UsedFonts& fonts_;
  PdfaFindings& findings_;
  std::string font_key_;  // in fonts_; empty: none chosen
  std::vector<std::string> saved_;
  std::vector<QPDFObjectHandle> operands_;
};

void check_boxes(QPDFPageObjectHelper& page, const std::string& where, PdfaFindings& findings) {
  for (const char* key : {"/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"}) {
    QPDFObjectHandle box = page.getAttribute(key, false);
    if (box.isNull() && std::string(key) != "/MediaBox") continue;
    if (!box.isRectangle()) {
      findings.add("6.1.13", where, std::string(key) + " is no rectangle");
      continue;
    }
    const QPDFObjectHandle::Rectangle r = box.getArrayAsRectangle();
    for (const double side : {std::abs(r.urx - r.llx), std::abs(r.ury - r.lly)}) {
      if (side < kSmallestSide || side > kLargestSide) {
        findings.add("6.1.13", where, std::string(key) + " is under 3 or over 14400 units");
      }
    }
  }
}

void check_annotation(QPDFObjectHandle annotation, const std::string& where,
                      PdfaFindings& findings) {
  if (!annotation.isDictionary()) return findings.add("6.3.1", where, "annotation of no form");
  static const std::set<std::string> forbidden = {"/3D",    "/Sound",          "/Screen",
                                                  "/Movie", "/FileAttachment", "/RichMedia"};
  QPDFObjectHandle kind = annotation.getKey("/Subtype");
  if (!kind.isName() || forbidden.count(kind.getName()) > 0) {
    findings.add("6.3.1", where, "annotation of a forbidden kind");
  }
  const bool popup = kind.isNameAndEquals("/Popup");
  QPDFObjectHandle flags = annotation.getKey("/F");
  const long long bits = flags.isInteger() ? flags.getIntValue() : 0;
  constexpr long long kPrint = 4;
  constexpr long long kHiding = 1 | 2 | 32 | 256;  // Invisible, Hidden, NoView, ToggleNoView
  if (!popup && ((bits & kPrint) == 0 || (bits & kHiding) != 0)) {
    findings.add("6.3.2", where, "annotation is not printed or is hidden");
  }
  QPDFObjectHandle rect = annotation.getKey("/Rect");
  bool empty = false;
  if (rect.isRectangle()) {
    const QPDFObjectHandle::Rectangle r = rect.getArrayAsRectangle();
    empty = r.llx == r.urx && r.lly == r.ury;
  }
  const bool needs_look = !popup && !kind.isNameAndEquals("/Link") && !empty;
  if (needs_look && annotation.getKey("/AP").getKeyIfDict("/N").isNull()) {
    findings.add("6.3.3", where, "annotation without an appearance");
  }
}

}  // namespace

void check_pages(QPDF& pdf, PdfaFindings& findings) {
  UsedFonts fonts;
  int number = 0;
  for (const QPDFObjectHandle& object : pdf.getAllPages()) {
    const std::string where = "page " + std::to_string(++number);
    QPDFPageObjectHelper page(object);
    check_boxes(page, where, findings);
    ContentCheck content(page.getAttribute("/Resources", false), where, 0, fonts, findings);
    page.parseContents(&content);
    QPDFObjectHandle annotations = QPDFObjectHandle(object).getKey("/Annots");
    if (!annotations.isArray()) continue;
    for (const QPDFObjectHandle& annotation : annotations.getArrayAsVector()) {
      check_annotation(annotation, where, findings);
    }
  }
  for (auto& [key, used] : fonts) check_font(used.font, used.codes, used.where, findings);
}

}  // namespace sohoa
