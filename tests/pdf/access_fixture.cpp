#include "access_fixture.h"

#include <fcntl.h>
#include <leptonica/allheaders.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <regex>
#include <sstream>

namespace sohoa::access_test {
namespace {

namespace fs = boost::filesystem;

struct PixDelete {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, PixDelete>;

struct CompressedDelete {
  void operator()(L_Compressed_Data* data) const { l_CIDataDestroy(&data); }
};

int leptonica_type(AccessFilter filter) {
  switch (filter) {
    case AccessFilter::dct:
      return L_JPEG_ENCODE;
    case AccessFilter::jpx:
      return L_JP2K_ENCODE;
    case AccessFilter::ccitt_g4:
      return L_G4_ENCODE;
    case AccessFilter::flate:
      break;
  }
  return L_FLATE_ENCODE;
}

// 9-bit codes throughout: a clear code every 250 bytes keeps the code width.
std::string lzw_of(const std::string& bytes) {
  std::string packed;
  unsigned buffer = 0;
  int bits = 0;
  const auto put = [&](unsigned code) {
    buffer = buffer << 9U | code;
    for (bits += 9; bits >= 8; bits -= 8) {
      packed += static_cast<char>(buffer >> static_cast<unsigned>(bits - 8) & 0xFFU);
    }
  };
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 200 == 0) put(256);
    put(static_cast<unsigned char>(bytes[i]));
  }
  put(257);
  if (bits > 0) packed += static_cast<char>(buffer << static_cast<unsigned>(8 - bits) & 0xFFU);
  return packed;
}

QPDFObjectHandle image_object(QPDF& pdf, const SourcePage& page) {
  const AccessImage& image = page.image;
  const std::string own_space = image.components == 3 ? "/DeviceRGB" : "/DeviceGray";
  const std::string space = page.colour_space.empty() ? own_space : page.colour_space;
  std::ostringstream dictionary;
  dictionary << "<< /Type /XObject /Subtype /Image /Width " << image.width << " /Height "
             << image.height << " /BitsPerComponent " << image.bits_per_component << " /ColorSpace "
             << space << ' ' << page.extra_image_entries << " >>";
  QPDFObjectHandle stream = QPDFObjectHandle::newStream(&pdf);
  stream.replaceDict(QPDFObjectHandle::parse(dictionary.str()));
  std::string filter = "/FlateDecode";
  std::string parameters = "null";
  std::string data = image.data;
  if (image.filter == AccessFilter::dct) filter = "/DCTDecode";
  if (image.filter == AccessFilter::jpx) filter = "/JPXDecode";
  if (image.filter == AccessFilter::ccitt_g4) {
    filter = "/CCITTFaxDecode";
    parameters = "<< /K -1 /Columns " + std::to_string(image.width) + " >>";
  }
  if (page.lzw) {
    filter = "/LZWDecode";
    data = lzw_of(data);
  }
  stream.replaceStreamData(data, QPDFObjectHandle::newName(filter),
                           QPDFObjectHandle::parse(parameters));
  return stream;
}

}  // namespace

void AccessTest::SetUp() {
  directory_ = fs::temp_directory_path() / fs::unique_path("sohoa-access-%%%%-%%%%-%%%%");
  fs::create_directory(directory_);
}

void AccessTest::TearDown() {
  fs::remove_all(directory_);
}

std::string AccessTest::path(const std::string& name) const {
  return (directory_ / name).string();
}

std::shared_ptr<const MappedFile> mapped(const std::string& path) {
  return std::make_shared<const MappedFile>(path);
}

void write_copy(const AccessDocument& document, const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  ASSERT_GE(file, 0);
  try {
    write_access_copy(document, file);
  } catch (const Error&) {
    EXPECT_EQ(0, ::lseek(file, 0, SEEK_END));
    ::close(file);
    boost::filesystem::remove(path);
    throw;
  }
  ::close(file);
}

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

AccessImage image_with_mark(AccessFilter filter, int width, int height, const PixelBox& mark,
                            int turns) {
  const bool bilevel = filter == AccessFilter::ccitt_g4;
  PixPtr pix(pixCreate(width, height, bilevel ? 1 : 8));
  if (!bilevel) pixSetAll(pix.get());
  Box* box = boxCreate(mark.left, mark.top, mark.width, mark.height);
  if (bilevel) {
    pixSetInRect(pix.get(), box);
  } else {
    pixClearInRect(pix.get(), box);
  }
  boxDestroy(&box);
  PixPtr turned(pixRotateOrth(pix.get(), turns));
  L_Compressed_Data* raw = nullptr;
  EXPECT_EQ(0, pixGenerateCIData(turned.get(), leptonica_type(filter), 0, 0, &raw));
  const std::unique_ptr<L_Compressed_Data, CompressedDelete> data(raw);
  AccessImage image;
  image.filter = filter;
  image.data.assign(reinterpret_cast<const char*>(data->datacomp), data->nbytescomp);
  image.width = data->w;
  image.height = data->h;
  image.bits_per_component = data->bps;
  image.components = data->spp;
  image.png_predictor_columns = data->predictor ? data->w : 0;
  return image;
}

