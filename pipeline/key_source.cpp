#include "pipeline/key_source.h"

#include <array>
#include <boost/filesystem/operations.hpp>
#include <cstdio>
#include <memory>

#include "document/error.h"
#include "pipeline/settings.h"

namespace sohoa {

namespace {

[[noreturn]] void throw_missing(const std::string& why) {
  throw Error(ErrorKind::service_broken, Reason::key_missing, "keys", why);
}

struct ClosePipe {
  void operator()(std::FILE* pipe) const { ::pclose(pipe); }
};

SecretKey ask_agent(const std::string& command) {
  std::unique_ptr<std::FILE, ClosePipe> pipe(::popen(command.c_str(), "re"));
  if (!pipe) throw_missing("key_command cannot be started: " + command);
  std::array<char, 1024> line{};
  std::setvbuf(pipe.get(), nullptr, _IONBF, 0);
  const std::size_t got = std::fread(line.data(), 1, line.size(), pipe.get());
  if (::pclose(pipe.release()) != 0) throw_missing("key_command failed: " + command);
  const SecretKey key = parse_master_key({line.data(), got}, "key_command " + command);
  volatile char* const wiped = line.data();
  for (std::size_t i = 0; i < line.size(); ++i) wiped[i] = 0;
  return key;
}

}  // namespace

SecretKey key_from(const ArchiveLayout& layout, const std::string& key_file,
                   const std::string& key_command) {
  if (!key_command.empty()) return ask_agent(key_command);
  if (key_file.empty())
    throw_missing("no master key is named; set key_file or key_command in " +
                  layout.settings().string());
  return read_master_key(fs::absolute(key_file, fs::absolute(layout.root())));
}

void use_key_of_settings(const ArchiveLayout& layout) {
  set_master_key_source([layout] {
    const Settings settings = read_settings(layout.settings());
    return key_from(layout, settings.key_file, settings.key_command);
  });
}

void use_key_of(const Settings& settings, const ArchiveLayout& layout) {
  set_master_key_source([layout, file = settings.key_file, command = settings.key_command] {
    return key_from(layout, file, command);
  });
}

}  // namespace sohoa
