#include "pdf/access_drawing.h"

#include <qpdf/QPDFObjectHandle.hh>
#include <ranges>
#include <set>
#include <vector>

#include "pdf/access_image.h"

namespace sohoa {
namespace {

void clean_descriptor(QPDFObjectHandle descriptor) {
  if (!descriptor.isDictionary()) return;
  descriptor.removeKey("/CIDSet");
  descriptor.removeKey("/CharSet");
}

void clean_cid_font(QPDFObjectHandle font) {
  if (!font.isDictionary()) return;
  QPDFObjectHandle descriptor = font.getKey("/FontDescriptor");
  clean_descriptor(descriptor);
  const bool embedded = descriptor.getKeyIfDict("/FontFile2").isStream();
  if (embedded && font.getKey("/Subtype").isNameAndEquals("/CIDFontType2") &&
      font.getKey("/CIDToGIDMap").isNull()) {
    font.replaceKey("/CIDToGIDMap", QPDFObjectHandle::newName("/Identity"));
  }
}

void clean_font(QPDFObjectHandle font) {
  clean_descriptor(font.getKey("/FontDescriptor"));
  QPDFObjectHandle descendants = font.getKey("/DescendantFonts");
  if (!descendants.isArray()) return;
  for (const QPDFObjectHandle& descendant : descendants.getArrayAsVector()) {
    clean_cid_font(descendant);
  }
}

void clean_graphics_state(QPDFObjectHandle state) {
  state.removeKey("/HTP");
  for (const char* key : {"/TR", "/TR2"}) {
    if (state.getKey(key).isNameAndEquals("/Identity")) state.removeKey(key);
  }
}

void clean_form_dictionary(QPDFObjectHandle dictionary) {
  for (const char* key : {"/OPI", "/PS", "/Ref", "/Metadata", "/PieceInfo", "/OC", "/StructParent",
                          "/StructParents"}) {
    dictionary.removeKey(key);
  }
  dictionary.replaceKey("/Subtype", QPDFObjectHandle::newName("/Form"));
  if (!dictionary.getKey("/Resources").isDictionary()) {
    dictionary.replaceKey("/Resources", QPDFObjectHandle::newDictionary());
  }
}

// Goes through resource dictionaries one after the other: they may name each
// other in a circle and be nested as deeply as their author likes.
class ResourceCleaner {
 public:
  void add_form(QPDFObjectHandle form) {
    if (!seen_.insert(form.getObjGen()).second) return;
    clean_form_dictionary(form.getDict());
    waiting_.push_back(form.getDict().getKey("/Resources"));
  }

  void clean_all() {
    while (!waiting_.empty()) {
      QPDFObjectHandle resources = waiting_.back();
      waiting_.pop_back();
      for (QPDFObjectHandle object : entries(resources, "/XObject")) add_object(object);
      for (QPDFObjectHandle pattern : entries(resources, "/Pattern")) add_pattern(pattern);
      for (QPDFObjectHandle font : entries(resources, "/Font")) add_font(font);
      for (QPDFObjectHandle state : entries(resources, "/ExtGState")) {
        if (state.isDictionary()) clean_graphics_state(state);
      }
    }
  }

 private:
  static std::vector<QPDFObjectHandle> entries(QPDFObjectHandle resources, const char* kind) {
    QPDFObjectHandle named = resources.getKeyIfDict(kind);
    std::vector<QPDFObjectHandle> values;
    if (!named.isDictionary()) return values;
    for (const QPDFObjectHandle& value : named.getDictAsMap() | std::views::values) {
      values.push_back(value);
    }
    return values;
  }

  void add_object(QPDFObjectHandle object) {
    if (!object.isStream()) return;
    QPDFObjectHandle subtype = object.getDict().getKey("/Subtype");
    if (subtype.isNameAndEquals("/Image")) clean_image(object);
    if (subtype.isNameAndEquals("/Form")) add_form(object);
  }

  void add_pattern(QPDFObjectHandle pattern) {
    if (!pattern.isStream() || !seen_.insert(pattern.getObjGen()).second) return;
    waiting_.push_back(pattern.getDict().getKey("/Resources"));
  }

  // A Type 3 font has resources of its own; direct fonts have no number to know them by.
  void add_font(QPDFObjectHandle font) {
    if (!font.isDictionary()) return;
    if (font.isIndirect() && !seen_.insert(font.getObjGen()).second) return;
    clean_font(font);
    if (font.isIndirect()) waiting_.push_back(font.getKey("/Resources"));
  }

  std::set<QPDFObjGen> seen_;
  std::vector<QPDFObjectHandle> waiting_;
};

}  // namespace

void clean_form(QPDFObjectHandle form) {
  ResourceCleaner cleaner;
  cleaner.add_form(form);
  cleaner.clean_all();
}

}  // namespace sohoa
