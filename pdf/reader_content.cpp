#include "pdf/reader_content.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <qpdf/Pl_QPDFTokenizer.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <string_view>

namespace sohoa {

namespace {

constexpr std::size_t kMostContentBytes = std::size_t{32} << 20U;  // a page, forms included
constexpr int kMostForms = 500;
constexpr int kDeepestForm = 5;
constexpr std::size_t kDeepestState = 512;
constexpr std::size_t kMostImages = 20'000;
constexpr double kWholePage = 0.9;  // share of the page that a scan's image covers at least

struct GraphicsState {
  PdfMatrix matrix;
  PointBox clip;
  bool plain = true;
  bool text_hidden = false;
  UsedFont font;
  bool font_noted = true;
};

double number_of(std::string_view text) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && std::isfinite(value) ? std::clamp(value, -1e9, 1e9) : 0;
}

std::string without_subset_tag(std::string name) {
  if (!name.empty() && name[0] == '/') name.erase(0, 1);
  if (name.size() > 7 && name[6] == '+') name.erase(0, 7);
  return name;
}

// Walks one stream of operators; forms are walked by a walker of their own
// that adds to the same content.
class Walker : public QPDFObjectHandle::TokenFilter {
 public:
  struct Budget {
    std::size_t bytes = kMostContentBytes;
    int forms = kMostForms;
  };

  Walker(PageContent& content, Budget& budget, const PointBox& page, QPDFObjectHandle resources,
         const GraphicsState& state, int depth)
      : content_(content),
        budget_(budget),
        page_(page),
        resources_(std::move(resources)),
        state_(state),
        depth_(depth) {}

  void walk(QPDFObjectHandle stream) {
    const std::optional<std::string> bytes = stream_bytes(stream, budget_.bytes);
    if (!bytes) {
      content_.understood = false;
      return;
    }
    walk_bytes(*bytes);
  }

