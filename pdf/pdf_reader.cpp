#include "pdf/pdf_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <stdexcept>

#include "document/error.h"
#include "pdf/program.h"
#include "pdf/reader_image.h"
#include "pdf/reader_objects.h"
#include "pdf/reader_pages.h"
#include "pdf/text_layer.h"
#include "pdf/text_layer_trust.h"

namespace sohoa {

namespace {

constexpr int kPagesPerTextCall = 250;
constexpr std::size_t kTextBytes = std::size_t{128} << 20U;
constexpr double kTextSecondsPerPage = 0.5;

std::string decimal(double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.6f", value);
  return text.data();
}

[[noreturn]] void unreadable(int page, const std::string& why) {
  throw Error(ErrorKind::document_failed, Reason::page_unreadable, "pages",
              "Page " + std::to_string(page) + " of the PDF could not be drawn: " + why + ".");
}

// The header of a PNM file, P5 or P6 with 8 bits; checks that all rows are there.
bool is_whole_pnm(const std::string& data, long long max_pixels) {
  int width = 0;
  int height = 0;
  int most = 0;
  int header = 0;
  char kind = 0;
  if (std::sscanf(data.c_str(), "P%c %d %d %d%n", &kind, &width, &height, &most, &header) != 4)
    return false;
  if ((kind != '5' && kind != '6') || width <= 0 || height <= 0 || most != 255) return false;
  const long long pixels = static_cast<long long>(width) * height;
  const long long bytes = pixels * (kind == '6' ? 3 : 1);
  return pixels <= max_pixels + width + height &&
         static_cast<long long>(data.size()) - header - 1 >= bytes;
}

}  // namespace

struct PdfReader::Parts {
  std::shared_ptr<const MappedFile> file;
  PdfLimits limits;
  ProgramRunner run;
  std::unique_ptr<QPDF> pdf;
  std::vector<ObjectId> pages;
  std::map<int, PageReading> readings;  // 1-based, as far as they were asked for
  std::map<int, TextPage> texts;        // of the digital pages
  bool inspected = false;

  [[nodiscard]] std::string at(int page) const { return "page " + std::to_string(page); }

  PageReading& reading(int page) {
    if (page < 1 || page > static_cast<int>(pages.size()))
      throw std::logic_error("no such page in the PDF: " + std::to_string(page));
    const auto known = readings.find(page);
    if (known != readings.end()) return known->second;
    return guarded("reading " + at(page), [&]() -> PageReading& {
      PageReading fresh = read_page(*pdf, pages[static_cast<std::size_t>(page) - 1], limits);
      return readings.emplace(page, std::move(fresh)).first->second;
    });
  }

  // The words of `count` pages from `first` on; nullopt when pdftotext fails on them.
  std::optional<std::vector<TextPage>> read_texts(int first, int count) const {
    ProgramCall call{"pdftotext",
                     {"-bbox-layout", "-cropbox", "-f", std::to_string(first), "-l",
                      std::to_string(first + count - 1), kProgramInput, "-"},
                     file->file(),
                     {}};
    call.limits.wall_seconds = limits.program_seconds + kTextSecondsPerPage * count;
    call.limits.output_bytes = kTextBytes;
    const ProgramResult result = run(call);
    if (result.end != ProgramEnd::exited || result.status != 0) return std::nullopt;
    std::optional<std::vector<TextPage>> found = parse_bbox_layout(result.output);
    if (!found || found->size() != static_cast<std::size_t>(count)) return std::nullopt;
    return found;
  }

  // Decides on pages [first, first + count). True when one's encoding is broken.
  bool judge_texts(int first, int count) {
    bool broken = false;
    std::vector<int> open;
    for (int page = first; page < first + count; ++page) {
      PageReading& read = reading(page);
      const std::optional<TextVerdict> verdict = judge_painting(read);
      if (!verdict && read.info.kind != PdfPageKind::one_image) {
        open.push_back(page);
        continue;
      }
      read.info.text_verdict = verdict ? verdict->why : "none";
      broken = broken || (verdict && verdict->broken);
    }
    if (open.empty()) return broken;
    std::optional<std::vector<TextPage>> found = read_texts(first, count);
    for (const int page : open) {
      PdfPageInfo& info = reading(page).info;
      if (!found) {
        info.text_verdict = "pdftotext could not read it";
        continue;
      }
      TextPage& text = (*found)[static_cast<std::size_t>(page - first)];
      const TextVerdict verdict = judge_words(reading(page), text_of(text));
      info.text_verdict = verdict.why;
      broken = broken || verdict.broken;
      if (!verdict.trusted) continue;
      info.kind = PdfPageKind::digital;
      texts[page] = std::move(text);
    }
    return broken;
  }

