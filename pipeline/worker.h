// The page worker: a child process of the same program that gets untrusted bytes
// one task at a time, so that what hangs or dies costs one page.
//
// Tasks (head of the message; the file in hand comes as an open descriptor):
//   {"task":"inspect","document":TOKEN}
//   {"task":"read_page","document":TOKEN,"page":N,"input":{…},"correct":BOOL}
//   {"task":"access_copy","document":TOKEN}   the request is the body
//   {"task":"unpack","document":TOKEN,"path":PATH,"folder":PATH}
// Answers: {"ok":true,…} or {"ok":false,"error":{…}}.
#pragma once

#include "ocr/ocr_engine.h"

namespace sohoa {

struct WorkerLimits {
  // Address space in bytes. Wide, since Tesseract, qpdf and one large page
  // (250 Mpx, 8 bit) must fit; resident memory stays far below.
  unsigned long long address_space = 3ULL << 30;
  unsigned long long file_size = 8ULL << 30;  // of what it writes
};

// Serves tasks from `socket` until the other side closes it. The engine is made
// at the first page. Returns the exit status of the process.
[[nodiscard]] int run_worker(int socket, const OcrOptions& options, const WorkerLimits& limits);

}  // namespace sohoa
