#include "tests/pipeline/hostile_files.h"

#include <zlib.h>

#include <cstdint>

namespace sohoa {

namespace {

constexpr std::uint32_t kSide = 60'000;

std::string big_endian(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
  return text;
}

std::string little_endian(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
  return text;
}

std::string deflated(const std::string& data) {
  uLongf size = ::compressBound(data.size());
  std::string out(size, '\0');
  ::compress2(reinterpret_cast<Bytef*>(out.data()), &size,
              reinterpret_cast<const Bytef*>(data.data()), data.size(), 9);
  out.resize(size);
  return out;
}

std::uint32_t crc(const std::string& data) {
  return static_cast<std::uint32_t>(
      ::crc32(0, reinterpret_cast<const Bytef*>(data.data()), static_cast<uInt>(data.size())));
}

std::string png_chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<std::uint32_t>(data.size()), 4) + type + data +
         big_endian(crc(type + data), 4);
}

std::string huge_png() {
  const std::string header =
      big_endian(kSide, 4) + big_endian(kSide, 4) + std::string("\x08\x02\x00\x00\x00", 5);
  return "\x89PNG\r\n\x1a\n" + png_chunk("IHDR", header) +
         png_chunk("IDAT", deflated(std::string(1'000'000, '\0'))) + png_chunk("IEND", "");
}

std::string huge_jpeg() {
  const std::string frame = std::string("\xFF\xC0\x00\x0B\x08", 5) + big_endian(kSide, 2) +
                            big_endian(kSide, 2) + std::string("\x01\x01\x11\x00", 4);
  const std::string tables = std::string("\xFF\xDB\x00\x43\x00", 5) + std::string(64, '\x01');
  return "\xFF\xD8" + tables + frame + std::string("\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00", 10) +
         std::string(200, '\x55') + "\xFF\xD9";
}

std::string huge_tiff(std::uint32_t compression) {
  const std::string data(200, '\x26');
  const auto entry = [](std::uint32_t tag, std::uint32_t type, std::uint32_t value) {
    return little_endian(tag, 2) + little_endian(type, 2) + little_endian(1, 4) +
           little_endian(value, 4);
  };
  constexpr std::uint32_t kShort = 3;
  constexpr std::uint32_t kLong = 4;
  const std::string entries =
      entry(256, kLong, kSide) + entry(257, kLong, kSide) + entry(258, kShort, 1) +
      entry(259, kShort, compression) + entry(262, kShort, 0) + entry(273, kLong, 8) +
      entry(278, kLong, kSide) + entry(279, kLong, static_cast<std::uint32_t>(data.size()));
  return "II" + little_endian(42, 2) +
         little_endian(static_cast<std::uint32_t>(8 + data.size()), 4) + data +
         little_endian(8, 2) + entries + little_endian(0, 4);
}

// A directory that names itself as the next.
std::string endless_tiff() {
  std::string file = huge_tiff(1);
  return file.replace(file.size() - 4, 4, little_endian(208, 4));
}

std::string huge_bmp() {
  return "BM" + little_endian(254, 4) + little_endian(0, 4) + little_endian(54, 4) +
         little_endian(40, 4) + little_endian(kSide, 4) + little_endian(kSide, 4) +
         little_endian(1, 2) + little_endian(24, 2) + std::string(24, '\0') +
         std::string(200, '\x7F');
}

// Objects in order, from number 1, object 1 being the catalogue.
std::string pdf_of(const std::vector<std::string>& objects, const std::string& trailer = "") {
  std::string file = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const std::string at = std::to_string(file.size());
    table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
    file += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string count = std::to_string(objects.size() + 1);
  const std::string start = std::to_string(file.size());
  return file + "xref\n0 " + count + "\n" + table + "trailer\n<< /Size " + count + " /Root 1 0 R " +
         trailer + " >>\nstartxref\n" + start + "\n%%EOF\n";
}

std::string stream(const std::string& keys, const std::string& data) {
  return "<< " + keys + " /Length " + std::to_string(data.size()) + " >>\nstream\n" + data +
         "\nendstream";
}

const std::string kCatalogue = "<< /Type /Catalog /Pages 2 0 R >>";
const std::string kOnePage = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";

