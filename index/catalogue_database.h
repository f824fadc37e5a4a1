// The catalogue's file opened for further tables of this folder.
#pragma once

#include <string>

#include "index/sqlite.h"

namespace sohoa {

// A connection of its own to catalogue.db, its schema brought to this version,
// with `tables` ("CREATE TABLE IF NOT EXISTS …; …") made where they are missing.
// Such tables are their owner's alone and never change form under the same
// name. Throws as Database and Catalogue.
[[nodiscard]] Database open_catalogue_database(const std::string& path, const std::string& tables);

}  // namespace sohoa
