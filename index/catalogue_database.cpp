#include "index/catalogue_database.h"

#include "index/catalogue_schema.h"

namespace sohoa {

Database open_catalogue_database(const std::string& path, const std::string& tables) {
  Database database(path);
  database.require_schema(kCatalogueSchema);
  Transaction transaction(database, Transaction::Purpose::write);
  database.run(tables);
  transaction.commit();
  return database;
}

}  // namespace sohoa
