// A page worker at whose second page the whole program dies: it kills its supervisor. Started
// as `… worker --lang HOW …`; HOW is
//   always           however the page is to be read
//   unless-gently    not when it is to be read gently
// Nothing is recognised: a page's text is made up.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "pipeline/message.h"
#include "pipeline/page_tasks.h"
#include "pipeline/task_json.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr int kFatalPage = 2;

Json read_page(const Json& head, bool unless_gently) {
  const bool gently = head.at("gently").get<bool>();
  // Long enough that the page beside this one is in hand too.
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  if (head.at("page") == kFatalPage && !(gently && unless_gently)) ::kill(::getppid(), SIGKILL);
  PageResult result;
  result.read_gently = gently;
  result.layout.width = head.at("input").at("width").get<int>();
  result.layout.height = head.at("input").at("height").get<int>();
  result.layout.dpi = Dpi{300};
  result.coloured = result.layout;
  Line line;
  line.box = {20, 20, 200, 40};
  line.baseline_start = {20, 60};
  line.baseline_end = {220, 60};
  line.words.push_back({"trang", "", "", line.box, 0.9, {}});
  result.layout.blocks.push_back({BlockKind::text, line.box, {line}});
  return {{"ok", true}, {"result", to_json(result)}, {"engine", "none"}};
}

int serve(int socket, bool unless_gently) {
  std::unique_ptr<InputFile> input;
  std::string document;
  while (auto received = receive_message(socket, std::nullopt, 1ULL << 24)) {
    const Json head = Json::parse(received->message.head);
    if (head.at("document") != document) {
      input = std::make_unique<InputFile>(::dup(received->files.at(0).get()));
      document = head.at("document").get<std::string>();
    }
    Json answer{{"ok", true}};
    if (head.at("task") == "inspect")
      answer["info"] = to_json(input->inspect());
    else if (head.at("task") == "read_page")
      answer = read_page(head, unless_gently);
    else
      input->write_access_copy(access_request_from(Json::parse(received->message.body)),
                               received->files.at(1).get());
    send_message(socket, {answer.dump(), ""});
  }
  return 0;
}

}  // namespace
}  // namespace sohoa

int main(int, char** argv) {
  constexpr int kSocket = 3;
  return sohoa::serve(kSocket, std::string(argv[3]) == "unless-gently");
}
