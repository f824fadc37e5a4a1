#include "pdf/reader_image.h"

#include <algorithm>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <string_view>
#include <vector>

#include "pdf/reader_colour.h"
#include "pdf/reader_tiff.h"

namespace sohoa {

namespace {

constexpr std::size_t kSlackBytes = 65536;  // behind the last row: padding of some writers
constexpr long long kLongestSide = 200'000;

int positive(QPDFObjectHandle number) {
  if (!number.isInteger()) return 0;
  const long long value = number.getIntValue();
  return value > 0 && value <= kLongestSide ? static_cast<int>(value) : 0;
}

bool is_true(QPDFObjectHandle flag) {
  return flag.isBool() && flag.getBoolValue();
}

std::string filter_word(const std::string& filter, QPDFObjectHandle parameters) {
  if (filter == "/DCTDecode" || filter == "/DCT") return "DCT";
  if (filter == "/JPXDecode") return "JPX";
  if (filter == "/JBIG2Decode") return "JBIG2";
  if (filter == "/FlateDecode" || filter == "/Fl") return "Flate";
  if (filter == "/LZWDecode" || filter == "/LZW") return "LZW";
  if (filter == "/RunLengthDecode" || filter == "/RL") return "RunLength";
  if (filter != "/CCITTFaxDecode" && filter != "/CCF") return "mixed";
  QPDFObjectHandle k = parameters.getKey("/K");
  return k.isNumber() && k.getNumericValue() < 0 ? "G4" : "G3";
}

bool is_image_filter(const std::string& word) {
  return word == "DCT" || word == "JPX" || word == "JBIG2" || word == "G4" || word == "G3";
}

// The stream as its image filter gets it: filters before that one are undone.
std::optional<std::string> image_filter_input(QPDFObjectHandle image, std::size_t max_bytes) {
  const std::vector<std::string> filters = filter_names(image);
  if (filters.size() == 1) {
    const std::shared_ptr<Buffer> raw = image.getRawStreamData();
    return std::string(reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize());
  }
  QPDFObjectHandle copy = image.copyStream();
  QPDFObjectHandle before = QPDFObjectHandle::newArray();
  QPDFObjectHandle parameters = QPDFObjectHandle::newArray();
  for (std::size_t i = 0; i + 1 < filters.size(); ++i) {
    before.appendItem(QPDFObjectHandle::newName(filters[i]));
    parameters.appendItem(filter_parameters(image, i));
  }
  copy.getDict().replaceKey("/Filter", before);
  copy.getDict().replaceKey("/DecodeParms", parameters);
  return stream_bytes(copy, max_bytes);
}

struct CodedSize {
  int width = 0;
  int height = 0;
  int components = 0;
};

int big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  long long value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value = value * 256 + static_cast<unsigned char>(bytes[at + i]);
  return static_cast<int>(std::min(value, kLongestSide * 10));
}

// The frame header of a JPEG file (ITU-T T.81, B.2.2); all 0 when there is none.
CodedSize jpeg_size(std::string_view data) {
  std::size_t at = 2;
  while (at + 10 <= data.size() && data[at] == '\xFF') {
    const auto marker = static_cast<unsigned char>(data[at + 1]);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    const bool frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (frame)
      return {big_endian(data, at + 7, 2), big_endian(data, at + 5, 2),
              static_cast<unsigned char>(data[at + 9])};
    at += 2 + static_cast<std::size_t>(std::max(2, big_endian(data, at + 2, 2)));
  }
  return {};
}

// The SIZ segment of a JPEG 2000 codestream (ITU-T T.800, A.5.1), bare or in a JP2 file.
CodedSize jpeg2000_size(std::string_view data) {
  const std::size_t start = data.substr(0, kSlackBytes).find("\xFF\x4F\xFF\x51");
  if (start == std::string_view::npos || start + 42 > data.size()) return {};
  const std::size_t siz = start + 4;
  return {big_endian(data, siz + 4, 4) - big_endian(data, siz + 12, 4),
          big_endian(data, siz + 8, 4) - big_endian(data, siz + 16, 4),
          big_endian(data, siz + 36, 2)};
}

struct Source {
  QPDFObjectHandle image;
  ImageFacts facts;
  std::optional<ColourSpace> space;
  std::vector<double> decode;
  int bits = 8;

