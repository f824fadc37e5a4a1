#include "index/ranking.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace sohoa {

namespace {

constexpr double kSaturation = 1.2;        // k1
constexpr double kLengthInfluence = 0.75;  // b
// What one occurrence weighs, by TextColumn.
constexpr std::array<double, kTextColumns> kWeights = {8, 5, 3, 2, 1};
constexpr auto kBody = static_cast<int>(TextColumn::body);
// Counting the records of a word stops here: a word in more is simply common.
constexpr long long kCountedRecords = 4000;
constexpr double kLeastRarity = 0.05;
// Occurrences of one word in one body that are looked at.
constexpr std::size_t kPositionsOfWord = 1000;
// About as many words as a snippet shows.
constexpr int kSnippetWords = 30;
constexpr double kClosenessWeight = 1.5;
constexpr double kRepetitionWeight = 0.02;

struct Hit {
  int position = 0;
  int word = 0;
};

int count_record(const Fts5ExtensionApi*, Fts5Context*, void* count) {
  auto& records = *static_cast<long long*>(count);
  return ++records >= kCountedRecords ? SQLITE_DONE : SQLITE_OK;
}

// The inverse document frequency of BM25, above zero for words in every record.
std::vector<double> rarities(const Fts5ExtensionApi& api, Fts5Context& match, int words) {
  sqlite3_int64 all = 0;
  api.xRowCount(&match, &all);
  std::vector<double> rarity;
  for (int word = 0; word < words; ++word) {
    long long with = 0;
    api.xQueryPhrase(&match, word, &with, count_record);
    const auto found = static_cast<double>(with);
    const double idf =
        std::log(1 + (static_cast<double>(std::max<sqlite3_int64>(all, with)) - found + 0.5) /
                         (found + 0.5));
    rarity.push_back(std::max(idf, kLeastRarity));
  }
  return rarity;
}

double relative_length(const Fts5ExtensionApi& api, Fts5Context& match) {
  int length = 0;
  sqlite3_int64 total = 0;
  sqlite3_int64 rows = 0;
  api.xColumnSize(&match, kBody, &length);
  api.xColumnTotalSize(&match, kBody, &total);
  api.xRowCount(&match, &rows);
  if (total <= 0 || rows <= 0) return 1;
  return static_cast<double>(length) * static_cast<double>(rows) / static_cast<double>(total);
}

// The weighted number of occurrences of one word; its places in the body go to `hits`.
double weigh_occurrences(const Fts5ExtensionApi& api, Fts5Context& match, int word,
                         std::vector<Hit>& hits) {
  Fts5PhraseIter iterator{};
  int column = 0;
  int position = 0;
  double weight = 0;
  std::size_t kept = 0;
  if (api.xPhraseFirst(&match, word, &iterator, &column, &position) != SQLITE_OK) return 0;
  while (column >= 0 && kept < kPositionsOfWord) {
    if (column < kTextColumns) weight += kWeights[static_cast<std::size_t>(column)];
    if (column == kBody) {
      hits.push_back({position, word});
      ++kept;
    }
    api.xPhraseNext(&match, &iterator, &column, &position);
  }
  return weight;
}

// A stretch of the body that holds hits, seen through a window that moves on.
class Window {
 public:
  explicit Window(const std::vector<double>& rarity) : rarity_(rarity), count_(rarity.size(), 0) {}

  void take(const Hit& hit) {
    if (count_[index(hit)]++ == 0) {
      worth_ += rarity_[index(hit)];
      ++distinct_;
    }
    ++hits_;
  }
  void drop(const Hit& hit) {
    if (--count_[index(hit)] == 0) {
      worth_ -= rarity_[index(hit)];
      --distinct_;
    }
    --hits_;
  }
  [[nodiscard]] bool complete() const { return distinct_ == count_.size(); }
  [[nodiscard]] double worth() const { return worth_ * (1 + kRepetitionWeight * hits_); }

 private:
  static std::size_t index(const Hit& hit) { return static_cast<std::size_t>(hit.word); }

  const std::vector<double>& rarity_;
  std::vector<int> count_;
  std::size_t distinct_ = 0;
  int hits_ = 0;
  double worth_ = 0;
};

// Where the worthiest stretch of kSnippetWords words begins; the first of equals.
int densest_position(const std::vector<Hit>& hits, const std::vector<double>& rarity) {
  Window window(rarity);
  double best = -1;
  int position = -1;
  std::size_t last = 0;
  for (std::size_t first = 0; first < hits.size(); ++first) {
    while (last < hits.size() && hits[last].position < hits[first].position + kSnippetWords)
      window.take(hits[last++]);
    if (window.worth() > best + 1e-9) {
      best = window.worth();
      position = hits[first].position;
    }
    window.drop(hits[first]);
  }
  return position;
}

struct Cluster {
  double closeness = 0;  // 1 when all words stand side by side, towards 0 as they part
  int position = -1;
};

// The shortest stretch that holds every word.
Cluster closest_cluster(const std::vector<Hit>& hits, const std::vector<double>& rarity) {
  Window window(rarity);
  int shortest = std::numeric_limits<int>::max();
  Cluster cluster;
  std::size_t last = 0;
  for (std::size_t first = 0; first < hits.size(); ++first) {
    while (last < hits.size() && !window.complete()) window.take(hits[last++]);
    if (!window.complete()) break;
    const int length = hits[last - 1].position - hits[first].position + 1;
    if (length < shortest) {
      shortest = length;
      cluster.position = hits[first].position;
    }
    window.drop(hits[first]);
  }
  if (cluster.position >= 0)
    cluster.closeness = std::min(1.0, static_cast<double>(rarity.size()) / shortest);
  return cluster;
}

}  // namespace

Grade grade_row(const Fts5ExtensionApi& api, Fts5Context& match, Grading& grading) {
  if (grading.rarity.empty()) grading.rarity = rarities(api, match, grading.words);
  const double length = 1 - kLengthInfluence + kLengthInfluence * relative_length(api, match);
  std::vector<Hit> hits;
  Grade grade;
  double all_rarity = 0;
  for (int word = 0; word < grading.words; ++word) {
    const double rarity = grading.rarity[static_cast<std::size_t>(word)];
    const double weight = weigh_occurrences(api, match, word, hits);
    grade.score += rarity * weight * (kSaturation + 1) / (weight + kSaturation * length);
    all_rarity += rarity;
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.position != b.position ? a.position < b.position : a.word < b.word;
  });
  grade.body_position = densest_position(hits, grading.rarity);
  if (grading.words > 1) {
    const Cluster cluster = closest_cluster(hits, grading.rarity);
    grade.score += kClosenessWeight * all_rarity * cluster.closeness;
    if (cluster.closeness * kSnippetWords >= grading.words) grade.body_position = cluster.position;
  }
  return grade;
}

}  // namespace sohoa
