// Runs a program as on a kernel that lacks something: unconfined MISSING ERRNO PROGRAM ARGUMENTS…
// MISSING: landlock, seccomp (which then cannot be asked about), or both. The kernel answers
// such calls with the error.
#include <linux/seccomp.h>
#include <seccomp.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string missing = argv[1];
  const auto error = static_cast<std::uint16_t>(std::atoi(argv[2]));
  const scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return 3;
  int failed = 0;
  if (missing != "seccomp")
    failed |=
        ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(error), SCMP_SYS(landlock_create_ruleset), 0);
  if (missing != "landlock")
    failed |= ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(error), SCMP_SYS(seccomp), 0);
  if (failed != 0 || ::seccomp_load(filter) != 0) return 3;
  ::execv(argv[3], argv + 3);
  return 127;
}
