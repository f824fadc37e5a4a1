// Every checksum is known before the first byte is written, so the manifests and
// the small files stand first in the tar and are quick to read.
#include "archive/bag_write.h"

#include <boost/filesystem/operations.hpp>
#include <optional>

#include "archive/archive_input.h"
#include "archive/bag_check.h"
#include "archive/bag_tar.h"
#include "archive/durable_file.h"
#include "archive/sealed_bag.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "keep";
constexpr std::size_t kReadSize = 1 << 18;

MemberSums sums_of(const std::vector<NewMember>& members) {
  MemberSums sums;
  for (const NewMember& member : members) sums.emplace(member.path, member.sums);
  return sums;
}

// A value of bag-info.txt is one line.
std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\r') c = ' ';
  return text;
}

std::string bag_info(const BagPlace& place, const NewBag& bag, const MemberSums& sums) {
  std::string text =
      "Bag-Software-Agent: " + one_line(bag.bag_software) + "\nBagging-Date: " + bag.bagging_date +
      "\nExternal-Identifier: " + place.id.text + "\nPayload-Oxum: " + payload_oxum(sums) +
      "\nSohoa-Bag-Format: 2" + "\nSohoa-Record-Version: " + std::to_string(place.version) + "\n";
  for (const KeptBag& kept : bag.kept)
    text += "Sohoa-Keeps: " + kept.name + " " + kept.sha256.hex + "\n";
  return text;
}

std::vector<NewMember> all_members(const BagPlace& place, const NewBag& bag) {
  const MemberSums sums = sums_of(bag.payload);
  std::vector<NewMember> members;
  members.push_back(text_member("bagit.txt", std::string(kBagitText)));
  members.push_back(text_member("bag-info.txt", bag_info(place, bag, sums)));
  for (const KeptBag& kept : bag.kept)
    for (const SumKind kind : {SumKind::sha256, SumKind::sha512})
      members.push_back(text_member(kept_list_name(version_of_bag_name(kept.name), kind),
                                    write_manifest(kept.members, kind)));
  members.push_back(text_member("manifest-sha256.txt", write_manifest(sums, SumKind::sha256)));
  members.push_back(text_member("manifest-sha512.txt", write_manifest(sums, SumKind::sha512)));
  const MemberSums tags = sums_of(members);
  members.push_back(text_member("tagmanifest-sha256.txt", write_manifest(tags, SumKind::sha256)));
  members.push_back(text_member("tagmanifest-sha512.txt", write_manifest(tags, SumKind::sha512)));
  members.insert(members.end(), bag.payload.begin(), bag.payload.end());
  return members;
}

[[noreturn]] void throw_changed(const fs::path& file) {
  throw Error(ErrorKind::document_failed, Reason::changed_while_reading, kStage,
              file.string() + " is not what it was when its checksum was taken; bring it again");
}

// Its sums were taken before; that these are the same bytes is seen when the bag is read back.
void add_file(BagTar& tar, const NewMember& member) {
  const FileDescriptor fd = open_regular_file(member.file, kStage);
  std::vector<char> buffer(kReadSize);
  unsigned long long total = 0;
  while (const std::size_t got =
             read_some(fd.get(), buffer.data(), buffer.size(), member.file, kStage)) {
    total += got;
    if (total > member.sums.bytes) throw_changed(member.file);
    tar.add(buffer.data(), got);
  }
  if (total != member.sums.bytes) throw_changed(member.file);
}

// Why a bag did not read back as it was meant: a file of it may have changed.
[[noreturn]] void throw_mismatch(const fs::path& path, const NewBag& bag,
                                 const std::string& finding) {
  for (const NewMember& member : bag.payload)
    if (!member.file.empty() && hash_file_sha256(member.file).sha256 != member.sums.sha256)
      throw_changed(member.file);
  throw Error(ErrorKind::document_failed, Reason::bag_mismatch, kStage,
              path.string() + " did not read back as written: " + finding);
}

void write_tar(const BagPlace& place, const NewBag& bag, BagTar::Take take) {
  BagTar tar(midnight(bag.bagging_date), std::move(take));
  for (const NewMember& member : all_members(place, bag)) {
    tar.begin(place.id.text + "/" + member.path, member.sums.bytes);
    if (member.file.empty()) {
      tar.add(member.text.data(), member.text.size());
    } else {
      add_file(tar, member);
    }
  }
  tar.close();
}

void write_bytes(DurableFile& out, const fs::path& path, const BagPlace& place, const NewBag& bag) {
  const auto to_disk = [&](const void* data, std::size_t size) { out.write(data, size); };
  if (!place.encrypted) return write_tar(place, bag, to_disk);
  SealedBagOutput sealed(path, to_disk);
  write_tar(place, bag, [&](const void* data, std::size_t size) { sealed.add(data, size); });
  sealed.finish();
}

// The bag that stands at `path` already, when it is this one and whole.
BagReceipt adopt(const fs::path& path, const std::function<bool(const TagTexts&)>& is_same) {
  const BagCheck bag = inspect_bag(path);
  if (bag.key_missing) (void)read_bag_tags(path);  // says which key
  if (!bag.findings.empty())
    throw Error(ErrorKind::service_broken, Reason::archive_corrupt, kStage,
                path.string() + " is there already and damaged (" + bag.findings.front() +
                    "); run sohoa verify and sohoa repair");
  if (!is_same(read_bag_tags(path)))
    throw Error(ErrorKind::document_failed, Reason::bag_mismatch, kStage,
                path.string() + " is there already and holds something else; use the next version");
  return {path, bag.tar.bytes, bag.tar.sha256};
}

}  // namespace

NewMember text_member(std::string path, std::string text) {
  Checksums sums = hash_bytes(text);
  return {std::move(path), std::move(text), {}, std::move(sums)};
}

NewMember summed(NewMember member) {
  if (member.sums.sha256.hex.empty())
    member.sums = member.file.empty() ? hash_bytes(member.text) : hash_file(member.file);
  return member;
}

BagReceipt write_new_bag(const ArchiveLayout& layout, const BagPlace& place, const NewBag& bag,
                         const std::function<bool(const TagTexts&)>& is_same) {
  const Utf8Names utf8_names;
  const fs::path path = layout.bag(place);
  if (fs::exists(fs::symlink_status(path))) return adopt(path, is_same);

  remove_leftovers(path.parent_path());
  DurableFile out(path, 0444, kStage, DurableFile::Summing::none);
  write_bytes(out, path, place, bag);
  out.sync();

  // What the device holds now is what will be there in twenty years: every byte
  // of it is read back and held to a rule of the tar or to a sum in the manifests.
  const BagCheck check = inspect_bag(out.temporary_path(), HashKinds::sha256);
  if (!check.findings.empty()) throw_mismatch(path, bag, check.findings.front());
  if (check.key_missing) throw_mismatch(path, bag, "its key cannot be opened any more");
  for (const NewMember& member : bag.payload) {
    const auto found = check.payload.find(member.path);
    if (found == check.payload.end() || found->second.sha256 != member.sums.sha256)
      throw_mismatch(path, bag, member.path + " is another");
  }
  if (!out.commit()) return adopt(path, is_same);
  return {path, check.tar.bytes, check.tar.sha256};
}

}  // namespace sohoa
