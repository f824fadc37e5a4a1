#include "pdf/access_overlay.h"

#include <qpdf/Constants.h>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAnnotationObjectHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <ranges>
#include <set>

#include "pdf/access_image.h"

namespace sohoa {
namespace {

constexpr int kHiding = an_invisible | an_hidden | an_no_view;

// Takes from a form and the forms in it what ISO 19005-2, 6.2.9 forbids and
// what does not show; images are cleaned as page images are.
void clean_form(QPDFObjectHandle form, std::set<QPDFObjGen>& seen) {
  if (!seen.insert(form.getObjGen()).second) return;
  QPDFObjectHandle dictionary = form.getDict();
  for (const char* key : {"/OPI", "/PS", "/Ref", "/Metadata", "/PieceInfo", "/OC", "/StructParent",
                          "/StructParents"}) {
    dictionary.removeKey(key);
  }
  dictionary.replaceKey("/Subtype", QPDFObjectHandle::newName("/Form"));
  if (!dictionary.getKey("/Resources").isDictionary()) {
    dictionary.replaceKey("/Resources", QPDFObjectHandle::newDictionary());
  }
  QPDFObjectHandle inner = dictionary.getKey("/Resources").getKey("/XObject");
  if (!inner.isDictionary()) return;
  for (QPDFObjectHandle object : inner.getDictAsMap() | std::views::values) {
    if (!object.isStream()) continue;
    QPDFObjectHandle subtype = object.getDict().getKey("/Subtype");
    if (subtype.isNameAndEquals("/Image")) clean_image(object);
    if (subtype.isNameAndEquals("/Form")) clean_form(object, seen);
  }
}

}  // namespace

std::string paint_annotations(QPDF& pdf, QPDFObjectHandle page, int rotate,
                              QPDFObjectHandle forms) {
  std::string content;
  std::set<QPDFObjGen> seen;
  for (QPDFAnnotationObjectHelper& annotation : QPDFPageObjectHelper(page).getAnnotations()) {
    if (annotation.getSubtype() == "/Popup" || (annotation.getFlags() & kHiding) != 0) continue;
    QPDFObjectHandle appearance = annotation.getAppearanceStream("/N");
    if (!appearance.isStream()) continue;
    const std::string name = "/A" + std::to_string(forms.getKeys().size());
    const std::string painted = annotation.getPageContentForAppearance(name, rotate, 0, kHiding);
    if (painted.empty()) continue;
    clean_form(appearance, seen);
    forms.replaceKey(name, pdf.copyForeignObject(appearance));
    content += painted;
  }
  return content;
}

QPDFObjectHandle copy_drawing(QPDF& pdf, QPDFObjectHandle page, const PointBox& visible) {
  QPDFObjectHandle form = QPDFPageObjectHelper(page).getFormXObjectForPage(false);
  form.getDict().replaceKey(
      "/BBox", QPDFObjectHandle::newArray(QPDFObjectHandle::Rectangle(visible.left, visible.bottom,
                                                                      visible.right, visible.top)));
  std::set<QPDFObjGen> seen;
  clean_form(form, seen);
  return pdf.copyForeignObject(form);
}

}  // namespace sohoa
