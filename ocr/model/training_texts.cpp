#include "ocr/model/training_texts.h"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "document/vietnamese_text.h"

namespace sohoa::training {

namespace {

namespace fs = boost::filesystem;

constexpr std::size_t kRun = 12;          // syllables that make a shared passage
constexpr std::size_t kRunsOfACopy = 20;  // shared runs that make a text a relative
constexpr int kRepeats = 3;               // of a line: letterheads, stock phrases
// The footer of the website; all that follows it is navigation.
constexpr std::string_view kFooter = "CƠ SỞ DỮ LIỆU QUỐC GIA VỀ PHÁP LUẬT";

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) throw std::runtime_error("cannot read " + path);
  return to_nfc(text);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    if (line.find_first_not_of(" \t\r") != std::string::npos) lines.push_back(std::move(line));
  return lines;
}

// Plain letters of every word in order: what counts when passages are compared.
std::vector<std::size_t> word_hashes(std::string_view text) {
  std::vector<std::size_t> hashes;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) hashes.push_back(std::hash<std::string>()(fold(word)));
    word.clear();
  };
  for (const char32_t c : to_code_points(text)) {
    if (is_letter(c))
      word += to_utf8(std::u32string_view(&c, 1));
    else
      finish();
  }
  finish();
  return hashes;
}

std::vector<std::size_t> runs_of(std::string_view text) {
  const std::vector<std::size_t> words = word_hashes(text);
  std::vector<std::size_t> runs;
  for (std::size_t i = 0; i + kRun <= words.size(); ++i) {
    std::size_t hash = 0;
    for (std::size_t k = 0; k < kRun; ++k) hash = hash * 1000003 + words[i + k];
    runs.push_back(hash);
  }
  return runs;
}

using Runs = std::unordered_set<std::size_t>;

std::size_t count_shared(const std::string& text, const Runs& forbidden) {
  if (forbidden.empty()) return 0;
  const std::vector<std::size_t> runs = runs_of(text);
  return static_cast<std::size_t>(std::count_if(
      runs.begin(), runs.end(), [&](std::size_t run) { return forbidden.count(run) != 0; }));
}

void add_text(const std::string& text, bool held_out, const Runs& forbidden,
              std::unordered_map<std::string, int>& seen, TrainingTexts& result) {
  const std::string body = text.substr(0, text.rfind(kFooter));
  ++result.texts;
  const std::size_t shared = count_shared(body, forbidden);
  if (shared >= kRunsOfACopy) {
    ++result.texts_excluded;
    return;
  }
  for (std::string& line : lines_of(body)) {
    if (shared > 0 && count_shared(line, forbidden) > 0)
      ++result.lines_excluded;
    else if (held_out)
      result.held_out.push_back(std::move(line));
    else if (++seen[line] <= kRepeats)
      result.lines.push_back(std::move(line));
  }
}

}  // namespace

TrainingTexts read_texts(const std::string& folder, const std::vector<std::string>& exclude,
                         std::size_t hold_out) {
  Runs forbidden;
  for (const std::string& file : exclude) {
    const std::vector<std::size_t> runs = runs_of(read_file(file));
    forbidden.insert(runs.begin(), runs.end());
  }
  std::vector<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
    if (fs::is_regular_file(entry.path())) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  TrainingTexts result;
  std::unordered_map<std::string, int> seen;
  for (std::size_t i = 0; i < files.size(); ++i)
    add_text(read_file(files[i]), hold_out > 0 && i % hold_out == hold_out - 1, forbidden, seen,
             result);
  return result;
}

std::vector<std::string> read_lines(const std::vector<std::string>& files) {
  std::vector<std::string> lines;
  for (const std::string& file : files)
    for (std::string& line : lines_of(read_file(file))) lines.push_back(std::move(line));
  return lines;
}

}  // namespace sohoa::training
