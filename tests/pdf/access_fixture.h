// What the tests of the access copy share: images, source PDFs, and what
// poppler's programs read back.
#pragma once

#include <gtest/gtest.h>

#include <boost/filesystem.hpp>
#include <memory>
#include <string>
#include <vector>

#include "pdf/access_copy.h"

namespace sohoa::access_test {

// An empty directory for each test.
class AccessTest : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;
  [[nodiscard]] std::string path(const std::string& name) const;

 private:
  boost::filesystem::path directory_;
};

[[nodiscard]] std::string read_bytes(const std::string& path);
[[nodiscard]] std::shared_ptr<const MappedFile> mapped(const std::string& path);
// write_access_copy() to a new file, which is gone when that throws and must be empty then.
void write_copy(const AccessDocument& document, const std::string& path);

// A white image with one black box, as PDF carries it. `turns` turns it clockwise.
[[nodiscard]] AccessImage image_with_mark(AccessFilter filter, int width, int height,
                                          const PixelBox& mark, int turns = 0);

struct SourcePage {
  AccessImage image;
  int rotate = 0;
  // Content before the image's Do; the image is /Im0 and the page 1 point a pixel.
  std::string before = {};
  double origin = 0;                     // of the MediaBox, both axes
  std::string extra_image_entries = {};  // "/Interpolate true"
  std::string colour_space = {};         // instead of the image's own
  bool lzw = false;                      // write the raw samples as LZW instead
};
void write_source(const std::string& path, const std::vector<SourcePage>& pages);

// One line whose baseline is `below` pixels above the lower edge of its boxes.
struct PlacedWord {
  std::string text;
  PixelBox box;
};
[[nodiscard]] Line line_of(const std::vector<PlacedWord>& words, int below = 0);
[[nodiscard]] TextLayout layout_of(int width, int height, const std::vector<Line>& lines);

[[nodiscard]] AccessDocument document_of(std::vector<AccessPage> pages);
[[nodiscard]] AccessPage given_page(AccessImage image, TextLayout text);

// The standard output of a command; fails the test when it does not end with 0.
[[nodiscard]] std::string output_of(const std::string& command);

struct SeenWord {
  std::string text;
  double left = 0, top = 0, right = 0, bottom = 0;  // points
};
[[nodiscard]] std::vector<SeenWord> words_of(const std::string& path, int page = 1);

// The dark part of a page as displayed, 1 pixel a point.
[[nodiscard]] PixelBox dark_box(const std::string& path, int page = 1);

// The stored bytes of the first image of a page, filters not undone.
[[nodiscard]] std::string raw_image(const std::string& path, int page = 1);
// The same image's samples.
[[nodiscard]] std::string image_samples(const std::string& path, int page = 1);

}  // namespace sohoa::access_test
