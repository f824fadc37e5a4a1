// Writing a bag. Every checksum is known before the first byte is written, so
// the manifests and the small files stand first in the tar and are quick to read.
#include "archive/bag.h"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <exception>
#include <memory>
#include <stdexcept>

#include "archive/archive_input.h"
#include "archive/bag_check.h"
#include "archive/bag_manifest.h"
#include "archive/durable_file.h"
#include "archive/safe_name.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "keep";
constexpr std::size_t kReadSize = 1 << 18;

struct Member {
  std::string path;  // inside the bag
  std::string text;  // the content, when `file` is empty
  fs::path file;
  Checksums sums;
};

Member text_member(std::string path, std::string text) {
  Checksums sums = hash_bytes(text);
  return {std::move(path), std::move(text), {}, std::move(sums)};
}

std::string page_path(std::size_t index, const char* extension) {
  std::array<char, 48> path{};
  std::snprintf(path.data(), path.size(), "data/text/p%04zu.%s", index + 1, extension);
  return path.data();
}

// In the order of the tar: what is small first, the original last.
std::vector<Member> payload_of(const BagPlace& place, const BagContents& contents) {
  std::vector<Member> members;
  members.push_back(text_member("data/metadata/record.json", contents.record_json));
  members.push_back(text_member("data/metadata/premis.xml", contents.premis_xml));
  for (std::size_t i = 0; i < contents.layouts.size(); ++i)
    members.push_back(text_member(page_path(i, "json"), contents.layouts[i]));
  for (std::size_t i = 0; i < contents.alto.size(); ++i)
    members.push_back(text_member(page_path(i, "alto.xml"), contents.alto[i]));
  if (!contents.access_pdf.empty())
    members.push_back({"data/access/" + place.id.text + ".pdf",
                       {},
                       contents.access_pdf,
                       hash_file(contents.access_pdf)});
  members.push_back({"data/original/" + safe_file_name(contents.original_name),
                     {},
                     contents.original,
                     contents.original_checksums});
  return members;
}

MemberSums sums_of(const std::vector<Member>& members) {
  MemberSums sums;
  for (const Member& member : members) sums.emplace(member.path, member.sums);
  return sums;
}

// A value of bag-info.txt is one line.
std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

std::string bag_info(const BagPlace& place, const BagContents& contents, const MemberSums& sums) {
  return "Bag-Software-Agent: " + one_line(contents.bag_software) +
         "\nBagging-Date: " + contents.bagging_date + "\nExternal-Identifier: " + place.id.text +
         "\nPayload-Oxum: " + payload_oxum(sums) + "\nSohoa-Bag-Format: 1" +
         "\nSohoa-Record-Version: " + std::to_string(place.version) + "\n";
}

std::vector<Member> all_members(const BagPlace& place, const BagContents& contents) {
  std::vector<Member> payload = payload_of(place, contents);
  const MemberSums sums = sums_of(payload);
  std::vector<Member> members;
  members.push_back(text_member("bagit.txt", std::string(kBagitText)));
  members.push_back(text_member("bag-info.txt", bag_info(place, contents, sums)));
  members.push_back(text_member("manifest-sha256.txt", write_manifest(sums, SumKind::sha256)));
  members.push_back(text_member("manifest-sha512.txt", write_manifest(sums, SumKind::sha512)));
  const MemberSums tags = sums_of(members);
  members.push_back(text_member("tagmanifest-sha256.txt", write_manifest(tags, SumKind::sha256)));
  members.push_back(text_member("tagmanifest-sha512.txt", write_manifest(tags, SumKind::sha512)));
  for (Member& member : payload) members.push_back(std::move(member));
  return members;
}

// Midnight UTC of a date YYYY-MM-DD.
std::time_t midnight(const std::string& date) {
  std::tm parts{};
  const char* end = strptime(date.c_str(), "%Y-%m-%d", &parts);
  if (date.size() != 10 || end == nullptr || *end != '\0')
    throw std::logic_error("write_bag: the bagging date is not YYYY-MM-DD: " + date);
  return timegm(&parts);
}

// A tar written by libarchive into a DurableFile. The same members and date
// give the same bytes: owner 0, mode 0444, one time, no padding of the last record.
class TarOutput {
 public:
  TarOutput(DurableFile& out, std::time_t time)
      : out_(out), time_(time), handle_(archive_write_new()), entry_(archive_entry_new()) {
    if (!handle_ || !entry_) throw std::bad_alloc();
    archive_write_set_format_pax_restricted(handle_.get());
    archive_write_set_bytes_in_last_block(handle_.get(), 1);
    check(archive_write_open(handle_.get(), this, nullptr, write_callback, nullptr));
  }

  void begin(const std::string& path, unsigned long long bytes) {
    archive_entry_clear(entry_.get());
    archive_entry_set_pathname(entry_.get(), path.c_str());
    archive_entry_set_filetype(entry_.get(), AE_IFREG);
    archive_entry_set_perm(entry_.get(), 0444);
    archive_entry_set_mtime(entry_.get(), time_, 0);
    archive_entry_set_size(entry_.get(), static_cast<la_int64_t>(bytes));
    check(archive_write_header(handle_.get(), entry_.get()));
  }

