// The tar of a bag, written by libarchive: the same members and date give the same bytes.
#pragma once

#include <cstddef>
#include <ctime>
#include <exception>
#include <functional>
#include <memory>
#include <string>

struct archive;
struct archive_entry;

namespace sohoa {

// Midnight UTC of a date YYYY-MM-DD; std::logic_error for anything else.
[[nodiscard]] std::time_t midnight(const std::string& date);

// Members are regular files with mode 0444, owner 0 and one time; the last
// record is not padded. Use within a Utf8Names and on one thread.
class BagTar {
 public:
  // Called with the bytes of the tar in order. What it throws leaves through
  // the call that made it write.
  using Take = std::function<void(const void*, std::size_t)>;

  BagTar(std::time_t time, Take take);
  ~BagTar();
  BagTar(const BagTar&) = delete;
  BagTar& operator=(const BagTar&) = delete;

  void begin(const std::string& path, unsigned long long bytes);
  // More than begin() was told is a std::logic_error.
  void add(const void* data, std::size_t size);
  void close();

 private:
  struct Free {
    void operator()(archive* handle) const;
    void operator()(archive_entry* entry) const;
  };
  static long take_callback(archive* handle, void* client, const void* data, std::size_t size);
  void check(int result);

  std::time_t time_;
  Take take_;
  std::exception_ptr error_;  // no exception crosses libarchive
  std::unique_ptr<archive, Free> handle_;
  std::unique_ptr<archive_entry, Free> entry_;
};

}  // namespace sohoa
