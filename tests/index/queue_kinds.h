// The implementations of Queue that one suite of tests asks the same of: a new one joins the
// list.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "index/queue.h"
#include "tests/index/empty_directory.h"

namespace sohoa {

struct QueueKind {
  const char* name;
  std::unique_ptr<Queue> (*open)(const std::string&);
};

inline constexpr std::array kQueueKinds = {QueueKind{"Catalogue", open_catalogue_queue}};

inline std::string name_of_kind(const testing::TestParamInfo<QueueKind>& kind) {
  return kind.param.name;
}

class QueueTest : public EmptyDirectory, public testing::WithParamInterface<QueueKind> {
 protected:
  [[nodiscard]] std::unique_ptr<Queue> open() const { return GetParam().open(path("q.db")); }

  static QueueLease must_take(Queue& queue, QueueTime now) {
    const auto lease = queue.take({}, now);
    EXPECT_TRUE(lease.has_value());
    return lease.value_or(QueueLease{});
  }

  const QueueTime now_{std::chrono::seconds(1'800'000'000)};
};

}  // namespace sohoa
