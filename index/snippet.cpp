#include "index/snippet.h"

#include <algorithm>
#include <vector>

#include "index/search_index.h"

namespace sohoa {

namespace {

constexpr std::size_t kLength = 160;  // characters

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_space);
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

bool matches_at(const std::vector<SearchWord>& words, std::size_t at, const QueryTerm& term,
                Spelling spelling) {
  if (at + term.words.size() > words.size()) return false;
  for (std::size_t i = 0; i < term.words.size(); ++i) {
    const bool exact = spelling == Spelling::exact;
    const std::string& wanted = exact ? term.words[i].exact : term.words[i].folded;
    const std::string& found = exact ? words[at + i].exact : words[at + i].folded;
    const bool open_end = term.prefix && i + 1 == term.words.size();
    if (open_end ? !found.starts_with(wanted) : found != wanted) return false;
  }
  return true;
}

// Matches as ranges of words, in order and apart from each other.
std::vector<Range> find_matches(const std::vector<SearchWord>& words, const ParsedQuery& query,
                                Spelling spelling) {
  std::vector<Range> matches;
  for (std::size_t at = 0; at < words.size(); ++at) {
    std::size_t length = 0;
    for (const QueryTerm& term : query.terms)
      if (term.words.size() > length && matches_at(words, at, term, spelling))
        length = term.words.size();
    if (length == 0) continue;
    if (!matches.empty() && at < matches.back().end)
      matches.back().end = std::max(matches.back().end, at + length);
    else
      matches.push_back({at, at + length});
  }
  return matches;
}

// Words from `match` on as long as they fit, then as much before as after them.
Range choose_words(std::string_view text, const std::vector<SearchWord>& words,
                   const std::vector<Range>& matches, std::size_t match) {
  const auto length = [&](std::size_t begin, std::size_t end) {
    return characters(text.substr(words[begin].begin, words[end - 1].end - words[begin].begin));
  };
  Range chosen = matches[match];
  for (std::size_t next = match + 1; next < matches.size(); ++next) {
    if (length(chosen.begin, matches[next].end) > kLength) break;
    chosen.end = matches[next].end;
  }
  for (bool grown = true; grown;) {
    grown = false;
    if (chosen.begin > 0 && length(chosen.begin - 1, chosen.end) <= kLength) {
      --chosen.begin;
      grown = true;
    }
    if (chosen.end < words.size() && length(chosen.begin, chosen.end + 1) <= kLength) {
      ++chosen.end;
      grown = true;
    }
  }
  return chosen;
}

Range choose_beginning(std::string_view text, const std::vector<SearchWord>& words) {
  Range chosen{0, 0};
  while (chosen.end < words.size() && characters(text.substr(0, words[chosen.end].end)) <= kLength)
    ++chosen.end;
  return chosen;
}

std::vector<Range> byte_ranges(std::string_view text, const std::vector<SearchWord>& words,
                               const std::vector<Range>& matches) {
  std::vector<Range> ranges;
  for (const Range& match : matches) {
    const Range bytes{words[match.begin].begin, words[match.end - 1].end};
    if (!ranges.empty() &&
        is_blank(text.substr(ranges.back().end, bytes.begin - ranges.back().end)))
      ranges.back().end = bytes.end;
    else
      ranges.push_back(bytes);
  }
  return ranges;
}

// White space becomes one space; other control characters, our marks among
// them, are left out.
void append_line(std::string& line, std::string_view text) {
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (is_space(c)) {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else if (!control) {
      line += c;
    }
  }
}

std::string mark(std::string_view text, Range shown, const std::vector<Range>& hits) {
  std::string line;
  std::size_t done = shown.begin;
  for (const Range& hit : hits) {
    const Range part{std::max(hit.begin, shown.begin), std::min(hit.end, shown.end)};
    if (part.begin >= part.end) continue;
    append_line(line, text.substr(done, part.begin - done));
    line += kHitStart;
    append_line(line, text.substr(part.begin, part.end - part.begin));
    line += kHitEnd;
    done = part.end;
  }
  append_line(line, text.substr(done, shown.end - done));
  return line;
}

}  // namespace

Snippet make_snippet(std::string_view nfc, const ParsedQuery& query, Spelling spelling,
                     std::size_t near_word) {
  const std::vector<SearchWord> words = search_words(nfc);
  if (words.empty()) return {};
  const std::vector<Range> matches = find_matches(words, query, spelling);
  Range chosen;
  if (matches.empty()) {
    chosen = choose_beginning(nfc, words);
  } else {
    const auto near = std::find_if(matches.begin(), matches.end(),
                                   [&](const Range& match) { return match.end > near_word; });
    chosen =
        choose_words(nfc, words, matches,
                     near == matches.end() ? 0 : static_cast<std::size_t>(near - matches.begin()));
  }
  if (chosen.begin >= chosen.end) return {};
  // The punctuation before the first and behind the last word of the text belongs to them.
  const bool from_start = chosen.begin == 0;
  const bool to_end = chosen.end == words.size();
  const Range shown{from_start ? 0 : words[chosen.begin].begin,
                    to_end ? nfc.size() : words[chosen.end - 1].end};
  Snippet snippet;
  snippet.marked = !matches.empty();
  snippet.text = mark(nfc, shown, byte_ranges(nfc, words, matches));
  while (!snippet.text.empty() && snippet.text.back() == ' ') snippet.text.pop_back();
  if (!from_start) snippet.text.insert(0, "…");
  if (!to_end) snippet.text += "…";
  return snippet;
}

}  // namespace sohoa
