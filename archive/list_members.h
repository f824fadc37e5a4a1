// One archive file read from its first to its last member: the part that decodes
// untrusted bytes, which may run in a process of its own. unpack.h decides what
// becomes of what comes out.
#pragma once

#include <string>

#include "archive/durable_file.h"
#include "document/reason.h"

namespace sohoa {

enum class MemberKind {
  file,
  folder,
  clutter,  // what the packing system adds of its own accord; never a document
  other     // link, device…
};

struct MemberHead {
  std::string name;  // as it stands inside, '/' between parts, UTF-8 NFC; not yet known to be safe
  MemberKind kind = MemberKind::file;
  bool encrypted = false;
};

// Takes the members in their order. What it throws goes through list_members().
class MemberSink {
 public:
  MemberSink() = default;
  MemberSink(const MemberSink&) = delete;
  MemberSink& operator=(const MemberSink&) = delete;
  virtual ~MemberSink() = default;

  virtual void begin(const MemberHead& head) = 0;
  // Only for a file or `other` that is not encrypted: any number of times its bytes,
  // then its end: Reason::none, or why no more could be read of it.
  virtual void bytes(const char* data, std::size_t size) = 0;
  virtual void end(Reason failed) = 0;
};

// `file` at its beginning; `name` is for messages. Throws Error{document_failed}:
// archive_damaged, archive_encrypted, unknown_format (an office document too).
void list_members(FileDescriptor file, const std::string& name, MemberSink& sink);

// Opens now what libarchive would open at the first archive: for a process that
// may open nothing later.
void prepare_list_members();

}  // namespace sohoa
