// sohoa eval TRUTH TEXT…: how far texts are from their truth.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "cli/commands.h"
#include "document/error.h"
#include "ocr/evaluate.h"

namespace sohoa {

namespace {

struct EvalArguments {
  std::string truth;
  std::vector<std::string> texts;
  bool show = false;
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

void print_row(const std::string& name, const Evaluation& e) {
  std::printf(
      "%-24s CER %6.2f %%  WER %6.2f %%  marks %6.2f %%  bag recall %6.2f %%  "
      "precision %6.2f %%  characters %lld\n",
      name.c_str(), e.cer() * 100, e.wer() * 100, e.mark_error_rate() * 100, e.bag_recall() * 100,
      e.bag_precision() * 100, e.characters);
}

void evaluate_text(const EvalArguments& arguments, const std::string& path) {
  const std::string truth = read_text(arguments.truth);
  const std::string text = read_text(path);
  const std::vector<std::string> truth_pages = pages_of(truth);
  const std::vector<std::string> text_pages = pages_of(text);
  if (truth_pages.size() > 1 && truth_pages.size() == text_pages.size())
    for (std::size_t i = 0; i < truth_pages.size(); ++i)
      print_row("  page " + std::to_string(i + 1), evaluate(truth_pages[i], text_pages[i]));
  print_row(path, evaluate(truth, text));
  if (arguments.show) std::cout << show_alignment(truth, text);
}

}  // namespace

void add_eval(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<EvalArguments>();
  CLI::App* command = app.add_subcommand(
      "eval", say(globals, "so văn bản đọc được với bản chuẩn (CER, WER, lỗi dấu)",
                  "compare texts with their truth (CER, WER, mark errors)"));
  command->add_option("TRUTH", arguments->truth, say(globals, "bản chuẩn", "truth"))->required();
  command->add_option("TEXT", arguments->texts, say(globals, "văn bản cần so", "texts"))
      ->required();
  command->add_flag("--show", arguments->show,
                    say(globals, "hiện hai bản cạnh nhau", "show the alignment"));
  command->callback([arguments] {
    for (const std::string& text : arguments->texts) evaluate_text(*arguments, text);
  });
}

}  // namespace sohoa
