// sohoa eval TRUTH TEXT…: how far texts are from their truth.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.h"
#include "document/error.h"
#include "document/layout_json.h"
#include "ocr/evaluate.h"
#include "ocr/evaluate_confidence.h"
#include "ocr/show_alignment.h"

namespace sohoa {

namespace {

using Json = nlohmann::ordered_json;

struct EvalArguments {
  std::string truth;
  std::vector<std::string> texts;
  bool show = false;
  bool json = false;
};

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(ErrorKind::document_failed, Reason::not_found, "eval", "cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A form feed ends a page.
std::vector<std::string> pages_of(const std::string& text) {
  std::vector<std::string> pages(1);
  for (const char c : text) {
    if (c == '\f')
      pages.emplace_back();
    else
      pages.back() += c;
  }
  return pages;
}

// A text to compare: plain, or as `sohoa ocr --format json` writes it, which
// also says how sure each word is.
struct Reading {
  std::vector<std::string> pages;
  std::vector<ReadWord> words;  // of the JSON form only

  [[nodiscard]] std::string text() const {
    std::string joined;
    for (const std::string& page : pages) joined += (joined.empty() ? "" : "\f") + page;
    return joined;
  }
};

void add_page(Reading& reading, const TextLayout& layout) {
  reading.pages.push_back(plain_text(layout));
  for (const Block& block : layout.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) reading.words.push_back({word.text, word.confidence});
}

std::optional<Reading> reading_in_json(const std::string& text) {
  if (!text.starts_with("{\"path\":")) return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("pages")) return std::nullopt;
  Reading reading;
  for (const nlohmann::json& page : json["pages"]) add_page(reading, layout_from_json(page.dump()));
  return reading;
}

Reading read_reading(const std::string& path) {
  const std::string text = read_text(path);
  if (std::optional<Reading> reading = reading_in_json(text)) return std::move(*reading);
  return {pages_of(text), {}};
}

struct PageEvaluation {
  std::string truth;
  std::string text;
  Evaluation figures;
};

// Page by page where the truth has as many pages as the text, else each page
// with the part of the truth that it answers to.
std::vector<PageEvaluation> evaluate_pages(const std::string& truth, const Reading& reading) {
  std::vector<std::string> truths = pages_of(truth);
  if (truths.size() != reading.pages.size()) truths = cut_like_pages(truth, reading.pages);
  std::vector<PageEvaluation> pages;
  for (std::size_t i = 0; i < truths.size(); ++i)
    pages.push_back({truths[i], reading.pages[i], evaluate(truths[i], reading.pages[i])});
  return pages;
}

void print_row(const std::string& name, const Evaluation& e) {
  std::printf(
      "%-24s CER %6.2f %%  WER %6.2f %%  marks %6.2f %%  bag recall %6.2f %%  "
      "precision %6.2f %%  characters %lld\n",
      name.c_str(), e.cer() * 100, e.wer() * 100, e.mark_error_rate() * 100, e.bag_recall() * 100,
      e.bag_precision() * 100, e.characters);
}

void print_confidence(const ConfidenceEvaluation& c) {
  std::printf(
      "%-24s calibration error %.2f %%; the least certain 5 %% of %lld words hold %.1f %% of "
      "the %lld wrong ones\n",
      "  confidence", c.calibration_error * 100, c.words, c.wrong_in_least_certain * 100, c.wrong);
}

Json figures_json(const Evaluation& e) {
  return {{"characters", e.characters},
          {"character_errors", e.character_errors},
          {"words", e.words},
          {"word_errors", e.word_errors},
          {"marked_letters", e.marked_letters},
          {"mark_errors", e.mark_errors},
          {"read_words", e.read_words},
          {"bag_matches", e.bag_matches},
          {"cer", e.cer()},
          {"wer", e.wer()},
          {"mark_error_rate", e.mark_error_rate()},
          {"bag_recall", e.bag_recall()},
          {"bag_precision", e.bag_precision()}};
}

Json confidence_json(const ConfidenceEvaluation& c) {
  return {{"words", c.words},
          {"wrong", c.wrong},
          {"calibration_error", c.calibration_error},
          {"wrong_in_least_certain", c.wrong_in_least_certain}};
}

void print_json(const std::string& path, const Evaluation& whole,
                const std::vector<PageEvaluation>& pages,
                const std::optional<ConfidenceEvaluation>& confidence) {
  Json json{{"text", path}};
  json.update(figures_json(whole));
  json["pages"] = Json::array();
  for (const PageEvaluation& page : pages) json["pages"].push_back(figures_json(page.figures));
  if (confidence) json["confidence"] = confidence_json(*confidence);
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void evaluate_text(const EvalArguments& arguments, const std::string& path) {
  const std::string truth = read_text(arguments.truth);
  const Reading reading = read_reading(path);
  const Evaluation whole = evaluate(truth, reading.text());
  const std::vector<PageEvaluation> pages = evaluate_pages(truth, reading);
  std::optional<ConfidenceEvaluation> confidence;
  if (!reading.words.empty()) confidence = evaluate_confidence(truth, reading.words);
  if (arguments.json) return print_json(path, whole, pages, confidence);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (pages.size() > 1) print_row("  page " + std::to_string(i + 1), pages[i].figures);
    if (arguments.show) std::fputs(show_alignment(pages[i].truth, pages[i].text).c_str(), stdout);
  }
  print_row(path, whole);
  if (confidence) print_confidence(*confidence);
}

}  // namespace

void add_eval(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<EvalArguments>();
  CLI::App* command = app.add_subcommand(
      "eval", say(globals, "so văn bản đọc được với bản chuẩn (CER, WER, lỗi dấu)",
                  "compare texts with their truth (CER, WER, mark errors)"));
  command->add_option("TRUTH", arguments->truth, say(globals, "bản chuẩn", "truth"))->required();
  command
      ->add_option("TEXT", arguments->texts,
                   say(globals, "văn bản cần so: văn bản thường hoặc kết quả của ocr --format json",
                       "texts: plain, or as ocr --format json writes them"))
      ->required();
  command->add_flag("--show", arguments->show,
                    say(globals, "hiện hai bản cạnh nhau", "show both side by side"));
  command->add_flag("--json", arguments->json,
                    say(globals, "mỗi văn bản một đối tượng JSON", "one JSON object a text"));
  command->callback([arguments] {
    for (const std::string& text : arguments->texts) evaluate_text(*arguments, text);
  });
}

}  // namespace sohoa
