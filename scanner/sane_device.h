// One scanner through libsane, in plain C++ types. Internal to scanner/; sane.h is
// included by sane_device.cpp alone.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scanner/page_source.h"
#include "scanner/trouble.h"

namespace sohoa {

// What one frame of data is: a whole page, or one colour of it.
enum class FrameKind { grey, colours, red, green, blue };

struct FrameShape {
  FrameKind kind = FrameKind::grey;
  bool last = true;  // of this page
  int depth = 8;     // bits a sample
  int width = 0;     // pixels
  int lines = -1;    // -1: not known before the end
  int line_bytes = 0;
};

struct NumberRange {
  double least = 0;
  double most = 0;
};

// Owns the open device and the loaded library. Not thread-safe, one at a time.
// Calls throw the ScanError that libsane's answer stands for.
class SaneDevice {
 public:
  static std::vector<ScannerDevice> list();

  explicit SaneDevice(const std::string& name);
  ~SaneDevice();
  SaneDevice(const SaneDevice&) = delete;
  SaneDevice& operator=(const SaneDevice&) = delete;

  // The texts that an option can take; empty when there is none of that name that
  // can be set now.
  [[nodiscard]] std::vector<std::string> texts(const std::string& option) const;
  // The least and the greatest number that it takes.
  [[nodiscard]] std::optional<NumberRange> range(const std::string& option) const;

  // False when there is no such option or it does not take the value. A number
  // becomes the nearest that the device offers; number() says which.
  bool set_text(const std::string& option, const std::string& value);
  bool set_number(const std::string& option, double value);
  bool set_switch(const std::string& option, bool value);
  [[nodiscard]] std::optional<double> number(const std::string& option) const;

  // Begins a frame; false when the feeder is empty.
  [[nodiscard]] bool start();
  [[nodiscard]] FrameShape shape() const;
  // At most that many bytes of the frame; 0 at its end.
  [[nodiscard]] std::size_t read(std::span<unsigned char> to);
  // Ends a page, a stack or a page under way. Never throws.
  void cancel() noexcept;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sohoa
