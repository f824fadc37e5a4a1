// Who writes into the register for a command: the fonds of the settings or the
// one that was named, this user, now.
#pragma once

#include <string>

#include "cli/globals.h"
#include "pipeline/registrar.h"

namespace sohoa {

// The archive of one command that works on the register, opened together.
struct RegisterDesk {
  // `fonds` empty: that of the settings. Also sets the language of the settings.
  RegisterDesk(Globals& globals, const std::string& fonds);
  RegisterDesk(const RegisterDesk&) = delete;  // registrar refers to layout
  RegisterDesk& operator=(const RegisterDesk&) = delete;

  ArchiveLayout layout;
  Registrar registrar;
};

}  // namespace sohoa
