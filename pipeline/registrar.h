// Who writes into the register of which fonds, and when.
#pragma once

#include <string>

#include "archive/register.h"
#include "pipeline/house.h"

namespace sohoa {

struct Registrar {
  const ArchiveLayout& layout;  // outlives it
  std::string fonds;
  Clock clock;
  std::string user;  // of the operating system; acting_user()
};

[[nodiscard]] inline std::string now(const Registrar& registrar) {
  return iso_time(registrar.clock());
}

}  // namespace sohoa
