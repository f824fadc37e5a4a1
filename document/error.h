// The one exception type of the project. Expected outcomes (duplicate, blank
// page, not ready) are values; this is for what ends the work in hand.
// Caught once for each document, and once in main.
#pragma once

#include <stdexcept>
#include <string>

#include "document/reason.h"

namespace sohoa {

// Says what the catcher should do.
enum class ErrorKind {
  retry,            // the same call may succeed later
  document_failed,  // this document cannot be taken; the rest goes on
  service_broken    // nothing can go on: disk full, store damaged, component missing
};

class Error : public std::runtime_error {
 public:
  // `stage` is the function of the house that failed ("pages", "keep"…),
  // `message` an English sentence for the log: what, where, why.
  Error(ErrorKind kind, Reason reason, std::string stage, std::string message);

  // The same error with the place filled in where it was not known below.
  [[nodiscard]] Error at(const std::string& path, int page) const;

  [[nodiscard]] ErrorKind kind() const { return kind_; }
  [[nodiscard]] Reason reason() const { return reason_; }
  [[nodiscard]] const std::string& stage() const { return stage_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int page() const { return page_; }  // 1-based, 0: no page
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  ErrorKind kind_;
  Reason reason_;
  std::string stage_;
  std::string path_;
  int page_ = 0;
  std::string message_;
};

}  // namespace sohoa
