// Output intents, and catalogue entries that PDF/A-2 forbids.

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "pdf/pdfa_findings.h"

namespace sohoa {
namespace {

void check_profile(QPDFObjectHandle stream, PdfaFindings& findings) {
  const std::string profile = decoded(stream);
  const std::string where = "output intent profile " + name_of(stream);
  const int channels = icc_channels(profile);
  if (channels == 0) {
    findings.add("6.2.3", where, "is no ICC profile of version 2 or 4");
    return;
  }
  const std::string device_class = profile.substr(12, 4);
  if (device_class != "mntr" && device_class != "prtr") {
    findings.add("6.2.3", where, "is neither a display nor an output profile");
  }
  QPDFObjectHandle count = stream.getDict().getKey("/N");
  if (!count.isInteger() || count.getIntValue() != channels) {
    findings.add("6.2.3", where, "/N differs from the profile's colour space");
  }
  if (profile.substr(16, 4) != "RGB ") {
    findings.add("6.2.4.3", where, "is not RGB: DeviceRGB is then not covered");
  }
}

void check_output_intents(QPDFObjectHandle intents, PdfaFindings& findings) {
  int found = 0;
  QPDFObjectHandle first;
  const int count = intents.isArray() ? intents.getArrayNItems() : 0;
  for (int i = 0; i < count; ++i) {
    QPDFObjectHandle intent = intents.getArrayItem(i);
    if (!intent.isDictionary() || !intent.getKey("/S").isNameAndEquals("/GTS_PDFA1")) continue;
    QPDFObjectHandle profile = intent.getKey("/DestOutputProfile");
    if (!profile.isStream()) {
      findings.add("6.2.3", "output intent", "has no DestOutputProfile");
      continue;
    }
    if (!intent.getKey("/OutputConditionIdentifier").isString()) {
      findings.add("6.2.3", "output intent", "has no OutputConditionIdentifier");
    }
    if (found > 0 && profile.getObjGen() != first.getObjGen()) {
      findings.add("6.2.3", "output intents", "name different profiles");
    }
    if (intent.hasKey("/DestOutputProfileRef")) {
      findings.add("6.2.3", "output intent", "has a DestOutputProfileRef");
    }
    first = profile;
    ++found;
    check_profile(profile, findings);
  }
  if (found == 0) findings.add("6.2.3", "catalogue", "no GTS_PDFA1 output intent");
}

void check_form(QPDFObjectHandle form, PdfaFindings& findings) {
  if (!form.isDictionary()) return;
  if (form.hasKey("/XFA")) findings.add("6.4.2", "AcroForm", "has XFA");
  QPDFObjectHandle needed = form.getKey("/NeedAppearances");
  if (needed.isBool() && needed.getBoolValue()) {
    findings.add("6.4.1", "AcroForm", "NeedAppearances is true");
  }
}

void check_optional_content(QPDFObjectHandle properties, PdfaFindings& findings) {
  if (!properties.isDictionary()) return;
  std::vector<QPDFObjectHandle> configurations = {properties.getKey("/D")};
  QPDFObjectHandle others = properties.getKey("/Configs");
  if (others.isArray()) {
    for (const QPDFObjectHandle& one : others.getArrayAsVector()) configurations.push_back(one);
  }
  for (QPDFObjectHandle& configuration : configurations) {
    if (!configuration.isDictionary()) continue;
    QPDFObjectHandle name = configuration.getKey("/Name");
    if (!name.isString() || name.getStringValue().empty()) {
      findings.add("6.9", "optional content configuration", "has no name");
    }
    if (configuration.hasKey("/AS")) {
      findings.add("6.9", "optional content configuration", "has /AS");
    }
  }
}

}  // namespace

void check_catalogue(QPDF& pdf, PdfaFindings& findings) {
  QPDFObjectHandle root = pdf.getRoot();
  check_output_intents(root.getKey("/OutputIntents"), findings);
  check_form(root.getKey("/AcroForm"), findings);
  check_optional_content(root.getKey("/OCProperties"), findings);
  if (root.hasKey("/AA")) findings.add("6.5.2", "catalogue", "has additional actions (/AA)");
  if (root.hasKey("/Requirements")) findings.add("6.11", "catalogue", "has /Requirements");
  QPDFObjectHandle rendering = root.getKey("/NeedsRendering");
  if (rendering.isBool() && rendering.getBoolValue()) {
    findings.add("6.4.2", "catalogue", "NeedsRendering is true");
  }
  QPDFObjectHandle names = root.getKey("/Names");
  if (names.isDictionary()) {
    if (names.hasKey("/JavaScript")) findings.add("6.5.1", "name tree", "holds JavaScript");
    if (names.hasKey("/EmbeddedFiles")) findings.add("6.8", "name tree", "holds embedded files");
    if (names.hasKey("/AlternatePresentations")) {
      findings.add("6.10", "name tree", "holds alternate presentations");
    }
  }
  QPDFObjectHandle permissions = root.getKey("/Perms");
  if (permissions.isDictionary()) {
    for (const std::string& key : permissions.getKeys()) {
      if (key != "/UR3" && key != "/DocMDP") {
        findings.add("6.1.12", "permissions", "has the key " + key);
      }
    }
  }
}

}  // namespace sohoa
