#include "pipeline/quality_json.h"

#include <nlohmann/json.hpp>

namespace sohoa {

nlohmann::ordered_json quality_json(const PageQuality& quality) {
  const ScanJudgement judgement = judge(quality);
  nlohmann::ordered_json faults = nlohmann::ordered_json::array();
  for (const ScanFault fault : judgement.faults) faults.push_back(fault_name(fault));
  return {{"verdict", verdict_name(judgement.verdict)},
          {"faults", std::move(faults)},
          {"dpi", quality.dpi.value},
          {"likely_dpi", quality.likely_dpi.value},
          {"letter_height", quality.letter_height},
          {"edge_width", quality.edge_width},
          {"contrast", quality.contrast},
          {"cut_letters", quality.cut_letters},
          {"stamped", quality.stamped},
          {"blank", quality.blank},
          {"blank_confidence", quality.blank_confidence},
          {"ink", quality.ink},
          {"coloured_ink", quality.coloured_ink},
          {"skew_degrees", quality.skew.value}};
}

PageQuality page_quality_from(const nlohmann::json& json) {
  PageQuality quality;
  quality.dpi.value = json.at("dpi").get<double>();
  quality.likely_dpi.value = json.at("likely_dpi").get<double>();
  quality.letter_height = json.at("letter_height").get<double>();
  quality.edge_width = json.at("edge_width").get<double>();
  quality.contrast = json.at("contrast").get<double>();
  quality.cut_letters = json.at("cut_letters").get<int>();
  quality.stamped = json.at("stamped").get<double>();
  quality.blank = json.at("blank").get<bool>();
  quality.blank_confidence = json.at("blank_confidence").get<double>();
  quality.ink = json.at("ink").get<double>();
  quality.coloured_ink = json.at("coloured_ink").get<double>();
  quality.skew.value = json.at("skew_degrees").get<double>();
  return quality;
}

}  // namespace sohoa
