// The values of page_tasks.h as the JSON that travels between supervisor and worker.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "document/error.h"
#include "pipeline/page_tasks.h"

namespace sohoa {

[[nodiscard]] nlohmann::json to_json(const PageInput& input);
[[nodiscard]] PageInput page_input_from(const nlohmann::json& json);
[[nodiscard]] nlohmann::json to_json(const InputInfo& info);
[[nodiscard]] InputInfo input_info_from(const nlohmann::json& json);
[[nodiscard]] nlohmann::json to_json(const PageResult& result);
[[nodiscard]] PageResult page_result_from(const nlohmann::json& json);
[[nodiscard]] nlohmann::json to_json(const AccessRequest& request);
[[nodiscard]] AccessRequest access_request_from(const nlohmann::json& json);
[[nodiscard]] nlohmann::json to_json(const Error& error);
[[nodiscard]] Error error_from(const nlohmann::json& json);

}  // namespace sohoa
