#include "pipeline/member_messages.h"

#include <nlohmann/json.hpp>

#include "document/error.h"
#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

using Json = nlohmann::json;

bool has_bytes(const MemberHead& head) {
  return !head.encrypted && (head.kind == MemberKind::file || head.kind == MemberKind::other);
}

MemberKind kind_from(int number) {
  if (number < 0 || number > static_cast<int>(MemberKind::other))
    throw Error(ErrorKind::document_failed, Reason::archive_damaged, "unpack",
                "the worker told of a member of no known kind");
  return static_cast<MemberKind>(number);
}

void insist(bool in_order) {
  if (!in_order)
    throw Error(ErrorKind::document_failed, Reason::archive_damaged, "unpack",
                "the worker told of members out of order");
}

}  // namespace

void MemberSender::begin(const MemberHead& head) {
  const Json json{{"member", static_cast<int>(head.kind)}, {"encrypted", head.encrypted}};
  send_message(socket_, {json.dump(), head.name});
}

void MemberSender::bytes(const char* data, std::size_t size) {
  send_message(socket_, {R"({"bytes":true})", std::string(data, size)});
}

void MemberSender::end(Reason failed) {
  send_message(socket_, {Json{{"end", reason_code(failed)}}.dump(), ""});
}

void MemberReceiver::take(const Message& message) {
  const Json head = Json::parse(message.head);
  if (head.contains("bytes")) {
    insist(within_);
    sink_.bytes(message.body.data(), message.body.size());
  } else if (head.contains("end")) {
    insist(within_);
    within_ = false;
    sink_.end(reason_from_code(head.at("end").get<std::string>()));
  } else {
    insist(!within_);
    const MemberHead member{message.body, kind_from(head.at("member").get<int>()),
                            head.at("encrypted").get<bool>()};
    // What is no UTF-8 could not be written down anywhere.
    if (to_utf8(to_code_points(member.name)) != member.name) insist(false);
    within_ = has_bytes(member);
    sink_.begin(member);
  }
}

}  // namespace sohoa
