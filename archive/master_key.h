// The key that opens the keys of all encrypted fonds of an archive: 32 random
// bytes, kept outside the archive, as a text of one line
// "sohoa-master-key-1 <64 hex digits>".
#pragma once

#include <array>
#include <boost/filesystem/path.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace sohoa {

// Kept out of swap where the system allows it, wiped from memory when it goes.
class SecretKey {
 public:
  SecretKey();
  ~SecretKey();
  SecretKey(const SecretKey& other);
  SecretKey& operator=(const SecretKey& other);
  std::array<unsigned char, 32> bytes{};
};

// Makes a key and writes it durably, mode 0400. Throws Error{service_broken,
// bad_settings} when something stands at `file`: a key is never replaced.
void write_master_key(const boost::filesystem::path& file);

// Throws Error{service_broken, key_missing} when there is no such file or no
// such line in it. `where` is named in the message.
[[nodiscard]] SecretKey read_master_key(const boost::filesystem::path& file);
[[nodiscard]] SecretKey parse_master_key(std::string_view text, const std::string& where);

// Where this process gets the master key from when it first needs it: a file, or
// an agent that is asked. One for the whole process, since bags are opened deep
// below the commands, and a process works on one archive; setting another one
// forgets all keys. Safe between threads. An empty source: there is no key.
using MasterKeySource = std::function<SecretKey()>;
void set_master_key_source(MasterKeySource source);

// Throws Error{service_broken, key_missing}; what the source throws.
[[nodiscard]] SecretKey master_key();

// Raised by set_master_key_source, so that what was opened with an older key is forgotten.
[[nodiscard]] unsigned long long master_key_generation();

}  // namespace sohoa
