// What an export's index says of each record, kept on disk until all are known:
// only one file of an export is open at a time. Internal to pipeline/export*.cpp.
#pragma once

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "archive/layout.h"
#include "document/error.h"

namespace sohoa {

class ExportRows {
 public:
  explicit ExportRows(fs::path path)
      : path_(std::move(path)), out_(path_.string(), std::ios::binary) {}
  ~ExportRows() { std::remove(path_.c_str()); }
  ExportRows(const ExportRows&) = delete;
  ExportRows& operator=(const ExportRows&) = delete;

  void add(const std::vector<std::string>& cells) {
    out_ << nlohmann::json(cells).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
         << '\n';
  }

  // In the order added. Throws Error{service_broken, disk_full} when it was not all written.
  template <typename Take>
  void each(const Take& take) {
    out_.flush();
    if (!out_)
      throw Error(ErrorKind::service_broken, Reason::disk_full, "export",
                  "cannot write " + path_.string());
    std::ifstream in(path_.string(), std::ios::binary);
    for (std::string line; std::getline(in, line);)
      take(nlohmann::json::parse(line).get<std::vector<std::string>>());
  }

 private:
  fs::path path_;
  std::ofstream out_;
};

}  // namespace sohoa
