#include "pdf/text_layer.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "document/vietnamese_text.h"

namespace sohoa {

namespace {

// Poppler indents its elements and puts one attribute list on each; text
// stands in <word> only, with the five predefined entities.
class BboxReader {
 public:
  explicit BboxReader(std::string_view xhtml) : rest_(xhtml) {}

  std::optional<std::vector<TextPage>> read() {
    const std::size_t start = rest_.find("<doc>");
    if (start == std::string_view::npos) return std::nullopt;
    rest_.remove_prefix(start + 5);
    std::vector<TextPage> pages;
    while (true) {
      const std::string_view tag = next_tag();
      if (tag == "/doc") return pages;
      if (!take(tag, pages)) return std::nullopt;
    }
  }

 private:
  // The inside of the next <...>; empty at the end or when text stands before it.
  std::string_view next_tag() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n' || rest_[0] == '\r'))
      rest_.remove_prefix(1);
    const std::size_t end = rest_.find('>');
    if (rest_.empty() || rest_[0] != '<' || end == std::string_view::npos) return {};
    const std::string_view tag = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return tag;
  }

  bool take(std::string_view tag, std::vector<TextPage>& pages) {
    const std::string_view name = tag.substr(0, tag.find(' '));
    if (name == "page") {
      pages.emplace_back();
      in_block_ = in_line_ = false;
      return true;
    }
    if (name == "page/" || name == "/page" || name == "flow" || name == "/flow" ||
        name == "/block" || name == "/line")
      return true;
    if (pages.empty()) return false;
    TextPage& page = pages.back();
    if (name == "block") {
      page.blocks.emplace_back();
      in_block_ = true;
      in_line_ = false;
      return true;
    }
    if (name == "line" && in_block_) {
      in_line_ = true;
      page.blocks.back().lines.emplace_back();
      return read_box(tag, page.blocks.back().lines.back().box);
    }
    return name == "word" && in_line_ && take_word(tag, page.blocks.back().lines.back());
  }

  bool take_word(std::string_view tag, TextLine& line) {
    TextWord word;
    const std::size_t end = rest_.find("</word>");
    if (end == std::string_view::npos || !read_box(tag, word.box)) return false;
    word.text = to_nfc(unescape(rest_.substr(0, end)));
    rest_.remove_prefix(end + 7);
    if (!word.text.empty()) line.words.push_back(std::move(word));
    return true;
  }

  static std::string unescape(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
      static constexpr std::pair<std::string_view, char> kEntities[] = {
          {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
      const auto* entity =
          std::find_if(std::begin(kEntities), std::end(kEntities),
                       [&](const auto& e) { return text.substr(0, e.first.size()) == e.first; });
      const bool found = entity != std::end(kEntities);
      plain += found ? entity->second : text[0];
      text.remove_prefix(found ? entity->first.size() : 1);
    }
    return plain;
  }

  static bool read_number(std::string_view tag, std::string_view key, double& value) {
    const std::size_t at = tag.find(key);
    if (at == std::string_view::npos) return false;
    const std::string_view text = tag.substr(at + key.size());
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && std::isfinite(value) && std::abs(value) < 1e6;
  }

  static bool read_box(std::string_view tag, TextBox& box) {
    return read_number(tag, "xMin=\"", box.left) && read_number(tag, "yMin=\"", box.top) &&
           read_number(tag, "xMax=\"", box.right) && read_number(tag, "yMax=\"", box.bottom);
  }

  std::string_view rest_;
  bool in_block_ = false;
  bool in_line_ = false;
};

PixelBox to_pixels(const TextBox& box, const TextLayout& page) {
  const double scale = page.dpi.value / 72.0;
  const auto within = [](double value, int most) {
    return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(most)));
  };
  const int left = within(std::floor(box.left * scale), page.width);
  const int top = within(std::floor(box.top * scale), page.height);
  return {left, top, within(std::ceil(box.right * scale), page.width) - left,
          within(std::ceil(box.bottom * scale), page.height) - top};
}

// Poppler's word boxes reach from ascent to descent; the descent of the text
// faces in use (Times, Arial) is about a fifth of that height.
constexpr double kDescentShare = 0.2;

Line to_line(const TextLine& source, const TextLayout& page) {
  Line line;
  for (const TextWord& source_word : source.words) {
    Word word;
    word.text = source_word.text;
    word.box = to_pixels(source_word.box, page);
    word.confidence = 1;
    if (word.box.empty()) continue;
    line.box = cover(line.box, word.box);
    line.words.push_back(std::move(word));
  }
  const double baseline = line.box.bottom() - kDescentShare * line.box.height;
  line.baseline_start = {static_cast<double>(line.box.left), baseline};
  line.baseline_end = {static_cast<double>(line.box.right()), baseline};
  return line;
}

// In units of the lower line's height: wider than the blank that is left for a
// written number, narrower than the gutter between columns of a letterhead.
constexpr double kClosestColumns = 1.3;
constexpr double kSameLine = 0.7;  // of the height they must share
constexpr std::size_t kMostSingleLines = 1000;

bool continues(const TextBox& left, const TextBox& right) {
  const double height = std::min(left.bottom - left.top, right.bottom - right.top);
  const double shared = std::min(left.bottom, right.bottom) - std::max(left.top, right.top);
  const double gap = right.left - left.right;
  return height > 0 && shared >= kSameLine * height && gap >= -0.1 * height &&
         gap < kClosestColumns * height;
}

void append(TextLine& line, TextLine& next) {
  line.words.insert(line.words.end(), next.words.begin(), next.words.end());
  line.box.right = next.box.right;
  line.box.top = std::min(line.box.top, next.box.top);
  line.box.bottom = std::max(line.box.bottom, next.box.bottom);
  next.words.clear();
}

TextPage join_parted_lines(TextPage page) {
  std::vector<TextLine*> single;
  for (TextBlock& block : page.blocks)
    if (block.lines.size() == 1) single.push_back(&block.lines[0]);
  if (single.size() > kMostSingleLines) return page;
  for (std::size_t i = 0; i < single.size(); ++i) {
    for (std::size_t j = 0; j < single.size(); ++j) {
      if (i == j || single[i]->words.empty() || single[j]->words.empty() ||
          !continues(single[i]->box, single[j]->box))
        continue;
      append(*single[i], *single[j]);
      j = static_cast<std::size_t>(-1);  // the longer line may reach others now
    }
  }
  return page;
}

}  // namespace

std::optional<std::vector<TextPage>> parse_bbox_layout(std::string_view xhtml) {
  return BboxReader(xhtml).read();
}

std::string text_of(const TextPage& page) {
  std::string text;
  for (const TextBlock& block : page.blocks) {
    for (const TextLine& line : block.lines) {
      for (const TextWord& word : line.words) text += word.text + ' ';
      text += '\n';
    }
  }
  return text;
}

TextLayout to_layout(const TextPage& page, int width, int height, Dpi dpi) {
  TextLayout layout;
  layout.width = width;
  layout.height = height;
  layout.dpi = dpi;
  layout.source = TextSource::born_digital;
  const TextPage joined = join_parted_lines(page);
  for (const TextBlock& source : joined.blocks) {
    Block block;
    for (const TextLine& source_line : source.lines) {
      Line line = to_line(source_line, layout);
      if (line.words.empty()) continue;
      block.box = cover(block.box, line.box);
      block.lines.push_back(std::move(line));
    }
    if (!block.lines.empty()) layout.blocks.push_back(std::move(block));
  }
  return layout;
}

}  // namespace sohoa
