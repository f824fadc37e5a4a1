#include "scanner/sane_device.h"

#include <dlfcn.h>
#include <sane/sane.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sohoa {

namespace {

ScanTrouble trouble_of(SANE_Status status) {
  switch (status) {
    case SANE_STATUS_DEVICE_BUSY:
      return ScanTrouble::busy;
    case SANE_STATUS_NO_DOCS:
      return ScanTrouble::feeder_empty;
    case SANE_STATUS_JAMMED:
      return ScanTrouble::jam;
    case SANE_STATUS_COVER_OPEN:
      return ScanTrouble::cover_open;
    default:
      return ScanTrouble::failed;
  }
}

// libsane, loaded and initialised. Backends leave threads behind, so that it stays
// in memory until the program ends.
class Library {
 public:
  Library() {
    void* const library = ::dlopen("libsane.so.1", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
      const char* why = ::dlerror();
      throw ScanError(ScanTrouble::no_library, why != nullptr ? why : "libsane.so.1 not found");
    }
    find(library, "sane_init", init);
    find(library, "sane_exit", exit);
    find(library, "sane_get_devices", get_devices);
    find(library, "sane_open", open);
    find(library, "sane_close", close);
    find(library, "sane_get_option_descriptor", get_option_descriptor);
    find(library, "sane_control_option", control_option);
    find(library, "sane_get_parameters", get_parameters);
    find(library, "sane_start", start);
    find(library, "sane_read", read);
    find(library, "sane_cancel", cancel);
    find(library, "sane_strstatus", strstatus);
    check(init(nullptr, nullptr), "starting SANE");
  }
  ~Library() { exit(); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  void check(SANE_Status status, const std::string& what) const {
    if (status != SANE_STATUS_GOOD)
      throw ScanError(trouble_of(status), what + ": " + strstatus(status));
  }

  decltype(&::sane_init) init = nullptr;
  decltype(&::sane_exit) exit = nullptr;
  decltype(&::sane_get_devices) get_devices = nullptr;
  decltype(&::sane_open) open = nullptr;
  decltype(&::sane_close) close = nullptr;
  decltype(&::sane_get_option_descriptor) get_option_descriptor = nullptr;
  decltype(&::sane_control_option) control_option = nullptr;
  decltype(&::sane_get_parameters) get_parameters = nullptr;
  decltype(&::sane_start) start = nullptr;
  decltype(&::sane_read) read = nullptr;
  decltype(&::sane_cancel) cancel = nullptr;
  decltype(&::sane_strstatus) strstatus = nullptr;

 private:
  template <class Call>
  static void find(void* library, const char* name, Call& call) {
    call = reinterpret_cast<Call>(::dlsym(library, name));
    if (call == nullptr)
      throw ScanError(ScanTrouble::no_library, std::string("libsane.so.1 has no ") + name);
  }
};

std::string text_of(const char* text) {
  return text != nullptr ? text : "";
}

double to_number(SANE_Value_Type type, SANE_Word word) {
  return type == SANE_TYPE_FIXED ? SANE_UNFIX(word) : word;
}

FrameKind kind_of(SANE_Frame frame) {
  switch (frame) {
    case SANE_FRAME_GRAY:
      return FrameKind::grey;
    case SANE_FRAME_RGB:
      return FrameKind::colours;
    case SANE_FRAME_RED:
      return FrameKind::red;
    case SANE_FRAME_GREEN:
      return FrameKind::green;
    case SANE_FRAME_BLUE:
      return FrameKind::blue;
  }
  throw ScanError(ScanTrouble::failed, "the device sends data that are no image");
}

}  // namespace

struct SaneDevice::Parts {
  Library sane;
  SANE_Handle handle = nullptr;

  struct Option {
    SANE_Int index = 0;
    const SANE_Option_Descriptor* what = nullptr;
  };

  // The active option of that name that a program may set. Found anew each time:
  // setting one option may change the others.
  [[nodiscard]] std::optional<Option> option(const std::string& name) const {
    for (SANE_Int i = 1;; ++i) {
      const SANE_Option_Descriptor* what = sane.get_option_descriptor(handle, i);
      if (what == nullptr) return std::nullopt;
      if (text_of(what->name) == name && SANE_OPTION_IS_ACTIVE(what->cap) &&
          SANE_OPTION_IS_SETTABLE(what->cap))
        return Option{i, what};
    }
  }

