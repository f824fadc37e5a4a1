// The page worker: a child process of the same program that gets untrusted bytes
// one task at a time, so that what hangs or dies costs one page, and what is
// taken over finds nothing to take (pipeline/sandbox.h).
//
// Tasks (head of the message; the open files that come with it):
//   {"task":"inspect","document":TOKEN}                                  input
//   {"task":"read_page","document":TOKEN,"page":N,"input":{…},"correct":BOOL,
//    "gently":BOOL}                                                      input
//   {"task":"access_copy","document":TOKEN}   the request is the body    input, output
//   {"task":"unpack","document":NAME}                                    input
// Answers: {"ok":true,…} or {"ok":false,"error":{…}}. Before that of "unpack" come its
// members: {"member":KIND,"encrypted":BOOL} with the name as the body, then, for each
// that has bytes, {"bytes":true} with some in the body, and {"end":REASON}.
#pragma once

#include "ocr/ocr_engine.h"

namespace sohoa {

struct WorkerLimits {
  // Address space in bytes. Wide, since Tesseract, qpdf and one large page
  // (250 Mpx, 8 bit) must fit; resident memory stays far below.
  unsigned long long address_space = 3ULL << 30;
  // Of the access copies it writes; who gives it one to write sets less.
  unsigned long long file_size = 8ULL << 30;
  int open_files = 64;
  // Where memory runs out, a worker goes before anything else does (proc(5)).
  int oom_score = 800;
};

// Serves tasks from `socket` until the other side closes it. Models are read
// first, then the process locks itself in. Returns its exit status.
[[nodiscard]] int run_worker(int socket, const OcrOptions& options, const WorkerLimits& limits);

}  // namespace sohoa
