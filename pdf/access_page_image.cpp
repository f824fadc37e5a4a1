// Finding the image that covers a page, by following the page's content.

#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <vector>

#include "document/error.h"
#include "pdf/access_image.h"

namespace sohoa {
namespace {

constexpr double kLeastCover = 0.8;
constexpr int kDeepestForm = 8;

struct GraphicsState {
  PdfMatrix matrix;
  std::string fill = "0 g";
};

struct Candidate {
  QPDFObjectHandle image;
  PlacedImage placed;
  double area = 0;
};

bool matrix_from(QPDFObjectHandle array, PdfMatrix& matrix) {
  if (!array.isArray() || array.getArrayNItems() != 6) return false;
  std::vector<double> n;
  for (int i = 0; i < 6; ++i) {
    if (!array.getArrayItem(i).isNumber()) return false;
    n.push_back(array.getArrayItem(i).getNumericValue());
  }
  matrix = {n[0], n[1], n[2], n[3], n[4], n[5]};
  return true;
}

class ImageFinder : public QPDFObjectHandle::ParserCallbacks {
 public:
  ImageFinder(QPDFObjectHandle resources, const GraphicsState& start, const PdfRect& visible,
              int depth, Candidate& best)
      : resources_(resources), state_(start), visible_(visible), depth_(depth), best_(best) {}

  void handleObject(QPDFObjectHandle object, size_t, size_t) override {
    if (object.isOperator()) {
      handle_operator(object.getOperatorValue());
      operands_.clear();
    } else {
      operands_.push_back(object);
    }
  }
  void handleEOF() override {}

 private:
  void handle_operator(const std::string& name) {
    if (name == "q") {
      saved_.push_back(state_);
    } else if (name == "Q") {
      if (saved_.empty()) return;
      state_ = saved_.back();
      saved_.pop_back();
    } else if (name == "cm") {
      PdfMatrix matrix;
      if (matrix_from(QPDFObjectHandle::newArray(operands_), matrix)) {
        state_.matrix = then(matrix, state_.matrix);
      }
    } else if (name == "g" || name == "rg" || name == "k") {
      state_.fill = name == "k" ? "" : fill_operators(name);
    } else if (name == "scn" || name == "sc" || name == "cs") {
      state_.fill.clear();
    } else if (name == "Do" && operands_.size() == 1 && operands_[0].isName()) {
      show(resources_.getKeyIfDict("/XObject").getKeyIfDict(operands_[0].getName()));
    }
  }

  std::string fill_operators(const std::string& name) const {
    std::string text;
    for (QPDFObjectHandle operand : operands_) {
      if (!operand.isNumber()) return {};
      text += pdf_number(operand.getNumericValue(), 4) + ' ';
    }
    return text + name;
  }

  void show(QPDFObjectHandle object) {
    if (!object.isStream()) return;
    QPDFObjectHandle dictionary = object.getDict();
    QPDFObjectHandle subtype = dictionary.getKey("/Subtype");
    if (subtype.isNameAndEquals("/Image")) {
      show_image(object);
    } else if (subtype.isNameAndEquals("/Form") && depth_ < kDeepestForm) {
      GraphicsState inside = state_;
      PdfMatrix matrix;
      if (matrix_from(dictionary.getKey("/Matrix"), matrix)) {
        inside.matrix = then(matrix, state_.matrix);
      }
      QPDFObjectHandle own = dictionary.getKey("/Resources");
      ImageFinder finder(own.isDictionary() ? own : resources_, inside, visible_, depth_ + 1,
                         best_);
      QPDFObjectHandle::parseContentStream(object, &finder);
    }
  }

  void show_image(QPDFObjectHandle image) {
    const PdfRect shown = intersect(unit_square(state_.matrix), visible_);
    const double area = shown.width() * shown.height();
    if (area > best_.area) best_ = {image, {state_.matrix, state_.fill}, area};
  }

  QPDFObjectHandle resources_;
  GraphicsState state_;
  const PdfRect& visible_;
  int depth_;
  Candidate& best_;
  std::vector<GraphicsState> saved_;
  std::vector<QPDFObjectHandle> operands_;
};

}  // namespace

PlacedImage find_page_image(QPDFObjectHandle page, const PdfRect& visible,
                            QPDFObjectHandle& image) {
  Candidate best;
  QPDFPageObjectHelper helper(page);
  ImageFinder finder(helper.getAttribute("/Resources", false), {}, visible, 0, best);
  helper.parseContents(&finder);
  if (best.area < kLeastCover * visible.width() * visible.height()) {
    throw Error{ErrorKind::document_failed, Reason::access_copy_invalid, "render",
                "no single image covers the source page; give a rendered image instead"};
  }
  image = best.image;
  if (!image.getDict().getKey("/ImageMask").isBool() ||
      !image.getDict().getKey("/ImageMask").getBoolValue()) {
    best.placed.fill_colour.clear();
  } else if (best.placed.fill_colour.empty()) {
    throw Error{ErrorKind::document_failed, Reason::access_copy_invalid, "render",
                "the source page paints its stencil mask in a colour space that is not carried "
                "over; give a rendered image instead"};
  }
  return best.placed;
}

}  // namespace sohoa
