#include "pdf/access_image.h"

#include <array>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <set>
#include <string_view>

#include "document/error.h"
#include "pdf/access_stream.h"
#include "pdf/pdfa_jpx.h"

namespace sohoa {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw Error{ErrorKind::document_failed, Reason::access_copy_invalid, "render",
              "the page image " + why + "; give a rendered image instead"};
}

bool is_one_of(QPDFObjectHandle name, std::initializer_list<std::string_view> names) {
  if (!name.isName()) return false;
  for (const std::string_view candidate : names) {
    if (name.getName() == candidate) return true;
  }
  return false;
}

void require_icc_profile(QPDFObjectHandle stream) {
  if (!stream.isStream()) refuse("names an ICC profile that is missing");
  QPDFObjectHandle count = stream.getDict().getKey("/N");
  std::string profile;
  try {
    const std::shared_ptr<Buffer> data = stream.getStreamData(qpdf_dl_generalized);
    profile.assign(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
  } catch (const std::exception&) {
    refuse("has an ICC profile that cannot be read");
  }
  if (profile.size() < 128 || profile.substr(36, 4) != "acsp" || !count.isInteger()) {
    refuse("has a damaged ICC profile");
  }
  const std::string space = profile.substr(16, 4);
  const int channels = space == "GRAY" ? 1 : space == "CMYK" ? 4 : 3;
  if (count.getIntValueAsInt() != channels) refuse("has an ICC profile of another colour space");
}

// ISO 19005-2, 6.2.4: what an sRGB output intent covers, or what says for itself
// which colours it means.
void require_colour_space(QPDFObjectHandle space, bool inside_indexed = false) {
  if (is_one_of(space, {"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB"})) return;
  if (space.isName()) refuse("uses " + space.getName().substr(1));
  if (!space.isArray() || space.getArrayNItems() < 1) refuse("has no colour space");
  QPDFObjectHandle family = space.getArrayItem(0);
  if (is_one_of(family, {"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/Lab"})) return;
  if (is_one_of(family, {"/ICCBased"}) && space.getArrayNItems() == 2) {
    return require_icc_profile(space.getArrayItem(1));
  }
  if (is_one_of(family, {"/Indexed"}) && space.getArrayNItems() == 4 && !inside_indexed) {
    return require_colour_space(space.getArrayItem(1), true);
  }
  refuse("uses the colour space " + (family.isName() ? family.getName().substr(1) : "?"));
}

std::vector<QPDFObjectHandle> filters_of(QPDFObjectHandle stream) {
  QPDFObjectHandle filter = stream.getDict().getKey("/Filter");
  if (filter.isName()) return {filter};
  return filter.isArray() ? filter.getArrayAsVector() : std::vector<QPDFObjectHandle>{};
}

// ISO 19005-2, 6.1.7.2 forbids LZW: the same samples as Flate.
void replace_lzw(QPDFObjectHandle stream) {
  std::shared_ptr<Buffer> samples;
  try {
    samples = stream.getStreamData(qpdf_dl_specialized);
  } catch (const std::exception&) {
    refuse("has an LZW stream that cannot be decoded");
  }
  const std::string bytes(reinterpret_cast<const char*>(samples->getBuffer()), samples->getSize());
  stream.replaceStreamData(deflate(bytes), QPDFObjectHandle::newName("/FlateDecode"),
                           QPDFObjectHandle::newNull());
}

void require_jpx(QPDFObjectHandle stream) {
  const std::shared_ptr<Buffer> raw = stream.getRawStreamData();
  const std::string_view bytes(reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize());
  const std::string fault = jpx_fault(bytes);
  if (!fault.empty()) refuse("is JPEG 2000 of a kind that PDF/A-2 forbids: " + fault);
}

void clean_stream(QPDFObjectHandle stream) {
  if (stream.getDict().hasKey("/F")) refuse("lies in another file");
  bool lzw = false;
  for (QPDFObjectHandle filter : filters_of(stream)) {
    if (is_one_of(filter, {"/Crypt"})) refuse("uses a Crypt filter");
    lzw = lzw || is_one_of(filter, {"/LZWDecode", "/LZW"});
    if (is_one_of(filter, {"/JPXDecode"})) {
      if (filters_of(stream).size() > 1) refuse("is JPEG 2000 inside another filter");
      require_jpx(stream);
    }
  }
  if (lzw) replace_lzw(stream);
}

// Keeps the entries of ISO 32000-1, table 89 that say how samples become
// colours; Interpolate, Alternates, OPI, OC, Metadata and the like go.
void clean_dictionary(QPDFObjectHandle dictionary) {
  static const std::set<std::string> kept = {
      "/Type",   "/Subtype", "/Width",      "/Height", "/ColorSpace",  "/BitsPerComponent",
      "/Mask",   "/SMask",   "/ImageMask",  "/Decode", "/SMaskInData", "/Matte",
      "/Filter", "/Length",  "/DecodeParms"};
  for (const std::string& key : dictionary.getKeys()) {
    const bool intent =
        key == "/Intent" &&
        is_one_of(dictionary.getKey(key),
                  {"/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"});
    if (kept.count(key) == 0 && !intent) dictionary.removeKey(key);
  }
  dictionary.replaceKey("/Type", QPDFObjectHandle::newName("/XObject"));
}

void clean(QPDFObjectHandle image, bool is_mask) {
  QPDFObjectHandle dictionary = image.getDict();
  QPDFObjectHandle stencil = dictionary.getKey("/ImageMask");
  const bool is_stencil = stencil.isBool() && stencil.getBoolValue();
  QPDFObjectHandle space = dictionary.getKey("/ColorSpace");
  const std::vector<QPDFObjectHandle> filters = filters_of(image);
  const bool is_jpx = !filters.empty() && is_one_of(filters.back(), {"/JPXDecode"});
  if (!is_stencil && !(is_jpx && space.isNull())) require_colour_space(space);
  clean_stream(image);
  clean_dictionary(dictionary);
  for (const char* key : {"/SMask", "/Mask"}) {
    QPDFObjectHandle mask = dictionary.getKey(key);
    if (mask.isStream() && !is_mask) clean(mask, true);
  }
}

// Hands out the caller's bytes when the file is written, without a copy.
class GivenData : public QPDFObjectHandle::StreamDataProvider {
 public:
  explicit GivenData(const std::string& data) : data_(data) {}
  void provideStreamData(QPDFObjGen const&, Pipeline* pipeline) override {
    pipeline->write(reinterpret_cast<const unsigned char*>(data_.data()), data_.size());
    pipeline->finish();
  }

 private:
  const std::string& data_;
};

QPDFObjectHandle decode_parameters(const AccessImage& image) {
  if (image.filter == AccessFilter::ccitt_g4) {
    QPDFObjectHandle parameters = QPDFObjectHandle::parse("<< /K -1 >>");
    parameters.replaceKey("/Columns", QPDFObjectHandle::newInteger(image.width));
    parameters.replaceKey("/Rows", QPDFObjectHandle::newInteger(image.height));
    if (!image.black_is_zero) {
      parameters.replaceKey("/BlackIs1", QPDFObjectHandle::newBool(true));
    }
    return parameters;
  }
  if (image.filter != AccessFilter::flate || image.png_predictor_columns <= 0) {
    return QPDFObjectHandle::newNull();
  }
  QPDFObjectHandle parameters = QPDFObjectHandle::parse("<< /Predictor 15 >>");
  parameters.replaceKey("/Columns", QPDFObjectHandle::newInteger(image.png_predictor_columns));
  parameters.replaceKey("/Colors", QPDFObjectHandle::newInteger(image.components));
  parameters.replaceKey("/BitsPerComponent",
                        QPDFObjectHandle::newInteger(image.bits_per_component));
  return parameters;
}

std::string filter_name(AccessFilter filter) {
  switch (filter) {
    case AccessFilter::dct:
      return "/DCTDecode";
    case AccessFilter::jpx:
      return "/JPXDecode";
    case AccessFilter::ccitt_g4:
      return "/CCITTFaxDecode";
    case AccessFilter::flate:
      break;
  }
  return "/FlateDecode";
}

}  // namespace

