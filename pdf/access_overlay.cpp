#include "pdf/access_overlay.h"

#include <qpdf/Constants.h>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAnnotationObjectHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include "pdf/access_drawing.h"

namespace sohoa {
namespace {

constexpr int kHiding = an_invisible | an_hidden | an_no_view;

}  // namespace

std::string paint_annotations(QPDF& pdf, QPDFObjectHandle page, int rotate,
                              QPDFObjectHandle forms) {
  std::string content;
  for (QPDFAnnotationObjectHelper& annotation : QPDFPageObjectHelper(page).getAnnotations()) {
    if (annotation.getSubtype() == "/Popup" || (annotation.getFlags() & kHiding) != 0) continue;
    QPDFObjectHandle appearance = annotation.getAppearanceStream("/N");
    if (!appearance.isStream()) continue;
    const std::string name = "/A" + std::to_string(forms.getKeys().size());
    const std::string painted = annotation.getPageContentForAppearance(name, rotate, 0, kHiding);
    if (painted.empty()) continue;
    clean_form(appearance);
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
  clean_form(form);
  return pdf.copyForeignObject(form);
}

}  // namespace sohoa
