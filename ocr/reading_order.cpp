#include "ocr/reading_order.h"

namespace sohoa {

void put_in_reading_order(std::vector<Block>&) {}

}  // namespace sohoa
