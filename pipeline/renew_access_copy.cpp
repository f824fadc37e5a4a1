#include "pipeline/renew_access_copy.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "archive/durable_file.h"
#include "document/error.h"
#include "document/layout_json.h"
#include "document/vietnamese_text.h"
#include "pipeline/history.h"
#include "pipeline/keep.h"
#include "pipeline/record_json.h"

namespace sohoa {

namespace {

[[noreturn]] void throw_no_memory() {
  throw Error(ErrorKind::service_broken, Reason::internal, "review",
              std::string("cannot hold the original in memory: ") + std::strerror(errno));
}

// A file that is in memory only.
FileDescriptor original_in_memory(const RecordBags& record) {
  FileDescriptor file(::memfd_create("original", MFD_CLOEXEC));
  if (!file.valid()) throw_no_memory();
  record.read(record.member_in("data/original/"), [&](const void* data, std::size_t size) {
    const char* next = static_cast<const char*>(data);
    while (size > 0) {
      const ssize_t done = ::write(file.get(), next, size);
      if (done < 0 && errno != EINTR) throw_no_memory();
      if (done <= 0) continue;
      next += done;
      size -= static_cast<std::size_t>(done);
    }
  });
  return file;
}

}  // namespace

std::string renew_access_copy(const RecordBags& record, const RecordRow& row,
                              const std::map<int, TextLayout>& pages, const std::string& created,
                              const fs::path& target, WorkerPool& workers) {
  const FileDescriptor original = original_in_memory(record);
  const OpenInput input{row.sha256, original.get()};
  const InputInfo info = workers.inspect(input);
  const std::vector<int> turns = quarter_turns_in(record.read_text("data/metadata/record.json"));
  if (info.pages.size() != static_cast<std::size_t>(row.pages) || turns.size() != info.pages.size())
    return "the access copy keeps the earlier text: its pages are not those of the original";
  AccessRequest request;
  request.title = title_of(row.fields, to_nfc(row.original_name));
  request.sha256 = row.sha256;
  request.created = created;
  request.inputs = info.pages;
  for (std::size_t i = 0; i < info.pages.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    const auto corrected = pages.find(number);
    PageResult page;
    page.quarter_turns = turns[i];
    page.layout = corrected != pages.end()
                      ? corrected->second
                      : layout_from_json(record.read_text(page_member(number, "json")));
    request.numbers.push_back(number);
    request.pages.push_back(std::move(page));
  }
  workers.write_access_copy(input, request, target.string());
  return {};
}

}  // namespace sohoa