  bool set(SANE_Int index, void* value) const {
    SANE_Int information = 0;
    return sane.control_option(handle, index, SANE_ACTION_SET_VALUE, value, &information) ==
           SANE_STATUS_GOOD;
  }
};

std::vector<ScannerDevice> SaneDevice::list() {
  const Library sane;
  const SANE_Device** devices = nullptr;
  sane.check(sane.get_devices(&devices, SANE_FALSE), "looking for scanners");
  std::vector<ScannerDevice> found;
  for (; devices != nullptr && *devices != nullptr; ++devices)
    found.push_back({text_of((*devices)->name), text_of((*devices)->vendor),
                     text_of((*devices)->model), text_of((*devices)->type)});
  return found;
}

SaneDevice::SaneDevice(const std::string& name) : parts_(std::make_unique<Parts>()) {
  const SANE_Status status = parts_->sane.open(name.c_str(), &parts_->handle);
  if (status == SANE_STATUS_INVAL)
    throw ScanError(ScanTrouble::no_scanner, "no scanner is named " + name);
  parts_->sane.check(status, "opening " + name);
}

SaneDevice::~SaneDevice() {
  cancel();
  parts_->sane.close(parts_->handle);
}

std::vector<std::string> SaneDevice::texts(const std::string& option) const {
  const auto found = parts_->option(option);
  std::vector<std::string> texts;
  if (!found || found->what->type != SANE_TYPE_STRING ||
      found->what->constraint_type != SANE_CONSTRAINT_STRING_LIST)
    return texts;
  for (const SANE_String_Const* text = found->what->constraint.string_list; *text != nullptr;
       ++text)
    texts.emplace_back(*text);
  return texts;
}

std::optional<NumberRange> SaneDevice::range(const std::string& option) const {
  const auto found = parts_->option(option);
  if (!found) return std::nullopt;
  const SANE_Value_Type type = found->what->type;
  if (type != SANE_TYPE_INT && type != SANE_TYPE_FIXED) return std::nullopt;
  if (found->what->constraint_type == SANE_CONSTRAINT_RANGE)
    return NumberRange{to_number(type, found->what->constraint.range->min),
                       to_number(type, found->what->constraint.range->max)};
  if (found->what->constraint_type != SANE_CONSTRAINT_WORD_LIST) return std::nullopt;
  const SANE_Word* words = found->what->constraint.word_list;
  if (words[0] < 1) return std::nullopt;
  const auto [least, most] = std::minmax_element(words + 1, words + 1 + words[0]);
  return NumberRange{to_number(type, *least), to_number(type, *most)};
}

bool SaneDevice::set_text(const std::string& option, const std::string& value) {
  const auto found = parts_->option(option);
  if (!found || found->what->type != SANE_TYPE_STRING) return false;
  std::vector<char> buffer(
      std::max(static_cast<std::size_t>(std::max(found->what->size, 0)), value.size() + 1), '\0');
  std::memcpy(buffer.data(), value.data(), value.size());
  return parts_->set(found->index, buffer.data());
}

bool SaneDevice::set_number(const std::string& option, double value) {
  const auto found = parts_->option(option);
  if (!found || found->what->size < static_cast<SANE_Int>(sizeof(SANE_Word))) return false;
  const SANE_Value_Type type = found->what->type;
  if (type != SANE_TYPE_INT && type != SANE_TYPE_FIXED) return false;
  // Some devices take a list here (a tone curve); a single number is meant.
  std::vector<SANE_Word> words(static_cast<std::size_t>(found->what->size) / sizeof(SANE_Word));
  words[0] = type == SANE_TYPE_FIXED ? SANE_FIX(value) : static_cast<SANE_Word>(std::lround(value));
  return parts_->set(found->index, words.data());
}

bool SaneDevice::set_switch(const std::string& option, bool value) {
  const auto found = parts_->option(option);
  if (!found || found->what->type != SANE_TYPE_BOOL) return false;
  SANE_Word word = value ? SANE_TRUE : SANE_FALSE;
  return parts_->set(found->index, &word);
}

std::optional<double> SaneDevice::number(const std::string& option) const {
  const auto found = parts_->option(option);
  if (!found || found->what->size != static_cast<SANE_Int>(sizeof(SANE_Word))) return std::nullopt;
  SANE_Word word = 0;
  if (parts_->sane.control_option(parts_->handle, found->index, SANE_ACTION_GET_VALUE, &word,
                                  nullptr) != SANE_STATUS_GOOD)
    return std::nullopt;
  return to_number(found->what->type, word);
}

bool SaneDevice::start() {
  const SANE_Status status = parts_->sane.start(parts_->handle);
  if (status == SANE_STATUS_NO_DOCS) return false;
  parts_->sane.check(status, "starting a page");
  return true;
}

FrameShape SaneDevice::shape() const {
  SANE_Parameters given{};
  parts_->sane.check(parts_->sane.get_parameters(parts_->handle, &given), "asking for the size");
  return {kind_of(given.format), given.last_frame != SANE_FALSE,
          given.depth,           given.pixels_per_line,
          given.lines,           given.bytes_per_line};
}

std::size_t SaneDevice::read(std::span<unsigned char> to) {
  for (;;) {
    SANE_Int got = 0;
    const SANE_Status status =
        parts_->sane.read(parts_->handle, to.data(), static_cast<SANE_Int>(to.size()), &got);
    if (status == SANE_STATUS_EOF) return 0;
    parts_->sane.check(status, "reading a page");
    if (got > 0) return static_cast<std::size_t>(got);
  }
}

void SaneDevice::cancel() noexcept {
  parts_->sane.cancel(parts_->handle);
}

}  // namespace sohoa
