#include "cli/registrar.h"

#include "cli/access.h"
#include "pipeline/actor.h"

namespace sohoa {

RegisterDesk::RegisterDesk(Globals& globals, const std::string& fonds)
    : layout(named_archive(globals)),
      registrar{layout, fonds, [] { return std::chrono::system_clock::now(); }, acting_user()} {
  const Settings settings = read_settings(layout.settings());
  apply_settings_language(globals, settings);
  if (registrar.fonds.empty()) registrar.fonds = settings.fonds;
}

}  // namespace sohoa
