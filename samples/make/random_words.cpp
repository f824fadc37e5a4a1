#include "samples/make/random_words.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace sohoa::samples {

namespace {

constexpr std::array kPlaces = {"xã Đồng Mây",   "phường Bến Trúc", "xã Lũng Sim",
                                "xã Suối Trầm",  "phường Cầu Ngói", "thôn Phú Lạc",
                                "bản Nà Phiêng", "thị trấn Sông Cả"};

}  // namespace

std::string two_digits(int value) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%02d", value % 100);
  return text.data();
}

std::string filled(std::string text, Random& random) {
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at)) {
    std::string value;
    switch (text.at(at + 1)) {
      case 'n':
        value = std::to_string(2 + random.below(random.unit() < 0.5 ? 90 : 900));
        break;
      case 'd':
        value = two_digits(1 + random.below(28)) + "/" + std::to_string(3 + random.below(10)) +
                "/" + std::to_string(2012 + random.below(13));
        break;
      default:
        value = any_of(kPlaces, random);
    }
    text.replace(at, 3, value);
    at += value.size();
  }
  return text;
}

std::vector<std::string> lines_of_file(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) lines.push_back(line);
  return lines;
}

}  // namespace sohoa::samples
