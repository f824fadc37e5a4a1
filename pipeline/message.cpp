#include "pipeline/message.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "document/error.h"

namespace sohoa {

namespace {

constexpr std::size_t kPrefixBytes = 13;
constexpr std::size_t kControlBytes = CMSG_SPACE(kMostFiles * sizeof(int));

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

Error peer_gone(const std::string& why) {
  return {ErrorKind::retry, Reason::worker_died, "worker", "the page worker is gone: " + why};
}

std::array<char, kPrefixBytes> make_prefix(const Message& message, std::size_t files) {
  const auto head = static_cast<std::uint32_t>(message.head.size());
  const auto body = static_cast<std::uint64_t>(message.body.size());
  std::array<char, kPrefixBytes> prefix{};
  std::memcpy(prefix.data(), &head, 4);
  std::memcpy(prefix.data() + 4, &body, 8);
  prefix[12] = static_cast<char>(files);
  return prefix;
}

void send_all(int socket, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(socket, data, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) throw peer_gone(std::strerror(errno));
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
}

void send_prefix(int socket, const std::array<char, kPrefixBytes>& prefix,
                 const std::vector<int>& files) {
  std::array<char, kPrefixBytes> copy = prefix;
  iovec part{copy.data(), copy.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) std::array<char, kControlBytes> control{};
  if (!files.empty()) {
    const std::size_t bytes = files.size() * sizeof(int);
    header.msg_control = control.data();
    header.msg_controllen = CMSG_SPACE(bytes);
    cmsghdr* rights = CMSG_FIRSTHDR(&header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(bytes);
    std::memcpy(CMSG_DATA(rights), files.data(), bytes);
  }
  ssize_t sent = 0;
  do sent = ::sendmsg(socket, &header, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent <= 0) throw peer_gone(std::strerror(errno));
  const auto done = static_cast<std::size_t>(sent);
  send_all(socket, prefix.data() + done, prefix.size() - done);
}

void wait_readable(int socket, const Deadline& deadline) {
  for (;;) {
    int wait_ms = -1;
    if (deadline) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          *deadline - std::chrono::steady_clock::now());
      wait_ms = static_cast<int>(std::clamp<long long>(left.count(), 0, 1'000'000));
    }
    pollfd ready{socket, POLLIN, 0};
    const int count = ::poll(&ready, 1, wait_ms);
    if (count > 0) return;
    if (count == 0)
      throw Error(ErrorKind::retry, Reason::worker_timeout, "worker",
                  "no answer from the page worker within its time");
    if (errno != EINTR) throw peer_gone(std::strerror(errno));
  }
}

// Reads exactly `size` bytes; false when the other side closed before the first.
bool receive_all(int socket, char* data, std::size_t size, const Deadline& deadline) {
  std::size_t done = 0;
  while (done < size) {
    wait_readable(socket, deadline);
    const ssize_t got = ::recv(socket, data + done, size - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw peer_gone(std::strerror(errno));
    if (got == 0) {
      if (done == 0) return false;
      throw peer_gone("the connection closed within a message");
    }
    done += static_cast<std::size_t>(got);
  }
  return true;
}

// The first byte alone carries the files, so that they cannot be lost in a short read.
std::optional<char> receive_first(int socket, const Deadline& deadline,
                                  std::vector<FileDescriptor>& files) {
  wait_readable(socket, deadline);
  char first = 0;
  iovec part{&first, 1};
  alignas(cmsghdr) std::array<char, kControlBytes> control{};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  ssize_t got = 0;
  do got = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got == 0) return std::nullopt;
  if (got < 0) {
    if (errno == ECONNRESET) return std::nullopt;
    throw peer_gone(std::strerror(errno));
  }
  const cmsghdr* rights = CMSG_FIRSTHDR(&header);
  if (rights != nullptr && rights->cmsg_level == SOL_SOCKET && rights->cmsg_type == SCM_RIGHTS) {
    const std::size_t count = (rights->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int fd = -1;
      std::memcpy(&fd, CMSG_DATA(rights) + i * sizeof(int), sizeof(int));
      files.emplace_back(fd);
    }
  }
  return first;
}

}  // namespace

void send_message(int socket, const Message& message, std::span<const int> files) {
  std::vector<int> open_files;
  for (const int file : files)
    if (file >= 0) open_files.push_back(file);
  if (open_files.size() > kMostFiles) throw std::logic_error("too many files for a message");
  send_prefix(socket, make_prefix(message, open_files.size()), open_files);
  send_all(socket, message.head.data(), message.head.size());
  send_all(socket, message.body.data(), message.body.size());
}

std::optional<Received> receive_message(int socket, Deadline deadline,
                                        unsigned long long max_bytes) {
  Received received;
  const std::optional<char> first = receive_first(socket, deadline, received.files);
  if (!first) return std::nullopt;
  std::array<char, kPrefixBytes> prefix{*first};
  if (!receive_all(socket, prefix.data() + 1, prefix.size() - 1, deadline))
    throw peer_gone("the connection closed within a message");
  if (static_cast<std::size_t>(prefix[12]) != received.files.size())
    throw peer_gone("its message came without its files");
  std::uint32_t head = 0;
  std::uint64_t body = 0;
  std::memcpy(&head, prefix.data(), 4);
  std::memcpy(&body, prefix.data() + 4, 8);
  if (head > max_bytes || body > max_bytes) throw peer_gone("its message exceeds the limit");
  received.message.head.resize(head);
  received.message.body.resize(static_cast<std::size_t>(body));
  if ((head > 0 && !receive_all(socket, received.message.head.data(), head, deadline)) ||
      (body > 0 && !receive_all(socket, received.message.body.data(), body, deadline)))
    throw peer_gone("the connection closed within a message");
  return received;
}

}  // namespace sohoa
