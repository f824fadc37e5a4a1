#include "archive/bag_renamed.h"

#include <archive_entry.h>

#include <algorithm>
#include <vector>

#include "archive/archive_input.h"
#include "archive/bag_tar.h"
#include "archive/hash.h"
#include "document/error.h"

namespace sohoa {

namespace {

const std::string kStage = "export";
constexpr std::size_t kReadSize = 1 << 18;
constexpr std::string_view kKeeps = "Sohoa-Keeps: ";
const std::string kInfo = "bag-info.txt";

// Every line of a text, with its end.
void each_line(const std::string& text, const std::function<void(const std::string&)>& take) {
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size() - 1) + 1;
    take(text.substr(start, end - start));
    start = end;
  }
}

std::string renamed_info(const std::string& info, const BagFiles& files) {
  std::string text;
  each_line(info, [&](const std::string& line) {
    if (!line.starts_with(kKeeps)) {
      text += line;
      return;
    }
    const std::string name =
        line.substr(kKeeps.size(), line.find(' ', kKeeps.size()) - kKeeps.size());
    const auto file = files.find(version_of_bag_name(name));
    if (file == files.end())
      throw Error(ErrorKind::document_failed, Reason::bag_invalid, kStage,
                  "the bag keeps " + name + ", which is not at hand");
    text += std::string(kKeeps) + file->second.name + " " + file->second.sha256.hex + "\n";
  });
  return text;
}

// The manifest with another sum for bag-info.txt.
std::string with_sum(const std::string& manifest, const std::string& sum) {
  std::string text;
  each_line(manifest, [&](const std::string& line) {
    const bool is_info = line.size() > sum.size() && line.substr(sum.size()) == "  " + kInfo + "\n";
    text += is_info ? sum + line.substr(sum.size()) : line;
  });
  return text;
}

std::string date_of(const TagTexts& tags) {
  std::vector<std::string> ignored;
  for (const auto& [label, value] : parse_bag_info(tags.at(kInfo), ignored))
    if (label == "Bagging-Date") return value;
  return {};
}

void copy_entry(ArchiveInput& tar, archive_entry* entry, const std::string& name, BagTar& out) {
  std::vector<char> buffer(kReadSize);
  out.begin(name, static_cast<unsigned long long>(archive_entry_size(entry)));
  while (const std::size_t got = tar.read(buffer.data(), buffer.size()))
    out.add(buffer.data(), got);
}

}  // namespace

TagTexts renamed_tags(const TagTexts& tags, const BagFiles& files) {
  const auto info = tags.find(kInfo);
  TagTexts changed;
  if (info == tags.end()) return changed;
  std::string text = renamed_info(info->second, files);
  if (text == info->second) return changed;
  const Checksums sums = hash_bytes(text);
  changed[kInfo] = std::move(text);
  for (const auto& [name, sum] : {std::pair{"tagmanifest-sha256.txt", sums.sha256.hex},
                                  std::pair{"tagmanifest-sha512.txt", sums.sha512.hex}})
    if (const auto manifest = tags.find(name); manifest != tags.end())
      changed[name] = with_sum(manifest->second, sum);
  return changed;
}

void read_plain_bag(const fs::path& bag,
                    const std::function<void(const void*, std::size_t)>& take) {
  const Utf8Names utf8_names;
  ArchiveInput tar(bag, ArchiveFormats::plain_tar, kStage, take);
  while (tar.next() != nullptr) {
  }
  tar.drain();
}

void read_renamed_bag(const fs::path& bag, const BagFiles& files,
                      const std::function<void(const void*, std::size_t)>& take) {
  const Utf8Names utf8_names;
  const TagTexts tags = read_bag_tags(bag);
  const TagTexts changed = renamed_tags(tags, files);
  if (changed.empty()) return read_plain_bag(bag, take);
  ArchiveInput tar(bag, ArchiveFormats::plain_tar, kStage);
  BagTar out(midnight(date_of(tags)), take);
  while (archive_entry* entry = tar.next()) {
    const std::string name = ArchiveInput::name_of(entry);
    const auto text = changed.find(name.substr(name.find('/') + 1));
    if (text == changed.end()) {
      copy_entry(tar, entry, name, out);
    } else {
      out.begin(name, text->second.size());
      out.add(text->second.data(), text->second.size());
    }
  }
  tar.drain();
  out.close();
}

BagFiles plain_files(const RecordVersions& versions) {
  BagFiles files;
  for (const StoredBag& bag : versions) {
    Hasher hasher(HashKinds::sha256);
    read_renamed_bag(bag.path, files,
                     [&](const void* data, std::size_t size) { hasher.add(data, size); });
    files[bag.place.version] = {"v" + std::to_string(bag.place.version) + ".tar",
                                hasher.finish().sha256};
  }
  return files;
}

}  // namespace sohoa
