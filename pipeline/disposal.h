// Disposal: the only way in which anything archived is ever destroyed.
//
//   propose     files whose time is up, with the checksum of every bag of theirs
//   approve     two different people sign exactly that proposal
//   carry out   (destroy.h) certificate first, then bag after bag
//
// Everything is a paper of the register under disposal/<number>/: proposal,
// approval-<person>, withdrawal, certificate, completion.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/catalogue.h"
#include "pipeline/registrar.h"

namespace sohoa {

inline constexpr int kApprovalsNeeded = 2;

struct DisposalFile {
  std::string code;
  std::string title;
  std::string closed_on;
  std::string retention;  // period_text
  std::string ground;
  std::string due_on;
  int version = 0;                 // of its description
  std::string description_sha256;  // of that paper
  friend bool operator==(const DisposalFile&, const DisposalFile&) = default;
};

struct DisposalBag {
  std::string path;  // from the archive's root
  std::string sha256;
  unsigned long long bytes = 0;
  friend bool operator==(const DisposalBag&, const DisposalBag&) = default;
};

struct DisposalRecord {
  std::string id;
  std::string file;
  std::string sha256;             // of the original
  std::vector<DisposalBag> bags;  // every version, oldest first
  friend bool operator==(const DisposalRecord&, const DisposalRecord&) = default;
};

struct Proposal {
  std::string number;  // "2026-0001"
  std::string at;
  std::string by;
  std::string reason;
  std::vector<DisposalFile> files;
  std::vector<DisposalRecord> records;
  std::string sha256;  // of the paper
};

struct Approval {
  std::string person;
  std::string public_key;
  std::string at;
  std::string user;     // of the operating system
  std::string message;  // what was signed, word for word
  std::string signature;
};

enum class DisposalState { proposed, approved, withdrawn, under_way, completed };
[[nodiscard]] const char* disposal_state_name(DisposalState state);

struct Disposal {
  Proposal proposal;
  std::vector<Approval> approvals;    // those that count
  std::vector<std::string> findings;  // approvals that do not count, and why
  DisposalState state = DisposalState::proposed;
};

// Proposes to destroy every record of these files. Each must be due on the day of
// the clock, free of holds and have records; every bag is read for its checksum.
// Returns the number. Throws Error{document_failed}: bad_settings naming what
// stands against it, not_found; {service_broken, archive_corrupt}.
[[nodiscard]] std::string propose_disposal(const Registrar& registrar, const Catalogue& catalogue,
                                           const std::vector<std::string>& codes,
                                           const std::string& reason);

// Signs. Throws Error{document_failed}: bad_settings when the person is not
// registered, retired, has signed already, or the proposal is not open or does not
// hold any more; no_permission for a wrong passphrase or another's key.
void approve_disposal(const Registrar& registrar, const Catalogue& catalogue,
                      const std::string& number, const std::string& person,
                      const fs::path& key_file, std::string_view passphrase);

// The proposal will never be carried out. A reason is required; not once under way.
void withdraw_disposal(const Registrar& registrar, const std::string& number,
                       const std::string& reason);

// Throws Error{document_failed, not_found}, {service_broken, archive_corrupt}.
[[nodiscard]] Disposal read_disposal(const ArchiveLayout& layout, const std::string& fonds,
                                     const std::string& number);
[[nodiscard]] std::vector<Disposal> disposals(const ArchiveLayout& layout,
                                              const std::string& fonds);

// What stands against carrying it out now: a hold, a period made longer, a record
// that came to the file, left it or got a new version. Empty: nothing does.
[[nodiscard]] std::vector<std::string> objections(const Registrar& registrar,
                                                  const Catalogue& catalogue,
                                                  const Proposal& proposal);

}  // namespace sohoa
