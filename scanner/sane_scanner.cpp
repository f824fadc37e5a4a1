// Pages out of SANE's frames.
#include <pthread.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <limits>
#include <thread>

#include "scanner/device_options.h"
#include "scanner/page_source.h"
#include "scanner/sane_device.h"

namespace sohoa {

namespace {

constexpr std::size_t kReadBytes = 64 << 10;
// As much as a page may have: A3 in colour at 1,200 dpi is 836 MB.
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

[[noreturn]] void throw_unusable(const std::string& what) {
  throw ScanError(ScanTrouble::failed, "the device sends " + what);
}

struct Frame {
  FrameShape shape;
  std::vector<unsigned char> data;  // whole lines
  [[nodiscard]] int lines() const {
    return static_cast<int>(data.size() / static_cast<std::size_t>(shape.line_bytes));
  }
};

// Lines without the bytes that a device puts behind each, 16 bits made 8.
void copy_samples(const Frame& frame, int first, int step, RawImage& page) {
  const int samples = frame.shape.kind == FrameKind::colours ? 3 : 1;
  const int sample_bytes = frame.shape.depth == 16 ? 2 : 1;
  // Two bytes a sample lie as the machine has them: the greater one is the second.
  const std::size_t high = sample_bytes == 2 && std::endian::native == std::endian::little ? 1 : 0;
  for (int y = 0; y < page.height; ++y) {
    const unsigned char* from =
        frame.data.data() +
        static_cast<std::size_t>(y) * static_cast<std::size_t>(frame.shape.line_bytes);
    unsigned char* to = page.rows.data() + static_cast<std::size_t>(y) * page.row_bytes() + first;
    for (int x = 0; x < page.width * samples; ++x, to += step)
      *to = from[static_cast<std::size_t>(x) * static_cast<std::size_t>(sample_bytes) + high];
  }
}

void copy_bits(const Frame& frame, RawImage& page) {
  for (int y = 0; y < page.height; ++y)
    std::copy_n(frame.data.begin() + static_cast<std::ptrdiff_t>(y) * frame.shape.line_bytes,
                page.row_bytes(),
                page.rows.begin() + static_cast<std::ptrdiff_t>(page.row_bytes()) * y);
}

RawImage assemble(const std::vector<Frame>& frames, Dpi dpi) {
  const FrameShape& shape = frames.front().shape;
  RawImage page;
  page.dpi = dpi;
  page.width = shape.width;
  page.height = std::numeric_limits<int>::max();
  for (const Frame& frame : frames) page.height = std::min(page.height, frame.lines());
  const bool planes = frames.size() == 3;
  page.kind = planes || shape.kind == FrameKind::colours ? PixelKind::colour
              : shape.depth == 1                         ? PixelKind::bilevel
                                                         : PixelKind::grey;
  if (page.height == 0) throw_unusable("a page without lines");
  page.rows.resize(page.row_bytes() * static_cast<std::size_t>(page.height));
  if (page.kind == PixelKind::bilevel) {
    copy_bits(frames.front(), page);
  } else if (planes) {
    for (const Frame& frame : frames)
      copy_samples(frame,
                   frame.shape.kind == FrameKind::red     ? 0
                   : frame.shape.kind == FrameKind::green ? 1
                                                          : 2,
                   3, page);
  } else {
    copy_samples(frames.front(), 0, 1, page);
  }
  return page;
}

void check_shape(const FrameShape& shape) {
  const int samples = shape.kind == FrameKind::colours ? 3 : 1;
  const bool depth =
      shape.depth == 8 || shape.depth == 16 || (shape.depth == 1 && shape.kind == FrameKind::grey);
  const long long bits = static_cast<long long>(shape.width) * samples * shape.depth;
  if (!depth || shape.width <= 0 || shape.line_bytes < (bits + 7) / 8)
    throw_unusable(std::to_string(shape.depth) + " bits a sample, " + std::to_string(shape.width) +
                   " pixels and " + std::to_string(shape.line_bytes) + " bytes a line");
}

constexpr std::chrono::milliseconds kUntilAtRest(150);

// The C library loads what ends a thread when the first one does. A backend's thread that is
// cancelled while it does so keeps the loader locked for ever.
void end_a_first_thread() {
  pthread_t thread{};
  const auto end = [](void*) -> void* { ::pthread_exit(nullptr); };
  if (::pthread_create(&thread, nullptr, end, nullptr) == 0) ::pthread_join(thread, nullptr);
}

class SaneScanner : public PageSource {
 public:
  SaneScanner(const std::string& name, const ScanOptions& options, const std::atomic<bool>& stop)
      : device_(name), stop_(stop), feeds_(options.source != ScanSource::flatbed) {
    end_a_first_thread();
    dpi_ = set_options(device_, options);
  }