std::string page(const std::string& resources, const std::string& box = "[0 0 595 842]") {
  return "<< /Type /Page /Parent 2 0 R /MediaBox " + box + " /Contents 4 0 R /Resources << " +
         resources + " >> >>";
}

std::string picture_pdf(const std::string& filter, const std::string& data) {
  const std::string keys =
      "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 1 "
      "/ColorSpace /DeviceGray /Filter " +
      filter;
  return pdf_of({kCatalogue, kOnePage, page("/XObject << /I 5 0 R >>"),
                 stream("", "q 595 0 0 842 0 0 cm /I Do Q"), stream(keys, data)});
}

std::string pdf_of_many_pages(int count) {
  std::string kids;
  for (int i = 0; i < count; ++i) kids += std::to_string(i + 3) + " 0 R ";
  std::vector<std::string> objects{
      kCatalogue, "<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(count) + " >>"};
  for (int i = 0; i < count; ++i)
    objects.emplace_back("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>");
  return pdf_of(objects);
}

// Forms that each draw the next ten times.
std::string multiplying_forms(int levels) {
  std::vector<std::string> objects{kCatalogue, kOnePage, page("/XObject << /F 5 0 R >>"),
                                   stream("", "/F Do")};
  std::string ten;
  for (int i = 0; i < 10; ++i) ten += "/F Do ";
  for (int i = 0; i < levels; ++i)
    objects.push_back(
        stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << "
               "/XObject << /F " +
                   std::to_string(6 + i) + " 0 R >> >>",
               ten));
  objects.push_back(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 500 500 re f"));
  return pdf_of(objects);
}

std::string deep_arrays() {
  return pdf_of({"<< /Type /Catalog /Pages 2 0 R /Names " + std::string(100'000, '[') +
                     std::string(100'000, ']') + " >>",
                 kOnePage, page(""), stream("", "")});
}

struct ZipMember {
  std::string name;
  std::string data;
};

std::string raw_deflated(const std::string& data) {
  const std::string whole = deflated(data);
  return whole.substr(2, whole.size() - 6);
}

std::string zip_of(const std::vector<ZipMember>& members) {
  std::string file;
  std::string directory;
  for (const ZipMember& member : members) {
    const std::string packed = raw_deflated(member.data);
    const std::string common = little_endian(20, 2) + little_endian(0, 2) + little_endian(8, 2) +
                               little_endian(0, 4) + little_endian(crc(member.data), 4) +
                               little_endian(static_cast<std::uint32_t>(packed.size()), 4) +
                               little_endian(static_cast<std::uint32_t>(member.data.size()), 4) +
                               little_endian(static_cast<std::uint32_t>(member.name.size()), 2) +
                               little_endian(0, 2);
    directory += "PK\x01\x02" + little_endian(20, 2) + common + little_endian(0, 2) +
                 little_endian(0, 2) + little_endian(0, 2) + little_endian(0, 4) +
                 little_endian(static_cast<std::uint32_t>(file.size()), 4) + member.name;
    file += "PK\x03\x04" + common + member.name + packed;
  }
  const auto count = static_cast<std::uint32_t>(members.size());
  return file + directory + "PK\x05\x06" + little_endian(0, 4) + little_endian(count, 2) +
         little_endian(count, 2) + little_endian(static_cast<std::uint32_t>(directory.size()), 4) +
         little_endian(static_cast<std::uint32_t>(file.size()), 4) + little_endian(0, 2);
}

std::string nested_zip(int levels, int copies) {
  std::string inner = zip_of({{"trang.txt", std::string(1'000'000, ' ')}});
  for (int i = 0; i < levels; ++i) {
    std::vector<ZipMember> members;
    for (int copy = 0; copy < copies; ++copy)
      members.push_back({std::to_string(copy) + ".zip", inner});
    inner = zip_of(members);
  }
  return inner;
}

}  // namespace

std::vector<HostileFile> huge_pictures() {
  const std::string jbig2 = std::string("\0\0\0\0\x30\0\x01\0\0\0\x13", 11) + big_endian(kSide, 4) +
                            big_endian(kSide, 4) + std::string(11, '\0');
  return {
      {"60000.png", huge_png()},
      {"60000.jpg", huge_jpeg()},
      {"60000-raw.tif", huge_tiff(1)},
      {"60000-g4.tif", huge_tiff(4)},
      {"60000-lzw.tif", huge_tiff(5)},
      {"60000.bmp", huge_bmp()},
      {"no-last-directory.tif", endless_tiff()},
      {"60000-jbig2.pdf", picture_pdf("/JBIG2Decode", jbig2), true},
      {"60000-ccitt.pdf",
       picture_pdf("/CCITTFaxDecode /DecodeParms << /K -1 /Columns 60000 /Rows 60000 >>",
                   std::string(200, '\x26')),
       true},
      {"60000-flate.pdf", picture_pdf("/FlateDecode", deflated(std::string(30'000'000, 0))), true}};
}

std::vector<HostileFile> hostile_pdfs() {
  const std::string empty = stream("", "");
  const std::string self_form = stream(
      "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>",
      "/F Do");
  const std::string zeros = std::string(30'000'000, ' ');
  return {
      {"kids-name-their-parent.pdf",
       pdf_of({kCatalogue, "<< /Type /Pages /Kids [2 0 R] /Count 9 >>"})},
      {"kids-in-a-circle.pdf", pdf_of({kCatalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                       "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"})},
      {"parents-in-a-circle.pdf",
       pdf_of({kCatalogue, kOnePage, "<< /Type /Page /Parent 5 0 R /Contents 4 0 R >>", empty,
               "<< /Type /Pages /Parent 6 0 R >>", "<< /Type /Pages /Parent 5 0 R >>"})},
      {"object-stream-in-itself.pdf",
       pdf_of({kCatalogue, kOnePage, page(""), empty,
               stream("/Type /ObjStm /N 1 /First 4 /Extends 5 0 R", "5 0 null")})},
      {"earlier-table-is-this-one.pdf",
       pdf_of({kCatalogue, kOnePage, page(""), empty}, "/Prev 100")},
      {"length-is-itself.pdf",
       pdf_of({kCatalogue, kOnePage, page(""), "<< /Length 4 0 R >>\nstream\nx\nendstream"})},
      {"form-draws-itself.pdf", pdf_of({kCatalogue, kOnePage, page("/XObject << /F 5 0 R >>"),
                                        stream("", "/F Do"), self_form})},
      {"forms-multiply.pdf", multiplying_forms(9), true},
      {"20000-pages.pdf", pdf_of_many_pages(20'000)},
      {"a-million-pages-claimed.pdf",
       pdf_of({kCatalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", page(""), empty})},
      {"page-of-a-mile.pdf", pdf_of({kCatalogue, kOnePage, page("", "[0 0 9999999 9999999]"),
                                     stream("", "0 0 9 9 re f")})},
      {"content-inflates.pdf",
       pdf_of({kCatalogue, kOnePage, page(""), stream("/Filter /FlateDecode", deflated(zeros))})},
      {"content-inflates-twice.pdf",
       pdf_of({kCatalogue, kOnePage, page(""),
               stream("/Filter [/FlateDecode /FlateDecode]", deflated(deflated(zeros)))})},
      {"arrays-100000-deep.pdf", deep_arrays()},
      {"endless-dashes.pdf",
       pdf_of({kCatalogue, kOnePage, page(""),
               stream("", "[0.0001 0.0001] 0 d 0 0 m 99999 99999 l S")}),
       true}};
}

std::vector<HostileFile> hostile_archives() {
  std::vector<ZipMember> many;
  for (int i = 0; i < 3000; ++i) many.push_back({"t/" + std::to_string(i) + ".txt", "x"});
  return {
      {"inflates.zip", zip_of({{"trang.bmp", std::string(200'000'000, '\0')}})},
      {"nested-12.zip", nested_zip(12, 1)},
      {"nested-10-times-10.zip", nested_zip(3, 10)},
      {"leads-out.zip", zip_of({{"../../etc/x.jpg", "x"}, {"/etc/y.jpg", "y"}, {"C:\\z", "z"}})},
      {"3000-members.zip", zip_of(many)}};
}

std::vector<HostileFile> all_hostile_files() {
  std::vector<HostileFile> all = huge_pictures();
  for (auto* make : {&hostile_pdfs, &hostile_archives})
    for (HostileFile& file : make()) all.push_back(std::move(file));
  return all;
}

}  // namespace sohoa
