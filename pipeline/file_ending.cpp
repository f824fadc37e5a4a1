#include "pipeline/file_ending.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <string>
#include <string_view>

namespace sohoa {

namespace {

using std::string_view_literals::operator""sv;

// The file as far as it is looked at: pieces of known size at known places.
struct Source {
  int file = -1;
  std::uint64_t size = 0;

  // Shorter than asked where the file ends, empty behind its end.
  [[nodiscard]] std::string read(std::uint64_t at, std::size_t bytes) const {
    if (at >= size) return {};
    std::string data(static_cast<std::size_t>(std::min<std::uint64_t>(bytes, size - at)), '\0');
    const ssize_t got = ::pread(file, data.data(), data.size(), static_cast<off_t>(at));
    data.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return data;
  }

  [[nodiscard]] std::string tail(std::size_t bytes) const {
    return read(size > bytes ? size - bytes : 0, bytes);
  }
};

FileEnding whole_if(bool whole) {
  return whole ? FileEnding::whole : FileEnding::cut;
}

bool tail_holds(const Source& source, std::size_t bytes, std::string_view mark) {
  return source.tail(bytes).find(mark) != std::string::npos;
}

std::uint64_t number(std::string_view bytes, bool little_endian) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t at = little_endian ? bytes.size() - 1 - i : i;
    value = value << 8 | static_cast<unsigned char>(bytes[at]);
  }
  return value;
}

bool lies_inside(const Source& source, std::uint64_t at, std::uint64_t bytes) {
  return at <= source.size && bytes <= source.size - at;
}

// TIFF and BigTIFF: the same with wider numbers.
class TiffWalk {
 public:
  TiffWalk(const Source& source, std::string_view head)
      : source_(source), little_endian_(head[0] == 'I') {
    big_ = number(head.substr(2, 2), little_endian_) == 43;
    next_ = big_ ? number(head.substr(8, 8), little_endian_)
                 : number(head.substr(4, 4), little_endian_);
  }

  [[nodiscard]] bool whole() {
    // More directories than any scan has pages: the reader's limits decide.
    constexpr int kMostDirectories = 20'000;
    if (next_ == 0) return false;
    for (int i = 0; next_ != 0 && i < kMostDirectories; ++i)
      if (!directory()) return false;
    return true;
  }

 private:
  struct Entry {
    unsigned tag = 0;
    std::size_t value_bytes = 0;  // of one value; 0: no integer
    std::uint64_t count = 0;
    std::string field;  // the values, or where they are
  };

  [[nodiscard]] std::uint64_t value(std::string_view bytes) const {
    return number(bytes, little_endian_);
  }

  // Types 3, 4 and 16: SHORT, LONG, LONG8.
  static std::size_t bytes_of_type(std::uint64_t type) {
    return type == 3 ? 2 : type == 4 ? 4 : type == 16 ? 8 : 0;
  }

  bool directory() {
    const std::size_t count_bytes = big_ ? 8 : 2;
    const std::size_t entry_bytes = big_ ? 20 : 12;
    const std::size_t offset_bytes = big_ ? 8 : 4;
    const std::uint64_t entries = value(source_.read(next_, count_bytes));
    // The most that a classic directory can have; BigTIFF sets no limit.
    constexpr std::uint64_t kMostEntries = 65'535;
    if (entries == 0 || entries > kMostEntries) return false;
    const std::uint64_t bytes = entries * entry_bytes + offset_bytes;
    if (!lies_inside(source_, next_ + count_bytes, bytes)) return false;
    const std::string data = source_.read(next_ + count_bytes, static_cast<std::size_t>(bytes));
    if (data.size() < bytes) return false;
    next_ = value(std::string_view(data).substr(static_cast<std::size_t>(entries) * entry_bytes));
    return data_inside(std::string_view(data), static_cast<std::size_t>(entries), entry_bytes);
  }

  bool data_inside(std::string_view data, std::size_t entries, std::size_t entry_bytes) {
    Entry offsets;
    Entry counts;
    for (std::size_t i = 0; i < entries; ++i) {
      const Entry entry = entry_of(data.substr(i * entry_bytes, entry_bytes));
      if (entry.tag == 273 || entry.tag == 324) offsets = entry;  // StripOffsets, TileOffsets
      if (entry.tag == 279 || entry.tag == 325) counts = entry;   // …ByteCounts
    }
    if (offsets.count == 0 || counts.count != offsets.count) return true;  // no image of its own
    return values_inside(offsets, counts);
  }

  [[nodiscard]] Entry entry_of(std::string_view bytes) const {
    const std::size_t count_bytes = big_ ? 8 : 4;
    return {static_cast<unsigned>(value(bytes.substr(0, 2))),
            bytes_of_type(value(bytes.substr(2, 2))), value(bytes.substr(4, count_bytes)),
            std::string(bytes.substr(4 + count_bytes))};
  }

