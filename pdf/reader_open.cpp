#include <algorithm>
#include <new>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFLogger.hh>
#include <string_view>

#include "document/error.h"
#include "pdf/reader_objects.h"

namespace sohoa {

namespace {

[[noreturn]] void fail(Reason reason, const std::string& message) {
  throw Error(ErrorKind::document_failed, reason, "pages", message);
}

// Looks for the file's true end: after the last object there must stand a
// startxref or %%EOF. Also reads /L of a linearized file (ISO 32000-1, F.3.3).
class EndOfFile {
 public:
  explicit EndOfFile(std::string_view file) : size_(static_cast<long long>(file.size())) {
    read_linearized_length(file);
    const auto place = [&](std::string_view word) {
      const std::size_t at = file.rfind(word);
      return at == std::string_view::npos ? -1 : static_cast<long long>(at);
    };
    last_object_ = place(" obj");
    last_end_ = std::max(place("startxref"), place("%%EOF"));
  }

  [[nodiscard]] bool ended() const { return last_end_ >= 0 && last_end_ > last_object_; }
  [[nodiscard]] bool shorter_than_it_says() const { return size_ < linearized_length_; }

 private:
  void read_linearized_length(std::string_view head) {
    head = head.substr(0, 1024);
    const std::size_t mark = head.find("/Linearized");
    if (mark == std::string_view::npos) return;
    const std::size_t key = head.substr(0, head.find("endobj")).find("/L ");
    if (key == std::string_view::npos) return;
    for (std::size_t i = key + 3; i < head.size() && i < key + 15; ++i) {
      if (head[i] < '0' || head[i] > '9') break;
      linearized_length_ = linearized_length_ * 10 + (head[i] - '0');
    }
  }

  long long size_ = 0;
  long long last_object_ = -1;
  long long last_end_ = -1;
  long long linearized_length_ = 0;
};

void silence(QPDF& pdf) {
  const auto logger = QPDFLogger::create();
  logger->setInfo(logger->discard());
  logger->setWarn(logger->discard());
  logger->setError(logger->discard());
  pdf.setLogger(logger);
  pdf.setSuppressWarnings(true);
  pdf.setAttemptRecovery(true);
}

bool was_repaired(QPDF& pdf) {
  const std::vector<QPDFExc> warnings = pdf.getWarnings();
  return std::any_of(warnings.begin(), warnings.end(), [](const QPDFExc& warning) {
    return warning.getMessageDetail().find("econstruct") != std::string::npos;
  });
}

}  // namespace

std::unique_ptr<QPDF> open_pdf(std::string_view bytes) {
  if (bytes.empty()) fail(Reason::empty_file, "The file has no bytes.");
  const EndOfFile end(bytes);
  if (end.shorter_than_it_says())
    fail(Reason::truncated, "The PDF is shorter than it says; its end was never written.");
  auto pdf = std::make_unique<QPDF>();
  silence(*pdf);
  try {
    pdf->processMemoryFile("the PDF", bytes.data(), bytes.size());
  } catch (const QPDFExc& error) {
    if (error.getErrorCode() == qpdf_e_password)
      fail(Reason::pdf_encrypted, "The PDF needs a password to be read. Ask for it without one.");
    if (error.getErrorCode() == qpdf_e_unsupported)
      fail(Reason::pdf_encrypted, "The PDF is encrypted in a way that cannot be undone here.");
    if (!end.ended()) fail(Reason::truncated, "The PDF breaks off; its end is missing.");
    rethrow_as_error("opening the file");
  } catch (...) {
    if (!end.ended()) fail(Reason::truncated, "The PDF breaks off; its end is missing.");
    rethrow_as_error("opening the file");
  }
  if (!end.ended() && was_repaired(*pdf))
    fail(Reason::truncated,
         "The PDF breaks off; its end is missing and pages may be lost. Take it in again from "
         "where it came.");
  return pdf;
}

void rethrow_as_error(const std::string& doing) {
  try {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    fail(Reason::pdf_damaged, "The PDF asks for more memory than there is, while " + doing + ".");
  } catch (const std::exception& error) {
    fail(Reason::pdf_damaged,
         "The PDF is damaged, found while " + doing + ": " + error.what() + ".");
  }
}

}  // namespace sohoa
