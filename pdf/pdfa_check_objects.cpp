// Every object of the file, looked at alone.

#include <cmath>
#include <limits>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <set>

#include "pdf/pdfa_findings.h"
#include "pdf/pdfa_jpx.h"

namespace sohoa {
namespace {

// ISO 19005-2, 6.1.13.
constexpr std::size_t kLongestName = 127;
constexpr std::size_t kLongestString = 32'767;
constexpr double kLargestReal = 3.403e38;
constexpr std::size_t kMostObjects = 8'388'607;
constexpr int kDeepest = 100;

bool is_true(QPDFObjectHandle value) {
  return value.isBool() && value.getBoolValue();
}

bool names_one_of(QPDFObjectHandle value, const std::set<std::string>& names) {
  return value.isName() && names.count(value.getName()) > 0;
}

void check_stream(QPDFObjectHandle stream, const std::string& where, PdfaFindings& findings) {
  QPDFObjectHandle dictionary = stream.getDict();
  for (const char* key : {"/F", "/FFilter", "/FDecodeParms"}) {
    if (dictionary.hasKey(key)) {
      findings.add("6.1.7.1", where, std::string("the stream has ") + key + ": data outside");
    }
  }
  static const std::set<std::string> allowed = {
      "/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode",
      "/CCITTFaxDecode", "/JBIG2Decode",   "/DCTDecode",   "/JPXDecode"};
  for (const std::string& filter : named_filters(stream)) {
    if (allowed.count(filter) == 0) {
      findings.add("6.1.7.2", where, "filter " + (filter.empty() ? "of no name" : filter));
    }
  }
}

void check_image(QPDFObjectHandle image, const std::string& where, PdfaFindings& findings) {
  QPDFObjectHandle dictionary = image.getDict();
  if (dictionary.hasKey("/Alternates")) findings.add("6.2.8.1", where, "image has /Alternates");
  if (dictionary.hasKey("/OPI")) findings.add("6.2.8.1", where, "image has /OPI");
  if (is_true(dictionary.getKey("/Interpolate"))) {
    findings.add("6.2.8.1", where, "image has /Interpolate true");
  }
  QPDFObjectHandle intent = dictionary.getKey("/Intent");
  static const std::set<std::string> intents = {"/RelativeColorimetric", "/AbsoluteColorimetric",
                                                "/Perceptual", "/Saturation"};
  if (!intent.isNull() && !names_one_of(intent, intents)) {
    findings.add("6.2.6", where, "unknown rendering intent");
  }
  const std::vector<std::string> filters = named_filters(image);
  const bool is_jpx = !filters.empty() && filters.back() == "/JPXDecode";
  if (is_jpx && filters.size() == 1) {
    const std::shared_ptr<Buffer> raw = image.getRawStreamData();
    const std::string fault =
        jpx_fault({reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize()});
    if (!fault.empty()) findings.add("6.2.8.3", where, fault);
  }
  QPDFObjectHandle space = dictionary.getKey("/ColorSpace");
  if (is_true(dictionary.getKey("/ImageMask")) || (is_jpx && space.isNull())) return;
  const std::string fault = colour_fault(space);
  if (!fault.empty()) findings.add("6.2.4", where, "image " + fault);
}

void check_form(QPDFObjectHandle form, const std::string& where, PdfaFindings& findings) {
  QPDFObjectHandle dictionary = form.getDict();
  for (const char* key : {"/OPI", "/PS", "/Ref"}) {
    if (dictionary.hasKey(key)) {
      findings.add("6.2.9", where, std::string("form has ") + key);
    }
  }
  if (dictionary.getKey("/Subtype2").isNameAndEquals("/PS")) {
    findings.add("6.2.9", where, "form is PostScript");
  }
}

void check_action(QPDFObjectHandle dictionary, const std::string& where, PdfaFindings& findings) {
  QPDFObjectHandle type = dictionary.getKey("/Type");
  if (!type.isNull() && !type.isNameAndEquals("/Action")) return;
  static const std::set<std::string> forbidden = {
      "/Launch",    "/Sound", "/Movie",      "/ResetForm",  "/ImportData", "/Hide", "/SetOCGState",
      "/Rendition", "/Trans", "/GoTo3DView", "/JavaScript", "/SetState",   "/NOP"};
  QPDFObjectHandle kind = dictionary.getKey("/S");
  if (names_one_of(kind, forbidden)) {
    findings.add("6.5.1", where, "action " + kind.getName());
  }
  static const std::set<std::string> named = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"};
  QPDFObjectHandle name = dictionary.getKey("/N");
  if (kind.isNameAndEquals("/Named") && !names_one_of(name, named)) {
    findings.add("6.5.1", where, "named action of an unknown name");
  }
}

void check_graphics_state(QPDFObjectHandle state, const std::string& where,
                          PdfaFindings& findings) {
  if (state.hasKey("/TR")) findings.add("6.2.5", where, "graphics state has /TR");
  QPDFObjectHandle transfer = state.getKey("/TR2");
  if (!transfer.isNull() && !transfer.isNameAndEquals("/Default")) {
    findings.add("6.2.5", where, "graphics state has /TR2");
  }
  if (state.hasKey("/HTP")) findings.add("6.2.5", where, "graphics state has /HTP");
  static const std::set<std::string> modes = {
      "/Normal",    "/Compatible", "/Multiply",   "/Screen",    "/Overlay",   "/Darken",
      "/Lighten",   "/ColorDodge", "/ColorBurn",  "/HardLight", "/SoftLight", "/Difference",
      "/Exclusion", "/Hue",        "/Saturation", "/Color",     "/Luminosity"};
  QPDFObjectHandle mode = state.getKey("/BM");
  if (!mode.isNull() && !mode.isArray() && !names_one_of(mode, modes)) {
    findings.add("6.2.10", where, "unknown blend mode");
  }
}

void check_dictionary(QPDFObjectHandle dictionary, const std::string& where,
                      PdfaFindings& findings) {
  check_action(dictionary, where, findings);
  const bool is_state = dictionary.getKey("/Type").isNameAndEquals("/ExtGState");
  if (is_state || dictionary.hasKey("/BM")) check_graphics_state(dictionary, where, findings);
  if (dictionary.hasKey("/EF")) findings.add("6.8", where, "file specification embeds a file");
  if (dictionary.hasKey("/AA")) findings.add("6.5.2", where, "has additional actions (/AA)");
  if (dictionary.hasKey("/PresSteps")) findings.add("6.10", where, "page has /PresSteps");
  QPDFObjectHandle shading = dictionary.getKey("/ShadingType");
  QPDFObjectHandle group = dictionary.getKey("/S");
  const bool blends = group.isNameAndEquals("/Transparency") && dictionary.hasKey("/CS");
  if (shading.isInteger() || blends) {
    const std::string fault =
        colour_fault(dictionary.getKey(shading.isInteger() ? "/ColorSpace" : "/CS"));
    if (!fault.empty()) findings.add("6.2.4", where, (blends ? "group " : "shading ") + fault);
  }
}

class ObjectWalk {
 public:
  explicit ObjectWalk(PdfaFindings& findings) : findings_(findings) {}

