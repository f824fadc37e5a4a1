// make_samples: the scans of samples/scans/, and degraded letters and tables for measuring.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "samples/make/nasty_pages.h"
#include "samples/make/odd_files.h"
#include "samples/make/random_letters.h"
#include "samples/make/random_tables.h"
#include "samples/make/recipe.h"

namespace {

namespace fs = std::filesystem;
using namespace sohoa::samples;

struct Request {
  std::string out;
  std::string texts = SOHOA_SAMPLE_TEXTS;
  std::string only;
  int letters = 0;
  int tables = 0;
  bool nasty = false;
  std::string degree = "clean";
  std::uint64_t seed = 1;
};

void write_file(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

void write_truth(const fs::path& folder, const Sample& sample) {
  if (!sample.text.empty()) write_file(folder / (sample.file + ".txt"), sample.text);
  if (sample.stamps.find_first_not_of("\f\n") != std::string::npos)
    write_file(folder / (sample.file + ".stamps.txt"), sample.stamps);
}

std::vector<Sample> made_from(const std::vector<Recipe>& recipes, const Request& request) {
  std::vector<Sample> made;
  for (const Recipe& recipe : recipes) {
    if (!request.only.empty() && recipe.file != request.only) continue;
    made.push_back(make_sample(recipe, request.texts + "/letters"));
    std::cout << recipe.file << ": " << made.back().bytes.size() << " bytes\n";
  }
  return made;
}

void make_shipped(const Request& request) {
  const fs::path out = request.out;
  const fs::path truth = out / "truth";
  std::vector<Sample> made = made_from(all_recipes(), request);
  std::vector<Sample> members;
  if (request.only.empty()) {
    members = made_from(zip_recipes(), request);
    for (Sample& odd : odd_samples(made, members)) made.push_back(std::move(odd));
  }
  std::string fields;
  for (const Sample& sample : made) {
    write_file(out / "scans" / sample.file, sample.bytes);
    write_truth(truth, sample);
    if (!sample.fields.empty()) fields += sample.fields + "\n";
  }
  for (const Sample& member : members) {
    write_truth(truth / "lo-quet.zip", member);
    fields += member.fields + "\n";
  }
  if (request.only.empty()) write_file(truth / "fields.jsonl", fields);
}

void make_random_letters(const Request& request) {
  const fs::path out = request.out;
  std::string fields;
  for (int i = 1; i <= request.letters; ++i) {
    const Sample sample = random_letter(request.seed, i, degree_from(request.degree),
                                        request.texts + "/paragraphs.txt");
    write_file(out / sample.file, sample.bytes);
    write_truth(out, sample);
    fields += sample.fields + "\n";
  }
  write_file(out / "fields.jsonl", fields);
}

void make_random_tables(const Request& request) {
  const fs::path out = request.out;
  for (int i = 1; i <= request.tables; ++i) {
    const TableSample made = random_table(request.seed, i, degree_from(request.degree),
                                          request.texts + "/paragraphs.txt");
    write_file(out / made.sample.file, made.sample.bytes);
    write_truth(out, made.sample);
    write_file(out / (made.sample.file + ".cells.json"), made.cells + "\n");
  }
}

void make_nasty_pages(const Request& request) {
  for (const NastyPage& page : nasty_pages(request.texts + "/paragraphs.txt"))
    write_file(fs::path(request.out) / page.file, page.bytes);
}

}  // namespace

int main(int argc, char** argv) {
  Request request;
  CLI::App app{"Makes the scans of samples/, or letters at random for measuring."};
  app.add_option("--out", request.out, "folder to write into")->required();
  app.add_option("--texts", request.texts, "folder of letters/ and paragraphs.txt");
  app.add_option("--only", request.only, "make this one sample, named as in scans/");
  app.add_option("--letters", request.letters, "make so many letters at random instead");
  app.add_option("--tables", request.tables, "make so many pages with tables at random instead");
  app.add_flag("--nasty", request.nasty, "make the pages that take long to read instead");
  app.add_option("--degree", request.degree, "of letters and tables: clean, light, stained or bad");
  app.add_option("--seed", request.seed, "another seed gives other letters");
  CLI11_PARSE(app, argc, argv);
  try {
    if (request.letters > 0)
      make_random_letters(request);
    else if (request.tables > 0)
      make_random_tables(request);
    else if (request.nasty)
      make_nasty_pages(request);
    else
      make_shipped(request);
  } catch (const std::exception& error) {
    std::cerr << "make_samples: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
