#include "archive/ledger_line.h"

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <nlohmann/json.hpp>

#include "archive/hash.h"
#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

const std::string kStage = "ledger";
constexpr std::size_t kReadSize = 1 << 16;
// The longest line names every file of a large act.
constexpr std::size_t kMaxLine = std::size_t{64} << 20;

std::optional<std::string> text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

std::optional<unsigned long long> number_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number_unsigned()) return std::nullopt;
  return found->get<unsigned long long>();
}

bool read_files(const Json& json, std::vector<LedgerFile>& files) {
  const auto list = json.find("files");
  if (list == json.end()) return true;
  if (!list->is_array()) return false;
  for (const Json& item : *list) {
    const auto path = item.is_object() ? text_of(item, "path") : std::nullopt;
    const auto sum = item.is_object() ? text_of(item, "sha256") : std::nullopt;
    const auto bytes = item.is_object() ? number_of(item, "bytes") : std::nullopt;
    if (!path || !sum || !bytes) return false;
    files.push_back({*path, *sum, *bytes});
  }
  return true;
}

bool read_removed(const Json& json, std::vector<std::string>& removed) {
  const auto list = json.find("removed");
  if (list == json.end()) return true;
  if (!list->is_array()) return false;
  for (const Json& item : *list) {
    if (!item.is_string()) return false;
    removed.push_back(item.get<std::string>());
  }
  return true;
}

}  // namespace

std::string spell_ledger_line(const LedgerLine& line) {
  const LedgerEntry& entry = line.entry;
  Json json = {{"seq", line.seq},        {"at", entry.at},         {"act", entry.act},
               {"record", entry.record}, {"sha256", entry.sha256}, {"detail", entry.detail},
               {"who", entry.who}};
  for (const LedgerFile& file : entry.files)
    json["files"].push_back(
        Json{{"path", file.path}, {"sha256", file.sha256}, {"bytes", file.bytes}});
  for (const std::string& path : entry.removed) json["removed"].push_back(path);
  json["prev"] = line.prev;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<LedgerLine> parse_ledger_line(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  LedgerLine line;
  const auto seq = number_of(json, "seq");
  const auto prev = text_of(json, "prev");
  if (!seq || !prev) return std::nullopt;
  line.seq = *seq;
  line.prev = *prev;
  LedgerEntry& entry = line.entry;
  for (const auto& [key, member] :
       {std::pair{"at", &entry.at}, std::pair{"act", &entry.act},
        std::pair{"record", &entry.record}, std::pair{"sha256", &entry.sha256},
        std::pair{"detail", &entry.detail}, std::pair{"who", &entry.who}}) {
    auto value = text_of(json, key);
    if (!value) return std::nullopt;
    *member = std::move(*value);
  }
  if (!read_files(json, entry.files) || !read_removed(json, entry.removed)) return std::nullopt;
  return line;
}

std::string ledger_line_sum(std::string_view text) {
  Hasher hasher(HashKinds::sha256);
  hasher.add(text.data(), text.size());
  return hasher.finish().sha256.hex;
}

fs::path ledger_folder(const ArchiveLayout& layout) {
  return layout.ledger(1).parent_path();
}

std::vector<int> ledger_years(const ArchiveLayout& layout) {
  std::vector<int> years;
  const fs::path folder = ledger_folder(layout);
  if (!fs::is_directory(folder)) return years;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() != ".jsonl" || name.size() != 4) continue;
    if (name.find_first_not_of("0123456789") == std::string::npos) years.push_back(std::stoi(name));
  }
  std::sort(years.begin(), years.end());
  return years;
}

std::string LedgerReader::Line::place() const {
  return std::to_string(year) + ".jsonl line " + std::to_string(number);
}

LedgerReader::LedgerReader(const ArchiveLayout& layout)
    : layout_(layout), years_(ledger_years(layout)) {
  std::reverse(years_.begin(), years_.end());
}

bool LedgerReader::open_next_year() {
  if (years_.empty()) return false;
  year_ = years_.back();
  years_.pop_back();
  fd_ = open_regular_file(layout_.ledger(year_), kStage);
  buffer_.clear();
  start_ = 0;
  at_ = 0;
  number_ = 0;
  ended_ = false;
  return true;
}

std::optional<LedgerReader::Line> LedgerReader::next() {
  for (std::size_t looked = 0;;) {
    const std::size_t end = buffer_.find('\n', start_ + looked);
    const bool found = end != std::string::npos;
    if (found || (ended_ && start_ < buffer_.size())) {
      const std::size_t stop = found ? end : buffer_.size();
      Line line{buffer_.substr(start_, stop - start_), year_, ++number_, found, at_};
      at_ += line.text.size() + (found ? 1 : 0);
      start_ = found ? end + 1 : buffer_.size();
      return line;
    }
    if (ended_) {
      looked = 0;
      if (!open_next_year()) return std::nullopt;
      continue;
    }
    buffer_.erase(0, start_);
    start_ = 0;
    looked = buffer_.size();
    if (looked > kMaxLine)
      throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                  layout_.ledger(year_).string() + " line " + std::to_string(number_ + 1) +
                      " is longer than any line of a ledger; run sohoa repair --from a copy");
    buffer_.resize(looked + kReadSize);
    const std::size_t got =
        read_some(fd_.get(), buffer_.data() + looked, kReadSize, layout_.ledger(year_), kStage);
    buffer_.resize(looked + got);
    ended_ = got == 0;
  }
}

}  // namespace sohoa