  void visit(QPDFObjectHandle object, const std::string& where, int depth) {
    if (depth > kDeepest) return findings_.add("6.1.9", where, "is nested too deeply");
    check_limits(object, where);
    if (object.isStream()) {
      check_stream(object, where, findings_);
      QPDFObjectHandle subtype = object.getDict().getKey("/Subtype");
      if (subtype.isNameAndEquals("/Image")) check_image(object, where, findings_);
      if (subtype.isNameAndEquals("/Form")) check_form(object, where, findings_);
      if (subtype.isNameAndEquals("/PS")) findings_.add("6.2.9", where, "PostScript XObject");
      visit(object.getDict(), where, depth + 1);
    } else if (object.isDictionary()) {
      check_dictionary(object, where, findings_);
      for (const std::string& key : object.getKeys()) {
        check_name(key, where);
        visit_direct(object.getKey(key), where, depth);
      }
    } else if (object.isArray()) {
      for (const QPDFObjectHandle& item : object.getArrayAsVector()) {
        visit_direct(item, where, depth);
      }
    }
  }

 private:
  // Indirect objects are visited once, from the list of all objects.
  void visit_direct(QPDFObjectHandle object, const std::string& where, int depth) {
    if (!object.isIndirect()) visit(object, where, depth + 1);
  }

  void check_name(const std::string& name, const std::string& where) {
    if (name.size() > kLongestName + 1) {  // qpdf keeps the slash
      findings_.add("6.1.13", where, "a name is longer than 127 bytes");
    }
  }

  void check_limits(QPDFObjectHandle object, const std::string& where) {
    if (object.isName()) check_name(object.getName(), where);
    if (object.isString() && object.getStringValue().size() > kLongestString) {
      findings_.add("6.1.13", where, "a string is longer than 32767 bytes");
    }
    if (object.isInteger()) {
      const long long value = object.getIntValue();
      if (value > std::numeric_limits<int>::max() || value < std::numeric_limits<int>::min()) {
        findings_.add("6.1.13", where, "an integer does not fit 32 bits");
      }
    }
    if (object.isReal() && !(std::abs(object.getNumericValue()) <= kLargestReal)) {
      findings_.add("6.1.13", where, "a real number is too large");
    }
  }

  PdfaFindings& findings_;
};

}  // namespace

void check_objects(QPDF& pdf, PdfaFindings& findings) {
  ObjectWalk walk(findings);
  const std::vector<QPDFObjectHandle> objects = pdf.getAllObjects();
  if (objects.size() > kMostObjects) findings.add("6.1.13", "file", "has too many objects");
  for (const QPDFObjectHandle& object : objects) walk.visit(object, name_of(object), 0);
  walk.visit(pdf.getTrailer(), "trailer", 0);
}

}  // namespace sohoa
