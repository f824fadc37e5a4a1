// The tables of the search index. A change here, or of kSearchWordsVersion,
// makes older files unreadable: they are rebuilt from the archive.
#pragma once

#include "index/search_words.h"
#include "index/sqlite.h"

namespace sohoa {

// `texts` is contentless: its words are taken out again by giving FTS5 the
// texts that went in, which `entries` and `pages` keep. `type` and `agency` are
// folded words. `first_word` counts the words of the record before the page.
inline constexpr Schema kSearchSchema = {
    "search index", 0x736f6869 /* "sohi" */, 100 + kSearchWordsVersion,
    "CREATE TABLE entries("
    " number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,"
    " agency TEXT NOT NULL, issued_date TEXT NOT NULL, fields TEXT NOT NULL) STRICT;"
    "CREATE INDEX entries_by_filter ON entries(issued_date, type, agency);"
    "CREATE TABLE pages("
    " entry INTEGER NOT NULL REFERENCES entries(number) ON DELETE CASCADE,"
    " page INTEGER NOT NULL, first_word INTEGER NOT NULL, text TEXT NOT NULL,"
    " UNIQUE(entry, page)) STRICT;"
    "CREATE VIRTUAL TABLE texts USING fts5("
    " notation, subject, agency, other, body, content='', tokenize='vietnamese');"};

}  // namespace sohoa