  std::optional<RawImage> next_page() override {
    try {
      std::vector<Frame> frames;
      do {
        throw_if_stopped();
        if (!device_.start()) {
          device_.cancel();  // else a stack that is put in now is not fed
          return std::nullopt;
        }
        frames.push_back(read_frame());
      } while (!frames.back().shape.last && frames.size() < 3);
      // A feeder goes on to the next sheet by itself.
      if (!feeds_) device_.cancel();
      return assemble(frames, dpi_);
    } catch (...) {
      // SANE's helper for reading in a thread ends that thread wherever it stands; within malloc
      // it can then never be waited for. Shortly afterwards it only waits for us to read.
      std::this_thread::sleep_for(kUntilAtRest);
      device_.cancel();
      // The signal that asks to stop also ends what the device is read by, as if it had failed.
      throw_if_stopped();
      throw;
    }
  }

 private:
  void throw_if_stopped() const {
    if (stop_.load())
      throw Error(ErrorKind::retry, Reason::interrupted, "scan", "stopped while scanning");
  }

  Frame read_frame() {
    Frame frame{device_.shape(), {}};
    check_shape(frame.shape);
    std::array<unsigned char, kReadBytes> buffer{};
    for (;;) {
      throw_if_stopped();
      const std::size_t got = device_.read(buffer);
      if (got == 0) {
        throw_if_stopped();
        break;
      }
      if (frame.data.size() + got > kMostBytes) throw_unusable("more than a page can hold");
      frame.data.insert(frame.data.end(), buffer.begin(),
                        buffer.begin() + static_cast<std::ptrdiff_t>(got));
    }
    if (frame.shape.lines > 0 && frame.lines() < frame.shape.lines)
      throw_unusable("only " + std::to_string(frame.lines()) + " of " +
                     std::to_string(frame.shape.lines) + " lines of a page");
    return frame;
  }

  SaneDevice device_;
  const std::atomic<bool>& stop_;
  bool feeds_;
  Dpi dpi_;
};

ScannerDevice named_device(const std::string& name) {
  const std::vector<ScannerDevice> devices = scanner_devices();
  for (const ScannerDevice& device : devices)
    if (device.name == name) return device;
  // A device that does not announce itself (one in the network) may open all the same.
  if (!name.empty()) return {name, "", "", ""};
  if (devices.empty()) throw ScanError(ScanTrouble::no_scanner, "SANE finds no device");
  if (devices.size() > 1)
    throw ScanError(ScanTrouble::several, std::to_string(devices.size()) + " devices");
  return devices.front();
}

}  // namespace

std::vector<ScannerDevice> scanner_devices() {
  return SaneDevice::list();
}

OpenScanner open_scanner(const std::string& name, const ScanOptions& options,
                         const std::atomic<bool>& stop) {
  OpenScanner out{named_device(name), nullptr};
  out.pages = std::make_unique<SaneScanner>(out.device.name, options, stop);
  return out;
}

}  // namespace sohoa
