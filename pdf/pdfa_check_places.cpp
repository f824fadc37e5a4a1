// Which pages a finding about an object concerns.

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <ranges>
#include <set>

#include "pdf/pdfa_findings.h"

namespace sohoa {
namespace {

// Calls `see` with every indirect object that `page` leads to, itself included,
// without the way up to the page tree.
template <typename See>
void walk_page(const QPDFObjectHandle& page, See see) {
  std::set<QPDFObjGen> seen;
  std::vector<QPDFObjectHandle> waiting{page};
  while (!waiting.empty()) {
    QPDFObjectHandle object = waiting.back();
    waiting.pop_back();
    if (object.isIndirect()) {
      if (!seen.insert(object.getObjGen()).second) continue;
      see(object);
    }
    if (object.isStream()) object = object.getDict();
    if (object.isArray()) {
      for (const QPDFObjectHandle& item : object.getArrayAsVector()) waiting.push_back(item);
    } else if (object.isDictionary()) {
      for (const auto& [key, value] : object.getDictAsMap()) {
        if (key != "/Parent" && key != "/P") waiting.push_back(value);
      }
    }
  }
}

}  // namespace

std::vector<int> PdfaFindings::pages(QPDF& pdf) const {
  std::set<std::string> open = places_;
  std::vector<int> pages;
  int number = 0;
  for (const QPDFObjectHandle& page : pdf.getAllPages()) {
    const std::string own = "page " + std::to_string(++number);
    bool concerned = places_.count(own) > 0;
    open.erase(own);
    walk_page(page, [&](const QPDFObjectHandle& object) {
      const std::string name = name_of(object);
      if (places_.count(name) == 0) return;
      concerned = true;
      open.erase(name);
    });
    if (concerned) pages.push_back(number);
  }
  return open.empty() ? pages : std::vector<int>{};
}

}  // namespace sohoa
