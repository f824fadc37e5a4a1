#include "ocr/evaluate.h"

#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "document/vietnamese_text.h"
#include "ocr/alignment.h"
#include "ocr/evaluate_confidence.h"
#include "ocr/show_alignment.h"

namespace sohoa {
namespace {

TEST(Evaluate, ATextLikeTheTruthHasNoErrors) {
  const Evaluation result = evaluate("Quyết định số 12", "Quyết định số 12");
  EXPECT_EQ(result.character_errors, 0);
  EXPECT_EQ(result.word_errors, 0);
  EXPECT_EQ(result.words, 4);
  EXPECT_EQ(result.characters, 16);
  EXPECT_DOUBLE_EQ(result.bag_recall(), 1);
}

TEST(Evaluate, ALostToneCountsAsOneCharacterOneWordAndOneMark) {
  const Evaluation result = evaluate("chế độ", "chê độ");
  EXPECT_EQ(result.character_errors, 1);
  EXPECT_EQ(result.word_errors, 1);
  EXPECT_EQ(result.mark_errors, 1);
  EXPECT_EQ(result.marked_letters, 3);
  EXPECT_NEAR(result.cer(), 1.0 / 6, 1e-9);
  EXPECT_NEAR(result.mark_error_rate(), 1.0 / 3, 1e-9);
}

TEST(Evaluate, AnotherLetterIsNoMarkError) {
  const Evaluation result = evaluate("đi", "oi");
  EXPECT_EQ(result.character_errors, 1);
  EXPECT_EQ(result.mark_errors, 0);
}

TEST(Evaluate, ALostStrokeOfDIsAMarkError) {
  EXPECT_EQ(evaluate("Đảng", "Dảng").mark_errors, 1);
}

TEST(Evaluate, QuotesDashesSpacesAndNormalFormDoNotMatter) {
  const Evaluation result = evaluate("“Số”  – 5\n", "\"Sô\xCC\x81\" - 5");
  EXPECT_EQ(result.character_errors, 0);
  EXPECT_EQ(result.word_errors, 0);
}

TEST(Evaluate, WhatWasWrittenByPenIsLeftOutHoweverItIsRead) {
  const std::string truth = "Số ⦃128⦄-QĐ/TU, ngày ⦃05⦄ tháng 3";
  for (const char* text : {"Số 128-QĐ/TU, ngày 05 tháng 3", "Số -QĐ/TU, ngày tháng 3",
                           "Số 1à8-QĐ/TU, ngày É; tháng 3", "Số ¿1zZ8-QĐ/TU, ngày 05 tháng 3"}) {
    const Evaluation result = evaluate(truth, text);
    EXPECT_EQ(result.character_errors, 0) << text;
    EXPECT_EQ(result.word_errors, 0) << text;
    EXPECT_EQ(result.words, 4) << text;
    EXPECT_EQ(result.bag_matches, 4) << text;
    EXPECT_EQ(result.characters, 22) << text;
  }
}

TEST(Evaluate, PrintBesideThePenIsStillJudged) {
  const std::string truth = "Số ⦃128⦄-QĐ/TU, ngày ⦃05⦄ tháng 3";
  EXPECT_EQ(evaluate(truth, "Số 128-QD/TU, ngày 05 tháng 3").character_errors, 1);
  EXPECT_EQ(evaluate(truth, "Sô 128-QĐ/TU, ngày 05 tháng 8").word_errors, 2);
  EXPECT_GE(evaluate(truth, "Số 128 Căn cứ Luật Lưu trữ -QĐ/TU, ngày 05 tháng 3").character_errors,
            10);
}

TEST(Evaluate, AnotherReadingOfThePenIsNoWrongWord) {
  const ConfidenceEvaluation result =
      evaluate_confidence("ngày ⦃05⦄ tháng", {{"ngày", 0.9}, {"É", 0.9}, {"tháng", 0.9}});
  EXPECT_EQ(result.words, 2);
  EXPECT_EQ(result.wrong, 0);
}

TEST(Evaluate, WordsInAnotherOrderAreInTheBagAll) {
  const Evaluation result = evaluate("một hai ba", "ba một hai bốn");
  EXPECT_EQ(result.bag_matches, 3);
  EXPECT_EQ(result.read_words, 4);
  EXPECT_DOUBLE_EQ(result.bag_recall(), 1);
  EXPECT_DOUBLE_EQ(result.bag_precision(), 0.75);
  EXPECT_GT(result.word_errors, 0);
}

TEST(Evaluate, NothingReadIsAllWrongAndNothingToReadIsAllRight) {
  EXPECT_DOUBLE_EQ(evaluate("abc", "").cer(), 1);
  EXPECT_DOUBLE_EQ(evaluate("", "").cer(), 0);
  EXPECT_DOUBLE_EQ(evaluate("", "x").cer(), 1);
}

TEST(Evaluate, AddedTextCanMakeMoreErrorsThanThereAreCharacters) {
  EXPECT_DOUBLE_EQ(evaluate("a", "abc").cer(), 2);
}

std::u32string random_text(std::mt19937& random, std::size_t length) {
  std::u32string text;
  while (text.size() < length) text.push_back(U"abcdeê "[random() % 7]);
  return text;
}

long long plain_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<long long> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<long long>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    long long diagonal = row[0];
    row[0] = static_cast<long long>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const long long above = row[j];
      row[j] = std::min({diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), above + 1, row[j - 1] + 1});
      diagonal = above;
    }
  }
  return row[b.size()];
}