  [[nodiscard]] bool shows_samples_as_they_are() const {
    return space && !space->indexed && is_default_decode(decode, *space, bits);
  }
};

std::optional<PdfPageImage> from_jpeg(const Source& source, std::string data) {
  const CodedSize size = jpeg_size(data);
  if (!source.shows_samples_as_they_are() || size.width != source.facts.width ||
      size.height != source.facts.height || size.components != source.space->components)
    return std::nullopt;
  QPDFObjectHandle transform =
      filter_parameters(source.image, filter_names(source.image).size() - 1)
          .getKey("/ColorTransform");
  if (transform.isInteger() && transform.getIntValue() != 1) return std::nullopt;
  PdfPageImage page;
  page.format = PdfImageFormat::jpeg;
  page.data = std::move(data);
  return page;
}

std::optional<PdfPageImage> from_jpeg2000(const Source& source, std::string data) {
  QPDFObjectHandle image = source.image;
  QPDFObjectHandle dictionary = image.getDict();
  QPDFObjectHandle alpha = dictionary.getKey("/SMaskInData");
  if (alpha.isInteger() && alpha.getIntValue() != 0) return std::nullopt;
  const bool own_colours = dictionary.getKey("/ColorSpace").isNull();
  if (!own_colours && !source.shows_samples_as_they_are()) return std::nullopt;
  if (own_colours && !dictionary.getKey("/Decode").isNull()) return std::nullopt;
  const CodedSize size = jpeg2000_size(data);
  if (size.width != source.facts.width || size.height != source.facts.height ||
      (size.components != 1 && size.components != 3))
    return std::nullopt;
  PdfPageImage page;
  page.format = PdfImageFormat::jpeg2000;
  page.data = std::move(data);
  return page;
}

// G3 rows need an end-of-line code each to be read from a TIFF; the first one
// stands at the start, after at most some fill bits (ITU-T T.4, 4.1.2).
bool begins_with_end_of_line(std::string_view data) {
  std::size_t zeros = 0;
  for (std::size_t bit = 0; bit < 8 * std::min<std::size_t>(data.size(), 8); ++bit) {
    const bool one = (static_cast<unsigned char>(data[bit / 8]) >> (7 - bit % 8)) & 1;
    if (one) return zeros >= 11;
    ++zeros;
  }
  return false;
}

std::optional<FaxCode> fax_code(QPDFObjectHandle parameters, std::string_view data) {
  QPDFObjectHandle number = parameters.getKey("/K");
  const double k = number.isNumber() ? number.getNumericValue() : 0;
  const bool aligned = is_true(parameters.getKey("/EncodedByteAlign"));
  if (k < 0) return aligned ? std::nullopt : std::optional(FaxCode::g4);
  if (begins_with_end_of_line(data))
    return k == 0 ? FaxCode::g3_one_dimension : FaxCode::g3_two_dimensions;
  if (k == 0 && aligned) return FaxCode::rows_on_bytes;
  return std::nullopt;
}

std::optional<PdfPageImage> from_fax(const Source& source, const std::string& data, Dpi dpi) {
  QPDFObjectHandle parameters =
      filter_parameters(source.image, filter_names(source.image).size() - 1);
  QPDFObjectHandle columns = parameters.getKey("/Columns");
  const long long width = columns.isInteger() ? columns.getIntValue() : 1728;
  if (width != source.facts.width || !source.space || source.bits != 1) return std::nullopt;
  const int sense = bilevel_sense(*source.space, source.decode);
  const std::optional<FaxCode> code = fax_code(parameters, data);
  if (sense == 0 || !code) return std::nullopt;
  FaxImage fax;
  fax.code = *code;
  fax.width = source.facts.width;
  fax.height = source.facts.height;
  fax.black_is_zero = is_true(parameters.getKey("/BlackIs1")) == (sense > 0);
  fax.dpi = dpi;
  PdfPageImage page;
  page.format = PdfImageFormat::tiff;
  page.data = wrap_fax_in_tiff(fax, data);
  return page;
}

std::optional<PdfPageImage> from_samples(const Source& source) {
  const int bits = source.bits;
  if (!source.space || (bits != 1 && bits != 2 && bits != 4 && bits != 8)) return std::nullopt;
  const ColourSpace& space = *source.space;
  const std::size_t per_pixel = space.indexed ? 1 : static_cast<std::size_t>(space.components);
  const std::size_t row =
      (static_cast<std::size_t>(source.facts.width) * per_pixel * static_cast<std::size_t>(bits) +
       7) /
      8;
  const std::size_t wanted = row * static_cast<std::size_t>(source.facts.height);
  std::optional<std::string> samples = stream_bytes(source.image, wanted + kSlackBytes);
  if (!samples || samples->size() < wanted) return std::nullopt;
  samples->resize(wanted);
  PdfPageImage page;
  page.format = PdfImageFormat::raw;
  page.width = source.facts.width;
  page.height = source.facts.height;
  const int sense = bits == 1 ? bilevel_sense(space, source.decode) : 0;
  if (sense != 0) {
    page.bits_per_component = 1;
    page.components = 1;
    if (sense < 0)
      for (char& byte : *samples) byte = static_cast<char>(~byte);
    page.data = std::move(*samples);
    return page;
  }
  page.components = space.components;
  if (bits == 8 && source.shows_samples_as_they_are())
    page.data = std::move(*samples);
  else
    page.data = to_eight_bits(*samples, {page.width, page.height, bits}, space, source.decode);
  return page;
}

}  // namespace

