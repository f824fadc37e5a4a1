#include "index/fts5.h"

#include <sqlite3.h>

#include <cstring>
#include <exception>

#include "index/ranking.h"
#include "index/search_words.h"

namespace sohoa {

namespace {

// The tokenizer has no state; FTS5 wants an address all the same.
char no_state = 0;

using Emit = int (*)(void*, int, const char*, int, int, int);

int create_tokenizer(void*, const char**, int, Fts5Tokenizer** tokenizer) {
  *tokenizer = reinterpret_cast<Fts5Tokenizer*>(&no_state);
  return SQLITE_OK;
}

void delete_tokenizer(Fts5Tokenizer*) {}

int emit_document(void* context, std::string_view text, Emit emit) {
  for (const SearchWord& word : search_words(text)) {
    const auto begin = static_cast<int>(word.begin);
    const auto end = static_cast<int>(word.end);
    int code = emit(context, 0, word.exact.data(), static_cast<int>(word.exact.size()), begin, end);
    if (code != SQLITE_OK) return code;
    const std::string folded = kFoldedMark + word.folded;
    code = emit(context, FTS5_TOKEN_COLOCATED, folded.data(), static_cast<int>(folded.size()),
                begin, end);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

// A query is made of finished words already, see query_parser.h.
int emit_query(void* context, std::string_view text, Emit emit) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t space = text.find(' ', begin);
    const std::size_t end = space == std::string_view::npos ? text.size() : space;
    if (end > begin) {
      const int code = emit(context, 0, text.data() + begin, static_cast<int>(end - begin),
                            static_cast<int>(begin), static_cast<int>(end));
      if (code != SQLITE_OK) return code;
    }
    begin = end + 1;
  }
  return SQLITE_OK;
}

int tokenize(Fts5Tokenizer*, void* context, int flags, const char* text, int size, Emit emit) {
  try {
    if (text == nullptr || size <= 0) return SQLITE_OK;
    const std::string_view view(text, static_cast<std::size_t>(size));
    return (flags & FTS5_TOKENIZE_QUERY) != 0 ? emit_query(context, view, emit)
                                              : emit_document(context, view, emit);
  } catch (const std::exception&) {
    return SQLITE_NOMEM;
  }
}

void grade(const Fts5ExtensionApi* api, Fts5Context* match, sqlite3_context* result, int,
           sqlite3_value**) {
  try {
    auto& grading = *static_cast<Grading*>(api->xUserData(match));
    if (grading.accepted != nullptr && !grading.accepted->contains(api->xRowid(match))) {
      sqlite3_result_null(result);
      return;
    }
    const Grade found = grade_row(*api, *match, grading);
    sqlite3_result_blob(result, &found, sizeof found, SQLITE_TRANSIENT);
  } catch (const std::exception&) {
    sqlite3_result_error_nomem(result);
  }
}

fts5_api* fts5_of(Database& database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(database.handle(), "SELECT fts5(?1)", -1, &statement, nullptr);
  if (code == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
    code = sqlite3_finalize(statement);
  }
  if (code != SQLITE_OK || api == nullptr)
    database.fail(code == SQLITE_OK ? SQLITE_ERROR : code, "use FTS5, which this SQLite lacks");
  return api;
}

}  // namespace

void extend_fts5(Database& database, Grading& grading) {
  fts5_api* api = fts5_of(database);
  fts5_tokenizer tokenizer{create_tokenizer, delete_tokenizer, tokenize};
  int code = api->xCreateTokenizer(api, "vietnamese", nullptr, &tokenizer, nullptr);
  if (code == SQLITE_OK) code = api->xCreateFunction(api, "grade", &grading, grade, nullptr);
  if (code != SQLITE_OK) database.fail(code, "prepare the search");
}

Grade grade_from_bytes(std::string_view bytes) {
  Grade found;
  if (bytes.size() == sizeof found) std::memcpy(&found, bytes.data(), sizeof found);
  return found;
}

}  // namespace sohoa
