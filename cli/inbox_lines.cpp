#include "cli/inbox_lines.h"

#include <unistd.h>

#include <array>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/outcome_lines.h"
#include "cli/terminal.h"

namespace sohoa {

namespace {

struct NoticeWords {
  const char* code;
  const char* vietnamese;
  const char* english;
};

NoticeWords words_of(InboxNotice::Kind kind) {
  using Kind = InboxNotice::Kind;
  switch (kind) {
    case Kind::incomplete:
      return {"incomplete", "Tệp chưa trọn vẹn, vẫn đang đợi phần còn lại",
              "The file is not whole yet; waiting for the rest"};
    case Kind::no_room:
      return {"no_room", "Ổ đĩa gần đầy: tạm ngừng nạp, sẽ tự tiếp tục khi có chỗ",
              "The disk is nearly full: nothing is taken in until there is room"};
    case Kind::room_again:
      return {"room_again", "Ổ đĩa đã có chỗ: tiếp tục nạp", "There is room again: going on"};
    case Kind::kept_in_inbox:
      return {"kept_in_inbox", "Đã xử lý nhưng không chuyển được tệp khỏi thư mục chờ",
              "Dealt with, but the file cannot be taken out of the watch folder"};
    case Kind::trouble:
      return {"trouble", "Không đọc được thư mục", "A folder cannot be read"};
    case Kind::bad_settings:
      return {"bad_settings", "sohoa.toml có lỗi; vẫn dùng thiết lập cũ",
              "sohoa.toml is refused; the old settings hold"};
    case Kind::new_settings:
      return {"new_settings", "sohoa.toml đã đổi; dùng ngay thiết lập mới",
              "sohoa.toml was changed; in force now"};
    case Kind::later_settings:
      return {"later_settings", "sohoa.toml đã đổi; có hiệu lực khi kho được mở lại",
              "sohoa.toml was changed; in force once the archive is opened anew"};
  }
  return {"", "", ""};
}

void print_notice(const Globals& globals, const InboxNotice& notice, bool json) {
  const NoticeWords words = words_of(notice.kind);
  if (json) {
    const nlohmann::ordered_json line{
        {"notice", words.code}, {"path", notice.path}, {"detail", notice.detail}};
    std::cout << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
    return;
  }
  std::cerr << say(globals, words.vietnamese, words.english);
  const std::string path = ::isatty(STDERR_FILENO) != 0 ? notice.path : "";
  for (const std::string& part : {path, notice.detail})
    if (!part.empty()) std::cerr << ": " << printable(part);
  std::cerr << '\n';
}

// What a program's log may hold of it: no name that was not screened for secrecy, unless
// the program asked for lines to read, and none of a suspected secret.
DocumentOutcome without_secrets(const Globals& globals, DocumentOutcome outcome, bool json) {
  const bool screened =
      outcome.outcome == Outcome::archived || outcome.outcome == Outcome::duplicate;
  if (screened || ::isatty(STDOUT_FILENO) != 0) return outcome;
  if (!json || outcome.reason == Reason::suspected_secret)
    outcome.path = say(globals, "(tên không ghi ở đây)", "(its name is not written here)");
  return outcome;
}

void count(InboxTally& tally, const DocumentOutcome& outcome) {
  tally.pages += outcome.pages;
  switch (outcome.outcome) {
    case Outcome::archived:
      ++tally.archived;
      break;
    case Outcome::duplicate:
      ++tally.duplicate;
      break;
    case Outcome::quarantined:
      ++tally.quarantined;
      break;
    case Outcome::rejected:
      ++tally.rejected;
      break;
  }
}

}  // namespace

InboxSinks inbox_lines(const Globals& globals, bool json, InboxTally& tally,
                       const std::function<void()>& before_each) {
  return {[&globals, json, &tally, before_each](const DocumentOutcome& outcome) {
            count(tally, outcome);
            before_each();
            print_outcome(globals, without_secrets(globals, outcome, json), json);
            std::cout.flush();
          },
          [&globals, json, before_each](const InboxNotice& notice) {
            before_each();
            print_notice(globals, notice, json);
          }};
}

std::string lease_owner(const std::string& program) {
  std::array<char, 256> machine{};
  (void)::gethostname(machine.data(), machine.size() - 1);
  return program + "@" + machine.data() + "/" + std::to_string(::getpid());
}

}  // namespace sohoa
