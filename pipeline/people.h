// People who sign: a name, an office and the public half of a signing key.
//
// Registering proves only that somebody with an account on this machine said that
// the key is this person's; the ledger keeps who and when. The key's fingerprint
// should be compared with the person face to face and noted on paper.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/registrar.h"

namespace sohoa {

struct Person {
  std::string name;  // one word of the register: "nguyen-van-a"
  std::string full_name;
  std::string office;
  std::string public_key;  // 64 hexadecimal digits
  std::string at;
  std::string by;
  std::string retired_at;  // empty: may sign
  std::string retired_reason;
  [[nodiscard]] bool may_sign() const { return retired_at.empty(); }
};

// Throws Error{document_failed, bad_settings} when the name is taken or the key
// is somebody else's.
void add_person(const Registrar& registrar, const Person& person);
// From now on the person's signatures are not taken; older ones stay good.
void retire_person(const Registrar& registrar, const std::string& name, const std::string& reason);

[[nodiscard]] std::optional<Person> find_person(const ArchiveLayout& layout,
                                                const std::string& fonds, const std::string& name);
[[nodiscard]] std::vector<Person> people(const ArchiveLayout& layout, const std::string& fonds);

// Groups of four digits, as one compares them by eye.
[[nodiscard]] std::string fingerprint(const std::string& public_key);

}  // namespace sohoa
