// Putting a database that was built aside in the place of the one in use.
#pragma once

#include <string>

namespace sohoa {

// After this the file `target` holds what `fresh` holds. One transaction of
// SQLite's own (its backup interface): a crash leaves the old contents or the new,
// and whoever reads meanwhile goes on reading the old ones. A target that is no
// database any more is moved to "<target>.damaged" first. `fresh` must not be in
// use; it and its side files are removed. Throws Error as Database does; {retry}
// when another process writes to the target.
void replace_database(const std::string& fresh, const std::string& target);

// Removes a database file and SQLite's side files of it, where they exist.
void remove_database(const std::string& path);

}  // namespace sohoa
