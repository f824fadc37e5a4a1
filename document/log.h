// Where libraries report what they do: they never print. A log line never
// holds text of a document.
#pragma once

#include <string>
#include <string_view>

namespace sohoa {

enum class LogLevel { debug, info, warning, error };

struct LogRecord {
  LogLevel level = LogLevel::info;
  std::string document;  // record id or input path; empty: none
  int page = 0;          // 1-based; 0: none
  std::string stage;
  std::string message;  // English
};

// Thread-safe. Implementations must not throw.
class Log {
 public:
  Log() = default;
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  virtual ~Log() = default;
  virtual void write(const LogRecord& record) = 0;
};

}  // namespace sohoa
