// A driver without a fuzzing library: seeds, then mutations of them.
//   fuzz_X [--seconds N] [--seed S] FILE…
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

struct Arguments {
  double seconds = 5;
  unsigned seed = 20261;
  std::vector<Bytes> seeds{Bytes{}};
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string text = argv[i];
    if (text == "--seconds" && i + 1 < argc) {
      arguments.seconds = std::atof(argv[++i]);
    } else if (text == "--seed" && i + 1 < argc) {
      arguments.seed = static_cast<unsigned>(std::atoi(argv[++i]));
    } else {
      std::ifstream file(text, std::ios::binary);
      arguments.seeds.emplace_back(std::istreambuf_iterator<char>(file),
                                   std::istreambuf_iterator<char>());
    }
  }
  return arguments;
}

// One to eight small damages: a byte, a cut, a repeated or an inserted stretch.
Bytes mutated(Bytes bytes, std::mt19937& random) {
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  const unsigned rounds = 1 + static_cast<unsigned>(below(8));
  for (unsigned i = 0; i < rounds; ++i) {
    const auto at = static_cast<std::ptrdiff_t>(below(bytes.size()));
    switch (below(5)) {
      case 0:
      case 1:
        if (!bytes.empty()) bytes[static_cast<std::size_t>(at)] ^= 1U << below(8);
        break;
      case 2:
        if (below(4) == 0) bytes.resize(static_cast<std::size_t>(at));
        break;
      case 3: {
        const auto length =
            static_cast<std::ptrdiff_t>(below(std::min<std::size_t>(64, bytes.size())));
        const auto from = std::min(at, static_cast<std::ptrdiff_t>(bytes.size()) - length);
        const Bytes piece(bytes.begin() + from, bytes.begin() + from + length);
        bytes.insert(bytes.begin() + at, piece.begin(), piece.end());
        break;
      }
      default:
        bytes.insert(bytes.begin() + at, static_cast<std::uint8_t>(random()));
    }
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments = parse(argc, argv);
  std::mt19937 random(arguments.seed);
  for (const Bytes& seed : arguments.seeds) LLVMFuzzerTestOneInput(seed.data(), seed.size());
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::milliseconds(static_cast<long long>(arguments.seconds * 1000));
  long runs = 0;
  for (; std::chrono::steady_clock::now() < end; ++runs) {
    const Bytes input = mutated(arguments.seeds[random() % arguments.seeds.size()], random);
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::printf("%ld mutated inputs from seed %u\n", runs, arguments.seed);
  return 0;
}
