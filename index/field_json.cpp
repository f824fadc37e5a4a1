#include "index/field_json.h"

#include <nlohmann/json.hpp>

#include "document/error.h"

namespace sohoa {

std::string fields_to_json(const Fields& fields) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, field] : fields)
    json[name] = {field.value,   field.confidence, field.page,       field.box.left,
                  field.box.top, field.box.width,  field.box.height, field.evidence};
  // A value that is not UTF-8 must not make its record unfindable.
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Fields fields_from_json(std::string_view text) {
  try {
    Fields fields;
    const nlohmann::json json = nlohmann::json::parse(text);
    for (const auto& [name, value] : json.items()) {
      Field field;
      field.value = value.at(0).get<std::string>();
      field.confidence = value.at(1).get<double>();
      field.page = value.at(2).get<int>();
      field.box = {value.at(3).get<int>(), value.at(4).get<int>(), value.at(5).get<int>(),
                   value.at(6).get<int>()};
      field.evidence = value.at(7).get<std::string>();
      fields.emplace(name, std::move(field));
    }
    return fields;
  } catch (const nlohmann::json::exception& problem) {
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, "find",
                std::string("the search index holds unreadable fields (") + problem.what() +
                    "); rebuild it with sohoa reindex");
  }
}

}  // namespace sohoa
