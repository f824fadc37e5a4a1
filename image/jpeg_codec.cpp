#include "image/jpeg_codec.h"

#include <allheaders.h>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <vector>
// libjpeg's headers need <cstdio> before them.
#include <jpeglib.h>
// and this one needs jpeglib.h.
#include <jerror.h>

#include <bit>

namespace sohoa {
namespace {

static_assert(std::endian::native == std::endian::little, "pixel order below");

// libjpeg reports through callbacks and must not return from error_exit. The
// jumps below cross no frame that owns a C++ object: every function with a
// setjmp works on members only.
struct Errors {
  jpeg_error_mgr base{};
  std::jmp_buf jump{};
  bool premature = false;
};

void jump_out(j_common_ptr codec) {
  std::longjmp(reinterpret_cast<Errors*>(codec->err)->jump, 1);
}

void note_warning(j_common_ptr codec, int level) {
  const int code = codec->err->msg_code;
  if (level < 0 && (code == JWRN_HIT_MARKER || code == JWRN_JPEG_EOF)) {
    reinterpret_cast<Errors*>(codec->err)->premature = true;
  }
}

void stay_silent(j_common_ptr) {}

void prepare(Errors& errors) {
  jpeg_std_error(&errors.base);
  errors.base.error_exit = jump_out;
  errors.base.emit_message = note_warning;
  errors.base.output_message = stay_silent;
}

class Decoder {
 public:
  explicit Decoder(Bytes file) : file_(file) { prepare(errors_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  ~Decoder() { jpeg_destroy_decompress(&codec_); }

  bool open() {
    codec_.err = &errors_.base;
    if (setjmp(errors_.jump) != 0) return false;
    jpeg_create_decompress(&codec_);
    jpeg_mem_src(&codec_, file_.data(), file_.size());
    jpeg_read_header(&codec_, TRUE);
    const bool cmyk = codec_.jpeg_color_space == JCS_CMYK || codec_.jpeg_color_space == JCS_YCCK;
    if (codec_.num_components == 1) {
      codec_.out_color_space = JCS_GRAYSCALE;
    } else if (cmyk) {
      codec_.out_color_space = JCS_CMYK;
    } else {
      // Bytes X B G R are the word R G B X that Leptonica keeps.
      codec_.out_color_space = JCS_EXT_XBGR;
    }
    jpeg_start_decompress(&codec_);
    return true;
  }

  bool read(unsigned char* pixels, std::size_t row_bytes) {
    if (setjmp(errors_.jump) != 0) return false;
    while (codec_.output_scanline < codec_.output_height) {
      JSAMPROW row = pixels + row_bytes * codec_.output_scanline;
      jpeg_read_scanlines(&codec_, &row, 1);
    }
    return true;
  }

  [[nodiscard]] int width() const { return static_cast<int>(codec_.output_width); }
  [[nodiscard]] int height() const { return static_cast<int>(codec_.output_height); }
  [[nodiscard]] int depth() const { return codec_.out_color_space == JCS_GRAYSCALE ? 8 : 32; }
  [[nodiscard]] bool cmyk() const { return codec_.out_color_space == JCS_CMYK; }
  // Adobe programs store CMYK inverted: 255 is no ink.
  [[nodiscard]] bool inverted() const { return codec_.saw_Adobe_marker != 0; }
  [[nodiscard]] bool premature() const { return errors_.premature; }

 private:
  Bytes file_;
  Errors errors_;
  jpeg_decompress_struct codec_{};
};

void cmyk_to_rgb(Pix* pix, bool inverted) {
  const int words = pixGetWpl(pix) * pixGetHeight(pix);
  l_uint32* data = pixGetData(pix);
  for (int i = 0; i < words; ++i) {
    const l_uint32 word = inverted ? data[i] : ~data[i];
    const l_uint32 key = word >> 24;
    const l_uint32 red = (word & 0xff) * key / 255;
    const l_uint32 green = (word >> 8 & 0xff) * key / 255;
    const l_uint32 blue = (word >> 16 & 0xff) * key / 255;
    data[i] = red << 24 | green << 16 | blue << 8;
  }
}

class Encoder {
 public:
  Encoder(Pix* pix, const JpegOptions& options) : pix_(pix), options_(options) { prepare(errors_); }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;
  ~Encoder() {
    jpeg_destroy_compress(&codec_);
    std::free(bytes_);
  }

  bool write() {
    codec_.err = &errors_.base;
    if (setjmp(errors_.jump) != 0) return false;
    jpeg_create_compress(&codec_);
    jpeg_mem_dest(&codec_, &bytes_, &size_);
    const bool grey = pixGetDepth(pix_) == 8;
    codec_.image_width = static_cast<JDIMENSION>(pixGetWidth(pix_));
    codec_.image_height = static_cast<JDIMENSION>(pixGetHeight(pix_));
    codec_.input_components = grey ? 1 : 4;
    codec_.in_color_space = grey ? JCS_GRAYSCALE : JCS_EXT_XBGR;
    jpeg_set_defaults(&codec_);
    jpeg_set_quality(&codec_, options_.quality, TRUE);
    codec_.optimize_coding = TRUE;
    if (options_.full_colour && !grey) {
      codec_.comp_info[0].h_samp_factor = 1;
      codec_.comp_info[0].v_samp_factor = 1;
    }
    if (pixGetXRes(pix_) > 0) {
      codec_.density_unit = 1;
      codec_.X_density = static_cast<UINT16>(pixGetXRes(pix_));
      codec_.Y_density = static_cast<UINT16>(pixGetXRes(pix_));
    }
    jpeg_start_compress(&codec_, TRUE);
    while (codec_.next_scanline < codec_.image_height) {
      JSAMPROW row = reinterpret_cast<JSAMPROW>(
          pixGetData(pix_) + static_cast<std::size_t>(pixGetWpl(pix_)) * codec_.next_scanline);
      jpeg_write_scanlines(&codec_, &row, 1);
    }
    jpeg_finish_compress(&codec_);
    return true;
  }

  [[nodiscard]] std::string bytes() const { return {reinterpret_cast<const char*>(bytes_), size_}; }

 private:
  Pix* pix_;
  JpegOptions options_;
  Errors errors_;
  jpeg_compress_struct codec_{};
  unsigned char* bytes_ = nullptr;
  unsigned long size_ = 0;
};

}  // namespace

PageImage decode_jpeg(Bytes file) {
  Decoder decoder(file);
  if (!decoder.open()) {
    image_failed(Reason::unreadable_image, "libjpeg cannot read the JPEG header");
  }
  PixPtr pix(pixCreateNoInit(decoder.width(), decoder.height(), decoder.depth()));
  if (!pix) image_failed(Reason::image_too_large, "no memory for the JPEG image");
  const std::size_t row_bytes = static_cast<std::size_t>(pixGetWpl(pix.get())) * 4;
  if (!decoder.read(reinterpret_cast<unsigned char*>(pixGetData(pix.get())), row_bytes)) {
    image_failed(Reason::unreadable_image, "libjpeg cannot decode the JPEG image");
  }
  if (decoder.premature()) {
    image_failed(Reason::truncated,
                 "the JPEG data end before the image is complete; scan the page again");
  }
  if (decoder.depth() == 8) pixEndianByteSwap(pix.get());
  if (decoder.cmyk()) cmyk_to_rgb(pix.get(), decoder.inverted());
  return PageImage(std::move(pix));
}

std::string encode_jpeg(const PageImage& image, const JpegOptions& options) {
  PixPtr swapped;
  Pix* pix = image.pix();
  if (image.depth() == 8) {
    swapped.reset(pixEndianByteSwapNew(pix));
    pix = swapped.get();
  }
  Encoder encoder(pix, options);
  if (pix == nullptr || !encoder.write()) {
    image_failed(Reason::unreadable_image, "libjpeg cannot encode the page");
  }
  return encoder.bytes();
}

}  // namespace sohoa
