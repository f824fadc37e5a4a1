// Who acts: the user name of this process, for ledger and history.
#pragma once

#include <string>

namespace sohoa {

[[nodiscard]] std::string acting_user();

}  // namespace sohoa
