// The papers of a disposal as JSON text.
#pragma once

#include <string>

#include "pipeline/disposal.h"

namespace sohoa {

[[nodiscard]] std::string spell_proposal(const std::string& fonds, const Proposal& proposal);
[[nodiscard]] Proposal parse_proposal(const std::string& text);

[[nodiscard]] std::string spell_approval(const std::string& fonds, const std::string& number,
                                         const Approval& approval);
[[nodiscard]] Approval parse_approval(const std::string& text);

struct CertificateHead {
  std::string number;
  std::string at;
  std::string by;
};
// Holds all of the proposal and the approvals, so that it can be judged alone.
[[nodiscard]] std::string spell_certificate(const std::string& fonds, const CertificateHead& head,
                                            const Disposal& disposal);
// All parsers throw Error{service_broken, archive_corrupt}.
[[nodiscard]] CertificateHead parse_certificate(const std::string& text);

// A small paper with an author, a time and a reason: withdrawal.
[[nodiscard]] std::string spell_withdrawal(const std::string& fonds, const std::string& number,
                                           const std::string& reason, const std::string& at,
                                           const std::string& by);

struct Completion {
  std::string at;
  std::string by;
  long long records = 0;
  long long bags = 0;
  unsigned long long bytes = 0;
};
[[nodiscard]] std::string spell_completion(const std::string& fonds, const std::string& number,
                                           const Completion& completion);

struct DestroyedRecord {
  std::string id;
  std::string sha256;  // of the original
  std::string fonds;
  std::string file;
  std::string disposal;  // its number
  std::string certificate_sha256;
  std::string at;
};
[[nodiscard]] std::string spell_destroyed(const DestroyedRecord& record);
[[nodiscard]] DestroyedRecord parse_destroyed(const std::string& text);

}  // namespace sohoa
