// check_pdfa(): opens the file anew and lets each part look at it.

#include <algorithm>
#include <array>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <string_view>

#include "pdf/access_copy.h"
#include "pdf/pdfa_findings.h"

namespace sohoa {

void PdfaFindings::add(const std::string& clause, const std::string& where,
                       const std::string& what) {
  const std::string finding = clause + ": " + where + ": " + what;
  places_.insert(where);
  const bool known = std::find(findings_.begin(), findings_.end(), finding) != findings_.end();
  if (!known && findings_.size() < kMost) findings_.push_back(finding);
}

std::string name_of(const QPDFObjectHandle& object) {
  QPDFObjectHandle handle = object;
  if (!handle.isIndirect()) return "direct object";
  return "object " + std::to_string(handle.getObjectID()) + " " +
         std::to_string(handle.getGeneration());
}

std::vector<std::string> named_filters(const QPDFObjectHandle& stream) {
  QPDFObjectHandle handle = stream;
  QPDFObjectHandle filter = handle.getDict().getKey("/Filter");
  std::vector<std::string> names;
  if (filter.isName()) names.push_back(filter.getName());
  if (filter.isArray()) {
    for (QPDFObjectHandle one : filter.getArrayAsVector()) {
      names.push_back(one.isName() ? one.getName() : "");
    }
  }
  return names;
}

std::string decoded(const QPDFObjectHandle& stream) {
  QPDFObjectHandle handle = stream;
  if (!handle.isStream()) return {};
  try {
    const std::shared_ptr<Buffer> data = handle.getStreamData(qpdf_dl_generalized);
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
  } catch (const std::exception&) {
    return {};
  }
}

namespace {

void check_header(std::string_view first, PdfaFindings& findings) {
  const bool header = first.size() > 9 && first.starts_with("%PDF-1.") && first[7] >= '0' &&
                      first[7] <= '7' && (first[8] == '\n' || first[8] == '\r');
  if (!header) {
    findings.add("6.1.2", "file header", "does not begin with %PDF-1.n and an end of line");
    return;
  }
  const std::size_t line = first.find_first_not_of("\r\n", 8);
  int high = 0;
  if (line != std::string::npos && first[line] == '%') {
    for (std::size_t i = line + 1; i < std::min(line + 5, first.size()); ++i) {
      if (static_cast<unsigned char>(first[i]) > 127) ++high;
    }
  }
  if (high < 4) findings.add("6.1.2", "file header", "no comment of four bytes above 127");
}

void check_end(std::string_view last, PdfaFindings& findings) {
  const std::size_t marker = last.rfind("%%EOF");
  const std::string_view rest =
      marker == std::string_view::npos ? "missing" : last.substr(marker + 5);
  if (rest != "" && rest != "\n" && rest != "\r" && rest != "\r\n") {
    findings.add("6.1.3", "end of file", "is not %%EOF with at most one end of line");
  }
}

}  // namespace

void check_file(QPDF& pdf, std::string_view bytes, PdfaFindings& findings) {
  constexpr std::size_t kEnd = 1024;
  check_header(bytes.substr(0, kEnd), findings);
  check_end(bytes.substr(bytes.size() - std::min(bytes.size(), kEnd)), findings);
  QPDFObjectHandle trailer = pdf.getTrailer();
  if (pdf.isEncrypted() || trailer.hasKey("/Encrypt")) {
    findings.add("6.1.3", "trailer", "the file is encrypted");
  }
  QPDFObjectHandle id = trailer.getKey("/ID");
  bool two_strings = id.isArray() && id.getArrayNItems() == 2;
  for (int i = 0; i < 2 && two_strings; ++i) {
    two_strings = id.getArrayItem(i).isString() && !id.getArrayItem(i).getStringValue().empty();
  }
  if (!two_strings) findings.add("6.1.3", "trailer", "/ID is not two strings");
}

PdfaReport examine_pdfa(std::string_view bytes) {
  PdfaFindings findings;
  PdfaReport report;
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.setAttemptRecovery(false);
    pdf.processMemoryFile("the file", bytes.data(), bytes.size());
    check_file(pdf, bytes, findings);
    check_metadata(pdf, findings);
    check_catalogue(pdf, findings);
    check_objects(pdf, findings);
    check_pages(pdf, findings);
    for (const QPDFExc& warning : pdf.getWarnings()) {
      findings.add("6.1", "syntax", warning.getMessageDetail());
    }
    report.pages = findings.pages(pdf);
  } catch (const std::exception& error) {
    findings.add("6.1", "file", std::string("cannot be parsed: ") + error.what());
    report.pages.clear();
  }
  report.findings = findings.take();
  return report;
}

std::vector<std::string> check_pdfa(std::string_view bytes) {
  return examine_pdfa(bytes).findings;
}

}  // namespace sohoa
