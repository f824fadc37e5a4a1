// Parallel regions of OpenMP as plain calls in the calling thread.
//
// libtesseract divides every step along a line of text among threads. A page worker has one,
// and for a team of one GCC's libgomp still makes and ends a team and calls the kernel to wake
// nobody, whatever OMP_THREAD_LIMIT says: an eighth of the time that recognition takes of a
// letter (1.22 and 1.07 s without), a fifth of a page of 3,125 words (10.5 and 8.5 s); medians of
// three.
//
// The dynamic linker looks for a symbol in the program first, so that libtesseract finds these.
// The interface is that of GCC's compilers ("The libgomp ABI" in the manual of libgomp), of
// which libtesseract uses these six; functions of libgomp that are not here take a caller
// outside any team for the only thread, which it is. A libtesseract that was built for another
// OpenMP does not look for them.
//
// Safe from several threads at a time. Regions may be nested.

namespace {

// The sections of the innermost region of this thread, numbered from 1.
struct Sections {
  unsigned next = 1;
  unsigned count = 0;
};
thread_local Sections sections;

}  // namespace

extern "C" {

void GOMP_parallel(void (*region)(void*), void* data, unsigned /*threads*/, unsigned /*flags*/) {
  region(data);
}

void GOMP_parallel_sections(void (*region)(void*), void* data, unsigned /*threads*/, unsigned count,
                            unsigned /*flags*/) {
  const Sections outer = sections;
  sections = {1, count};
  region(data);
  sections = outer;
}

// 0: there are no more.
unsigned GOMP_sections_next() {
  return sections.next <= sections.count ? sections.next++ : 0;
}

void GOMP_sections_end_nowait() {}

int omp_get_num_threads() {
  return 1;
}

int omp_get_thread_num() {
  return 0;
}

}  // extern "C"
