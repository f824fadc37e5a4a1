// Signatures of people: an Ed25519 key pair each (libsodium crypto_sign), the
// secret half in a file that only its owner's passphrase opens.
//
// A signature proves that who held this file and knew its passphrase signed
// exactly these bytes. That the key belongs to the person whose name it is
// registered under is shown by the ledger's line of the registration alone.
#pragma once

#include <boost/filesystem/path.hpp>
#include <string>
#include <string_view>

namespace sohoa {

// How hard a guess of the passphrase is (Argon2id): about 0.1 s and 64 MiB, or
// 0.7 s and 256 MiB, on a processor of 2020. The key file says which.
enum class PassphraseCost { interactive, moderate };

// Makes a pair and writes the key file (mode 0400); an existing file is never
// replaced. Returns the public half, 64 hexadecimal digits. Throws
// Error{document_failed, bad_settings} for a passphrase under eight bytes or
// when the file is there already.
[[nodiscard]] std::string make_signing_key(const boost::filesystem::path& key_file,
                                           std::string_view passphrase,
                                           PassphraseCost cost = PassphraseCost::moderate);

struct Signature {
  std::string public_key;  // 64 hexadecimal digits
  std::string signature;   // 128 hexadecimal digits
};
// Throws Error{document_failed, no_permission} for a wrong passphrase or a
// changed file, {document_failed, bad_settings} when it is no key file.
[[nodiscard]] Signature sign(const boost::filesystem::path& key_file, std::string_view passphrase,
                             std::string_view message);

// False for anything that is not a good signature of `message`.
[[nodiscard]] bool is_signed(std::string_view message, const Signature& signature);

}  // namespace sohoa
