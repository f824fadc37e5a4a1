// A libsane.so.1 of one device, for what SANE's own test device has not: a feeder that reads
// both sides of a sheet, as the backends of office scanners do (front and back in turn, one
// sane_start() each). The stack is told by the environment: DUPLEX_SHEETS (3), DUPLEX_JAM (the
// side, from 1, that is stuck once; none). Sides have rows of marks as grey as their number: 10,
// 20, 30…; in colour that is their red, and green and blue are 0. The back of the second sheet is
// white.
#include <sane/sane.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <string>

namespace {

constexpr int kBackOfSecond = 4;

struct Device {
  std::string source = "ADF Front";
  std::string mode = "Color";
  SANE_Word dpi = 300;
  SANE_Word width = SANE_FIX(210);
  SANE_Word height = SANE_FIX(297);
  int side = 0;   // the last that was begun, from 1
  long left = 0;  // bytes of it
  bool jam_told = false;
};

Device device;

int from_environment(const char* name, int otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::atoi(value) : otherwise;
}

constexpr SANE_String_Const kSources[] = {"Flatbed", "ADF Front", "ADF Back", "ADF Duplex",
                                          nullptr};
constexpr SANE_String_Const kModes[] = {"Lineart", "Gray", "Color", nullptr};
constexpr SANE_Range kDpi = {75, 600, 1};
constexpr SANE_Range kWidth = {0, SANE_FIX(216), 0};
constexpr SANE_Range kHeight = {0, SANE_FIX(356), 0};

SANE_Option_Descriptor option(const char* name, SANE_Value_Type type, SANE_Int size) {
  SANE_Option_Descriptor out{};
  out.name = name;
  out.type = type;
  out.size = size;
  out.cap = SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT;
  return out;
}

SANE_Option_Descriptor text(const char* name, const SANE_String_Const* list) {
  SANE_Option_Descriptor out = option(name, SANE_TYPE_STRING, 32);
  out.constraint_type = SANE_CONSTRAINT_STRING_LIST;
  out.constraint.string_list = list;
  return out;
}

SANE_Option_Descriptor number(const char* name, SANE_Value_Type type, const SANE_Range* range) {
  SANE_Option_Descriptor out = option(name, type, sizeof(SANE_Word));
  out.constraint_type = SANE_CONSTRAINT_RANGE;
  out.constraint.range = range;
  return out;
}

const SANE_Option_Descriptor kOptions[] = {option("", SANE_TYPE_INT, sizeof(SANE_Word)),
                                           text("source", kSources),
                                           text("mode", kModes),
                                           number("resolution", SANE_TYPE_INT, &kDpi),
                                           number("br-x", SANE_TYPE_FIXED, &kWidth),
                                           number("br-y", SANE_TYPE_FIXED, &kHeight)};

bool both_sides() {
  return device.source == "ADF Duplex";
}

// One sample at its place on the page: rows of marks in the middle of it.
unsigned char sample(long at, const SANE_Parameters& shape) {
  const long samples = shape.format == SANE_FRAME_RGB ? 3 : 1;
  const long row = at / shape.bytes_per_line;
  const long column = at % shape.bytes_per_line / samples;
  const long width = shape.bytes_per_line / samples;
  const bool bits = shape.depth == 1;
  const bool mark = row % 60 < 18 && row > 60 && row < shape.lines - 60 && column > width / 8 &&
                    column < width - width / 8 && (bits ? column % 2 : column / 6 % 2) == 0;
  if (!mark || (both_sides() && device.side == kBackOfSecond)) return bits ? 0x00 : 255;
  if (bits) return 0x7e;
  return at % shape.bytes_per_line % samples == 0 ? static_cast<unsigned char>(device.side * 10)
                                                  : 0;
}

}  // namespace

