// The members of an archive file on their way from the worker that decodes it to the
// supervisor that writes them (worker.h names the messages).
#pragma once

#include "archive/list_members.h"
#include "pipeline/message.h"

namespace sohoa {

// Sends what list_members() gives it.
class MemberSender final : public MemberSink {
 public:
  explicit MemberSender(int socket) : socket_(socket) {}

  void begin(const MemberHead& head) override;
  void bytes(const char* data, std::size_t size) override;
  void end(Reason failed) override;

 private:
  int socket_;
};

// Hands received messages to `sink` and insists on their order, since a worker that
// was taken over may send any. Throws what the sink throws, and
// Error{document_failed, archive_damaged}.
class MemberReceiver {
 public:
  explicit MemberReceiver(MemberSink& sink) : sink_(sink) {}

  void take(const Message& message);

 private:
  MemberSink& sink_;
  bool within_ = false;  // a member that has bytes
};

}  // namespace sohoa
