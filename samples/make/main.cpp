// make_samples: the scans of samples/scans/ and degraded letters for measuring.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "samples/make/odd_files.h"
#include "samples/make/recipe.h"

namespace {

namespace fs = std::filesystem;
using sohoa::samples::Sample;

void write_file(const fs::path& path, const std::string& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

void write_sample(const fs::path& folder, const Sample& sample) {
  write_file(folder / "scans" / sample.file, sample.bytes);
  if (!sample.text.empty()) write_file(folder / "truth" / (sample.file + ".txt"), sample.text);
  if (sample.stamps.find_first_not_of("\f\n") != std::string::npos)
    write_file(folder / "truth" / (sample.file + ".stamps.txt"), sample.stamps);
}

void make_shipped(const fs::path& folder, const std::string& letters, const std::string& only) {
  std::vector<Sample> made;
  for (const sohoa::samples::Recipe& recipe : sohoa::samples::all_recipes()) {
    if (!only.empty() && recipe.file != only) continue;
    made.push_back(sohoa::samples::make_sample(recipe, letters));
    std::cout << recipe.file << " " << made.back().bytes.size() << "\n";
  }
  if (only.empty())
    for (Sample& odd : sohoa::samples::odd_samples(made)) made.push_back(std::move(odd));
  std::string fields;
  for (const Sample& sample : made) {
    write_sample(folder, sample);
    fields += sample.fields + "\n";
  }
  write_file(folder / "truth" / "fields.jsonl", fields);
}

}  // namespace

int main(int argc, char** argv) {
  std::string out;
  std::string letters = SOHOA_LETTERS;
  std::string only;
  CLI::App app{"Makes the scans of samples/."};
  app.add_option("--out", out, "folder to write scans/ and truth/ into")->required();
  app.add_option("--letters-folder", letters, "folder of the letters' texts");
  app.add_option("--only", only, "name of the one sample to make");
  CLI11_PARSE(app, argc, argv);
  try {
    make_shipped(out, letters, only);
  } catch (const std::exception& error) {
    std::cerr << "make_samples: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
