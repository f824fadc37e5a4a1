// Where pages come from, one after the other.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "document/raw_image.h"

namespace sohoa {

enum class ScanSource { feeder, duplex, flatbed };

// Width and length in millimetres; the device's own area where it is smaller.
struct PaperSize {
  double width = 210;  // ISO 216 A4
  double length = 297;
};

struct ScanOptions {
  ScanSource source = ScanSource::feeder;
  int dpi = 300;
  PixelKind kind = PixelKind::colour;
  PaperSize paper;
};

struct ScannerDevice {
  std::string name;  // as --device takes it
  std::string vendor;
  std::string model;
  std::string type;  // "sheetfed scanner"…, in English as SANE says it
};

class PageSource {
 public:
  PageSource() = default;
  PageSource(const PageSource&) = delete;
  PageSource& operator=(const PageSource&) = delete;
  virtual ~PageSource() = default;

  // The next whole page; nothing when the feeder is empty. Fronts and backs of a
  // duplex scan come in turn. After a ScanError that a hand has mended, and after
  // nothing, it may be called again for the stack that lies there then. Throws
  // ScanError; Error{retry, interrupted} once a stop is asked for.
  [[nodiscard]] virtual std::optional<RawImage> next_page() = 0;
};

// Throws ScanError{no_library}. Asks the network too: may take seconds.
[[nodiscard]] std::vector<ScannerDevice> scanner_devices();

struct OpenScanner {
  ScannerDevice device;
  std::unique_ptr<PageSource> pages;
};

// `name` empty: the only device there is. One at a time in a process; not
// thread-safe. `stop` must outlive it. Throws ScanError.
[[nodiscard]] OpenScanner open_scanner(const std::string& name, const ScanOptions& options,
                                       const std::atomic<bool>& stop);

}  // namespace sohoa
