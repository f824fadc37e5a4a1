#include "samples/make/odd_files.h"

#include <functional>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>

#include "samples/make/draw_page.h"

namespace sohoa::samples {

namespace {

const Sample& sample_named(const std::vector<Sample>& made, const std::string& file) {
  for (const Sample& sample : made)
    if (sample.file == file) return sample;
  throw std::runtime_error("no sample is named " + file);
}

std::string written(QPDF& pdf, const std::function<void(QPDFWriter&)>& set) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setStaticID(true);
  writer.setStaticAesIV(true);
  writer.setStreamDataMode(qpdf_s_preserve);
  set(writer);
  writer.write();
  const std::unique_ptr<Buffer> buffer(writer.getBuffer());
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

std::string rewritten(const std::string& bytes, const std::function<void(QPDFWriter&)>& set) {
  QPDF pdf;
  pdf.processMemoryFile("sample", bytes.data(), bytes.size());
  return written(pdf, set);
}

// AES-128, revision 4: its key depends on the passwords and the file's /ID only,
// so that the file comes out alike each time. `user` is what opens it.
std::string encrypted(const std::string& bytes, const char* user) {
  return rewritten(bytes, [user](QPDFWriter& writer) {
    writer.setR4EncryptionParametersInsecure(user, "chu-so-huu", true, true, true, true, true, true,
                                             qpdf_r3p_full, true, true);
  });
}

std::string pdf_without_pages() {
  QPDF pdf;
  pdf.emptyPDF();
  return written(pdf, [](QPDFWriter&) {});
}

// /Pages that is its own child.
std::string pdf_with_a_loop() {
  return "%PDF-1.4\n"
         "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
         "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
         "3 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>\nendobj\n"
         "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
         "0000000115 00000 n \n"
         "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n187\n%%EOF\n";
}

std::uint32_t crc32_of(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes += static_cast<char>(static_cast<unsigned char>(value >> shift));
  return bytes;
}

std::string png_chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<std::uint32_t>(data.size())) + type + data +
         big_endian(crc32_of(type + data));
}

// Declares 30000 x 30000 RGB pixels (2.7 GB) and holds almost none of them.
std::string huge_png() {
  const std::string header =
      big_endian(30000) + big_endian(30000) + std::string("\x08\x02\0\0\0", 5);
  const std::string empty_zlib("\x78\x9c\x03\x00\x00\x00\x00\x01", 8);
  return std::string("\x89PNG\r\n\x1a\n", 8) + png_chunk("IHDR", header) +
         png_chunk("IDAT", empty_zlib) + png_chunk("IEND", "");
}

Sample copy_of(const Sample& source, const std::string& file, std::string bytes) {
  Sample copy = source;
  copy.file = file;
  copy.bytes = std::move(bytes);
  const std::string old_name = "\"file\":\"" + source.file + "\"";
  const std::size_t at = copy.fields.find(old_name);
  copy.fields.replace(at, old_name.size(), "\"file\":\"" + file + "\"");
  return copy;
}

Sample with_outcome(Sample sample, const std::string& old_outcome, const std::string& outcome) {
  const std::string was = "\"outcome\":\"" + old_outcome + "\"";
  sample.fields.replace(sample.fields.find(was), was.size(), "\"outcome\":\"" + outcome + "\"");
  return sample;
}

// Members whose path begins with "x.zip/" go into a zip inside the zip.
Sample packed(const std::string& file, const std::vector<Sample>& members) {
  std::vector<std::pair<std::string, std::string>> outer;
  std::vector<std::pair<std::string, std::string>> inner;
  std::string inner_name;
  Sample zip;
  zip.file = file;
  for (const Sample& member : members) {
    const std::size_t nested = member.file.find(".zip/");
    if (nested == std::string::npos) {
      outer.emplace_back(member.file, member.bytes);
    } else {
      inner_name = member.file.substr(0, nested + 4);
      inner.emplace_back(member.file.substr(nested + 5), member.bytes);
    }
  }
  outer.emplace_back(inner_name, zip_of(inner));
  zip.bytes = zip_of(outer);
  return zip;
}

