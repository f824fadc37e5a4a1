// What supervisor and page worker say to each other over a Unix socket: a small
// JSON head, an optional block of bytes, and up to three open files.
//
// On the wire: head length (u32), body length (u64), number of files (u8), all in
// the machine's byte order, then head and body. Both ends are the same program on
// the same machine.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "archive/durable_file.h"

namespace sohoa {

struct Message {
  std::string head;  // JSON
  std::string body;  // bytes; meaning depends on the head
};

constexpr std::size_t kMostFiles = 3;

// Blocks until all is sent. Descriptors in `files` are duplicated into the other
// process; those below 0 are left out. Throws Error{retry, worker_died} when the
// other side is gone.
void send_message(int socket, const Message& message, std::span<const int> files = {});

struct Received {
  Message message;
  std::vector<FileDescriptor> files;
};

// nullopt: the other side closed in good order. Throws Error{retry}:
// worker_timeout past the deadline, worker_died on a broken message or one
// larger than `max_bytes`.
[[nodiscard]] std::optional<Received> receive_message(
    int socket, std::optional<std::chrono::steady_clock::time_point> deadline,
    unsigned long long max_bytes);

}  // namespace sohoa
