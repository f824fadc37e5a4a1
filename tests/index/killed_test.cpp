#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "index/catalogue.h"
#include "index/search_index.h"
#include "tests/index/empty_directory.h"

namespace sohoa {
namespace {

class Killed : public EmptyDirectory {
 protected:
  // Adds records 0, 1, 2… in a process of its own and kills it in the middle.
  // Returns how many of them it had said were added.
  int add_until_killed() const {
    int ends[2];
    if (pipe(ends) != 0) return 0;
    const pid_t child = fork();
    if (child == 0) add_for_ever(ends[1]);
    close(ends[1]);
    int added = 0;
    char said = 0;
    while (added < 25 && read(ends[0], &said, 1) == 1) ++added;
    kill(child, SIGKILL);
    while (read(ends[0], &said, 1) == 1) ++added;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return added;
  }

 private:
  [[noreturn]] void add_for_ever(int say) const {
    Catalogue catalogue(path("catalogue.db"));
    SearchIndex index(path("search.db"));
    for (int i = 0;; ++i) {
      RecordRow row;
      row.id = std::to_string(i);
      catalogue.add_record(row);
      index.add({row.id, {}, {"trang một", "trang hai"}});
      if (write(say, "+", 1) != 1) _exit(1);
    }
  }
};

TEST_F(Killed, WhileAddingLosesNothingThatWasAdded) {
  const int added = add_until_killed();
  ASSERT_GE(added, 25);
  Catalogue catalogue(path("catalogue.db"));
  SearchIndex index(path("search.db"));
  for (int i = 0; i < added; ++i) {
    EXPECT_TRUE(catalogue.find_by_id(std::to_string(i)).has_value()) << i;
    EXPECT_TRUE(index.contains(std::to_string(i))) << i;
  }
  SearchQuery query;
  query.text = "trang hai";
  query.limit = 1000;
  EXPECT_EQ(index.search(query).size(), static_cast<std::size_t>(index.record_count()));
}

}  // namespace
}  // namespace sohoa
