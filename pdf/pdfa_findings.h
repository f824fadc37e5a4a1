// The parts of check_pdfa(): each looks at one side of a file and notes what breaks
// ISO 19005-2 at level U. None of them knows how this program writes its files.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

class QPDF;
class QPDFObjectHandle;

namespace sohoa {

class PdfaFindings {
 public:
  static constexpr std::size_t kMost = 100;  // a broken file need not fill the memory

  // `clause` of ISO 19005-2; `where` names the object; equal findings count once.
  void add(const std::string& clause, const std::string& where, const std::string& what);
  [[nodiscard]] std::vector<std::string> take() { return std::move(findings_); }
  // The pages (from 1) that the findings concern; empty when one of them concerns
  // no page, or an object without a number of its own.
  [[nodiscard]] std::vector<int> pages(QPDF& pdf) const;

 private:
  std::vector<std::string> findings_;
  std::set<std::string> places_;  // of all findings, also of those beyond kMost
};

struct PdfaReport {
  std::vector<std::string> findings;  // as check_pdfa() gives them
  std::vector<int> pages;             // as PdfaFindings::pages()
};
[[nodiscard]] PdfaReport examine_pdfa(std::string_view bytes);

// "object 12 0", or "direct object".
[[nodiscard]] std::string name_of(const QPDFObjectHandle& object);

// The names of a /Filter entry; empty without one.
[[nodiscard]] std::vector<std::string> named_filters(const QPDFObjectHandle& stream);

// The decoded bytes; empty when a filter does not let itself be undone.
[[nodiscard]] std::string decoded(const QPDFObjectHandle& stream);

// Header, end and trailer (6.1.2, 6.1.3).
void check_file(QPDF& pdf, std::string_view bytes, PdfaFindings& findings);
// XMP, its agreement with Info, identification as PDF/A-2u (6.6).
void check_metadata(QPDF& pdf, PdfaFindings& findings);
// Catalogue entries: output intents, names, forms, optional content.
void check_catalogue(QPDF& pdf, PdfaFindings& findings);
// Every object alone: limits, stream filters, images, actions, annotations, graphics states.
void check_objects(QPDF& pdf, PdfaFindings& findings);
// Page boxes and what the content draws with: operators, nesting, colours, codes of fonts.
void check_pages(QPDF& pdf, PdfaFindings& findings);

// A colour space that is neither device-independent nor covered by an RGB output
// intent (6.2.4); the reason, or empty.
[[nodiscard]] std::string colour_fault(QPDFObjectHandle space, int depth = 0);

// The channels that an ICC profile's header declares; 0 when it is no such header.
[[nodiscard]] int icc_channels(const std::string& profile);

}  // namespace sohoa
