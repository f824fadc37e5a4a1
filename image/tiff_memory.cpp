#include "image/tiff_memory.h"

#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace sohoa {
namespace {

TiffMemory& memory_of(thandle_t handle) {
  return *static_cast<TiffMemory*>(handle);
}

toff_t size_of(thandle_t handle) {
  const TiffMemory& memory = memory_of(handle);
  return memory.writing ? memory.output.size() : memory.input.size();
}

tmsize_t read_bytes(thandle_t handle, void* to, tmsize_t wanted) {
  TiffMemory& memory = memory_of(handle);
  const toff_t size = size_of(handle);
  if (wanted <= 0 || memory.at >= size) return 0;
  const std::size_t count =
      std::min(static_cast<std::size_t>(wanted), static_cast<std::size_t>(size - memory.at));
  const void* from = memory.writing ? static_cast<const void*>(memory.output.data() + memory.at)
                                    : static_cast<const void*>(memory.input.data() + memory.at);
  std::memcpy(to, from, count);
  memory.at += count;
  return static_cast<tmsize_t>(count);
}

tmsize_t write_bytes(thandle_t handle, void* from, tmsize_t count) {
  TiffMemory& memory = memory_of(handle);
  if (!memory.writing || count < 0) return 0;
  const std::size_t at = static_cast<std::size_t>(memory.at);
  const std::size_t end = at + static_cast<std::size_t>(count);
  if (end > memory.output.size()) memory.output.resize(end);
  std::memcpy(memory.output.data() + at, from, static_cast<std::size_t>(count));
  memory.at = end;
  return count;
}

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  TiffMemory& memory = memory_of(handle);
  if (whence == SEEK_CUR) offset += memory.at;
  if (whence == SEEK_END) offset += size_of(handle);
  memory.at = offset;
  return offset;
}

int close_nothing(thandle_t) {
  return 0;
}

// The bytes are already in memory: libtiff may read them in place. It only reads.
int map_bytes(thandle_t handle, void** base, toff_t* size) {
  const TiffMemory& memory = memory_of(handle);
  if (memory.writing || memory.input.empty()) return 0;
  *base = const_cast<unsigned char*>(memory.input.data());
  *size = memory.input.size();
  return 1;
}

void unmap_nothing(thandle_t, void*, toff_t) {}

int keep_error(TIFF*, void* user, const char*, const char* format, std::va_list values) {
  char text[256];
  std::vsnprintf(text, sizeof text, format, values);
  static_cast<TiffMemory*>(user)->error = text;
  return 1;
}

int note_warning(TIFF*, void* user, const char*, const char* format, std::va_list) {
  // Tif_fax3.c words it "Premature EOF at line…"; the fax decoders fill up with white.
  if (std::strstr(format, "Premature EOF") != nullptr) {
    static_cast<TiffMemory*>(user)->premature = true;
  }
  return 1;
}

struct OptionsFreer {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

}  // namespace

void TiffCloser::operator()(tiff* file) const {
  TIFFClose(file);
}

TiffPtr open_tiff(TiffMemory& memory) {
  const std::unique_ptr<TIFFOpenOptions, OptionsFreer> options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_error, &memory);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), note_warning, &memory);
  return TiffPtr(TIFFClientOpenExt("page", memory.writing ? "w" : "r", &memory, read_bytes,
                                   write_bytes, seek, close_nothing, size_of, map_bytes,
                                   unmap_nothing, options.get()));
}

}  // namespace sohoa
