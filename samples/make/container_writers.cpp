#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFWriter.hh>
#include <stdexcept>

#include "samples/make/writers.h"

namespace sohoa::samples {

namespace {

constexpr long long kSampleTime = 1767571200;  // 2026-01-05, the date of every made file

QPDFObjectHandle image_object(QPDF& pdf, const Raster& page, const PdfScan& scan) {
  QPDFObjectHandle image;
  const std::string width = std::to_string(page.width);
  const std::string height = std::to_string(page.height);
  std::string dict = "<< /Type /XObject /Subtype /Image /Width " + width + " /Height " + height;
  std::string data;
  std::string filter;
  if (scan.colour == Colour::bilevel) {
    data = g4_of(page);
    filter = "/CCITTFaxDecode";
    dict += " /ColorSpace /DeviceGray /BitsPerComponent 1 /DecodeParms << /K -1 /Columns " + width +
            " /Rows " + height + " /BlackIs1 false >>";
  } else {
    const bool jpx = scan.jpeg2000;
    data = jpx ? jpeg2000_of(page, scan.colour) : jpeg_of(page, scan.colour, scan.jpeg_quality);
    filter = jpx ? "/JPXDecode" : "/DCTDecode";
    const bool grey = scan.colour == Colour::grey;
    dict += std::string(" /ColorSpace ") + (grey ? "/DeviceGray" : "/DeviceRGB") +
            " /BitsPerComponent 8";
  }
  image = QPDFObjectHandle::newStream(&pdf);
  image.replaceDict(QPDFObjectHandle::parse(dict + " >>"));
  image.replaceStreamData(data, QPDFObjectHandle::newName(filter),
                          image.getDict().getKey("/DecodeParms"));
  return pdf.makeIndirectObject(image);
}

std::string number(double value) {
  std::string text = std::to_string(value);
  return text.substr(0, text.find('.') + 3);
}

}  // namespace

std::string pdf_of(const std::vector<Raster>& pages, const PdfScan& scan) {
  QPDF pdf;
  pdf.emptyPDF();
  for (const Raster& page : pages) {
    const std::string width = number(page.width * 72 / page.dpi);
    const std::string height = number(page.height * 72 / page.dpi);
    QPDFObjectHandle content =
        QPDFObjectHandle::newStream(&pdf, "q " + width + " 0 0 " + height + " 0 0 cm /Im0 Do Q\n");
    QPDFObjectHandle set = QPDFObjectHandle::parse("<< /Type /Page /MediaBox [0 0 " + width + " " +
                                                   height + "] /Resources << /XObject << >> >> >>");
    set.getKey("/Resources").getKey("/XObject").replaceKey("/Im0", image_object(pdf, page, scan));
    set.replaceKey("/Contents", pdf.makeIndirectObject(content));
    pdf.addPage(pdf.makeIndirectObject(set), false);
  }
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setStaticID(true);
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.write();
  const std::unique_ptr<Buffer> buffer(writer.getBuffer());
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& members) {
  std::size_t total = 4096;
  for (const auto& [name, bytes] : members) total += bytes.size() + name.size() * 2 + 1024;
  std::string out(total, '\0');
  std::size_t used = 0;
  const std::unique_ptr<archive, int (*)(archive*)> zip(archive_write_new(), archive_write_free);
  archive_write_set_format_zip(zip.get());
  archive_write_set_options(zip.get(), "zip:compression=store,hdrcharset=UTF-8");
  const auto check = [&](int status) {
    if (status != ARCHIVE_OK) throw std::runtime_error(archive_error_string(zip.get()));
  };
  check(archive_write_open_memory(zip.get(), out.data(), out.size(), &used));
  for (const auto& [name, bytes] : members) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                         archive_entry_free);
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), kSampleTime, 0);
    check(archive_write_header(zip.get(), entry.get()));
    if (archive_write_data(zip.get(), bytes.data(), bytes.size()) !=
        static_cast<la_ssize_t>(bytes.size()))
      throw std::runtime_error("libarchive wrote less than it was given");
  }
  check(archive_write_close(zip.get()));
  out.resize(used);
  return out;
}

}  // namespace sohoa::samples
