#include "pdf/access_stream.h"

#include <qpdf/Pl_Flate.hh>
#include <qpdf/Pl_String.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace sohoa {

std::string deflate(const std::string& bytes) {
  std::string deflated;
  Pl_String collected("deflated", nullptr, deflated);
  Pl_Flate flate("deflate", &collected, Pl_Flate::a_deflate);
  flate.writeString(bytes);
  flate.finish();
  return deflated;
}

QPDFObjectHandle flate_stream(QPDF& pdf, const std::string& bytes) {
  QPDFObjectHandle stream = QPDFObjectHandle::newStream(&pdf, deflate(bytes));
  stream.getDict().replaceKey("/Filter", QPDFObjectHandle::newName("/FlateDecode"));
  return stream;
}

}  // namespace sohoa
