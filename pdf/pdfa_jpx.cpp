#include "pdf/pdfa_jpx.h"

#include <cstdint>
#include <optional>

namespace sohoa {
namespace {

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size && at + i < bytes.size(); ++i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

struct Box {
  std::string_view type;
  std::string_view content;
};

// The box that `rest` starts with (ISO 15444-1, I.4); `rest` then starts behind it.
std::optional<Box> take_box(std::string_view& rest) {
  if (rest.size() < 8) return std::nullopt;
  std::size_t header = 8;
  std::uint64_t length = number_at(rest, 0, 4);
  if (length == 1 && rest.size() >= 16) {
    header = 16;
    length = static_cast<std::uint64_t>(number_at(rest, 8, 4)) << 32U | number_at(rest, 12, 4);
  }
  if (length == 0) length = rest.size();
  if (length < header || length > rest.size()) return std::nullopt;
  const Box box{rest.substr(4, 4), rest.substr(header, length - header)};
  rest.remove_prefix(length);
  return box;
}

struct ColourSpecs {
  int count = 0;
  int best = 0;  // those with APPROX 1
  std::string fault;
};

void note_colour(std::string_view content, ColourSpecs& specs) {
  ++specs.count;
  const std::uint32_t method = number_at(content, 0, 1);
  if (number_at(content, 2, 1) == 1) ++specs.best;
  if (method < 1 || method > 3) specs.fault = "its colour method is not 1, 2 or 3";
  if (method == 1 && number_at(content, 3, 4) == 19) specs.fault = "its colours are CIEJab";
}

std::string header_fault(std::string_view header) {
  ColourSpecs specs;
  std::uint32_t channels = 0;
  std::uint32_t depth = 0;
  while (const std::optional<Box> box = take_box(header)) {
    if (box->type == "ihdr") {
      channels = number_at(box->content, 8, 2);
      depth = number_at(box->content, 10, 1);
    }
    if (box->type == "colr") note_colour(box->content, specs);
    if (box->type == "bpcc") return "its channels differ in depth";
  }
  if (channels != 1 && channels != 3 && channels != 4) return "it has neither 1, 3 nor 4 channels";
  if (depth == 255 || (depth & 0x7FU) + 1 > 38) return "its depth is not 1 to 38 bits";
  if (specs.count == 0) return "it names no colour space";
  if (specs.count > 1 && specs.best != 1) return "it names several colour spaces and no best one";
  return specs.fault;
}

}  // namespace

std::string jpx_fault(std::string_view bytes) {
  while (const std::optional<Box> box = take_box(bytes)) {
    if (box->type == "jp2h") return header_fault(box->content);
  }
  return "it is no JP2 file with a header box";
}

}  // namespace sohoa
