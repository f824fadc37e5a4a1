// A page worker that does everything but recognise: a page's text is made from
// its document's checksum. Started by the supervisor under test as `… worker …`.
#include <nlohmann/json.hpp>

#include "pipeline/message.h"
#include "pipeline/page_tasks.h"
#include "pipeline/task_json.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

TextLayout text_of(const std::string& document, const Json& input) {
  TextLayout layout;
  layout.width = input.at("width").get<int>();
  layout.height = input.at("height").get<int>();
  layout.dpi = Dpi{300};
  Line line;
  line.box = {2, 2, layout.width - 4, 8};
  line.baseline_start = {2, 9};
  line.baseline_end = {static_cast<double>(layout.width) - 2, 9};
  for (const std::string& text : {std::string("trang"), document.substr(0, 12)})
    line.words.push_back({text, "", "", line.box, 0.9, {}});
  layout.blocks.push_back({BlockKind::text, line.box, {line}});
  return layout;
}

class FakeWorker {
 public:
  Json answer(Received received) {
    const Json head = Json::parse(received.message.head);
    const auto document = head.at("document").get<std::string>();
    if (document != document_) {
      file_ = std::move(received.file);
      input_ = std::make_unique<InputFile>("/proc/self/fd/" + std::to_string(file_.get()));
      document_ = document;
    }
    const auto task = head.at("task").get<std::string>();
    if (task == "inspect") return {{"ok", true}, {"info", to_json(input_->inspect())}};
    if (task == "access_copy") {
      input_->write_access_copy(access_request_from(Json::parse(received.message.body)));
      return {{"ok", true}};
    }
    PageResult result;
    result.layout = text_of(document, head.at("input"));
    return {{"ok", true}, {"result", to_json(result)}, {"engine", "fake recogniser"}};
  }

 private:
  std::string document_;
  FileDescriptor file_;
  std::unique_ptr<InputFile> input_;
};

Json failure(const Error& error) {
  return {{"ok", false}, {"error", to_json(error)}};
}

int serve(int socket) {
  FakeWorker worker;
  while (auto received = receive_message(socket, std::nullopt, 1ULL << 24)) {
    Json reply;
    try {
      reply = worker.answer(std::move(*received));
    } catch (const Error& error) {
      reply = failure(error);
    }
    send_message(socket, {reply.dump(), ""}, -1);
  }
  return 0;
}

}  // namespace
}  // namespace sohoa

int main() {
  constexpr int kSocket = 3;
  return sohoa::serve(kSocket);
}