extern "C" {

SANE_Status sane_init(SANE_Int* version, SANE_Auth_Callback) {
  if (version != nullptr) *version = SANE_VERSION_CODE(1, 0, 0);
  return SANE_STATUS_GOOD;
}

void sane_exit() {}

SANE_Status sane_get_devices(const SANE_Device*** list, SANE_Bool) {
  static const SANE_Device kDevice = {"duplex", "Sohoa", "two sides", "sheetfed scanner"};
  static const SANE_Device* kList[] = {&kDevice, nullptr};
  *list = kList;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_open(SANE_String_Const, SANE_Handle* handle) {
  *handle = &device;
  return SANE_STATUS_GOOD;
}

void sane_close(SANE_Handle) {}

const SANE_Option_Descriptor* sane_get_option_descriptor(SANE_Handle, SANE_Int at) {
  return at >= 0 && at < static_cast<SANE_Int>(std::size(kOptions)) ? &kOptions[at] : nullptr;
}

SANE_Status sane_control_option(SANE_Handle, SANE_Int at, SANE_Action action, void* value,
                                SANE_Int*) {
  std::string* const texts[] = {nullptr, &device.source, &device.mode};
  SANE_Word* const words[] = {nullptr,     nullptr,       nullptr,
                              &device.dpi, &device.width, &device.height};
  if (at < 1 || at >= static_cast<SANE_Int>(std::size(kOptions))) return SANE_STATUS_INVAL;
  if (at < 3 && action == SANE_ACTION_SET_VALUE)
    *texts[at] = static_cast<const char*>(value);
  else if (at < 3)
    std::strcpy(static_cast<char*>(value), texts[at]->c_str());
  else if (action == SANE_ACTION_SET_VALUE)
    *words[at] = *static_cast<SANE_Word*>(value);
  else
    *static_cast<SANE_Word*>(value) = *words[at];
  return SANE_STATUS_GOOD;
}

SANE_Status sane_get_parameters(SANE_Handle, SANE_Parameters* out) {
  const auto pixels = [](SANE_Word length) {
    return static_cast<SANE_Int>(SANE_UNFIX(length) / 25.4 * device.dpi);
  };
  out->format = device.mode == "Color" ? SANE_FRAME_RGB : SANE_FRAME_GRAY;
  out->last_frame = SANE_TRUE;
  out->depth = device.mode == "Lineart" ? 1 : 8;
  out->pixels_per_line = pixels(device.width);
  out->lines = pixels(device.height);
  out->bytes_per_line = device.mode == "Lineart" ? (out->pixels_per_line + 7) / 8
                        : device.mode == "Color" ? out->pixels_per_line * 3
                                                 : out->pixels_per_line;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_start(SANE_Handle handle) {
  const int sides = from_environment("DUPLEX_SHEETS", 3) * (both_sides() ? 2 : 1);
  if (device.side >= sides) return SANE_STATUS_NO_DOCS;
  if (device.side + 1 == from_environment("DUPLEX_JAM", 0) && !device.jam_told) {
    device.jam_told = true;
    // Whoever clears it lays the sheet back: it comes again from its front.
    if (both_sides()) device.side -= device.side % 2;
    return SANE_STATUS_JAMMED;
  }
  ++device.side;
  SANE_Parameters shape{};
  (void)sane_get_parameters(handle, &shape);
  device.left = static_cast<long>(shape.bytes_per_line) * shape.lines;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_read(SANE_Handle, SANE_Byte* data, SANE_Int most, SANE_Int* got) {
  *got = 0;
  if (device.left == 0) return SANE_STATUS_EOF;
  SANE_Parameters shape{};
  (void)sane_get_parameters(nullptr, &shape);
  const long begun = static_cast<long>(shape.bytes_per_line) * shape.lines - device.left;
  const long count = std::min<long>(device.left, most);
  for (long i = 0; i < count; ++i) data[i] = sample(begun + i, shape);
  device.left -= count;
  *got = static_cast<SANE_Int>(count);
  return SANE_STATUS_GOOD;
}

void sane_cancel(SANE_Handle) {}

SANE_String_Const sane_strstatus(SANE_Status) {
  return "told by the test";
}
}
