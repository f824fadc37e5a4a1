// What supervisor and page worker say to each other over a Unix socket: a small
// JSON head, an optional block of bytes, and optionally one open file.
//
// On the wire: head length (u32), body length (u64), has_file (u8), all in the
// machine's byte order, then head and body. Both ends are the same program on
// the same machine.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "archive/durable_file.h"

namespace sohoa {

struct Message {
  std::string head;  // JSON
  std::string body;  // bytes; meaning depends on the head
};

// Blocks until all is sent. `file` (or -1) is duplicated into the other process.
// Throws Error{retry, worker_died} when the other side is gone.
void send_message(int socket, const Message& message, int file);

struct Received {
  Message message;
  FileDescriptor file;
};

// nullopt: the other side closed in good order. Throws Error{retry}:
// worker_timeout past the deadline, worker_died on a broken message or one
// larger than `max_bytes`.
[[nodiscard]] std::optional<Received> receive_message(
    int socket, std::optional<std::chrono::steady_clock::time_point> deadline,
    unsigned long long max_bytes);

}  // namespace sohoa
