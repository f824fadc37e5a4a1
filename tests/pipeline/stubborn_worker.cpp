// A page worker as it would be that a hostile file took over or brought down: what it
// does is the token of the document it is given.
//   dies-first   dies at each page that it is not to read gently
//   dies-second  dies at the second page, however it is to read it
//   dies         dies at each page, however it is to read it
//   nonsense     answers with no JSON at all
//   wrong-type   answers with JSON of another shape
//   stop-all     claims that the whole service is broken
//   uninvited    answers an inspection with a member of an archive
#include <csignal>
#include <nlohmann/json.hpp>

#include "pipeline/message.h"
#include "pipeline/page_tasks.h"
#include "pipeline/task_json.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr int kPages = 3;

Json inspected() {
  InputInfo info;
  info.media_type = "image/tiff";
  info.pages.assign(kPages, {PageOrigin::image_file, 100, 200, Dpi{300}, ""});
  return {{"ok", true}, {"info", to_json(info)}};
}

Json read(bool gently) {
  PageResult result;
  result.layout.width = 100;
  result.layout.height = 200;
  result.coloured = result.layout;
  result.read_gently = gently;
  return {{"ok", true}, {"result", to_json(result)}, {"engine", "none"}};
}

std::string answer(const Json& head) {
  const auto how = head.at("document").get<std::string>();
  const bool reads = head.at("task") == "read_page";
  const bool gently = reads && head.at("gently").get<bool>();
  if (how == "dies-first" && reads && !gently) ::raise(SIGKILL);
  if (how == "dies" && reads) ::raise(SIGKILL);
  if (how == "dies-second" && reads && head.at("page") == 2) ::raise(SIGKILL);
  if (how == "nonsense") return "\xFF{";
  if (how == "wrong-type") return R"({"ok":true,"info":{"pages":7}})";
  if (how == "uninvited") return R"({"member":0,"encrypted":false})";
  if (how == "stop-all")
    return Json{{"ok", false},
                {"error", to_json(Error(ErrorKind::service_broken, Reason::bag_mismatch, "x",
                                        "stop everything"))}}
        .dump();
  return (reads ? read(gently) : inspected()).dump();
}

}  // namespace
}  // namespace sohoa

int main() {
  constexpr int kSocket = 3;
  constexpr unsigned long long kRoom = 1 << 20;
  while (const auto received = sohoa::receive_message(kSocket, std::nullopt, kRoom))
    sohoa::send_message(kSocket,
                        {sohoa::answer(nlohmann::json::parse(received->message.head)), ""});
  return 0;
}
