#include "pipeline/task_json.h"

#include <nlohmann/json.hpp>

#include "document/layout_json.h"
#include "pipeline/quality_json.h"

namespace sohoa {

using Json = nlohmann::json;

Json to_json(const PageInput& input) {
  return {{"origin", static_cast<int>(input.origin)},
          {"width", input.width},
          {"height", input.height},
          {"dpi", input.dpi.value},
          {"text_verdict", input.text_verdict}};
}

PageInput page_input_from(const Json& json) {
  return {static_cast<PageOrigin>(json.at("origin").get<int>()), json.at("width").get<int>(),
          json.at("height").get<int>(), Dpi{json.at("dpi").get<double>()},
          json.at("text_verdict").get<std::string>()};
}

Json to_json(const InputInfo& info) {
  Json pages = Json::array();
  for (const PageInput& page : info.pages) pages.push_back(to_json(page));
  return {{"media_type", info.media_type},
          {"was_encrypted", info.was_encrypted},
          {"is_signed", info.is_signed},
          {"is_archive", info.is_archive},
          {"pages", std::move(pages)}};
}

InputInfo input_info_from(const Json& json) {
  InputInfo info;
  info.media_type = json.at("media_type").get<std::string>();
  info.was_encrypted = json.at("was_encrypted").get<bool>();
  info.is_signed = json.at("is_signed").get<bool>();
  info.is_archive = json.at("is_archive").get<bool>();
  for (const Json& page : json.at("pages")) info.pages.push_back(page_input_from(page));
  return info;
}

Json to_json(const PageResult& result) {
  return {
      {"layout", layout_to_json(result.layout)},  {"coloured", layout_to_json(result.coloured)},
      {"quality", quality_json(result.quality)},  {"quarter_turns", result.quarter_turns},
      {"unreadable", result.unreadable},          {"read_gently", result.read_gently},
      {"why", reason_code(result.why)},           {"thumbnail", result.thumbnail},
      {"decode_seconds", result.decode_seconds},  {"clean_seconds", result.clean_seconds},
      {"layout_seconds", result.layout_seconds},  {"recognise_seconds", result.recognise_seconds},
      {"correct_seconds", result.correct_seconds}};
}

PageResult page_result_from(const Json& json) {
  PageResult result;
  result.layout = layout_from_json(json.at("layout").get_ref<const std::string&>());
  result.coloured = layout_from_json(json.at("coloured").get_ref<const std::string&>());
  result.quality = page_quality_from(json.at("quality"));
  result.quarter_turns = json.at("quarter_turns").get<int>();
  result.unreadable = json.at("unreadable").get<bool>();
  result.read_gently = json.at("read_gently").get<bool>();
  result.why = reason_from_code(json.at("why").get<std::string>());
  result.thumbnail = json.at("thumbnail").get<std::string>();
  result.decode_seconds = json.at("decode_seconds").get<double>();
  result.clean_seconds = json.at("clean_seconds").get<double>();
  result.layout_seconds = json.at("layout_seconds").get<double>();
  result.recognise_seconds = json.at("recognise_seconds").get<double>();
  result.correct_seconds = json.at("correct_seconds").get<double>();
  return result;
}

Json to_json(const AccessRequest& request) {
  Json inputs = Json::array();
  for (const PageInput& input : request.inputs) inputs.push_back(to_json(input));
  Json pages = Json::array();
  for (const PageResult& page : request.pages) pages.push_back(to_json(page));
  return {{"title", request.title},     {"sha256", request.sha256},    {"created", request.created},
          {"numbers", request.numbers}, {"inputs", std::move(inputs)}, {"pages", std::move(pages)}};
}

AccessRequest access_request_from(const Json& json) {
  AccessRequest request;
  request.title = json.at("title").get<std::string>();
  request.sha256 = json.at("sha256").get<std::string>();
  request.created = json.at("created").get<std::string>();
  request.numbers = json.at("numbers").get<std::vector<int>>();
  for (const Json& input : json.at("inputs")) request.inputs.push_back(page_input_from(input));
  for (const Json& page : json.at("pages")) request.pages.push_back(page_result_from(page));
  return request;
}

Json to_json(const Error& error) {
  return {{"kind", static_cast<int>(error.kind())},
          {"reason", reason_code(error.reason())},
          {"stage", error.stage()},
          {"page", error.page()},
          {"message", error.message()}};
}

Error error_from(const Json& json) {
  return Error(static_cast<ErrorKind>(json.at("kind").get<int>()),
               reason_from_code(json.at("reason").get<std::string>()),
               json.at("stage").get<std::string>(), json.at("message").get<std::string>())
      .at("", json.at("page").get<int>());
}

}  // namespace sohoa
