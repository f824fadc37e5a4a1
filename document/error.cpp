#include "document/error.h"

#include <utility>

namespace sohoa {

Error::Error(ErrorKind kind, Reason reason, std::string stage, std::string message)
    : std::runtime_error(stage + ": " + message),
      kind_(kind),
      reason_(reason),
      stage_(std::move(stage)),
      message_(std::move(message)) {}

Error Error::at(const std::string& path, int page) const {
  Error placed = *this;
  if (placed.path_.empty()) placed.path_ = path;
  if (placed.page_ == 0) placed.page_ = page;
  return placed;
}

}  // namespace sohoa
