#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "samples/make/random_letters.h"
#include "samples/make/recipe.h"

namespace sohoa::samples {
namespace {

namespace fs = std::filesystem;

const fs::path kSamples = fs::path(SOHOA_SOURCE_DIR) / "samples";

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::map<std::string, nlohmann::json> shipped_fields() {
  std::map<std::string, nlohmann::json> fields;
  std::ifstream file(kSamples / "truth" / "fields.jsonl");
  for (std::string line; std::getline(file, line);) {
    const nlohmann::json object = nlohmann::json::parse(line);
    fields[object.at("file")] = object;
  }
  return fields;
}

Sample made_again(const std::string& name) {
  for (const Recipe& recipe : all_recipes())
    if (recipe.file == name) return make_sample(recipe, (kSamples / "make" / "letters").string());
  throw std::runtime_error("no recipe for " + name);
}

// Mean difference of grey values, 0..255.
double difference(const std::string& one, const std::string& other) {
  const auto decoded = [](const std::string& bytes) {
    Pix* pix = pixReadMem(reinterpret_cast<const l_uint8*>(bytes.data()), bytes.size());
    Pix* grey = pixConvertTo8(pix, 0);
    pixDestroy(&pix);
    return grey;
  };
  Pix* a = decoded(one);
  Pix* b = decoded(other);
  l_float32 mean = 255;
  pixCompareGray(a, b, L_COMPARE_ABS_DIFF, 0, nullptr, &mean, nullptr, nullptr);
  pixDestroy(&a);
  pixDestroy(&b);
  return static_cast<double>(mean);
}

TEST(Samples, EveryScanIsInTheReadmeAndHasItsOutcome) {
  const std::string readme = read(kSamples / "README.md");
  const auto fields = shipped_fields();
  int count = 0;
  for (const auto& entry : fs::directory_iterator(kSamples / "scans")) {
    const std::string name = entry.path().filename().string();
    EXPECT_NE(readme.find("`" + name + "`"), std::string::npos) << name;
    EXPECT_EQ(fields.count(name), name == "lo-quet.zip" ? 0U : 1U) << name;
    ++count;
  }
  EXPECT_GE(count, 26);
}

TEST(Samples, TogetherTheyStayUnderTwentyMegabytes) {
  std::uintmax_t total = 0;
  for (const auto& entry : fs::directory_iterator(kSamples / "scans")) total += entry.file_size();
  EXPECT_LT(total, 20'000'000U);
}

TEST(Samples, TheTruthHasAsManyPagesAsTheFile) {
  for (const auto& [name, fields] : shipped_fields()) {
    const fs::path path = kSamples / "truth" / (name + ".txt");
    if (!fs::exists(path)) continue;
    const std::string text = read(path);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\f') + 1, fields.at("pages").get<long>())
        << name;
  }
}

TEST(Samples, ASampleMadeAgainHasTheSameTruthAndNearlyTheSamePixels) {
  const std::string name = "cong-van-so-xay-dung.jpg";
  const Sample again = made_again(name);
  EXPECT_EQ(again.text, read(kSamples / "truth" / (name + ".txt")));
  EXPECT_EQ(again.stamps, read(kSamples / "truth" / (name + ".stamps.txt")));
  EXPECT_EQ(nlohmann::json::parse(again.fields), shipped_fields().at(name));
  EXPECT_LT(difference(again.bytes, read(kSamples / "scans" / name)), 3.0);
}

TEST(RandomLetters, TheSameSeedGivesTheSameLetter) {
  const std::string paragraphs = (kSamples / "make" / "paragraphs.txt").string();
  const Sample one = random_letter(7, 1, Degree::clean, paragraphs);
  const Sample again = random_letter(7, 1, Degree::clean, paragraphs);
  const Sample other = random_letter(7, 2, Degree::clean, paragraphs);
  EXPECT_EQ(one.bytes, again.bytes);
  EXPECT_EQ(one.text, again.text);
  EXPECT_NE(one.text, other.text);
}

TEST(RandomLetters, DegreesOfTheSameLetterSayTheSame) {
  const std::string paragraphs = (kSamples / "make" / "paragraphs.txt").string();
  const Sample light = random_letter(3, 1, Degree::light, paragraphs);
  const Sample bad = random_letter(3, 1, Degree::bad, paragraphs);
  EXPECT_EQ(light.text, bad.text);
  EXPECT_NE(light.bytes, bad.bytes);
}

}  // namespace
}  // namespace sohoa::samples
