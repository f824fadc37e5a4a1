// Every path inside an archive is made and parsed here, and nowhere else.
#pragma once

#include <boost/filesystem/path.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "document/checksum.h"

namespace sohoa {

namespace fs = boost::filesystem;

// Sixteen characters of Crockford base32 (lower case): the first 80 bits of the
// original's SHA-256. The same bytes always get the same id, which is what
// makes taking in a file twice impossible even across a crash.
struct RecordId {
  std::string text;
  friend bool operator==(const RecordId&, const RecordId&) = default;
};
[[nodiscard]] RecordId record_id(const Sha256& original);
[[nodiscard]] bool is_record_id(std::string_view text);
[[nodiscard]] bool is_fonds_name(std::string_view name);
// "key-<number>.json" in the folder of an encrypted fonds: its key, wrapped.
[[nodiscard]] bool is_fonds_key_name(std::string_view name);

// Where one version of a record lies.
struct BagPlace {
  std::string fonds = "default";
  int year = 0;  // of intake, four digits
  RecordId id;
  int version = 1;
  bool encrypted = false;  // v1.tar.enc instead of v1.tar
};

// The papers of a fonds: what is known and decided about its records beyond the
// bags. One JSON file each, numbered or named, written once (register.h).
enum class PaperKind {
  file,      // a file (hồ sơ): f1.json, f2.json… its description, the highest holds
  person,    // who signs: k1.json…
  hold,      // records that must be kept for now: h1.json set, h2.json lifted
  table,     // retention periods: t1.json…
  disposal,  // proposal.json, approval-<person>.json, certificate.json…
  destroyed  // <id>.json for each record that was destroyed; the name is empty
};

struct PaperPlace {
  std::string fonds;
  PaperKind kind = PaperKind::file;
  std::string name;   // of what it is about; a file's may have parts: "box 1/HS-01"
  std::string paper;  // without ".json"
};

// Parts joined by '/', each a safe file name that does not end in ".json" or
// begin with a dot: what a file, a person… can be called.
[[nodiscard]] bool is_paper_name(std::string_view name);

class ArchiveLayout {
 public:
  explicit ArchiveLayout(fs::path root);
  [[nodiscard]] const fs::path& root() const { return root_; }
  [[nodiscard]] fs::path settings() const;
  [[nodiscard]] fs::path inbox() const;
  [[nodiscard]] fs::path store() const;
  [[nodiscard]] fs::path bag(const BagPlace& place) const;
  [[nodiscard]] std::optional<BagPlace> parse_bag(const fs::path& path) const;
  // Throws Error{document_failed, unsafe_name} when the name cannot be one.
  [[nodiscard]] fs::path paper(const PaperPlace& place) const;
  [[nodiscard]] std::optional<PaperPlace> parse_paper(const fs::path& path) const;
  [[nodiscard]] fs::path papers() const;  // register/
  [[nodiscard]] fs::path papers(const std::string& fonds, PaperKind kind) const;
  [[nodiscard]] fs::path ledger(int year) const;
  [[nodiscard]] fs::path failed() const;  // quarantine/failed
  [[nodiscard]] fs::path secret() const;  // quarantine/secret
  [[nodiscard]] fs::path sealing_public_key() const;
  [[nodiscard]] fs::path catalogue() const;
  [[nodiscard]] fs::path search() const;
  [[nodiscard]] fs::path fixity() const;  // when each file was last checked
  [[nodiscard]] fs::path work() const;
  [[nodiscard]] fs::path reports() const;

 private:
  fs::path root_;
};

// Makes the folders of a new archive and the sealing key pair; the private key
// is written to `private_key_file` (mode 0400), to be taken off the machine.
// Throws when `root` already holds an archive.
void create_archive_folders(const ArchiveLayout& layout, const fs::path& private_key_file);
[[nodiscard]] bool is_archive(const ArchiveLayout& layout);

}  // namespace sohoa
