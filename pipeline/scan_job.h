// A stack of paper becomes one file in the watch folder.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "archive/layout.h"
#include "image/tiff_pages.h"
#include "scanner/page_source.h"
#include "scanner/trouble.h"

namespace sohoa {

enum class ScanSides {
  one,           // each page is a front
  both,          // fronts and backs come in turn
  backs_after,   // all fronts, then the stack turned over: all backs, the last one first
  page_by_page,  // one sheet after the other is laid on the glass
};

struct ScanJob {
  fs::path folder;   // where the file goes; made when not there
  std::string name;  // without ".tif"; safe (archive/safe_name.h)
  ScanSides sides = ScanSides::one;
  bool lossless = false;
  TiffNotes notes;
};

struct ScannedFile {
  fs::path path;
  int pages = 0;
  std::vector<int> blank_backs;  // 1-based page numbers; they stay in the file
};

// Whoever stands at the scanner. Calls come from the thread that scans.
class ScanAttendant {
 public:
  ScanAttendant() = default;
  ScanAttendant(const ScanAttendant&) = delete;
  ScanAttendant& operator=(const ScanAttendant&) = delete;
  virtual ~ScanAttendant() = default;

  virtual void page_scanned(int pages) = 0;  // so many so far
  // Each returns once it is done, or false to give up (page_by_page: to end).
  virtual bool turn_stack(int fronts) = 0;
  virtual bool lay_next_page(int pages) = 0;
  virtual bool mend(ScanTrouble trouble, int pages) = 0;
  virtual bool scan_backs_again(int fronts, int backs) = 0;
};

// Scans until the source has no more paper and puts the pages, in reading order, as one
// multi-page TIFF into the folder: under a hidden name until it is whole and durable,
// then renamed. A name that is taken gets "-2", "-3"… Pages wait in a hidden folder
// beside it; what a killed run left there is removed by the next. Throws ScanError, also
// for an empty feeder when nobody mends it; Error{service_broken}: disk_full,
// no_permission; Error{retry, interrupted}. Then no file is left.
[[nodiscard]] ScannedFile scan_to_folder(PageSource& source, const ScanJob& job,
                                         ScanAttendant& attendant);

}  // namespace sohoa