void write_source(const std::string& path, const std::vector<SourcePage>& pages) {
  QPDF pdf;
  pdf.emptyPDF();
  for (const SourcePage& source : pages) {
    const double x = source.origin;
    std::ostringstream page;
    page << "<< /Type /Page /Rotate " << source.rotate << " /MediaBox [" << x << ' ' << x << ' '
         << x + source.image.width << ' ' << x + source.image.height << "] >>";
    std::ostringstream content;
    content << "q " << source.before << ' ' << source.image.width << " 0 0 " << source.image.height
            << ' ' << x << ' ' << x << " cm /Im0 Do Q";
    QPDFObjectHandle object = QPDFObjectHandle::parse(page.str());
    QPDFObjectHandle resources = QPDFObjectHandle::parse("<< /XObject << >> >>");
    resources.getKey("/XObject").replaceKey("/Im0", image_object(pdf, source));
    object.replaceKey("/Resources", resources);
    object.replaceKey("/Contents", QPDFObjectHandle::newStream(&pdf, content.str()));
    pdf.addPage(pdf.makeIndirectObject(object), false);
  }
  QPDFWriter writer(pdf, path.c_str());
  writer.setStaticID(true);
  writer.setDecodeLevel(qpdf_dl_none);
  writer.setCompressStreams(false);
  writer.write();
}

Line line_of(const std::vector<PlacedWord>& words, int below) {
  Line line;
  for (const PlacedWord& placed : words) {
    Word word;
    word.text = placed.text;
    word.box = placed.box;
    line.box = cover(line.box, placed.box);
    line.words.push_back(word);
  }
  const double baseline = line.box.bottom() - below;
  line.baseline_start = {double(line.box.left), baseline};
  line.baseline_end = {double(line.box.right()), baseline};
  return line;
}

TextLayout layout_of(int width, int height, const std::vector<Line>& lines) {
  TextLayout layout;
  layout.width = width;
  layout.height = height;
  layout.dpi = {72};
  if (!lines.empty()) layout.blocks.push_back({BlockKind::text, {}, lines});
  return layout;
}

AccessDocument document_of(std::vector<AccessPage> pages) {
  AccessDocument document;
  document.pages = std::move(pages);
  document.title = "Quyết định về <lưu trữ> & số hóa";
  document.producer = "sohoa 0.1.0";
  document.created = "2026-07-01T09:30:00+07:00";
  document.id_seed = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  return document;
}

AccessPage given_page(AccessImage image, TextLayout text) {
  AccessPage page;
  page.image = std::move(image);
  page.text = std::move(text);
  return page;
}

std::string output_of(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  EXPECT_NE(nullptr, pipe) << command;
  std::string output;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output += static_cast<char>(c);
  EXPECT_EQ(0, pclose(pipe)) << command << '\n' << output;
  return output;
}

std::vector<SeenWord> words_of(const std::string& path, int page) {
  const std::string number = std::to_string(page);
  const std::string xml =
      output_of("pdftotext -raw -bbox -f " + number + " -l " + number + " " + path + " -");
  static const std::regex form(
      R"re(<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)<)re");
  std::vector<SeenWord> words;
  for (std::sregex_iterator i(xml.begin(), xml.end(), form), end; i != end; ++i) {
    words.push_back(
        {(*i)[5], std::stod((*i)[1]), std::stod((*i)[2]), std::stod((*i)[3]), std::stod((*i)[4])});
  }
  return words;
}

PixelBox dark_box(const std::string& path, int page) {
  const std::string number = std::to_string(page);
  const std::string pgm =
      output_of("pdftoppm -r 72 -gray -f " + number + " -l " + number + " " + path);
  const auto* bytes = reinterpret_cast<const l_uint8*>(pgm.data());
  const PixPtr pix(pixReadMem(bytes, pgm.size()));
  const PixPtr dark(pixThresholdToBinary(pix.get(), 128));
  Box* box = nullptr;
  pixClipToForeground(dark.get(), nullptr, &box);
  PixelBox found;
  if (box != nullptr) boxGetGeometry(box, &found.left, &found.top, &found.width, &found.height);
  boxDestroy(&box);
  return found;
}

namespace {

QPDFObjectHandle first_image(QPDF& pdf, int page) {
  QPDFPageObjectHelper helper(pdf.getAllPages().at(static_cast<std::size_t>(page - 1)));
  return helper.getImages().begin()->second;
}

std::string bytes_of(const std::shared_ptr<Buffer>& data) {
  return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

}  // namespace

std::string raw_image(const std::string& path, int page) {
  QPDF pdf;
  pdf.processFile(path.c_str());
  return bytes_of(first_image(pdf, page).getRawStreamData());
}

std::string image_samples(const std::string& path, int page) {
  QPDF pdf;
  pdf.processFile(path.c_str());
  return bytes_of(first_image(pdf, page).getStreamData(qpdf_dl_generalized));
}

}  // namespace sohoa::access_test
