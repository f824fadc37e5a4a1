#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "document/error.h"
#include "scanner/page_source.h"
#include "scanner/trouble.h"
#include "tests/scanner/sane_test_device.h"

namespace sohoa {

namespace {

constexpr int kSheets = 10;  // that the test device's feeder holds

ScanOptions small_pages(PixelKind kind) {
  ScanOptions options;
  options.dpi = 75;
  options.kind = kind;
  options.paper = {105, 148};
  return options;
}

// Every page of the stack; the trouble that ended it in `trouble`.
std::vector<RawImage> stack(PageSource& source) {
  std::vector<RawImage> pages;
  while (std::optional<RawImage> page = source.next_page()) pages.push_back(std::move(*page));
  return pages;
}

ScanTrouble trouble_of(const std::string& settings, const ScanOptions& options,
                       const std::string& device = "", int devices = 1) {
  const SaneTestDevice sane(settings, devices);
  const std::atomic<bool> stop{false};
  try {
    const OpenScanner scanner = open_scanner(device, options, stop);
    (void)stack(*scanner.pages);
  } catch (const ScanError& error) {
    EXPECT_FALSE(error.message().empty());
    return error.trouble();
  }
  ADD_FAILURE() << "the device had no trouble: " << settings;
  return ScanTrouble::failed;
}

}  // namespace

TEST(SaneScanner, TheTestDeviceIsListedByTheNameThatOpensIt) {
  const SaneTestDevice sane("", 2);
  const std::vector<ScannerDevice> devices = scanner_devices();
  ASSERT_EQ(devices.size(), 2u);
  EXPECT_EQ(devices[0].name, "test:0");
  EXPECT_EQ(devices[0].vendor, "Noname");
  const std::atomic<bool> stop{false};
  EXPECT_EQ(open_scanner("test:1", small_pages(PixelKind::grey), stop).device.name, "test:1");
}

TEST(SaneScanner, TheFeederGivesEachSheetInTheSizeAskedForAndThenTheNextStack) {
  const SaneTestDevice sane("test-picture \"Color pattern\"");
  const std::atomic<bool> stop{false};
  const OpenScanner scanner = open_scanner("", small_pages(PixelKind::colour), stop);
  for (int round = 0; round < 2; ++round) {
    const std::vector<RawImage> pages = stack(*scanner.pages);
    ASSERT_EQ(pages.size(), static_cast<std::size_t>(kSheets)) << "stack " << round;
    for (const RawImage& page : pages) {
      EXPECT_EQ(page.kind, PixelKind::colour);
      EXPECT_EQ(page.dpi.value, 75);
      EXPECT_NEAR(page.width, 105 / 25.4 * 75, 2);
      EXPECT_NEAR(page.height, 148 / 25.4 * 75, 2);
      EXPECT_EQ(page.rows.size(), page.row_bytes() * static_cast<std::size_t>(page.height));
    }
  }
}

TEST(SaneScanner, ColourInThreePassesIsColourInOne) {
  const std::atomic<bool> stop{false};
  std::vector<unsigned char> one;
  {
    const SaneTestDevice sane("test-picture \"Color pattern\"");
    one = open_scanner("", small_pages(PixelKind::colour), stop).pages->next_page().value().rows;
  }
  const SaneTestDevice sane(
      "test-picture \"Color pattern\"\nthree-pass true\nthree-pass-order GBR");
  const RawImage three =
      open_scanner("", small_pages(PixelKind::colour), stop).pages->next_page().value();
  EXPECT_EQ(three.kind, PixelKind::colour);
  EXPECT_TRUE(three.rows == one);
}

TEST(SaneScanner, AHandScannerThatDoesNotKnowItsLengthGivesWholeLines) {
  const SaneTestDevice sane("hand-scanner true");
  const std::atomic<bool> stop{false};
  ScanOptions options = small_pages(PixelKind::grey);
  options.source = ScanSource::flatbed;
  const RawImage page = open_scanner("", options, stop).pages->next_page().value();
  EXPECT_GT(page.height, 0);
  EXPECT_EQ(page.rows.size(), page.row_bytes() * static_cast<std::size_t>(page.height));
}

TEST(SaneScanner, BlackIsBlackInEveryMode) {
  for (const PixelKind kind : {PixelKind::bilevel, PixelKind::grey, PixelKind::colour}) {
    for (const bool black : {true, false}) {
      const SaneTestDevice sane(black ? "test-picture \"Solid black\""
                                      : "test-picture \"Solid white\"");
      const std::atomic<bool> stop{false};
      const OpenScanner scanner = open_scanner("", small_pages(kind), stop);
      const RawImage page = scanner.pages->next_page().value();
      EXPECT_EQ(page.kind, kind);
      const unsigned char expected = black == (kind == PixelKind::bilevel) ? 0xff : 0;
      // The last byte of a bilevel row may be filled up.
      const auto count = std::count(page.rows.begin(), page.rows.end(), expected);
      EXPECT_GE(count, static_cast<std::ptrdiff_t>(page.rows.size()) - page.height);
    }
  }
}

TEST(SaneScanner, WhatTheDeviceSaysIsToldApart) {
  const ScanOptions options = small_pages(PixelKind::grey);
  EXPECT_EQ(trouble_of("read-status-code \"SANE_STATUS_JAMMED\"", options), ScanTrouble::jam);
  EXPECT_EQ(trouble_of("read-status-code \"SANE_STATUS_COVER_OPEN\"", options),
            ScanTrouble::cover_open);
  EXPECT_EQ(trouble_of("read-status-code \"SANE_STATUS_DEVICE_BUSY\"", options), ScanTrouble::busy);
  EXPECT_EQ(trouble_of("read-status-code \"SANE_STATUS_NO_DOCS\"", options),
            ScanTrouble::feeder_empty);
  EXPECT_EQ(trouble_of("read-status-code \"SANE_STATUS_IO_ERROR\"", options), ScanTrouble::failed);
}

TEST(SaneScanner, WhatIsNotThereIsSaid) {
  ScanOptions options = small_pages(PixelKind::grey);
  EXPECT_EQ(trouble_of("", options, "test:7"), ScanTrouble::no_scanner);
  EXPECT_EQ(trouble_of("", options, "", 2), ScanTrouble::several);
  options.source = ScanSource::duplex;
  EXPECT_EQ(trouble_of("", options), ScanTrouble::not_offered);
  options = small_pages(PixelKind::grey);
  options.dpi = 4800;
  EXPECT_EQ(trouble_of("", options), ScanTrouble::not_offered);
}

TEST(SaneScanner, AStopEndsAPageUnderWay) {
  const SaneTestDevice sane("read-limit true\nread-limit-size 100\nread-delay true");
  std::atomic<bool> stop{false};
  const OpenScanner scanner = open_scanner("", small_pages(PixelKind::grey), stop);
  stop = true;
  try {
    (void)scanner.pages->next_page();
    FAIL() << "a page was scanned";
  } catch (const Error& error) {
    EXPECT_EQ(error.reason(), Reason::interrupted);
  }
}

}  // namespace sohoa
