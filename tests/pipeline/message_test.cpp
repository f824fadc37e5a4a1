#include "pipeline/message.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "document/error.h"

namespace sohoa {

namespace {

struct Line {
  Line() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    here = FileDescriptor(ends[0]);
    there = FileDescriptor(ends[1]);
  }
  FileDescriptor here;
  FileDescriptor there;
};

constexpr unsigned long long kRoom = 1 << 30;

Reason reason_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.reason();
  }
  return Reason::none;
}

}  // namespace

TEST(Message, HeadBodyAndFileArriveAsTheyWereSent) {
  Line line;
  const std::string body(3'000'000, '\x7f');
  const FileDescriptor file(::open("/proc/self/exe", O_RDONLY));
  std::thread sender([&] {
    send_message(line.here.get(), {"{\"a\":1}", body}, std::array{file.get(), -1, 0});
  });
  auto received = receive_message(line.there.get(), std::nullopt, kRoom);
  sender.join();
  ASSERT_TRUE(received);
  EXPECT_EQ(received->message.head, "{\"a\":1}");
  EXPECT_EQ(received->message.body, body);
  ASSERT_EQ(received->files.size(), 2U);
  std::array<char, 4> magic{};
  ASSERT_EQ(::read(received->files.at(0).get(), magic.data(), 4), 4);
  EXPECT_EQ(std::string(magic.data() + 1, 3), "ELF");
}

TEST(Message, AClosedLineEndsInGoodOrder) {
  Line line;
  line.here = FileDescriptor();
  EXPECT_FALSE(receive_message(line.there.get(), std::nullopt, kRoom));
}

TEST(Message, ALineThatBreaksWithinAMessageIsADeadWorker) {
  Line line;
  ASSERT_EQ(::write(line.here.get(), "\x05\x00\x00", 3), 3);
  line.here = FileDescriptor();
  EXPECT_EQ(reason_of([&] { (void)receive_message(line.there.get(), std::nullopt, kRoom); }),
            Reason::worker_died);
}

TEST(Message, SilencePastTheDeadlineIsATimeout) {
  Line line;
  const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(30);
  EXPECT_EQ(reason_of([&] { (void)receive_message(line.there.get(), soon, kRoom); }),
            Reason::worker_timeout);
}

TEST(Message, AMessageLargerThanAllowedIsRefusedBeforeItsBytesAreTaken) {
  Line line;
  std::thread sender([&] {
    try {
      send_message(line.here.get(), {"", std::string(1 << 20, 'x')});
    } catch (const Error&) {
    }
  });
  EXPECT_EQ(reason_of([&] { (void)receive_message(line.there.get(), std::nullopt, 1000); }),
            Reason::worker_died);
  line.there = FileDescriptor();
  sender.join();
}

}  // namespace sohoa
