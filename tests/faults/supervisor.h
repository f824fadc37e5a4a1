// A supervisor as the program runs it, but for a fake recogniser and a clock
// that stands still. Everything lies below one folder, `place`.
#pragma once

#include <boost/filesystem/path.hpp>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/house.h"
#include "pipeline/process_document.h"

namespace sohoa::faults {

[[nodiscard]] Clock standing_clock();
[[nodiscard]] ArchiveLayout archive_of(const fs::path& place);
void make_archive(const fs::path& place);

// From here on what is taken in is encrypted; the master key lies in place/master.key.
void encrypt_archive(const fs::path& place);

// A small picture, scan<number>.bmp; another number is another document.
void write_scan(const fs::path& folder, int number);
// Bytes that only it has.
[[nodiscard]] std::string scan_bytes(int number);
// One that bears a secrecy stamp; its name is kSecretName.
void write_secret_scan(const fs::path& folder);
// Bytes that only it has.
[[nodiscard]] std::string secret_bytes();
inline constexpr const char* kSecretName = "canary-of-the-secret.bmp";
// A file that ends too early to be read.
void write_broken_scan(const fs::path& folder);

// Opens stores and workers as the program does at its start, does `work`, ends them.
void in_house(const fs::path& place, const std::function<void(House&)>& work);

// All of place/scans.
[[nodiscard]] std::vector<DocumentOutcome> ingest_folder(const fs::path& place);

}  // namespace sohoa::faults