void clean_image(QPDFObjectHandle image) {
  clean(image, false);
}

QPDFObjectHandle copy_image(QPDF& pdf, QPDFObjectHandle image) {
  clean_image(image);
  return pdf.copyForeignObject(image);
}

QPDFObjectHandle make_image(QPDF& pdf, const AccessImage& image) {
  if (image.width <= 0 || image.height <= 0 || image.data.empty()) refuse("is empty");
  if (image.components != 1 && image.components != 3) refuse("is neither grey nor RGB");
  if (image.filter == AccessFilter::jpx) {
    const std::string fault = jpx_fault(image.data);
    if (!fault.empty()) refuse("is JPEG 2000 of a kind that PDF/A-2 forbids: " + fault);
  }
  QPDFObjectHandle stream = QPDFObjectHandle::newStream(&pdf);
  QPDFObjectHandle dictionary = stream.getDict();
  dictionary.replaceKey("/Type", QPDFObjectHandle::newName("/XObject"));
  dictionary.replaceKey("/Subtype", QPDFObjectHandle::newName("/Image"));
  dictionary.replaceKey("/Width", QPDFObjectHandle::newInteger(image.width));
  dictionary.replaceKey("/Height", QPDFObjectHandle::newInteger(image.height));
  const bool bilevel = image.filter == AccessFilter::ccitt_g4;
  const int bits = bilevel ? 1 : image.bits_per_component;
  const std::string space = image.components == 3 ? "/DeviceRGB" : "/DeviceGray";
  dictionary.replaceKey("/ColorSpace", QPDFObjectHandle::newName(space));
  dictionary.replaceKey("/BitsPerComponent", QPDFObjectHandle::newInteger(bits));
  if (!bilevel && bits == 1 && !image.black_is_zero) {
    dictionary.replaceKey("/Decode", QPDFObjectHandle::parse("[1 0]"));
  }
  stream.replaceStreamData(std::make_shared<GivenData>(image.data),
                           QPDFObjectHandle::newName(filter_name(image.filter)),
                           decode_parameters(image));
  return stream;
}

}  // namespace sohoa
