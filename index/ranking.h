// How well a record answers a query.
#pragma once

#include "index/fts5.h"

struct Fts5Context;
struct Fts5ExtensionApi;

namespace sohoa {

// Called while FTS5 stands on a record. The score is BM25F (Robertson and
// Zaragoza, "The Probabilistic Relevance Framework", 2009, k1 = 1.2, b = 0.75):
// a word in the notation or the subject counts as several in the body. Words
// that stand close together in the body add to it.
[[nodiscard]] Grade grade_row(const Fts5ExtensionApi& api, Fts5Context& match, Grading& grading);

}  // namespace sohoa
