#include "pipeline/actor.h"

#include <pwd.h>
#include <unistd.h>

#include <vector>

namespace sohoa {

std::string acting_user() {
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
  return found != nullptr ? found->pw_name : "uid " + std::to_string(::geteuid());
}

}  // namespace sohoa