ImageFacts image_facts(QPDFObjectHandle image) {
  ImageFacts facts;
  if (!image.isStream()) return facts;
  QPDFObjectHandle dictionary = image.getDict();
  facts.width = positive(dictionary.getKey("/Width"));
  facts.height = positive(dictionary.getKey("/Height"));
  if (facts.width == 0 || facts.height == 0) facts.width = facts.height = 0;
  const std::vector<std::string> filters = filter_names(image);
  facts.filter = filters.empty()
                     ? "raw"
                     : filter_word(filters.back(), filter_parameters(image, filters.size() - 1));
  return facts;
}

std::optional<PdfPageImage> extract_image(QPDFObjectHandle image, Dpi dpi,
                                          const PdfLimits& limits) {
  Source source{image, image_facts(image), std::nullopt, {}, 8};
  const long long pixels = static_cast<long long>(source.facts.width) * source.facts.height;
  if (pixels <= 0 || pixels > limits.max_image_pixels) return std::nullopt;
  QPDFObjectHandle dictionary = image.getDict();
  if (is_true(dictionary.getKey("/ImageMask")) || !dictionary.getKey("/SMask").isNull() ||
      !dictionary.getKey("/Mask").isNull())
    return std::nullopt;
  QPDFObjectHandle bits = dictionary.getKey("/BitsPerComponent");
  const bool fax = source.facts.filter == "G4" || source.facts.filter == "G3";
  source.bits = bits.isInteger() ? std::clamp(bits.getIntValueAsInt(), 0, 32) : (fax ? 1 : 8);
  source.space = colour_space(dictionary.getKey("/ColorSpace"));
  if (source.space) {
    std::optional<std::vector<double>> decode = decode_array(image, *source.space, source.bits);
    if (!decode) return std::nullopt;
    source.decode = std::move(*decode);
  }
  if (!is_image_filter(source.facts.filter)) return from_samples(source);
  if (source.facts.filter == "JBIG2") return std::nullopt;
  std::optional<std::string> data =
      image_filter_input(image, static_cast<std::size_t>(pixels) * 4 + kSlackBytes);
  if (!data) return std::nullopt;
  if (source.facts.filter == "DCT") return from_jpeg(source, std::move(*data));
  if (source.facts.filter == "JPX") return from_jpeg2000(source, std::move(*data));
  return from_fax(source, *data, dpi);
}

}  // namespace sohoa
