#include <gtest/gtest.h>

#include "pdf/pdf_reader.h"

namespace sohoa {

TEST(PdfSniff, AFileIsAPdfWhenItsHeaderStandsWithinTheFirstKilobyte) {
  EXPECT_TRUE(is_pdf("%PDF-1.4\n"));
  EXPECT_TRUE(is_pdf(std::string(100, '\n') + "%PDF-1.7\n"));
  EXPECT_FALSE(is_pdf(""));
  EXPECT_FALSE(is_pdf("II*"));
  EXPECT_FALSE(is_pdf(std::string(1024, ' ') + "%PDF-1.7\n"));
}

}  // namespace sohoa
