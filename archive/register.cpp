#include "archive/register.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <charconv>

#include "archive/durable_file.h"
#include "archive/hash.h"
#include "archive/ledger_line.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "register";
constexpr std::size_t kMaxPaper = std::size_t{256} << 20;
constexpr unsigned kMode = 0444;

std::string path_in_archive(const ArchiveLayout& layout, const fs::path& path) {
  return path.lexically_relative(layout.root()).generic_string();
}

bool is_leftover(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.front() == '.' && name.ends_with(".part");
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (fs::recursive_directory_iterator entry(folder), end; entry != end; ++entry)
    if (fs::symlink_status(entry->path()).type() != fs::directory_file && !is_leftover(*entry))
      files.push_back(entry->path());
  std::sort(files.begin(), files.end());
  return files;
}

bool is_named_in_ledger(const ArchiveLayout& layout, const LedgerFile& file) {
  const LedgerPapers named = papers_in_ledger(layout);
  const auto found = named.find(file.path);
  return found != named.end() && found->second == file.sha256;
}

void write_line(const ArchiveLayout& layout, LedgerFile file, LedgerEntry entry) {
  entry.sha256 = file.sha256;
  entry.files = {std::move(file)};
  append_to_ledger(layout, entry);
}

}  // namespace

bool write_paper(const ArchiveLayout& layout, const PaperPlace& place, const std::string& text,
                 LedgerEntry entry) {
  const fs::path path = layout.paper(place);
  const LedgerFile file{path_in_archive(layout, path), hash_bytes(text).sha256.hex, text.size()};
  remove_leftovers(path.parent_path());
  DurableFile out(path, kMode, kStage);
  out.write(text.data(), text.size());
  out.sync();
  if (hash_file(out.temporary_path()).sha256.hex != file.sha256)
    throw Error(ErrorKind::service_broken, Reason::bag_mismatch, kStage,
                path.string() + " did not read back as written; check the disk");
  if (!out.commit()) {
    if (read_paper(layout, place) != text) return false;
    if (is_named_in_ledger(layout, file)) return true;
  }
  write_line(layout, file, std::move(entry));
  return true;
}

std::optional<std::string> read_paper(const ArchiveLayout& layout, const PaperPlace& place) {
  const fs::path path = layout.paper(place);
  if (!fs::exists(fs::symlink_status(path))) return std::nullopt;
  return read_small_file(path, kMaxPaper, kStage);
}

std::vector<std::string> paper_names(const ArchiveLayout& layout, const std::string& fonds,
                                     PaperKind kind) {
  std::vector<std::string> names;
  for (const fs::path& path : files_below(layout.papers(fonds, kind)))
    if (const std::optional<PaperPlace> place = layout.parse_paper(path))
      names.push_back(kind == PaperKind::destroyed ? place->paper : place->name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<std::string> papers_of(const ArchiveLayout& layout, const std::string& fonds,
                                   PaperKind kind, const std::string& name) {
  std::vector<std::string> papers;
  const fs::path folder = layout.paper({fonds, kind, name, "x"}).parent_path();
  if (!fs::is_directory(folder)) return papers;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (fs::symlink_status(entry.path()).type() != fs::regular_file) continue;
    if (const std::optional<PaperPlace> place = layout.parse_paper(entry.path()))
      papers.push_back(place->paper);
  }
  std::sort(papers.begin(), papers.end());
  return papers;
}

int newest_paper(const ArchiveLayout& layout, const std::string& fonds, PaperKind kind,
                 const std::string& name, char letter) {
  int newest = 0;
  for (const std::string& paper : papers_of(layout, fonds, kind, name)) {
    int number = 0;
    const char* end = paper.data() + paper.size();
    if (paper.front() != letter) continue;
    const auto parsed = std::from_chars(paper.data() + 1, end, number);
    if (parsed.ec == std::errc() && parsed.ptr == end) newest = std::max(newest, number);
  }
  return newest;
}

std::vector<std::string> register_fonds(const ArchiveLayout& layout) {
  std::vector<std::string> fonds;
  if (!fs::is_directory(layout.papers())) return fonds;
  for (const fs::directory_entry& entry : fs::directory_iterator(layout.papers()))
    if (fs::is_directory(entry.path()) && is_fonds_name(entry.path().filename().string()))
      fonds.push_back(entry.path().filename().string());
  std::sort(fonds.begin(), fonds.end());
  return fonds;
}

LedgerPapers papers_in_ledger(const ArchiveLayout& layout) {
  const std::string prefix = path_in_archive(layout, layout.papers()) + "/";
  LedgerPapers papers;
  LedgerReader reader(layout);
  while (const auto line = reader.next()) {
    if (line->text.find(prefix) == std::string::npos) continue;
    const std::optional<LedgerLine> parsed = parse_ledger_line(line->text);
    if (!parsed) continue;
    for (const LedgerFile& file : parsed->entry.files)
      if (file.path.starts_with(prefix)) papers[file.path] = file.sha256;
  }
  return papers;
}

RegisterState check_register(const ArchiveLayout& layout) {
  RegisterState state;
  const auto find = [&](const std::string& path, const std::string& what) {
    state.findings.push_back(path + ": " + what);
  };
  LedgerPapers named = papers_in_ledger(layout);
  for (const fs::path& file : files_below(layout.papers())) {
    const std::string path = path_in_archive(layout, file);
    const std::optional<PaperPlace> place = layout.parse_paper(file);
    if (!place) {
      find(path, "unexpected file: it is no paper of the register");
      continue;
    }
    ++state.papers;
    if (place->kind == PaperKind::destroyed) ++state.destroyed;
    const auto in_ledger = named.find(path);
    try {
      if (in_ledger == named.end())
        find(path, "not named in the ledger: put there by hand, or a crash came before the line");
      else if (hash_file(file).sha256.hex != in_ledger->second)
        find(path, "checksum mismatch: it was changed after the ledger named it");
    } catch (const Error& error) {
      find(path, "cannot read: " + error.message());
    }
    if (in_ledger != named.end()) named.erase(in_ledger);
  }
  for (const auto& [path, sum] : named) find(path, "missing file: the ledger names it");
  return state;
}

void complete_register(const ArchiveLayout& layout, const std::string& at, const std::string& who) {
  const LedgerPapers named = papers_in_ledger(layout);
  for (const fs::path& file : files_below(layout.papers())) {
    const std::optional<PaperPlace> place = layout.parse_paper(file);
    if (!place || place->kind == PaperKind::destroyed) continue;
    if (!named.contains(path_in_archive(layout, file)))
      write_line(layout, ledger_file(layout, file),
                 {at, "register-completed", "", "",
                  "the line of this paper was kept out by an interruption", who});
  }
}

}  // namespace sohoa
