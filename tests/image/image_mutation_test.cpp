// Damaged files: whatever stands in them, only sohoa::Error may come out.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "document/error.h"
#include "image/image_file.h"
#include "sample_images.h"

namespace sohoa::test {
namespace {

void read_every_way(const std::string& file) {
  ImageLimits limits;
  limits.max_pixels = 1'000'000;
  for (const auto read :
       {+[](Bytes b, const ImageLimits&l) { static_cast<void>(inspect_image_file(b, l)); },
        +[](Bytes b, const ImageLimits&l) { static_cast<void>(decode_image(b, 1, l)); },
        +[](Bytes b, const ImageLimits&l) { static_cast<void>(access_image(b, 1, l)); }}) {
    try {
      read(bytes_of(file), limits);
    } catch (const Error& error) {
      EXPECT_NE(error.reason(), Reason::none);
    }
  }
}

void mutate(const std::string& file, unsigned seed) {
  testing::internal::CaptureStderr();
  std::mt19937 random(seed);
  const auto below = [&](std::size_t limit) { return random() % std::max<std::size_t>(limit, 1); };
  for (int round = 0; round < 60; ++round) {
    std::string damaged = file;
    const std::size_t changes = 1 + below(6);
    for (std::size_t i = 0; i < changes; ++i) {
      // Half of the changes go to the first bytes, where headers are.
      const std::size_t at =
          below(below(2) == 0 ? std::min<std::size_t>(damaged.size(), 200) : damaged.size());
      damaged[at] = static_cast<char>(random());
    }
    if (below(4) == 0) damaged.resize(below(damaged.size()));
    read_every_way(damaged);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "libraries never print";
}

TEST(ImageMutation, DamagedSinglePageFilesEndInAnErrorOrAnImage) {
  const PageImage page = picture(64, 48, 32);
  unsigned seed = 1;
  for (const Saved saved :
       {Saved::jpeg, Saved::png, Saved::webp, Saved::jp2, Saved::bmp, Saved::pnm}) {
    mutate(save(page, saved), seed++);
  }
  mutate(with_orientation(save(page, Saved::jpeg), 6), seed);
}

TEST(ImageMutation, DamagedTiffsEndInAnErrorOrAnImage) {
  const PageImage bilevel = text_page(120, 80, 1);
  const PageImage colour = picture(64, 48, 32);
  unsigned seed = 100;
  for (const int compression : {1, 3, 4, 5, 8}) {
    TiffWay way;
    way.compression = compression;
    way.rows_a_strip = 16;
    mutate(save_tiff({&bilevel, &bilevel}, way), seed++);
  }
  TiffWay jpeg;
  jpeg.compression = 7;
  mutate(save_tiff({&colour}, jpeg), seed++);
  TiffWay tiles;
  tiles.tile = 32;
  mutate(save_tiff({&colour}, tiles), seed);
}

}  // namespace
}  // namespace sohoa::test
