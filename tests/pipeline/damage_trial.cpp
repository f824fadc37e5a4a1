#include "tests/pipeline/damage_trial.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "pipeline/copy.h"
#include "pipeline/repair.h"
#include "pipeline/verify.h"

namespace sohoa {

namespace {

const Clock kNow = [] { return std::chrono::system_clock::now(); };

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file.string(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// In place, as a failing device does it.
void overwrite(const fs::path& file, const std::string& bytes) {
  const fs::perms before = fs::status(file).permissions();
  fs::permissions(file, fs::owner_read | fs::owner_write);
  std::ofstream(file.string(), std::ios::binary | std::ios::trunc) << bytes;
  fs::permissions(file, before);
}

// A ledger's file may have grown; head is written anew with every line.
bool is_as_before(const std::string& path, const std::string& before, const std::string& now) {
  if (path == "ledger/head") return !now.empty();
  if (path.ends_with(".jsonl")) return now.starts_with(before);
  return now == before;
}

}  // namespace

std::string damage_name(DamageKind kind) {
  switch (kind) {
    case DamageKind::bit_flipped:
      return "one bit flipped";
    case DamageKind::cut_off:
      return "cut off";
    case DamageKind::files_exchanged:
      return "two files exchanged";
    case DamageKind::blocks_exchanged:
      break;
  }
  return "two blocks exchanged";
}

DamageTrial::DamageTrial(ArchiveLayout archive, fs::path copy, unsigned seed)
    : layout_(std::move(archive)), copy_(std::move(copy)), random_(seed) {}

std::size_t DamageTrial::below(std::size_t bound) {
  return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
}

std::vector<fs::path> DamageTrial::files() const {
  std::vector<fs::path> files;
  for (const char* folder : {"store", "ledger", "quarantine"})
    for (fs::recursive_directory_iterator entry(layout_.root() / folder), end; entry != end;
         ++entry)
      if (fs::is_regular_file(entry->path()) && fs::file_size(entry->path()) > 0)
        files.push_back(entry->path());
  std::sort(files.begin(), files.end());
  return files;
}

// The store has nearly all files, so a third of the damage is done elsewhere.
fs::path DamageTrial::any_file() {
  const std::vector<fs::path> all = files();
  std::vector<fs::path> others;
  const std::string store = layout_.store().string() + "/";
  std::copy_if(all.begin(), all.end(), std::back_inserter(others),
               [&](const fs::path& file) { return !file.string().starts_with(store); });
  return below(3) == 0 ? others[below(others.size())] : all[below(all.size())];
}

DamageTrial::Damage DamageTrial::do_damage() {
  Damage damage;
  const auto name = [&](const fs::path& file) {
    return file.lexically_relative(layout_.root()).string();
  };
  while (damage.before.empty()) {
    damage.kind = static_cast<DamageKind>(below(kDamageKinds));
    const fs::path file = any_file();
    const std::string bytes = bytes_of(file);
    std::string changed = bytes;
    if (damage.kind == DamageKind::bit_flipped) {
      changed[below(bytes.size())] ^= static_cast<char>(1 << below(8));
    } else if (damage.kind == DamageKind::cut_off) {
      changed.resize(below(bytes.size()));
    } else if (damage.kind == DamageKind::blocks_exchanged) {
      constexpr std::size_t kBlock = 64;
      if (bytes.size() < 2 * kBlock) continue;
      const std::size_t first = below(bytes.size() / kBlock) * kBlock;
      const std::size_t second = below(bytes.size() / kBlock) * kBlock;
      std::swap_ranges(changed.begin() + static_cast<std::ptrdiff_t>(first),
                       changed.begin() + static_cast<std::ptrdiff_t>(first + kBlock),
                       changed.begin() + static_cast<std::ptrdiff_t>(second));
    } else {
      const fs::path other = any_file();
      changed = bytes_of(other);
      if (changed == bytes) continue;
      damage.before[name(other)] = changed;
      overwrite(other, bytes);
    }
    if (changed == bytes) continue;
    damage.before[name(file)] = bytes;
    overwrite(file, changed);
  }
  return damage;
}

TrialResult DamageTrial::run() {
  VerifyWatch watch;
  (void)copy_archive(layout_, {copy_}, watch, kNow);
  const Damage damage = do_damage();
  TrialResult result;
  result.kind = damage.kind;
  for (const auto& [path, bytes] : damage.before) result.damaged.push_back(path);

  std::set<std::string> named;
  watch.finding = [&](const Finding& finding) { named.insert(finding.path); };
  (void)verify(layout_, {}, watch, kNow);
  result.named = true;
  for (const std::string& path : result.damaged)
    if (!named.contains(path)) {
      result.named = false;
      result.why += path + " was not named; ";
    }
  VerifyWatch quiet;
  const RepairReport repaired = repair(
      layout_, {copy_, false},
      [&](const RepairStep& step) {
        if (step.act == RepairAct::not_mended)
          result.why += "not mended: " + step.path + " (" + step.detail + "); ";
      },
      quiet, kNow);
  result.mended = repaired.not_mended == 0;
  for (const auto& [path, bytes] : damage.before)
    if (!is_as_before(path, bytes, bytes_of(layout_.root() / path))) {
      result.mended = false;
      result.why += path + " is not what it was; ";
    }
  return result;
}

}  // namespace sohoa