TEST(Alignment, HasTheCostOfThePlainTableForManyTexts) {
  std::mt19937 random(7);
  for (int round = 0; round < 12; ++round) {
    const std::u32string a = random_text(random, 600 + random() % 900);
    std::u32string b = a;
    for (int edit = 0; edit < 120 * round; ++edit) {
      const std::size_t at = random() % b.size();
      if (random() % 2 == 0) {
        b[at] = U'x';
      } else if (random() % 2 == 0 && b.size() > 1) {
        b.erase(at, 1);
      } else {
        b.insert(at, 1, U'y');
      }
    }
    const auto pairs = align(a, b);
    EXPECT_EQ(count_edits(pairs), plain_distance(a, b));
    std::u32string truth, text;
    for (const AlignedPair& pair : pairs) {
      if (pair.truth != 0) truth.push_back(pair.truth);
      if (pair.text != 0) text.push_back(pair.text);
    }
    EXPECT_EQ(truth, a);
    EXPECT_EQ(text, b);
  }
}

TEST(Alignment, TwoUnrelatedLongTextsTakeSecondsNotMinutes) {
  std::mt19937 random(3);
  const std::u32string a = random_text(random, 30'000);
  const std::u32string b = random_text(random, 30'000);
  EXPECT_GT(count_edits(align(a, b)), 0);
}

TEST(CutLikePages, GivesEachPageWhatItAnswersTo) {
  const std::vector<std::string> parts = cut_like_pages(
      "một hai ba bốn năm sáu bảy tám", {"một hai ba\n", "bôn năm\n", "", "sáu bay tám"});
  ASSERT_EQ(parts.size(), 4U);
  EXPECT_EQ(evaluate(parts[0], "một hai ba").character_errors, 0);
  EXPECT_EQ(evaluate(parts[1], "bốn năm").character_errors, 0);
  EXPECT_EQ(parts[2], "");
  EXPECT_EQ(evaluate(parts[3], "sáu bảy tám").character_errors, 0);
}

TEST(CutLikePages, NeverCutsInsideAWordAndLosesNothing) {
  const std::string truth = "Hội đồng nhân dân tỉnh quyết nghị thông qua kế hoạch";
  const std::vector<std::string> parts =
      cut_like_pages(truth, {"Hội đông nhân", "dân tỉnhquyêt nghi thong", "qua kê hoach", ""});
  std::string joined;
  for (const std::string& part : parts) joined += part;
  EXPECT_EQ(joined, truth);
  EXPECT_EQ(evaluate(parts[1], "dân tỉnh quyết nghị thông").character_errors, 0);
  EXPECT_EQ(parts[3], "");
}

TEST(ShowAlignment, PutsTruthAndTextSideBySideAndMarksWrongLostAndAddedCharacters) {
  EXPECT_EQ(show_alignment("chế độ", "chê  đ,ộ"),
            "chế đ_ộ" + std::string(31, ' ') + " | chê đ,ộ\n" + std::string(41, ' ') + "  ^  +\n");
  EXPECT_EQ(show_alignment("ab", "b"),
            "ab" + std::string(36, ' ') + " | _b\n" + std::string(41, ' ') + "-\n");
  EXPECT_EQ(show_alignment("ab", "ab"), "ab" + std::string(36, ' ') + " | ab\n");
}

TEST(ShowAlignment, BreaksRowsAfterWordsAndKeepsThemWithinEightyColumns) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "thông qua ";
  std::istringstream rows(show_alignment(text, text));
  std::string joined;
  for (std::string row; std::getline(rows, row);) {
    EXPECT_LE(to_code_points(row).size(), 80U);
    const std::string right = row.substr(row.find(" | ") + 3);
    EXPECT_TRUE(right.ends_with("thông") || right.ends_with("qua")) << right;
    joined += right + " ";
  }
  EXPECT_EQ(joined, text);
  const std::string one_word(100, 'a');
  EXPECT_EQ(show_alignment(one_word, one_word).find('\n'), 79U);
}

std::vector<ReadWord> words_of(const std::string& text, const std::vector<double>& confidences) {
  std::istringstream in(text);
  std::vector<ReadWord> words;
  for (std::string word; in >> word;) words.push_back({word, confidences[words.size()]});
  return words;
}

TEST(Confidence, ThatSaysTheShareOfRightWordsHasNoCalibrationError) {
  // Of four words that are sure by half, two are right; the sure ones all are.
  const ConfidenceEvaluation result =
      evaluate_confidence("a b c d e f", words_of("a b c x y f", {1, 0.5, 0.5, 0.5, 0.5, 1}));
  EXPECT_EQ(result.words, 6);
  EXPECT_EQ(result.wrong, 2);
  EXPECT_NEAR(result.calibration_error, 0, 1e-9);
}

TEST(Confidence, ThatIsTooHighShowsByHowMuch) {
  const ConfidenceEvaluation result =
      evaluate_confidence("a b c d", words_of("a b x y", {1, 1, 1, 1}));
  EXPECT_NEAR(result.calibration_error, 0.5, 1e-9);
  // All words are equally sure: one in twenty of them holds one in twenty errors.
  EXPECT_NEAR(result.wrong_in_least_certain, 0.05, 1e-9);
}

TEST(Confidence, OfTheLeastCertainWordInTwentyFindsTheWrongOne) {
  std::string truth = "sai";
  std::string text = "sal";
  std::vector<double> confidences{0.2};
  for (int i = 0; i < 19; ++i) {
    truth += " đúng" + std::to_string(i);
    text += " đúng" + std::to_string(i);
    confidences.push_back(0.9);
  }
  EXPECT_DOUBLE_EQ(evaluate_confidence(truth, words_of(text, confidences)).wrong_in_least_certain,
                   1);
}

TEST(Confidence, TheWritersHabitOfPlacingTonesIsNotWrong) {
  const auto wrong = [](const char* truth, const char* text) {
    return evaluate_confidence(truth, words_of(text, {1, 1, 1})).wrong;
  };
  EXPECT_EQ(wrong("văn hóa, THỦY lợi", "văn hoá, THUỶ"), 0);
  EXPECT_EQ(wrong("văn hóa, THỦY lợi", "văn hòa, Thuỷ"), 2);
}

TEST(Confidence, AWordTooManyIsWrongAndALostOneIsNotCounted) {
  const ConfidenceEvaluation result =
      evaluate_confidence("a b c", words_of("a x c y", {1, 1, 1, 1}));
  EXPECT_EQ(result.words, 4);
  EXPECT_EQ(result.wrong, 2);
  EXPECT_EQ(evaluate_confidence("a b", {}).words, 0);
  EXPECT_DOUBLE_EQ(evaluate_confidence("a b", {}).wrong_in_least_certain, 1);
}

}  // namespace
}  // namespace sohoa
