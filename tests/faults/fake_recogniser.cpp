// A page worker that does everything but recognise: a page's text is made from
// its document's checksum, and a picture 80 pixels wide bears a secrecy stamp. Started by the
// supervisor under test as `… worker …`.
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "pipeline/message.h"
#include "pipeline/page_tasks.h"
#include "pipeline/task_json.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr int kSecretWidth = 80;

Block block_of(BlockKind kind, const PixelBox& box, const std::vector<std::string>& texts) {
  Line line;
  line.box = box;
  line.baseline_start = {static_cast<double>(box.left), static_cast<double>(box.bottom())};
  line.baseline_end = {static_cast<double>(box.right()), static_cast<double>(box.bottom())};
  for (const std::string& text : texts) line.words.push_back({text, "", "", box, 0.9, {}});
  return {kind, box, {line}};
}

TextLayout empty_layout(const Json& input) {
  TextLayout layout;
  layout.width = input.at("width").get<int>();
  layout.height = input.at("height").get<int>();
  layout.dpi = Dpi{300};
  return layout;
}

PageResult read_page(const std::string& document, const Json& input) {
  PageResult result;
  result.layout = empty_layout(input);
  result.coloured = result.layout;
  const PixelBox line{2, 2, result.layout.width - 4, 8};
  result.layout.blocks.push_back(
      block_of(BlockKind::text, line, {"trang", document.substr(0, 12)}));
  if (result.layout.width == kSecretWidth)
    result.coloured.blocks.push_back(block_of(BlockKind::stamp, {2, 20, 40, 10}, {"TUYỆT", "MẬT"}));
  return result;
}

class FakeWorker {
 public:
  Json answer(Received received) {
    const Json head = Json::parse(received.message.head);
    const auto document = head.at("document").get<std::string>();
    if (document != document_) {
      input_ = std::make_unique<InputFile>(::dup(received.files.at(0).get()));
      document_ = document;
    }
    const auto task = head.at("task").get<std::string>();
    if (task == "inspect") return {{"ok", true}, {"info", to_json(input_->inspect())}};
    if (task == "access_copy") {
      input_->write_access_copy(access_request_from(Json::parse(received.message.body)),
                                received.files.at(1).get());
      return {{"ok", true}};
    }
    return {{"ok", true},
            {"result", to_json(read_page(document, head.at("input")))},
            {"engine", "fake recogniser"}};
  }

 private:
  std::string document_;
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
    send_message(socket, {reply.dump(), ""});
  }
  return 0;
}

}  // namespace
}  // namespace sohoa

int main() {
  constexpr int kSocket = 3;
  return sohoa::serve(kSocket);
}
