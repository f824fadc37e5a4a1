// Whether a file ends as its format says it must: one that is still being written,
// or whose sender went away, does not.
#pragma once

namespace sohoa {

enum class FileEnding {
  whole,
  cut,
  unknown  // a format whose end says nothing, or no format that is known
};

// Looks at the beginning and at what says where the end is, never at the rest:
//   PDF    "%%EOF" in the last 2 KiB (ISO 32000-1, 7.5.5)
//   JPEG   the end-of-image marker FF D9 in the last 64 KiB (ITU-T T.81, B.1.1.3)
//   PNG    the IEND chunk in the last 4 KiB (RFC 2083, 4.1.4)
//   TIFF   all directories and all strips or tiles inside the file (TIFF 6.0, section 2; BigTIFF)
//   ZIP    the end of central directory in the last 64 KiB + 22 (APPNOTE 4.3.16)
//   7z     the header that the first 32 bytes name (7zFormat.txt)
//   BMP, WebP   as long as the first bytes say
// `file` is open for reading; its position is left alone. A file that cannot be
// read, or is empty, is cut. Never throws.
[[nodiscard]] FileEnding look_at_ending(int file);

// True when a program on this machine has the file open for writing: a server that
// waits for the rest, one that set the whole length aside and fills it from the
// front. Asked by a read lease (fcntl(2), F_SETLEASE), which nobody gets beside a writer
// and which is given back at once. False also where the system cannot say: a file of
// another user, a file system without leases, a writer on another machine.
// `file` is open for reading only.
[[nodiscard]] bool is_being_written(int file);

}  // namespace sohoa
