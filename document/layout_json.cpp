#include "document/layout_json.h"

#include <array>
#include <nlohmann/json.hpp>

#include "document/error.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char*, 5> kBlockKinds = {"text", "heading", "table", "stamp", "picture"};
constexpr std::array<const char*, 4> kRoles = {"body", "page_number", "running_head", "footnote"};
constexpr std::array<const char*, 3> kSources = {"recognised", "born_digital", "none"};

template <typename Enum, std::size_t N>
Enum enum_from_name(const std::array<const char*, N>& names, const std::string& name) {
  for (std::size_t i = 0; i < N; ++i)
    if (name == names[i]) return static_cast<Enum>(i);
  throw Error(ErrorKind::document_failed, Reason::internal, "layout",
              "unknown name in layout JSON: " + name);
}

Json box_json(const PixelBox& box) {
  return Json::array({box.left, box.top, box.width, box.height});
}

PixelBox box_from(const Json& json) {
  return {json.at(0).get<int>(), json.at(1).get<int>(), json.at(2).get<int>(),
          json.at(3).get<int>()};
}

// Three decimals are below what any confidence means and keep the text short.
double rounded(double confidence) {
  return static_cast<int>(confidence * 1000 + 0.5) / 1000.0;
}

Json word_json(const Word& word) {
  Json json{{"text", word.text}};
  if (!word.raw.empty()) json["raw"] = word.raw;
  if (!word.reason.empty()) json["reason"] = word.reason;
  json["box"] = box_json(word.box);
  json["confidence"] = rounded(word.confidence);
  if (!word.alternatives.empty()) {
    Json list = Json::array();
    for (const Alternative& other : word.alternatives)
      list.push_back(Json::array({other.text, rounded(other.confidence)}));
    json["alternatives"] = std::move(list);
  }
  return json;
}

Json line_json(const Line& line) {
  Json words = Json::array();
  for (const Word& word : line.words) words.push_back(word_json(word));
  Json json{{"box", box_json(line.box)},
            {"baseline", Json::array({line.baseline_start.x, line.baseline_start.y,
                                      line.baseline_end.x, line.baseline_end.y})}};
  if (line.cell >= 0) json["cell"] = line.cell;
  json["words"] = std::move(words);
  return json;
}

Json cell_json(const TableCell& cell) {
  return {{"box", box_json(cell.box)},
          {"row", cell.row},
          {"column", cell.column},
          {"rows", cell.rows},
          {"columns", cell.columns}};
}

Json block_json(const Block& block) {
  Json json{{"kind", kBlockKinds[static_cast<std::size_t>(block.kind)]}};
  if (block.role != BlockRole::body) json["role"] = kRoles[static_cast<std::size_t>(block.role)];
  json["box"] = box_json(block.box);
  if (!block.cells.empty()) {
    Json cells = Json::array();
    for (const TableCell& cell : block.cells) cells.push_back(cell_json(cell));
    json["cells"] = std::move(cells);
  }
  Json lines = Json::array();
  for (const Line& line : block.lines) lines.push_back(line_json(line));
  json["lines"] = std::move(lines);
  return json;
}

Word word_from(const Json& json) {
  Word word;
  word.text = json.at("text").get<std::string>();
  word.raw = json.value("raw", "");
  word.reason = json.value("reason", "");
  word.box = box_from(json.at("box"));
  word.confidence = json.at("confidence").get<double>();
  if (json.contains("alternatives"))
    for (const Json& other : json.at("alternatives"))
      word.alternatives.push_back({other.at(0).get<std::string>(), other.at(1).get<double>()});
  return word;
}

Line line_from(const Json& json) {
  Line line;
  line.box = box_from(json.at("box"));
  const Json& base = json.at("baseline");
  line.baseline_start = {base.at(0).get<double>(), base.at(1).get<double>()};
  line.baseline_end = {base.at(2).get<double>(), base.at(3).get<double>()};
  line.cell = json.value("cell", -1);
  for (const Json& word : json.at("words")) line.words.push_back(word_from(word));
  return line;
}

Block block_from(const Json& json) {
  Block block;
  block.kind = enum_from_name<BlockKind>(kBlockKinds, json.at("kind").get<std::string>());
  block.role = enum_from_name<BlockRole>(kRoles, json.value("role", "body"));
  block.box = box_from(json.at("box"));
  if (json.contains("cells"))
    for (const Json& cell : json.at("cells"))
      block.cells.push_back({box_from(cell.at("box")), cell.at("row").get<int>(),
                             cell.at("column").get<int>(), cell.at("rows").get<int>(),
                             cell.at("columns").get<int>()});
  for (const Json& line : json.at("lines")) block.lines.push_back(line_from(line));
  return block;
}

}  // namespace

std::string layout_to_json(const TextLayout& layout) {
  Json blocks = Json::array();
  for (const Block& block : layout.blocks) blocks.push_back(block_json(block));
  const Json json{{"width", layout.width},
                  {"height", layout.height},
                  {"dpi", layout.dpi.value},
                  {"source", kSources[static_cast<std::size_t>(layout.source)]},
                  {"blocks", std::move(blocks)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

TextLayout layout_from_json(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    TextLayout layout;
    layout.width = json.at("width").get<int>();
    layout.height = json.at("height").get<int>();
    layout.dpi = Dpi{json.at("dpi").get<double>()};
    layout.source = enum_from_name<TextSource>(kSources, json.at("source").get<std::string>());
    for (const Json& entry : json.at("blocks")) layout.blocks.push_back(block_from(entry));
    return layout;
  } catch (const Json::exception& e) {
    throw Error(ErrorKind::document_failed, Reason::internal, "layout",
                std::string("layout JSON is not as written by this program: ") + e.what());
  }
}

}  // namespace sohoa
