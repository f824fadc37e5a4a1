// Random damage to an archive, found by verify and mended by repair from a copy.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "archive/layout.h"

namespace sohoa {

enum class DamageKind { bit_flipped, cut_off, files_exchanged, blocks_exchanged };
inline constexpr int kDamageKinds = 4;

struct TrialResult {
  DamageKind kind = DamageKind::bit_flipped;
  std::vector<std::string> damaged;  // paths relative to the archive
  bool named = false;                // verify named each of them
  bool mended = false;               // repair left nothing, and the bytes are those from before
  std::string why;                   // where it failed
};

// Brings the copy up to date, damages something at random, verifies, repairs
// and compares. The archive and its copy must be whole.
class DamageTrial {
 public:
  DamageTrial(ArchiveLayout archive, fs::path copy, unsigned seed);
  [[nodiscard]] TrialResult run();

 private:
  struct Damage {
    DamageKind kind = DamageKind::bit_flipped;
    std::map<std::string, std::string> before;  // path to bytes
  };
  [[nodiscard]] std::vector<fs::path> files() const;
  [[nodiscard]] fs::path any_file();
  [[nodiscard]] Damage do_damage();
  [[nodiscard]] std::size_t below(std::size_t bound);

  const ArchiveLayout layout_;
  const fs::path copy_;
  std::mt19937 random_;
};

[[nodiscard]] std::string damage_name(DamageKind kind);

}  // namespace sohoa
