// check_pdfa(): opens the file anew and lets each part look at it.

#include <algorithm>
#include <array>
#include <fstream>
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

// The first and last bytes of the file, as they lie on disk.
struct Ends {
  std::string first;
  std::string last;
};

Ends read_ends(const std::string& path) {
  constexpr std::streamoff kBytes = 1024;
  std::ifstream file(path, std::ios::binary);
  Ends ends;
  ends.first.resize(kBytes);
  file.read(ends.first.data(), kBytes);
  ends.first.resize(static_cast<std::size_t>(file.gcount()));
  file.clear();
  file.seekg(0, std::ios::end);
  const std::streamoff size = file.tellg();
  file.seekg(std::max<std::streamoff>(0, size - kBytes));
  ends.last.assign(std::istreambuf_iterator<char>(file), {});
  return ends;
}

void check_header(const std::string& first, PdfaFindings& findings) {
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

void check_end(const std::string& last, PdfaFindings& findings) {
  const std::size_t marker = last.rfind("%%EOF");
  const std::string_view rest =
      marker == std::string::npos ? "missing" : std::string_view(last).substr(marker + 5);
  if (rest != "" && rest != "\n" && rest != "\r" && rest != "\r\n") {
    findings.add("6.1.3", "end of file", "is not %%EOF with at most one end of line");
  }
}

}  // namespace

void check_file(QPDF& pdf, const std::string& path, PdfaFindings& findings) {
  const Ends ends = read_ends(path);
  check_header(ends.first, findings);
  check_end(ends.last, findings);
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

PdfaReport examine_pdfa(const std::string& path) {
  PdfaFindings findings;
  PdfaReport report;
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.setAttemptRecovery(false);
    pdf.processFile(path.c_str());
    check_file(pdf, path, findings);
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

std::vector<std::string> check_pdfa(const std::string& path) {
  return examine_pdfa(path).findings;
}

}  // namespace sohoa