  void add(const void* data, std::size_t size) {
    if (size == 0) return;
    const la_ssize_t done = archive_write_data(handle_.get(), data, size);
    check(done < 0 ? static_cast<int>(done) : ARCHIVE_OK);
    if (static_cast<std::size_t>(done) != size)
      throw std::logic_error("write_bag: more content than the header said");
  }

  void close() { check(archive_write_close(handle_.get())); }

 private:
  struct Free {
    void operator()(archive* handle) const { archive_write_free(handle); }
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
  };

  static la_ssize_t write_callback(archive* handle, void* client, const void* data,
                                   std::size_t size) {
    auto& self = *static_cast<TarOutput*>(client);
    if (self.error_) return ARCHIVE_FATAL;
    try {
      self.out_.write(data, size);
      return static_cast<la_ssize_t>(size);
    } catch (...) {
      self.error_ = std::current_exception();
      archive_set_error(handle, EIO, "the bag cannot be written");
      return ARCHIVE_FATAL;
    }
  }

  void check(int result) {
    if (error_) std::rethrow_exception(error_);
    if (result == ARCHIVE_OK) return;
    const char* text = archive_error_string(handle_.get());
    throw Error(ErrorKind::document_failed, Reason::internal, kStage,
                std::string("libarchive cannot write the bag: ") + (text ? text : "unknown"));
  }

  DurableFile& out_;
  std::time_t time_;
  std::exception_ptr error_;
  std::unique_ptr<archive, Free> handle_;
  std::unique_ptr<archive_entry, Free> entry_;
};

[[noreturn]] void throw_changed(const fs::path& file) {
  throw Error(ErrorKind::document_failed, Reason::changed_while_reading, kStage,
              file.string() + " is not what it was when its checksum was taken; bring it again");
}

void add_file(TarOutput& tar, const Member& member) {
  const FileDescriptor fd = open_regular_file(member.file, kStage);
  Hasher hasher;
  std::vector<char> buffer(kReadSize);
  unsigned long long total = 0;
  while (const std::size_t got =
             read_some(fd.get(), buffer.data(), buffer.size(), member.file, kStage)) {
    total += got;
    if (total > member.sums.bytes) throw_changed(member.file);
    hasher.add(buffer.data(), got);
    tar.add(buffer.data(), got);
  }
  const Checksums sums = hasher.finish();
  if (sums.bytes != member.sums.bytes || sums.sha256 != member.sums.sha256 ||
      sums.sha512 != member.sums.sha512)
    throw_changed(member.file);
}

void write_tar(DurableFile& out, const BagPlace& place, const BagContents& contents) {
  TarOutput tar(out, midnight(contents.bagging_date));
  for (const Member& member : all_members(place, contents)) {
    tar.begin(place.id.text + "/" + member.path, member.sums.bytes);
    if (member.file.empty()) {
      tar.add(member.text.data(), member.text.size());
    } else {
      add_file(tar, member);
    }
  }
  tar.close();
}

// The bag that stands at `path` already, when it is this record's and whole.
BagReceipt adopt(const fs::path& path, const BagPlace& place, const BagContents& contents) {
  const BagCheck bag = inspect_bag(path);
  if (!bag.findings.empty())
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                path.string() + " is there already and damaged (" + bag.findings.front() +
                    "); run sohoa verify and sohoa repair");
  std::vector<std::string> ignored;
  const Manifest manifest = parse_manifest(
      "manifest-sha256.txt", read_bag_text(path, "manifest-sha256.txt"), SumKind::sha256, ignored);
  const auto holds = [&](const std::string& member, const std::string& sum) {
    const auto found = manifest.lower_bound(member);
    return found != manifest.end() && found->first.starts_with(member) && found->second == sum;
  };
  const bool same_original = holds("data/original/", contents.original_checksums.sha256.hex);
  const bool same_record = place.version == 1 || holds("data/metadata/record.json",
                                                       hash_bytes(contents.record_json).sha256.hex);
  if (!same_original || !same_record)
    throw Error(ErrorKind::document_failed, Reason::bag_mismatch, kStage,
                path.string() + " is there already and holds something else; use the next version");
  return {path, bag.tar.bytes, bag.tar.sha256};
}

}  // namespace

BagReceipt write_bag(const ArchiveLayout& layout, const BagPlace& place,
                     const BagContents& contents) {
  const Utf8Names utf8_names;
  const fs::path path = layout.bag(place);
  if (fs::exists(fs::symlink_status(path))) return adopt(path, place, contents);

  remove_leftovers(path.parent_path());
  DurableFile out(path, 0444, kStage);
  write_tar(out, place, contents);
  out.sync();

  // What the device holds now is what will be there in twenty years: it is read
  // back against the manifests, and the whole tar against what was sent to it.
  const BagCheck bag = inspect_bag(out.temporary_path());
  if (!bag.findings.empty() || bag.tar.sha256 != out.written().sha256)
    throw Error(ErrorKind::document_failed, Reason::bag_mismatch, kStage,
                path.string() + " did not read back as written: " +
                    (bag.findings.empty() ? "its bytes differ" : bag.findings.front()));
  if (!out.commit()) return adopt(path, place, contents);
  return {path, bag.tar.bytes, bag.tar.sha256};
}

}  // namespace sohoa
