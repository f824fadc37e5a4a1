// The estimate as the bytes that ocr/syllable_model.h reads.
#pragma once

#include <string>

#include "ocr/model/count_syllables.h"
#include "ocr/model/estimate.h"

namespace sohoa::training {

[[nodiscard]] std::string model_bytes(const Vocabulary& vocabulary, const Estimate& estimate);

// Returns the size of the file. Throws std::runtime_error when it cannot be written.
std::size_t write_model(const Vocabulary& vocabulary, const Estimate& estimate,
                        const std::string& path);

}  // namespace sohoa::training
