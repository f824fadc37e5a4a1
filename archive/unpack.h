// Archive files of scans (zip, tar, 7z and their compressions), opened within limits.
#pragma once

#include <boost/filesystem/path.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/list_members.h"
#include "document/reason.h"

namespace sohoa {

struct UnpackLimits {
  unsigned long long max_bytes = 20ULL << 30;  // all members together
  unsigned long long max_member_bytes = 4ULL << 30;
  double max_ratio = 200;  // unpacked to packed bytes, once past 64 MiB
  int max_members = 100'000;
  int max_depth = 4;  // archive in archive
  // Bytes of the folder's disk that stay free; 0: nobody looks.
  unsigned long long leave_free = 0;
};

struct UnpackedMember {
  std::string name;               // path inside, "a.zip/b/c.pdf" for nested ones, UTF-8 NFC
  boost::filesystem::path file;   // where its bytes lie under `folder`; empty when refused
  Reason refused = Reason::none;  // unsafe_name, archive_encrypted…
};

// By content; false for PDF and images.
[[nodiscard]] bool is_archive_file(std::string_view first_bytes);

// Lists the members of one archive file to a sink, as list_members() does.
using MemberLister = std::function<void(const boost::filesystem::path&, MemberSink&)>;
// In this process.
void list_members_here(const boost::filesystem::path& archive_file, MemberSink& sink);

// Unpacks regular members into `folder` (exists, private) under names of our
// own; nested archives are opened too, each by a call of `list` of its own after that
// of the archive around it. Links and devices are refused entry by entry. Only
// `list` decodes; limits and names are seen to here. Throws Error{document_failed}:
// archive_damaged, archive_encrypted, archive_too_large, archive_too_deep when the
// file as a whole cannot be taken, and Error{service_broken, disk_full} when there is no room;
// then nothing is left in `folder`.
[[nodiscard]] std::vector<UnpackedMember> unpack(const boost::filesystem::path& archive_file,
                                                 const boost::filesystem::path& folder,
                                                 const UnpackLimits& limits,
                                                 const MemberLister& list = list_members_here);

}  // namespace sohoa
