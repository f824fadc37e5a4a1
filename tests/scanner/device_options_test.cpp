#include "scanner/device_options.h"

#include <gtest/gtest.h>

namespace sohoa {

using Names = std::vector<std::string>;

// Lists as SANE's backends write them in their sources.
const Names kFujitsu = {"Flatbed", "ADF Front", "ADF Back", "ADF Duplex", "Card Front"};
const Names kEpson = {"Flatbed", "Automatic Document Feeder", "Transparency Unit"};
const Names kGenesys = {"Flatbed", "Transparency Adapter"};
const Names kBrother = {"FlatBed", "Automatic Document Feeder(left aligned)",
                        "Automatic Document Feeder(left aligned,Duplex)"};
const Names kCanon = {"Flatbed", "ADF", "ADF Duplex"};
const Names kEpsonDs = {"ADF Back", "ADF Front", "Document Table"};

TEST(DeviceOptions, TheSourceIsFoundByWhateverNameADeviceGivesIt) {
  EXPECT_EQ(matching_source(kFujitsu, ScanSource::feeder), "ADF Front");
  EXPECT_EQ(matching_source(kEpsonDs, ScanSource::feeder), "ADF Front");
  EXPECT_EQ(matching_source(kEpson, ScanSource::feeder), "Automatic Document Feeder");
  EXPECT_EQ(matching_source(kBrother, ScanSource::feeder),
            "Automatic Document Feeder(left aligned)");
  EXPECT_EQ(matching_source(kCanon, ScanSource::feeder), "ADF");
  EXPECT_EQ(matching_source(kFujitsu, ScanSource::duplex), "ADF Duplex");
  EXPECT_EQ(matching_source(kBrother, ScanSource::duplex),
            "Automatic Document Feeder(left aligned,Duplex)");
  EXPECT_EQ(matching_source(kBrother, ScanSource::flatbed), "FlatBed");
  EXPECT_EQ(matching_source(kEpsonDs, ScanSource::flatbed), "Document Table");
}

TEST(DeviceOptions, ASourceThatADeviceLacksIsNotReplacedByAnother) {
  EXPECT_EQ(matching_source(kGenesys, ScanSource::feeder), std::nullopt);
  EXPECT_EQ(matching_source(kEpson, ScanSource::duplex), std::nullopt);
  EXPECT_EQ(matching_source({"ADF Back", "ADF Duplex"}, ScanSource::feeder), std::nullopt);
  EXPECT_EQ(matching_source({"ADF Duplex"}, ScanSource::flatbed), std::nullopt);
}

TEST(DeviceOptions, TheModeIsFoundByWhateverNameADeviceGivesIt) {
  const Names fujitsu = {"Lineart", "Halftone", "Gray", "Color"};
  const Names brother = {"Black & White", "Gray[Error Diffusion]", "True Gray",
                         "24bit Color[Fast]"};
  EXPECT_EQ(matching_mode(fujitsu, PixelKind::bilevel), "Lineart");
  EXPECT_EQ(matching_mode(fujitsu, PixelKind::grey), "Gray");
  EXPECT_EQ(matching_mode(fujitsu, PixelKind::colour), "Color");
  EXPECT_EQ(matching_mode(brother, PixelKind::bilevel), "Black & White");
  EXPECT_EQ(matching_mode(brother, PixelKind::grey), "True Gray");
  EXPECT_EQ(matching_mode(brother, PixelKind::colour), "24bit Color[Fast]");
  EXPECT_EQ(matching_mode({"Gray"}, PixelKind::colour), std::nullopt);
  EXPECT_EQ(matching_mode({"Monochrome", "Grayscale", "Color"}, PixelKind::bilevel), "Monochrome");
}

}  // namespace sohoa
