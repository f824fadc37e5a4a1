// Does a file of the archive still hold the bytes that the ledger names?
#pragma once

#include <boost/filesystem/path.hpp>
#include <string>

namespace sohoa {

enum class FixityState { whole, missing, changed, unreadable };

struct FixityOutcome {
  FixityState state = FixityState::whole;
  std::string detail;            // English: what is missing or differs; for a bag, which member
  unsigned long long bytes = 0;  // that were read
  bool unopened = false;         // thorough, but the key of an encrypted bag is not at hand
};

// `regular` sums the whole file with SHA-256. That the sum is the ledger's proves
// every byte: the bag was checked in full, with both algorithms, before the ledger
// named it. `thorough` reads past the system's cache and checks a bag's members
// against both of its manifests too, those of an encrypted one where its key is at hand.
enum class FixityDepth { regular, thorough };

// Reads the file once and leaves none of it in the system's cache, so that the
// next check reads the device again. An encrypted bag needs no key. Damage is never thrown.
[[nodiscard]] FixityOutcome check_stored_file(const boost::filesystem::path& file,
                                              const std::string& sha256, unsigned long long bytes,
                                              FixityDepth depth = FixityDepth::regular);

}  // namespace sohoa
