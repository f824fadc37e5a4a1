#include "pipeline/page_tasks.h"

#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "document/base64.h"
#include "document/error.h"
#include "document/mapped_file.h"
#include "image/image_file.h"
#include "image/thumbnail.h"
#include "image/turn.h"
#include "ocr/correct.h"
#include "ocr/read_page.h"
#include "ocr/syllable_model.h"
#include "pdf/access_copy.h"
#include "pdf/pdf_reader.h"
#include "pipeline/cpu_time.h"
#include "pipeline/input_kind.h"
#include "pipeline/read_gently.h"

namespace sohoa {

namespace {

constexpr int kThumbnailWidth = 240;  // pixels: enough to know the sheet again

PageInput from_image_page(const ImagePageInfo& info) {
  return {PageOrigin::image_file, info.width, info.height, info.dpi, ""};
}

PageInput from_pdf_page(const PdfPageInfo& info) {
  PageOrigin origin = PageOrigin::pdf_render;
  if (info.kind == PdfPageKind::one_image) origin = PageOrigin::pdf_image;
  if (info.kind == PdfPageKind::digital) origin = PageOrigin::pdf_digital;
  return {origin, info.width, info.height, info.dpi, info.text_verdict};
}

// Raw PDF samples as the netpbm file that the image folder can decode.
std::string as_pnm(const PdfPageImage& image) {
  const bool bilevel = image.bits_per_component == 1;
  std::string pnm = bilevel ? "P4" : (image.components == 3 ? "P6" : "P5");
  pnm += ' ' + std::to_string(image.width) + ' ' + std::to_string(image.height);
  pnm += bilevel ? "\n" : " 255\n";
  const std::size_t start = pnm.size();
  pnm += image.data;
  if (bilevel)  // PBM: 1 is black; DeviceGray: 0 is black
    for (std::size_t i = start; i < pnm.size(); ++i) pnm[i] = static_cast<char>(~pnm[i]);
  return pnm;
}

Bytes bytes_of(const std::string& data) {
  return {reinterpret_cast<const unsigned char*>(data.data()), data.size()};
}

AccessImage to_access(EncodedImage&& image) {
  AccessImage access;
  switch (image.filter) {
    case PdfFilter::dct:
      access.filter = AccessFilter::dct;
      break;
    case PdfFilter::jpx:
      access.filter = AccessFilter::jpx;
      break;
    case PdfFilter::ccitt_g4:
      access.filter = AccessFilter::ccitt_g4;
      break;
    case PdfFilter::flate:
      access.filter = AccessFilter::flate;
      break;
  }
  access.data = std::move(image.data);
  access.width = image.width;
  access.height = image.height;
  access.bits_per_component = image.bits_per_component;
  access.components = image.components;
  access.black_is_zero = image.black_is_zero;
  access.png_predictor_columns = image.png_predictor_columns;
  access.quarter_turns = image.quarter_turns;
  return access;
}

}  // namespace

struct InputFile::Parts {
  Parts(int descriptor, ProgramRunner runner)
      : file(std::make_shared<const MappedFile>(descriptor)), run(std::move(runner)) {}

  [[nodiscard]] Bytes bytes() const { return file->bytes(); }

  PdfReader& pdf() {
    if (!reader) reader.emplace(file, PdfLimits{}, run);
    return *reader;
  }

  PageImage rendered(int page, Dpi dpi, bool grey) {
    PageImage image = decode_image(bytes_of(pdf().render(page, dpi, grey)), 1, ImageLimits{});
    image.set_dpi(dpi);
    return image;
  }

  PageImage pdf_page(int page, const PageInput& input) {
    if (input.origin == PageOrigin::pdf_image) {
      if (std::optional<PdfPageImage> found = pdf().page_image(page)) {
        const std::string data =
            found->format == PdfImageFormat::raw ? as_pnm(*found) : std::move(found->data);
        PageImage image = quarter_turned(decode_image(bytes_of(data), 1, ImageLimits{}),
                                         found->quarter_turns, found->flip);
        image.set_dpi(input.dpi);
        return image;
      }
    }
    return rendered(page, input.dpi, false);
  }

  PageImage page_image(int page, const PageInput& input) {
    if (input.origin == PageOrigin::image_file) return decode_image(bytes(), page, {});
    return pdf_page(page, input);
  }

