// Small PDFs for the tests of the reader, written byte by byte.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "document/mapped_file.h"

namespace sohoa::testing_pdf {

class PdfBuilder {
 public:
  // Returns the object's number. Numbers count from 1.
  int add(const std::string& body);
  int add_stream(const std::string& dictionary, const std::string& data);
  // Sets a body that was reserved with add("").
  void set(int number, const std::string& body);
  // Header, objects, cross-reference table, trailer with /Root `root`.
  [[nodiscard]] std::string finish(int root, const std::string& trailer = "") const;

 private:
  std::vector<std::string> bodies_;
};

struct PageParts {
  std::string content;
  std::string resources;              // inside of << >>
  std::string more;                   // further keys of the page
  std::string box = "[0 0 612 792]";  // MediaBox
};

// A whole PDF of these pages; `builder` may already hold what they refer to.
std::string pdf_of(PdfBuilder& builder, const std::vector<PageParts>& pages,
                   const std::string& catalogue = "");

// An image of `width` x `height` grey samples: dark top left quarter, else light.
std::string grey_samples(int width, int height);

// Resources and content that show `text` (UTF-8, lines at '\n') through a font
// with a ToUnicode map of its own, so that any letters can be shown. `prefix`
// is put before the text object; `font_name` is its /BaseFont.
PageParts text_page(PdfBuilder& builder, std::string_view text, const std::string& prefix = "",
                    const std::string& font_name = "Helvetica");

extern const char* const kVietnamesePage;

std::shared_ptr<const MappedFile> mapped(const std::string& path);

// Each test has its own empty directory.
class PdfTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;
  std::string write(const std::string& bytes, const std::string& name = "t.pdf") const;
  std::filesystem::path folder_;
};

}  // namespace sohoa::testing_pdf