  // The last pieces of a file are those that are missing: so many are enough.
  [[nodiscard]] bool values_inside(const Entry& offsets, const Entry& counts) const {
    constexpr std::uint64_t kMostPieces = 100'000;
    const std::uint64_t pieces = std::min(offsets.count, kMostPieces);
    const std::string places = values(offsets, pieces);
    const std::string sizes = values(counts, pieces);
    if (places.size() < pieces * offsets.value_bytes) return false;
    if (sizes.size() < pieces * counts.value_bytes) return false;
    for (std::size_t i = 0; i < pieces; ++i) {
      const auto part = [&](const std::string& all, const Entry& entry) {
        return value(std::string_view(all).substr(i * entry.value_bytes, entry.value_bytes));
      };
      if (!lies_inside(source_, part(places, offsets), part(sizes, counts))) return false;
    }
    return true;
  }

  [[nodiscard]] std::string values(const Entry& entry, std::uint64_t count) const {
    const auto bytes = static_cast<std::size_t>(count * entry.value_bytes);
    if (entry.count * entry.value_bytes <= entry.field.size()) return entry.field.substr(0, bytes);
    return source_.read(value(entry.field), bytes);
  }

  const Source& source_;
  bool little_endian_;
  bool big_ = false;
  std::uint64_t next_ = 0;
};

// The end of central directory is the last thing in the file, behind it only the
// comment whose length it says. An archive file may hold others: theirs is not it.
FileEnding ending_of_zip(const Source& source) {
  constexpr std::size_t kRecord = 22;
  const std::string tail = source.tail(65'535 + kRecord);
  for (std::size_t at = tail.find("PK\5\6"); at != std::string::npos;
       at = tail.find("PK\5\6", at + 1)) {
    if (tail.size() - at < kRecord) break;
    const std::string_view comment = std::string_view(tail).substr(at + 20, 2);
    if (at + kRecord + number(comment, true) == tail.size()) return FileEnding::whole;
  }
  return FileEnding::cut;
}

FileEnding ending_of_7z(const Source& source, std::string_view head) {
  if (head.size() < 32) return FileEnding::cut;
  constexpr std::uint64_t kHead = 32;
  const std::uint64_t at = number(head.substr(12, 8), true);
  const std::uint64_t bytes = number(head.substr(20, 8), true);
  if (at > source.size) return FileEnding::cut;
  return whole_if(lies_inside(source, kHead + at, bytes));
}

bool is_tiff(std::string_view head) {
  return head.starts_with("II*\0"sv) || head.starts_with("MM\0*"sv) ||
         head.starts_with("II+\0"sv) || head.starts_with("MM\0+"sv);
}

FileEnding ending_of(const Source& source, std::string_view head) {
  constexpr std::size_t kKiB = 1024;
  if (head.starts_with("\xFF\xD8\xFF")) return whole_if(tail_holds(source, 64 * kKiB, "\xFF\xD9"));
  if (head.starts_with("\x89PNG")) return whole_if(tail_holds(source, 4 * kKiB, "IEND"));
  if (is_tiff(head)) {
    if (head.size() < 16) return FileEnding::cut;
    return whole_if(TiffWalk(source, head).whole());
  }
  if (head.starts_with("PK\3\4")) return ending_of_zip(source);
  if (head.starts_with("7z\xBC\xAF\x27\x1C")) return ending_of_7z(source, head);
  if (head.starts_with("BM") && head.size() >= 6)
    return whole_if(number(head.substr(2, 4), true) <= source.size);
  if (head.starts_with("RIFF") && head.size() >= 8)
    return whole_if(number(head.substr(4, 4), true) + 8 <= source.size);
  if (head.find("%PDF-") != std::string_view::npos)
    return whole_if(tail_holds(source, 2 * kKiB, "%%EOF"));
  return FileEnding::unknown;
}

}  // namespace

FileEnding look_at_ending(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0 || status.st_size <= 0) return FileEnding::cut;
  const Source source{file, static_cast<std::uint64_t>(status.st_size)};
  constexpr std::size_t kHead = 1024;  // where readers look for a PDF's first line
  const std::string head = source.read(0, kHead);
  if (head.empty()) return FileEnding::cut;
  return ending_of(source, head);
}

bool is_being_written(int file) {
  // Who opens it for writing within this moment would make the default signal, which
  // ends the program; this one is passed over.
  (void)::fcntl(file, F_SETSIG, SIGURG);
  if (::fcntl(file, F_SETLEASE, F_RDLCK) != 0) return errno == EAGAIN;
  (void)::fcntl(file, F_SETLEASE, F_UNLCK);
  return false;
}

}  // namespace sohoa