  void judge_all_texts() {
    const int count = static_cast<int>(pages.size());
    bool broken = false;
    for (int first = 1; first <= count; first += kPagesPerTextCall)
      broken = judge_texts(first, std::min(kPagesPerTextCall, count - first + 1)) || broken;
    inspected = true;
    if (!broken) return;
    for (const auto& [page, text] : texts) {
      PdfPageInfo& info = reading(page).info;
      info.kind = PdfPageKind::render;
      info.text_verdict = "the encoding of another page of the file is broken";
    }
    texts.clear();
  }

  // Options that place the drawing: the image's own frame for a single image,
  // so that the result has its pixels one by one and nothing laid over them, as
  // page_image() would give it; else the whole page.
  std::vector<std::string> placing(int page, Dpi dpi) {
    const PageReading& read = reading(page);
    if (!read.frame) return {"-r", decimal(dpi.value)};
    const double scale = dpi.value / read.info.dpi.value;
    const double rx = 72.0 * read.info.width / read.frame->width * scale;
    const double ry = 72.0 * read.info.height / read.frame->height * scale;
    const auto pixels = [](double value) { return std::to_string(std::lround(value)); };
    return {"-hide-annotations",
            "-rx",
            decimal(rx),
            "-ry",
            decimal(ry),
            "-x",
            pixels(std::max(0.0, read.frame->left * rx / 72)),
            "-y",
            pixels(std::max(0.0, read.frame->top * ry / 72)),
            "-W",
            pixels(read.info.width * scale),
            "-H",
            pixels(read.info.height * scale)};
  }
};

PdfReader::PdfReader(std::shared_ptr<const MappedFile> file, const PdfLimits& limits,
                     ProgramRunner run)
    : parts_(std::make_unique<Parts>()) {
  parts_->file = std::move(file);
  parts_->limits = limits;
  parts_->run = std::move(run);
  parts_->pdf = open_pdf(parts_->file->text());
  parts_->pages = guarded("reading the page tree",
                          [&] { return list_pages(*parts_->pdf, parts_->limits.max_pages); });
}

PdfReader::~PdfReader() = default;

PdfInfo PdfReader::inspect() {
  PdfInfo info;
  guarded("reading its head", [&] {
    info.was_encrypted = parts_->pdf->isEncrypted();
    info.version = parts_->pdf->getPDFVersion();
    info.is_signed = has_signature(*parts_->pdf);
  });
  if (!parts_->inspected) parts_->judge_all_texts();
  for (int page = 1; page <= static_cast<int>(parts_->pages.size()); ++page)
    info.pages.push_back(parts_->reading(page).info);
  return info;
}

std::optional<PdfPageImage> PdfReader::page_image(int page) {
  const PageReading& read = parts_->reading(page);
  if (!read.frame) return std::nullopt;
  return guarded("reading the image of " + parts_->at(page), [&] {
    std::optional<PdfPageImage> image = extract_image(
        parts_->pdf->getObject(read.frame->image.number, read.frame->image.generation),
        read.info.dpi, parts_->limits);
    if (image) {
      image->quarter_turns = read.frame->quarter_turns;
      image->flip = read.frame->flip;
    }
    return image;
  });
}

std::string PdfReader::render(int page, Dpi dpi, bool grey) {
  const PdfPageInfo& info = parts_->reading(page).info;
  const Dpi used = affordable_dpi(info.width_points, info.height_points, dpi, parts_->limits);
  std::vector<std::string> arguments = parts_->placing(page, used);
  const std::string number = std::to_string(page);
  arguments.insert(arguments.end(), {"-cropbox", "-f", number, "-l", number});
  if (grey) arguments.emplace_back("-gray");
  arguments.emplace_back(kProgramInput);
  ProgramCall call{"pdftoppm", std::move(arguments), parts_->file->file(), {}};
  call.limits.wall_seconds = parts_->limits.program_seconds;
  call.limits.output_bytes = static_cast<std::size_t>(parts_->limits.max_image_pixels) * 3 + 4096;
  ProgramResult result = parts_->run(call);
  if (result.end != ProgramEnd::exited || result.status != 0) unreadable(page, describe(result));
  if (!is_whole_pnm(result.output, parts_->limits.max_image_pixels))
    unreadable(page, "pdftoppm gave no whole picture");
  return std::move(result.output);
}

TextLayout PdfReader::text_layer(int page, Dpi dpi) {
  if (!parts_->inspected) parts_->judge_all_texts();
  const PdfPageInfo& info = parts_->reading(page).info;
  const auto text = parts_->texts.find(page);
  if (text == parts_->texts.end())
    throw std::logic_error("page " + std::to_string(page) + " has no text that can be trusted");
  return to_layout(text->second, rendered_pixels(info.width_points, dpi),
                   rendered_pixels(info.height_points, dpi), dpi);
}

bool is_pdf(std::string_view first_bytes) {
  return first_bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos;
}

}  // namespace sohoa