  AccessPage access_page(int page, const PageInput& input, const PageResult& result,
                         bool rendered_only) {
    AccessPage access;
    access.text = result.layout;
    access.quarter_turns = result.quarter_turns;
    if (input.origin == PageOrigin::image_file) {
      access.image = to_access(access_image(bytes(), page, ImageLimits{}));
    } else if (!rendered_only && input.origin != PageOrigin::pdf_render) {
      access.source_page = page;
      access.keep_vector = input.origin == PageOrigin::pdf_digital;
    } else {
      access.image = to_access(encode_page(rendered(page, input.dpi, false)));
    }
    return access;
  }

  // `rendered_only` holds the positions in the request whose pages must be rendered.
  void write_access(const AccessRequest& request, const std::set<std::size_t>& rendered_only,
                    int output) {
    AccessDocument document;
    document.title = request.title;
    document.producer = "sohoa " SOHOA_VERSION;
    document.created = request.created;
    document.id_seed = request.sha256;
    for (std::size_t i = 0; i < request.pages.size(); ++i) {
      document.pages.push_back(access_page(request.numbers[i], request.inputs[i], request.pages[i],
                                           rendered_only.count(i) > 0));
      if (document.pages.back().source_page > 0) document.source_pdf = file;
    }
    sohoa::write_access_copy(document, output);
  }

  // Shared with the reader and the access copy, which each look at it while they live.
  std::shared_ptr<const MappedFile> file;
  ProgramRunner run;
  std::optional<PdfReader> reader;
};

InputFile::InputFile(int file, ProgramRunner run)
    : parts_(std::make_unique<Parts>(file, std::move(run))) {}
InputFile::~InputFile() = default;

InputInfo InputFile::inspect() {
  const Bytes file = parts_->bytes();
  InputInfo info;
  const InputKind kind = input_kind(file);
  info.media_type = kind.media_type;
  switch (kind.container) {
    case InputContainer::archive:
      info.is_archive = true;
      return info;
    case InputContainer::pdf: {
      const PdfInfo pdf = parts_->pdf().inspect();
      info.was_encrypted = pdf.was_encrypted;
      info.is_signed = pdf.is_signed;
      for (const PdfPageInfo& page : pdf.pages) info.pages.push_back(from_pdf_page(page));
      return info;
    }
    case InputContainer::image:
      for (const ImagePageInfo& page : inspect_image_file(file, ImageLimits{}).pages)
        info.pages.push_back(from_image_page(page));
      return info;
  }
  return info;
}

PageResult InputFile::read_page(int page, const PageInput& input, OcrEngine& engine,
                                const ReadOptions& options) {
  PageResult result;
  const CpuTimer decoding;
  if (input.origin == PageOrigin::pdf_digital) {
    result.layout = parts_->pdf().text_layer(page, input.dpi);
    result.quality.dpi = input.dpi;
    result.decode_seconds = decoding.seconds();
    return result;
  }
  const PageImage image = parts_->page_image(page, input);
  result.decode_seconds = decoding.seconds();
  PageReading reading = options.gently ? read_gently(image, engine, options.clean, kGentlePixels)
                                       : sohoa::read_page(image, engine, options.clean);
  result.read_gently = options.gently;
  result.layout = std::move(reading.layout);
  result.coloured = std::move(reading.coloured);
  result.quality = reading.quality;
  if (judge(result.quality).verdict == ScanVerdict::rescan)
    result.thumbnail = to_base64(thumbnail_jpeg(image, kThumbnailWidth));
  result.quarter_turns = reading.quarter_turns;
  result.clean_seconds = reading.clean_seconds;
  result.layout_seconds = reading.layout_seconds;
  result.recognise_seconds = reading.recognise_seconds;
  if (options.correct) {
    const CpuTimer correcting;
    correct(result.layout, SyllableModel::embedded());
    result.correct_seconds = correcting.seconds();
  }
  return result;
}

void InputFile::write_access_copy(const AccessRequest& request, int output) {
  // Pages that PDF/A does not allow as they are (CMYK, a font that is not
  // embedded) are shown rendered; each round names further ones.
  std::set<std::size_t> rendered_only;
  while (true) {
    try {
      return parts_->write_access(request, rendered_only, output);
    } catch (const AccessPagesRefused& refused) {
      const std::size_t before = rendered_only.size();
      rendered_only.insert(refused.pages().begin(), refused.pages().end());
      if (rendered_only.size() == before) throw;
    } catch (const Error& error) {
      // At fault, but no page can be named: all of them then.
      const bool all_tried = rendered_only.size() == request.pages.size();
      if (error.reason() != Reason::access_copy_invalid || all_tried) throw;
      for (std::size_t i = 0; i < request.pages.size(); ++i) rendered_only.insert(i);
    }
  }
}

}  // namespace sohoa