Sample refused(const std::string& file, std::string bytes, const std::string& reason) {
  return {file, std::move(bytes), "", "", fields_of(file, nullptr, 0, "quarantined", reason)};
}

}  // namespace

std::string signed_pdf(const Raster& scan, const std::vector<SetPage>& set, const Letter& letter) {
  PdfDrawing drawing;
  drawing.title = letter.plain_notation;
  drawing.signature_block = {"Người ký: ỦY BAN NHÂN DÂN TỈNH TÂN GIANG", "Cơ quan: Tỉnh Tân Giang",
                             "Thời gian ký: 2025-03-18T09:15:27+07:00"};
  drawing.scan_jpeg = jpeg_of(scan, Colour::colour, 50);
  const std::string bytes = draw_pdf({set.front()}, drawing);
  QPDF pdf;
  pdf.processMemoryFile("signed", bytes.data(), bytes.size());
  QPDFObjectHandle value = pdf.makeIndirectObject(QPDFObjectHandle::parse(
      "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached "
      "/ByteRange [0 0 0 0] /Contents <3000> /M (D:20250318091527+07'00') >>"));
  QPDFObjectHandle page = pdf.getAllPages().at(0);
  QPDFObjectHandle field = pdf.makeIndirectObject(QPDFObjectHandle::parse(
      "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /F 132 /Rect [0 0 0 0] >>"));
  field.replaceKey("/V", value);
  field.replaceKey("/P", page);
  page.replaceKey("/Annots", QPDFObjectHandle::newArray({field}));
  QPDFObjectHandle form = QPDFObjectHandle::parse("<< /SigFlags 3 >>");
  form.replaceKey("/Fields", QPDFObjectHandle::newArray({field}));
  pdf.getRoot().replaceKey("/AcroForm", pdf.makeIndirectObject(form));
  return written(pdf, [](QPDFWriter&) {});
}

std::vector<Sample> odd_samples(const std::vector<Sample>& made,
                                const std::vector<Sample>& members) {
  const Sample& open = sample_named(made, "quyet-dinh-tinh-uy.pdf");
  const Sample& invitation = sample_named(made, "giay-moi.jpg");
  const std::string& scan = sample_named(made, "cong-van-so-xay-dung.jpg").bytes;
  const std::string& pages = sample_named(made, "nghi-quyet-nhieu-trang.pdf").bytes;
  std::vector<Sample> odd;
  odd.push_back(copy_of(open, "mo-khong-can-mat-khau.pdf", encrypted(open.bytes, "")));
  odd.push_back(copy_of(invitation, "anh-mang-ten.pdf",
                        invitation.bytes + std::string(16, '\0')));  // not the same bytes again
  odd.push_back(with_outcome(copy_of(invitation, "giay-moi_nop-lai.jpg", invitation.bytes),
                             "archived", "duplicate"));
  odd.push_back(refused("co-mat-khau.pdf", encrypted(open.bytes, "tan-giang"), "pdf_encrypted"));
  odd.push_back(refused("bi-cut.jpg", scan.substr(0, scan.size() * 2 / 5), "truncated"));
  odd.push_back(refused("bi-cut.pdf", pages.substr(0, 90000), "truncated"));
  odd.push_back(with_outcome(refused("rong.pdf", "", "empty_file"), "quarantined", "rejected"));
  odd.push_back(
      with_outcome(refused("khong-phai-anh.jpg", "Tệp này là văn bản thuần, không phải ảnh.\n",
                           "unknown_format"),
                   "quarantined", "rejected"));
  odd.push_back(refused("khong-co-trang.pdf", pdf_without_pages(), "no_pages"));
  odd.push_back(refused("vong-lap.pdf", pdf_with_a_loop(), "pdf_damaged"));
  odd.push_back(refused("kich-thuoc-gia.png", huge_png(), "image_too_large"));
  odd.push_back(packed("lo-quet.zip", members));
  return odd;
}

}  // namespace sohoa::samples
