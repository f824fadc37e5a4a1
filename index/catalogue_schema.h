// The tables of the catalogue. A change here raises the version.
#pragma once

#include <array>

#include "index/sqlite.h"

namespace sohoa {

// Version 2: the version of the record that the row describes, and its file.
// Version 3: pages whose paper should be scanned again.
inline constexpr std::array kCatalogueSteps = {
    SchemaStep{1,
               "ALTER TABLE records ADD COLUMN version INTEGER NOT NULL DEFAULT 1;"
               "ALTER TABLE records ADD COLUMN file TEXT NOT NULL DEFAULT '';"
               "CREATE INDEX records_by_file ON records(file, id);"},
    SchemaStep{2,
               "CREATE TABLE rescans("
               " record_id TEXT NOT NULL REFERENCES records(id) ON DELETE CASCADE,"
               " page INTEGER NOT NULL, faults TEXT NOT NULL, thumbnail TEXT NOT NULL,"
               " PRIMARY KEY(record_id, page)) STRICT;"}};

// Of a suspected secret only the name of its sealed file and the time are kept,
// never a path, a checksum or a word of it.
inline constexpr Schema kCatalogueSchema = {
    "catalogue", 0x736f6863 /* "sohc" */, 3,
    "CREATE TABLE records("
    " id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, original_name TEXT NOT NULL,"
    " bag_path TEXT NOT NULL, fonds TEXT NOT NULL, year INTEGER NOT NULL,"
    " pages INTEGER NOT NULL, original_bytes INTEGER NOT NULL, ingested_at TEXT NOT NULL,"
    " mean_confidence REAL NOT NULL, version INTEGER NOT NULL DEFAULT 1,"
    " file TEXT NOT NULL DEFAULT '') STRICT;"
    "CREATE INDEX records_by_file ON records(file, id);"
    "CREATE INDEX records_by_sha256 ON records(sha256);"
    "CREATE TABLE fields("
    " record_id TEXT NOT NULL REFERENCES records(id) ON DELETE CASCADE, name TEXT NOT NULL,"
    " value TEXT NOT NULL, confidence REAL NOT NULL, page INTEGER NOT NULL,"
    " box_left INTEGER NOT NULL, box_top INTEGER NOT NULL, box_width INTEGER NOT NULL,"
    " box_height INTEGER NOT NULL, evidence TEXT NOT NULL,"
    " PRIMARY KEY(record_id, name)) STRICT;"
    "CREATE TABLE quarantine("
    " path TEXT NOT NULL, sha256 TEXT NOT NULL, reason_code TEXT NOT NULL, detail TEXT NOT NULL,"
    " at TEXT NOT NULL, PRIMARY KEY(path, sha256)) STRICT;"
    "CREATE INDEX quarantine_by_sha256 ON quarantine(sha256);"
    "CREATE TABLE suspected_secrets(sealed_name TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;"
    "CREATE TABLE rescans("
    " record_id TEXT NOT NULL REFERENCES records(id) ON DELETE CASCADE, page INTEGER NOT NULL,"
    " faults TEXT NOT NULL, thumbnail TEXT NOT NULL, PRIMARY KEY(record_id, page)) STRICT;",
    kCatalogueSteps};

}  // namespace sohoa
