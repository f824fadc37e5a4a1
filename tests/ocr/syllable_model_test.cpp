#include "ocr/syllable_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "document/error.h"

namespace sohoa {
namespace {

std::vector<std::byte> model_file() {
  std::ifstream in(SOHOA_SOURCE_DIR "/ocr/model/syllables.bin", std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::vector<std::byte> bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

void sign(std::vector<std::byte>& bytes) {
  const std::uint64_t sum =
      syllable_format::checksum(std::span(bytes).subspan(sizeof(syllable_format::Header)));
  std::memcpy(bytes.data() + offsetof(syllable_format::Header, checksum), &sum, sizeof sum);
}

double after(const char* before, const char* last, const char* word) {
  const SyllableModel& model = SyllableModel::embedded();
  return static_cast<double>(
      model.log_probability(model.context(model.find(before), model.find(last)), model.find(word)));
}

TEST(SyllableModel, KnowsWhatFollowsInOfficialTexts) {
  EXPECT_GT(after("cộng", "hòa", "xã"), std::log(0.5));
  EXPECT_GT(after("thẩm", "quyền", "của"), after("thẩm", "quyền", "cua") + 3);
  EXPECT_GT(after("theo", "chế", "độ"), after("theo", "chế", "đo") + 5);
}

TEST(SyllableModel, FindsASyllableAndItsText) {
  const SyllableModel& model = SyllableModel::embedded();
  for (const char* text : {"nghiêng", "chế", "đ", "hòa", "quyết"}) {
    const SyllableId id = model.find(text);
    ASSERT_NE(id, SyllableModel::kUnknown) << text;
    EXPECT_EQ(model.text(id), text);
  }
  EXPECT_EQ(model.find("xyzzy"), SyllableModel::kUnknown);
  EXPECT_EQ(model.find(""), SyllableModel::kUnknown);
  EXPECT_EQ(model.text(SyllableModel::kNumber), "");
}

TEST(SyllableModel, FindsTheSyllablesWithTheSamePlainLetters) {
  const SyllableModel& model = SyllableModel::embedded();
  const SyllableModel::Range range = model.same_letters("che");
  std::vector<std::string> texts;
  for (SyllableId id = range.first; id < range.last; ++id) texts.emplace_back(model.text(id));
  EXPECT_NE(std::find(texts.begin(), texts.end(), "chế"), texts.end());
  EXPECT_NE(std::find(texts.begin(), texts.end(), "che"), texts.end());
  const SyllableModel::Range none = model.same_letters("qqq");
  EXPECT_EQ(none.first, none.last);
}

TEST(SyllableModel, ProbabilitiesAfterAContextAddUpToOne) {
  const SyllableModel& model = SyllableModel::embedded();
  for (const auto& [before, last] : {std::pair{"nhân", "dân"}, std::pair{"ủy", "ban"}}) {
    const SyllableModel::Context context = model.context(model.find(before), model.find(last));
    double sum = 0;
    for (std::size_t id = 0; id < model.size(); ++id)
      sum += std::exp(model.log_probability(context, static_cast<SyllableId>(id)));
    EXPECT_NEAR(sum, 1, 0.08) << before << ' ' << last;
  }
}

TEST(SyllableModel, TheFileIsTheOneInTheProgram) {
  const std::vector<std::byte> bytes = model_file();
  const SyllableModel model(bytes);
  EXPECT_EQ(model.size(), SyllableModel::embedded().size());
}

TEST(SyllableModel, RefusesACutOrForeignFile) {
  std::vector<std::byte> bytes = model_file();
  EXPECT_THROW(SyllableModel({}), Error);
  EXPECT_THROW(SyllableModel(std::span(bytes).first(40)), Error);
  EXPECT_THROW(SyllableModel(std::span(bytes).first(bytes.size() - 1)), Error);
  bytes[0] = std::byte{'X'};
  EXPECT_THROW(SyllableModel{bytes}, Error);
}

TEST(SyllableModel, RefusesAChangedByteAnywhere) {
  std::vector<std::byte> bytes = model_file();
  std::mt19937 random(1);
  for (int i = 0; i < 40; ++i) {
    const std::size_t place = random() % bytes.size();
    bytes[place] ^= std::byte{0x10};
    EXPECT_THROW(SyllableModel{bytes}, Error) << place;
    bytes[place] ^= std::byte{0x10};
  }
}

// With a right checksum only the checks of the tables stand between damage and
// look-ups outside the block.
TEST(SyllableModel, ADamagedTableWithARightChecksumIsRefusedOrHarmless) {
  const std::vector<std::byte> whole = model_file();
  std::mt19937 random(2);
  int refused = 0;
  for (int i = 0; i < 150; ++i) {
    std::vector<std::byte> bytes = whole;
    const std::size_t span = i % 3 == 0 ? 48 : i % 3 == 1 ? 60000 : bytes.size();
    for (int k = 0; k < 3; ++k) bytes[random() % span] = static_cast<std::byte>(random());
    sign(bytes);
    try {
      const SyllableModel model(bytes);
      for (std::size_t id = 0; id < model.size(); id += 97) {
        const auto word = static_cast<SyllableId>(id);
        const SyllableModel::Context context = model.context(word, model.find(model.text(word)));
        EXPECT_TRUE(std::isfinite(model.log_probability(context, word)));
      }
      const SyllableModel::Range range = model.same_letters("chuong");
      EXPECT_LE(range.first, range.last);
    } catch (const Error& error) {
      EXPECT_EQ(error.reason(), Reason::missing_component);
      ++refused;
    }
  }
  EXPECT_GT(refused, 50);
}

}  // namespace
}  // namespace sohoa