  void walk_bytes(const std::string& bytes) {
    if (bytes.size() > budget_.bytes) {
      content_.understood = false;
      return;
    }
    budget_.bytes -= bytes.size();
    Pl_QPDFTokenizer tokenizer("content", this);
    tokenizer.write(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    tokenizer.finish();
  }

  void handleToken(const QPDFTokenizer::Token& token) override {
    switch (token.getType()) {
      case QPDFTokenizer::tt_integer:
      case QPDFTokenizer::tt_real:
        if (numbers_.size() < 64) numbers_.push_back(number_of(token.getValue()));
        break;
      case QPDFTokenizer::tt_name:
        names_.push_back(token.getValue());
        break;
      case QPDFTokenizer::tt_string:
        string_bytes_ += token.getValue().size();
        break;
      case QPDFTokenizer::tt_inline_image:
        ++content_.paths;
        break;
      case QPDFTokenizer::tt_word:
        act(token.getValue());
        numbers_.clear();
        names_.clear();
        string_bytes_ = 0;
        break;
      default:
        break;
    }
  }

 private:
  void act(const std::string& name) {
    if (act_on_state(name) || act_on_path(name)) return;
    if (name == "Do") {
      if (!names_.empty()) paint_object(names_.back());
    } else if (name == "Tj" || name == "TJ" || name == "'" || name == "\"") {
      show_text();
    } else if (name == "Tf") {
      if (!names_.empty()) choose_font(names_.back());
    } else if (name == "Tr") {
      if (!numbers_.empty()) state_.text_hidden = numbers_.back() == 3 || numbers_.back() == 7;
    } else if (name == "BDC") {
      if (!names_.empty() && names_.front() == "/OC") content_.optional = true;
    }
  }

  bool act_on_state(const std::string& name) {
    if (name == "q") {
      if (saved_.size() < kDeepestState)
        saved_.push_back(state_);
      else
        content_.understood = false;
    } else if (name == "Q") {
      if (!saved_.empty()) {
        state_ = saved_.back();
        saved_.pop_back();
      }
    } else if (name == "cm") {
      if (numbers_.size() == 6) state_.matrix = concatenate(matrix_of_numbers(), state_.matrix);
    } else if (name == "gs") {
      if (!names_.empty()) apply_state_dictionary(names_.back());
    } else {
      return false;
    }
    return true;
  }

  bool act_on_path(const std::string& name) {
    static const std::string kPaint = " f F f* B B* b b* S s ";
    if (name == "m" || name == "l" || name == "c" || name == "v" || name == "y") {
      for (std::size_t i = 0; i + 1 < numbers_.size(); i += 2)
        add_point(numbers_[i], numbers_[i + 1]);
    } else if (name == "re") {
      if (numbers_.size() == 4) {
        add_point(numbers_[0], numbers_[1]);
        add_point(numbers_[0] + numbers_[2], numbers_[1]);
        add_point(numbers_[0], numbers_[1] + numbers_[3]);
        add_point(numbers_[0] + numbers_[2], numbers_[1] + numbers_[3]);
      }
    } else if (name == "W" || name == "W*") {
      clip_pending_ = true;
    } else if (name == "n") {
      end_path();
    } else if (name == "sh") {
      ++content_.paths;
    } else if (kPaint.find(" " + name + " ") != std::string::npos) {
      ++content_.paths;
      end_path();
    } else {
      return false;
    }
    return true;
  }

  [[nodiscard]] PdfMatrix matrix_of_numbers() const {
    return {numbers_[0], numbers_[1], numbers_[2], numbers_[3], numbers_[4], numbers_[5]};
  }

  void add_point(double x, double y) {
    const PointBox at = map_box(state_.matrix, {x, y, x, y});
    if (!path_started_) {
      path_ = at;
      path_started_ = true;
      return;
    }
    path_ = {std::min(path_.left, at.left), std::min(path_.bottom, at.bottom),
             std::max(path_.right, at.right), std::max(path_.top, at.top)};
  }

  void end_path() {
    if (clip_pending_ && path_started_) state_.clip = intersect(state_.clip, path_);
    clip_pending_ = false;
    path_started_ = false;
  }

  void apply_state_dictionary(const std::string& name) {
    QPDFObjectHandle wanted = resource("/ExtGState", name);
    if (!wanted.isDictionary()) return;
    QPDFObjectHandle alpha = wanted.getKey("/ca");
    QPDFObjectHandle blend = wanted.getKey("/BM");
    if (alpha.isNumber()) state_.plain = alpha.getNumericValue() > 0.99;
    if (wanted.getKey("/SMask").isDictionary()) state_.plain = false;
    if (blend.isArray() ||
        (blend.isName() && blend.getName() != "/Normal" && blend.getName() != "/Compatible"))
      state_.plain = false;
  }

  QPDFObjectHandle resource(const std::string& kind, const std::string& name) {
    if (!resources_.isDictionary()) return QPDFObjectHandle::newNull();
    QPDFObjectHandle all = resources_.getKey(kind);
    return all.isDictionary() ? all.getKey(name) : QPDFObjectHandle::newNull();
  }

  void choose_font(const std::string& name) {
    auto known = fonts_.find(name);
    if (known == fonts_.end()) known = fonts_.emplace(name, describe_font(name)).first;
    state_.font = known->second;
    state_.font_noted = false;
  }

  UsedFont describe_font(const std::string& name) {
    UsedFont font;
    QPDFObjectHandle dictionary = resource("/Font", name);
    if (!dictionary.isDictionary()) return font;
    QPDFObjectHandle base = dictionary.getKey("/BaseFont");
    QPDFObjectHandle subtype = dictionary.getKey("/Subtype");
    if (base.isName()) font.name = without_subset_tag(base.getName());
    font.composite = subtype.isName() && subtype.getName() == "/Type0";
    font.type3 = subtype.isName() && subtype.getName() == "/Type3";
    QPDFObjectHandle map = dictionary.getKey("/ToUnicode");
    font.to_unicode = map.isStream() || map.isName();
    return font;
  }

  void show_text() {
    if (string_bytes_ == 0) return;
    if (state_.text_hidden) {
      content_.hidden_text_bytes += string_bytes_;
      return;
    }
    content_.text_bytes += string_bytes_;
    if (state_.font_noted) return;
    state_.font_noted = true;
    const bool known =
        std::any_of(content_.fonts.begin(), content_.fonts.end(), [this](const UsedFont& font) {
          return font.name == state_.font.name && font.composite == state_.font.composite &&
                 font.type3 == state_.font.type3 && font.to_unicode == state_.font.to_unicode;
        });
    if (!known && content_.fonts.size() < 1000) content_.fonts.push_back(state_.font);
  }

  void paint_object(const std::string& name) {
    QPDFObjectHandle object = resource("/XObject", name);
    if (!object.isStream()) return;
    QPDFObjectHandle dictionary = object.getDict();
    if (!dictionary.getKey("/OC").isNull()) content_.optional = true;
    QPDFObjectHandle subtype = dictionary.getKey("/Subtype");
    if (!subtype.isName()) return;
    if (subtype.getName() == "/Image") paint_image(object, dictionary);
    if (subtype.getName() == "/Form") paint_form(object, dictionary);
  }

  void paint_image(const QPDFObjectHandle& image, QPDFObjectHandle dictionary) {
    PlacedImage placed;
    placed.image = {image.getObjectID(), image.getGeneration()};
    placed.matrix = state_.matrix;
    const PointBox on_page = intersect(map_box(state_.matrix, {0, 0, 1, 1}), page_);
    placed.seen = intersect(on_page, state_.clip);
    placed.whole = placed.seen.area() >= 0.98 * on_page.area();
    QPDFObjectHandle stencil = dictionary.getKey("/ImageMask");
    placed.plain = state_.plain && dictionary.getKey("/SMask").isNull() &&
                   dictionary.getKey("/Mask").isNull() &&
                   !(stencil.isBool() && stencil.getBoolValue());
    if (placed.seen.area() <= 0) return;
    if (placed.plain && is_axis_parallel(state_.matrix) &&
        placed.seen.area() >= kWholePage * page_.area())
      hide_what_is_below();
    if (content_.images.size() < kMostImages)
      content_.images.push_back(placed);
    else
      content_.understood = false;
  }

  void hide_what_is_below() {
    content_.hidden_text_bytes += content_.text_bytes;
    content_.text_bytes = 0;
    content_.paths = 0;
    content_.images.clear();
    content_.fonts.clear();
  }

  void paint_form(const QPDFObjectHandle& form, QPDFObjectHandle dictionary) {
    if (depth_ >= kDeepestForm || budget_.forms <= 0) {
      content_.understood = false;
      return;
    }
    --budget_.forms;
    GraphicsState inner = state_;
    QPDFObjectHandle matrix = dictionary.getKey("/Matrix");
    if (matrix.isMatrix()) {
      const QPDFObjectHandle::Matrix m = matrix.getArrayAsMatrix();
      inner.matrix = concatenate({m.a, m.b, m.c, m.d, m.e, m.f}, inner.matrix);
    }
    QPDFObjectHandle box = dictionary.getKey("/BBox");
    if (box.isRectangle()) {
      const QPDFObjectHandle::Rectangle r = box.getArrayAsRectangle();
      inner.clip = intersect(inner.clip, map_box(inner.matrix, {r.llx, r.lly, r.urx, r.ury}));
    }
    QPDFObjectHandle resources = dictionary.getKey("/Resources");
    Walker walker(content_, budget_, page_, resources.isDictionary() ? resources : resources_,
                  inner, depth_ + 1);
    walker.walk(form);
  }

  PageContent& content_;
  Budget& budget_;
  PointBox page_;
  QPDFObjectHandle resources_;
  GraphicsState state_;
  int depth_;
  std::vector<GraphicsState> saved_;
  std::vector<double> numbers_;
  std::vector<std::string> names_;
  std::size_t string_bytes_ = 0;
  PointBox path_;
  bool path_started_ = false;
  bool clip_pending_ = false;
  std::map<std::string, UsedFont> fonts_;
};

// Content streams of a page are one stream, cut between tokens.
std::optional<std::string> page_bytes(QPDFObjectHandle contents) {
  if (contents.isStream()) return stream_bytes(contents, kMostContentBytes);
  std::string all;
  if (!contents.isArray()) return all;
  for (int i = 0; i < contents.getArrayNItems(); ++i) {
    QPDFObjectHandle part = contents.getArrayItem(i);
    if (!part.isStream()) continue;
    const std::optional<std::string> bytes =
        stream_bytes(part, kMostContentBytes - std::min(kMostContentBytes, all.size()));
    if (!bytes) return std::nullopt;
    all += *bytes;
    all += '\n';
  }
  return all;
}

}  // namespace

PageContent read_content(QPDFObjectHandle page, const PageBox& box) {
  PageContent content;
  const std::optional<std::string> bytes = page_bytes(page.getKey("/Contents"));
  if (!bytes) {
    content.understood = false;
    return content;
  }
  const PointBox page_area{box.left, box.bottom, box.right, box.top};
  GraphicsState state;
  state.clip = page_area;
  Walker::Budget budget;
  Walker walker(content, budget, page_area, inherited(page, "/Resources"), state, 0);
  walker.walk_bytes(*bytes);
  return content;
}

}  // namespace sohoa
