#include "cli/page_ranges.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace sohoa {

namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

struct Range {
  int first;
  int last;
};

std::optional<Range> parse_range(std::string_view text, int page_count) {
  const std::size_t dash = text.find('-');
  const auto first = number(text.substr(0, dash));
  if (!first) return std::nullopt;
  if (dash == std::string_view::npos) return Range{*first, *first};
  if (dash + 1 == text.size()) return Range{*first, page_count};
  const auto last = number(text.substr(dash + 1));
  if (!last || *last < *first) return std::nullopt;
  return Range{*first, *last};
}

}  // namespace

std::optional<std::vector<int>> parse_page_ranges(std::string_view text, int page_count) {
  std::set<int> pages;
  if (text.empty()) text = "1-";
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const auto range = parse_range(text.substr(0, comma), page_count);
    if (!range) return std::nullopt;
    for (int page = range->first; page <= std::min(range->last, page_count); ++page)
      pages.insert(page);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return std::vector<int>(pages.begin(), pages.end());
}

}  // namespace sohoa
