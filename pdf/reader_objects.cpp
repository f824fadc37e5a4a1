#include "pdf/reader_objects.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <set>
#include <stdexcept>

#include "document/error.h"

namespace sohoa {

namespace {

constexpr int kDeepestTree = 64;
constexpr int kMostFields = 20'000;
constexpr std::size_t kMostFilters = 4;

[[noreturn]] void fail(Reason reason, const std::string& message) {
  throw Error(ErrorKind::document_failed, reason, "pages", message);
}

ObjectId id_of(const QPDFObjectHandle& object) {
  return {object.getObjectID(), object.getGeneration()};
}

// Keeps what it is given up to a size, then stops the decoding.
class BoundedBuffer : public Pipeline {
 public:
  explicit BoundedBuffer(std::size_t max_bytes) : Pipeline("bounded", nullptr), max_(max_bytes) {}

  void write(unsigned char const* data, std::size_t length) override {
    if (length > max_ - bytes_.size()) {
      overflow_ = true;
      throw std::runtime_error("stream too large");
    }
    bytes_.append(reinterpret_cast<const char*>(data), length);
  }
  void finish() override {}

  [[nodiscard]] bool overflow() const { return overflow_; }
  std::string take() { return std::move(bytes_); }

 private:
  std::size_t max_;
  std::string bytes_;
  bool overflow_ = false;
};

bool read_box(QPDFObjectHandle array, PageBox& box) {
  if (!array.isArray() || array.getArrayNItems() != 4) return false;
  std::array<double, 4> values{};
  for (int i = 0; i < 4; ++i) {
    QPDFObjectHandle item = array.getArrayItem(i);
    if (!item.isNumber()) return false;
    values[static_cast<std::size_t>(i)] = item.getNumericValue();
    if (!(std::abs(values[static_cast<std::size_t>(i)]) < 1e6)) return false;
  }
  box.left = std::min(values[0], values[2]);
  box.right = std::max(values[0], values[2]);
  box.bottom = std::min(values[1], values[3]);
  box.top = std::max(values[1], values[3]);
  return box.width() >= 1 && box.height() >= 1;
}

bool is_signature(QPDFObjectHandle field) {
  QPDFObjectHandle type = field.getKey("/FT");
  return type.isName() && type.getName() == "/Sig" && field.getKey("/V").isDictionary();
}

}  // namespace

std::vector<ObjectId> list_pages(QPDF& pdf, int max_pages) {
  QPDFObjectHandle root = pdf.getRoot().getKey("/Pages");
  if (!root.isDictionary()) fail(Reason::no_pages, "The PDF has no page tree.");
  struct Open {
    QPDFObjectHandle kids;
    int next = 0;
  };
  std::vector<ObjectId> pages;
  std::set<ObjectId> nodes{id_of(root)};
  std::vector<Open> way{{root.getKey("/Kids"), 0}};
  if (!way[0].kids.isArray()) fail(Reason::no_pages, "The PDF's page tree is empty.");
  while (!way.empty()) {
    if (way.back().next >= way.back().kids.getArrayNItems()) {
      way.pop_back();
      continue;
    }
    QPDFObjectHandle kid = way.back().kids.getArrayItem(way.back().next++);
    if (!kid.isDictionary() || !kid.isIndirect())
      fail(Reason::pdf_damaged,
           "A page that the PDF lists is missing (page " + std::to_string(pages.size() + 1) + ").");
    QPDFObjectHandle kids = kid.getKey("/Kids");
    if (kids.isArray()) {
      if (!nodes.insert(id_of(kid)).second || way.size() >= kDeepestTree)
        fail(Reason::pdf_damaged, "The PDF's page tree runs in a circle.");
      way.push_back({kids, 0});
      continue;
    }
    if (pages.size() >= static_cast<std::size_t>(max_pages))
      fail(Reason::too_many_pages,
           "The PDF has more than " + std::to_string(max_pages) + " pages. Split it.");
    pages.push_back(id_of(kid));
  }
  if (pages.empty()) fail(Reason::no_pages, "The PDF has no page.");
  QPDFObjectHandle count = root.getKey("/Count");
  if (count.isInteger() && count.getIntValue() > static_cast<long long>(pages.size()))
    fail(Reason::pdf_damaged, "The PDF says it has " + std::to_string(count.getIntValue()) +
                                  " pages, but only " + std::to_string(pages.size()) +
                                  " are there.");
  return pages;
}

QPDFObjectHandle inherited(QPDFObjectHandle page, const std::string& key) {
  for (int level = 0; level < kDeepestTree && page.isDictionary(); ++level) {
    QPDFObjectHandle value = page.getKey(key);
    if (!value.isNull()) return value;
    page = page.getKey("/Parent");
  }
  return QPDFObjectHandle::newNull();
}

PageBox page_box(QPDFObjectHandle page) {
  PageBox box;
  if (!read_box(inherited(page, "/MediaBox"), box)) box = {0, 0, 595.276, 841.89, 0};
  PageBox crop;
  if (read_box(inherited(page, "/CropBox"), crop)) {
    const PageBox both{std::max(box.left, crop.left), std::max(box.bottom, crop.bottom),
                       std::min(box.right, crop.right), std::min(box.top, crop.top), 0};
    if (both.width() >= 1 && both.height() >= 1) box = both;
  }
  QPDFObjectHandle rotate = inherited(page, "/Rotate");
  if (rotate.isNumber()) {
    const double turns = std::round(rotate.getNumericValue() / 90.0);
    if (std::abs(turns) < 1000) box.rotate = ((static_cast<int>(turns) % 4 + 4) % 4) * 90;
  }
  return box;
}

std::vector<std::string> filter_names(QPDFObjectHandle stream) {
  QPDFObjectHandle filter = stream.getDict().getKey("/Filter");
  std::vector<std::string> names;
  if (filter.isName()) names.push_back(filter.getName());
  if (filter.isArray()) {
    for (int i = 0; i < filter.getArrayNItems() && i < 32; ++i) {
      QPDFObjectHandle name = filter.getArrayItem(i);
      names.push_back(name.isName() ? name.getName() : "?");
    }
  }
  return names;
}

QPDFObjectHandle filter_parameters(QPDFObjectHandle stream, std::size_t index) {
  QPDFObjectHandle parameters = stream.getDict().getKey("/DecodeParms");
  if (parameters.isArray() && static_cast<std::size_t>(parameters.getArrayNItems()) > index)
    parameters = parameters.getArrayItem(static_cast<int>(index));
  else if (index > 0)
    return QPDFObjectHandle::newDictionary();
  return parameters.isDictionary() ? parameters : QPDFObjectHandle::newDictionary();
}

std::optional<std::string> stream_bytes(QPDFObjectHandle stream, std::size_t max_bytes) {
  if (!stream.isStream()) return std::nullopt;
  std::vector<std::string> filters = filter_names(stream);
  if (filters.size() > kMostFilters) return std::nullopt;
  BoundedBuffer buffer(max_bytes);
  bool decoded = false;
  const bool good = stream.pipeStreamData(&buffer, &decoded, 0, qpdf_dl_specialized, true, false);
  if (!good || buffer.overflow() || (!decoded && !filters.empty())) return std::nullopt;
  return buffer.take();
}

bool has_signature(QPDF& pdf) {
  QPDFObjectHandle root = pdf.getRoot();
  QPDFObjectHandle rights = root.getKey("/Perms");
  if (rights.isDictionary() && (rights.hasKey("/DocMDP") || rights.hasKey("/UR3"))) return true;
  QPDFObjectHandle form = root.getKey("/AcroForm");
  if (!form.isDictionary()) return false;
  std::vector<QPDFObjectHandle> waiting{form.getKey("/Fields")};
  std::set<ObjectId> seen;
  while (!waiting.empty() && seen.size() < kMostFields) {
    QPDFObjectHandle list = waiting.back();
    waiting.pop_back();
    if (!list.isArray()) continue;
    for (int i = 0; i < list.getArrayNItems(); ++i) {
      QPDFObjectHandle field = list.getArrayItem(i);
      if (!field.isDictionary()) continue;
      if (is_signature(field)) return true;
      if (field.isIndirect() && seen.insert(id_of(field)).second)
        waiting.push_back(field.getKey("/Kids"));
    }
  }
  return false;
}

}  // namespace sohoa
