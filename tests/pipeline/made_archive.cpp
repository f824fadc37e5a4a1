#include "tests/pipeline/made_archive.h"

#include <boost/filesystem.hpp>
#include <fstream>
#include <random>

#include "archive/bag.h"
#include "archive/durable_file.h"
#include "archive/fonds_keys.h"
#include "archive/hash.h"
#include "archive/ledger.h"
#include "archive/seal.h"
#include "index/catalogue.h"
#include "index/search_index.h"
#include "pipeline/keep.h"
#include "pipeline/key_source.h"
#include "pipeline/settings.h"

namespace sohoa {

namespace {

constexpr const char* kAt = "2026-03-04T05:06:07Z";
constexpr unsigned kPrivate = 0600;

void write_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream out(file.string(), std::ios::binary | std::ios::trunc);
  out << bytes;
}

void keep(const ArchiveLayout& layout, const fs::path& file, const std::string& bytes,
          const std::string& act) {
  DurableFile out(file, kPrivate, "test");
  out.write(bytes.data(), bytes.size());
  (void)out.commit();
  append_to_ledger(layout, {kAt, act, "", "", "", "test", {ledger_file(layout, file)}});
}

}  // namespace

std::string made_bytes(std::size_t size, unsigned seed) {
  std::mt19937_64 random(seed);
  std::string bytes(size, '\0');
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= size; at += sizeof(std::uint64_t)) {
    const std::uint64_t word = random();
    bytes.replace(at, sizeof word, reinterpret_cast<const char*>(&word), sizeof word);
  }
  for (; at < size; ++at) bytes[at] = static_cast<char>(random() & 0xFF);
  return bytes;
}

fs::path add_record(const ArchiveLayout& layout, const MadeArchiveOptions& options, unsigned seed) {
  BagContents contents;
  contents.original = layout.work() / "original";
  contents.access_pdf = layout.work() / "access";
  write_bytes(contents.original, made_bytes(options.original_bytes, seed));
  write_bytes(contents.access_pdf, made_bytes(options.access_bytes, ~seed));
  contents.original_name = "tờ " + std::to_string(seed) + ".pdf";
  contents.original_checksums = hash_file(contents.original);
  contents.alto = {"<alto/>"};
  contents.layouts = {"{}"};
  contents.record_json = "{}";
  contents.premis_xml = "<premis/>";
  contents.bagging_date = "2026-03-04";
  contents.bag_software = "sohoa";
  const RecordId id = record_id(contents.original_checksums.sha256);
  const BagReceipt receipt =
      write_bag(layout, {"default", 2026, id, 1, options.encrypted}, contents);
  RecordRow row;
  row.id = id.text;
  row.sha256 = contents.original_checksums.sha256.hex;
  row.original_name = contents.original_name;
  row.bag_path = receipt.path.lexically_relative(layout.root()).string();
  row.fonds = "default";
  row.year = 2026;
  row.pages = 1;
  row.original_bytes = contents.original_checksums.bytes;
  row.ingested_at = kAt;
  append_to_ledger(layout, {kAt,
                            "ingest",
                            row.id,
                            row.sha256,
                            "taken in",
                            "test",
                            {{row.bag_path, receipt.tar_sha256.hex, receipt.bytes}}});
  Catalogue catalogue(layout.catalogue().string());
  SearchIndex search(layout.search().string());
  commit_rows(row, {"tờ số " + std::to_string(seed)},
              {layout, read_settings(layout.settings()), catalogue, search});
  return receipt.path;
}

void make_archive(const ArchiveLayout& layout, const MadeArchiveOptions& options) {
  create_archive_folders(layout, layout.root().parent_path() / "made-private.key");
  Settings settings;
  std::vector<LedgerFile> keys{ledger_file(layout, layout.sealing_public_key())};
  if (options.encrypted) {
    settings.encrypt = true;
    settings.key_file = fs::absolute(layout.root().parent_path() / "made-master.key").string();
    if (!fs::exists(settings.key_file)) write_master_key(settings.key_file);
  }
  write_bytes(layout.settings(), settings_template(settings));
  if (options.encrypted) {
    use_key_of_settings(layout);
    encrypt_fonds(layout, "default");
    for (const fs::path& file : key_files(layout, "default"))
      keys.push_back(ledger_file(layout, file));
  }
  append_to_ledger(
      layout, {kAt, "init", "", "", fs::unique_path("archive %%%%%%%%").string(), "test", keys});
  const Catalogue catalogue(layout.catalogue().string());
  const SearchIndex search(layout.search().string());
  for (int i = 0; i < options.records; ++i)
    (void)add_record(layout, options, static_cast<unsigned>(i) + 1);
  keep(layout, layout.failed() / "0123-hỏng.pdf", made_bytes(900, 77), "quarantine");
  keep(layout, layout.failed() / "0123-hỏng.pdf.json", R"({"reason":"pdf_damaged"})", "quarantine");
  const fs::path plain = layout.work() / "original";
  const fs::path sealed = layout.secret() / "00ff.sealed";
  seal_file(plain, "x.pdf", "test", layout.sealing_public_key(), sealed);
  append_to_ledger(layout, {kAt, "seal", "", "", "", "test", {ledger_file(layout, sealed)}});
  fs::remove(plain);
  fs::remove(layout.work() / "access");
}

}  // namespace sohoa
