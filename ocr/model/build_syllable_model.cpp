// Builds the syllable model of ocr/ from plain Vietnamese texts. README.md here
// has the recipe; the same texts give the same bytes.
//
//   build_syllable_model --texts DIR [--names FILE]... [--exclude FILE]... [--hold-out N]
//                        [--prune X] OUT
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "ocr/model/count_syllables.h"
#include "ocr/model/estimate.h"
#include "ocr/model/training_texts.h"
#include "ocr/model/write_model.h"

namespace {

struct Arguments {
  std::string texts;
  std::vector<std::string> names;
  std::vector<std::string> exclude;
  std::size_t hold_out = 0;
  double prune = 1.0;
  std::string out;
};

Arguments parse(int argc, char** argv) {
  CLI::App app("Builds the syllable model of ocr/ from plain Vietnamese texts");
  Arguments a;
  app.add_option("--texts", a.texts, "folder of UTF-8 texts")->required();
  app.add_option("--names", a.names, "text with a name on each line, every one counted once");
  app.add_option("--exclude", a.exclude, "text that no training text may share passages with");
  app.add_option("--hold-out", a.hold_out, "keep every N-th text away and measure on it");
  app.add_option("--prune", a.prune, "drop what changes the likelihood by less (nats)");
  app.add_option("out", a.out, "model file to write")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    std::exit(app.exit(e));
  }
  return a;
}

}  // namespace

int main(int argc, char** argv) try {
  using namespace sohoa::training;
  const Arguments a = parse(argc, argv);
  const TrainingTexts texts = read_texts(a.texts, a.exclude, a.hold_out);
  std::printf("%zu texts, %zu left out whole and %zu lines left out for what they share\n",
              texts.texts, texts.texts_excluded, texts.lines_excluded);
  const Vocabulary vocabulary = make_vocabulary(texts.lines, read_lines(a.names));
  const Stream stream = make_stream(vocabulary, texts.lines, read_lines(a.names));
  std::printf("%zu syllables in the vocabulary, %zu in the texts\n", vocabulary.texts.size(),
              stream.words);
  const Estimate full = estimate(stream.ids, vocabulary.texts.size());
  const Estimate pruned = prune(full, a.prune);
  std::printf("%zu pairs, %zu triples; kept %zu and %zu\n", full.pairs.size(), full.triples.size(),
              pruned.pairs.size(), pruned.triples.size());
  if (!texts.held_out.empty()) {
    const Stream held = make_stream(vocabulary, texts.held_out, {});
    std::printf("held out: %zu syllables, perplexity %.2f, pruned %.2f\n", held.words,
                perplexity(full, held.ids), perplexity(pruned, held.ids));
  }
  std::printf("%zu bytes\n", write_model(vocabulary, pruned, a.out));
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "build_syllable_model: %s\n", e.what());
  return 1;
}
