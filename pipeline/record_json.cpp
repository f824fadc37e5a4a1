#include "pipeline/record_json.h"

#include <nlohmann/json.hpp>

#include "document/error.h"
#include "pipeline/quality_json.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 2;  // 1: without version and file

Json box_json(const PixelBox& box) {
  return Json::array({box.left, box.top, box.width, box.height});
}

Json to_json(const Fields& fields) {
  Json json = Json::object();
  for (const auto& [name, field] : fields)
    json[name] = {{"value", field.value},
                  {"confidence", field.confidence},
                  {"page", field.page},
                  {"box", box_json(field.box)},
                  {"evidence", field.evidence}};
  return json;
}

Fields fields_from(const Json& json) {
  Fields fields;
  for (const auto& [name, entry] : json.items()) {
    Field field;
    field.value = entry.at("value").get<std::string>();
    field.confidence = entry.at("confidence").get<double>();
    field.page = entry.at("page").get<int>();
    const Json& box = entry.at("box");
    field.box = {box.at(0).get<int>(), box.at(1).get<int>(), box.at(2).get<int>(),
                 box.at(3).get<int>()};
    field.evidence = entry.at("evidence").get<std::string>();
    fields[name] = field;
  }
  return fields;
}

const char* source_name(TextSource source) {
  switch (source) {
    case TextSource::recognised:
      return "recognised";
    case TextSource::born_digital:
      return "born_digital";
    case TextSource::none:
      return "none";
  }
  return "none";
}

Json page_json(const PageResult& page) {
  Json json{{"width", page.layout.width},
            {"height", page.layout.height},
            {"dpi", page.layout.dpi.value},
            {"text", source_name(page.layout.source)},
            {"words", count_words(page.layout)},
            {"confidence", mean_confidence(page.layout)},
            {"skew_degrees", page.quality.skew.value},
            {"turned_clockwise", page.quarter_turns * 90},
            {"blank", page.quality.blank}};
  // A page that was never a picture has no scan to judge.
  if (page.layout.source != TextSource::born_digital) {
    json["scan"] = quality_json(page.quality);
  }
  if (page.unreadable) json["unreadable"] = reason_code(page.why);
  if (page.read_gently) json["read_gently"] = true;
  return json;
}

Error not_ours(const Json::exception& error) {
  return {ErrorKind::service_broken, Reason::archive_corrupt, "keep",
          std::string("record.json of a bag is not as this program writes it: ") + error.what()};
}

}  // namespace

std::string fields_json(const Fields& fields) {
  return to_json(fields).dump();
}

std::string write_record_json(const RecordDescription& description) {
  const RecordRow& row = description.row;
  Json pages = Json::array();
  for (const PageResult& page : description.pages) pages.push_back(page_json(page));
  const Json json{{"format", kFormat},
                  {"id", row.id},
                  {"version", row.version},
                  {"file", row.file},
                  {"fonds", row.fonds},
                  {"pages", row.pages},
                  {"fields", to_json(row.fields)},
                  {"original",
                   {{"name", row.original_name},
                    {"bytes", row.original_bytes},
                    {"sha256", row.sha256},
                    {"media_type", description.media_type},
                    {"signed", description.is_signed},
                    {"opened_with_empty_password", description.was_encrypted}}},
                  {"ingested_at", row.ingested_at},
                  {"year", row.year},
                  {"software", "sohoa " SOHOA_VERSION},
                  {"recogniser", description.recogniser},
                  {"mean_confidence", row.mean_confidence},
                  {"page_details", std::move(pages)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string revise_record_json(const std::string& before, const Revision& revision) {
  try {
    Json json = Json::parse(before);
    // A description of format 1 has neither key; the order is that of a new one.
    const std::string file = json.value("file", std::string());
    Json result = Json::object();
    for (const auto& [key, value] : json.items()) {
      if (key == "version" || key == "file") continue;
      result[key] = value;
      if (key != "id") continue;
      result["version"] = revision.version;
      result["file"] = file;
    }
    result["format"] = kFormat;
    result["fields"] = to_json(revision.fields);
    Json pages = Json::array();
    for (const auto& [number, layout] : revision.pages) {
      pages.push_back(number);
      Json& details = result.at("page_details").at(static_cast<std::size_t>(number - 1));
      details["words"] = count_words(layout);
      details["confidence"] = mean_confidence(layout);
    }
    result["reviews"].push_back({{"version", revision.version},
                                 {"at", revision.at},
                                 {"by", revision.by},
                                 {"fields", revision.changed},
                                 {"pages", std::move(pages)}});
    return result.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  } catch (const Json::exception& error) {
    throw not_ours(error);
  }
}

std::vector<int> quarter_turns_in(const std::string& record_json) {
  try {
    const Json json = Json::parse(record_json);
    std::vector<int> turns;
    for (const Json& page : json.at("page_details"))
      turns.push_back(page.at("turned_clockwise").get<int>() / 90);
    return turns;
  } catch (const Json::exception& error) {
    throw not_ours(error);
  }
}

RecordRow read_record_json(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    RecordRow row;
    row.id = json.at("id").get<std::string>();
    row.version = json.value("version", 1);
    row.file = json.value("file", std::string());
    row.fonds = json.at("fonds").get<std::string>();
    row.pages = json.at("pages").get<int>();
    row.fields = fields_from(json.at("fields"));
    row.original_name = json.at("original").at("name").get<std::string>();
    row.original_bytes = json.at("original").at("bytes").get<unsigned long long>();
    row.sha256 = json.at("original").at("sha256").get<std::string>();
    row.ingested_at = json.at("ingested_at").get<std::string>();
    row.year = json.at("year").get<int>();
    row.mean_confidence = json.at("mean_confidence").get<double>();
    return row;
  } catch (const Json::exception& error) {
    throw not_ours(error);
  }
}

}  // namespace sohoa
